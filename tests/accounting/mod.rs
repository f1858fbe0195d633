//! Import loses nothing: bodies, with the damage that was mended in them, and removals, merged by their places, are
//! the decoded source.

use tifa::corpus::{Block, Document};

/// The characters of a text that can be read, white space apart.
pub fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text of a block as the source has it.
pub fn original(document: &Document, at: usize, block: &Block) -> String {
    let mut text = String::new();
    let mut next = 0;
    let characters: Vec<char> = block.text.chars().collect();
    for repair in document.repairs.iter().filter(|repair| repair.block == at) {
        let here: String = characters[repair.start..repair.end].iter().collect();
        assert_eq!(
            here,
            if repair.made {
                &*repair.repaired
            } else {
                &*repair.original
            },
            "a repair out of place"
        );
        text.extend(&characters[next..repair.start]);
        text += &repair.original;
        next = repair.end;
    }
    text.extend(&characters[next..]);
    text
}

/// The text that removals say stood there is the source's, and what they leave of it is the body.
pub fn assert_whole(source: &str, documents: &[Document]) {
    let body: String = documents
        .iter()
        .flat_map(|document| {
            let blocks = document.body.iter().enumerate();
            blocks.map(move |(at, block)| original(document, at, block))
        })
        .collect();
    let mut removed = documents.iter().flat_map(|document| &document.removed).peekable();
    let mut left = String::new();
    let mut source = source.chars().enumerate();
    while let Some((at, c)) = source.next() {
        if let Some(run) = removed.next_if(|run| run.start == at) {
            let mut there = String::from(c);
            there.extend(source.by_ref().take(run.text.chars().count() - 1).map(|(_, c)| c));
            assert_eq!(run.text, there, "a removal out of place");
        } else {
            left.push(c);
        }
    }
    assert_eq!(removed.next(), None, "a removal out of place");
    assert_eq!(visible(&body), visible(&left));
    for document in documents {
        for run in &document.removed {
            let block = run.block.expect("import tells where a run stood");
            let length = document.body.get(block).map_or(0, |block| block.text.chars().count());
            assert!(
                run.offset.unwrap_or(0) <= length,
                "a removal beside a place that is not there: {run:?}"
            );
        }
    }
}
