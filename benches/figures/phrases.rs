//! What is looked for in generated speeches: phrases of a length, from those that most speeches have to those that
//! one has, two at once, and what no speech has.

use crate::speeches::Writer;

/// Queries of each class.
const QUERIES: usize = 50;

/// Phrases that are drawn for each one that is asked; those between are passed over.
const DRAWN: usize = 8;

/// The speeches that the phrases stand in: those of the smallest corpus, so that each corpus has them.
const SOURCES: usize = 100;

/// The speeches by which a phrase is called common or rare.
const JUDGES: usize = 1_000;

/// Characters that the made-up language has not.
const STRANGE: [char; 5] = ['麒', '鹦', '葡', '魍', '蝴'];

/// Queries of one kind, each of one or two phrases.
pub struct Class {
    pub name: &'static str,
    pub queries: Vec<Vec<String>>,
}

/// Draws the queries of all classes from texts, the same ones each time.
pub fn classes(texts: &[String]) -> Vec<Class> {
    let mut draw = Draw::new(texts);
    let one = |phrases: Vec<String>| phrases.into_iter().map(|phrase| vec![phrase]).collect();
    let mut classes: Vec<Class> = [("2 characters", 2), ("4 characters", 4), ("8 characters", 8)]
        .into_iter()
        .map(|(name, length)| Class {
            name,
            queries: one(draw.graded(length)),
        })
        .collect();
    classes.push(Class {
        name: "two terms",
        queries: draw.pairs(),
    });
    classes.push(Class {
        name: "absent",
        queries: one(draw.absent()),
    });
    classes
}

struct Draw<'a> {
    texts: &'a [String],
    /// The first texts, as characters.
    sources: Vec<Vec<char>>,
    writer: Writer,
}

impl<'a> Draw<'a> {
    fn new(texts: &'a [String]) -> Self {
        Draw {
            texts,
            sources: texts.iter().take(SOURCES).map(|text| text.chars().collect()).collect(),
            writer: Writer::new(6),
        }
    }

    /// A phrase of so many Han characters out of a speech.
    fn phrase(&mut self, source: usize, length: usize) -> String {
        let text = &self.sources[source];
        loop {
            let at = self.writer.below(text.len() - length);
            let run = &text[at..at + length];
            if run.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c)) {
                return run.iter().collect();
            }
        }
    }

    /// Phrases from the one that most speeches have to the rarest, in even steps.
    fn graded(&mut self, length: usize) -> Vec<String> {
        let mut drawn: Vec<(usize, String)> = Vec::new();
        while drawn.len() < QUERIES * DRAWN {
            let source = self.writer.below(self.sources.len());
            let phrase = self.phrase(source, length);
            if drawn.iter().all(|(_, known)| *known != phrase) {
                let judges = self.texts.iter().take(JUDGES);
                drawn.push((judges.filter(|text| text.contains(&phrase)).count(), phrase));
            }
        }
        drawn.sort_by(|one, other| other.cmp(one));
        drawn.into_iter().step_by(DRAWN).map(|(_, phrase)| phrase).collect()
    }

    /// Two phrases that one speech has.
    fn pairs(&mut self) -> Vec<Vec<String>> {
        let pair = |_| {
            let source = self.writer.below(self.sources.len());
            vec![self.phrase(source, 2), self.phrase(source, 4)]
        };
        (0..QUERIES).map(pair).collect()
    }

    /// Half of them of words of the language, half with a character that it has not.
    fn absent(&mut self) -> Vec<String> {
        let mut absent = Vec::new();
        while absent.len() < QUERIES {
            let mut phrase: String = self.writer.scribble(4).into_iter().collect();
            if absent.len() % 2 == 1 {
                phrase.push(STRANGE[self.writer.below(STRANGE.len())]);
            }
            if !self.texts.iter().any(|text| text.contains(&phrase)) {
                absent.push(phrase);
            }
        }
        absent
    }
}
