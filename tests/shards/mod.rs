//! Archives of small corpora.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tifa::corpus::{Corpus, Document, edtf};
use tifa::lexicon::Lexicon;
use tifa::session::archive::{Digester, Limits, Lists, PARTITIONS, Writer};

/// The shards of an archive by name.
pub type Shards = BTreeMap<String, Vec<u8>>;

/// Limits by which even a corpus of some sentences has all that a large one has.
pub const SMALL: Limits = Limits {
    whole: 0,
    texts: 300,
    all_texts: 300,
    common: 4,
    list: 60,
    grams: 200,
};

/// Puts documents into the order of an archive.
pub fn newest_first(documents: &mut [Document]) {
    let date = |document: &Document| {
        let date = document.date.clone().or(document.published.clone());
        date.filter(|date| edtf::year(date).is_some())
            .map(|date| edtf::sort_key(&date))
    };
    documents.sort_by(|a, b| (Reverse(date(a)), &a.id).cmp(&(Reverse(date(b)), &b.id)));
}

/// Writes an archive, in batches of so many documents.
pub fn written(corpus: &Corpus, lexicon: Lexicon, limits: Limits, batch: usize) -> Shards {
    let outline = Corpus {
        documents: Vec::new(),
        ..corpus.clone()
    };
    let texts = corpus.documents.iter().flat_map(|document| &document.body);
    let digester = Digester::new(
        outline,
        lexicon,
        texts.map(|block| block.text.len() as u64).sum(),
        limits,
    );
    let mut writer = Writer::new(&digester);
    let mut shards = Shards::new();
    let mut units = Vec::new();
    let mut texts = 0;
    for documents in corpus.documents.chunks(batch) {
        let mut digest = digester.digest(documents.to_vec()).expect("documents");
        for text in digest.texts.drain(..) {
            shards.insert(format!("texts-{texts}"), text);
            texts += 1;
        }
        let of_batch = std::mem::take(&mut digest.units);
        let lengths: Vec<usize> = of_batch.iter().map(Vec::len).collect();
        shards.extend(writer.take(digest, &lengths, 0).expect("room"));
        units.push(of_batch);
    }
    let mut lists = Lists::default();
    if !digester.is_whole() {
        while writer.level() {
            units.iter().flatten().for_each(|units| writer.count(units));
        }
        let mut first = 0;
        let mut runs = Vec::new();
        for batch in &units {
            runs.push(writer.sort(first, batch));
            first += batch.len();
        }
        for part in 0..PARTITIONS {
            let pieces: Vec<&[u8]> = runs.iter().map(|run| run[part].as_slice()).collect();
            shards.extend(lists.take(writer.merge(part, &pieces).expect("what was sorted")));
        }
    }
    shards.extend(writer.finish(lists));
    shards
}
