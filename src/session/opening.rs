//! Opening a corpus: it is read as it comes, put together with what the browser has kept of it, and answers about what
//! has been read can be given before the rest is.

use super::engine::{Engine, Known};
use super::keeping;
use super::library::tidy;
use crate::corpus::{Corpus, Document, Fault, Stream};
use crate::lexicon::{self, Lexicon};

/// A corpus that is being opened.
pub struct Opening {
    engine: Engine,
    stream: Stream,
    kept: keeping::Lines,
    /// The place of the next document that comes.
    place: usize,
}

impl Engine {
    /// Opens a corpus that is there as a whole: [`Opening`] at once.
    pub fn open(json: &str, kept: &str, built_in: Lexicon) -> Result<Self, Fault> {
        let mut opening = Opening::new(kept, built_in);
        opening.feed(json.as_bytes());
        opening.finish()
    }
}

impl Opening {
    /// Begins to open a corpus, whose slogans are those of the lexicons in it, and of a `built_in` one. `kept` is what
    /// the browser has [kept](Engine::unkept) of it, a line each, in any order; a line that cannot be read is a fault of
    /// the overview.
    pub fn new(kept: &str, built_in: Lexicon) -> Self {
        let (kept, faults) = keeping::read(kept);
        let mut engine = Engine::new(built_in);
        engine.faults = faults;
        Opening {
            engine,
            stream: Stream::default(),
            kept,
            place: 0,
        }
    }

    /// Begins to open a corpus of which all but the documents is there.
    pub fn of(outline: &str, kept: &str, built_in: Lexicon) -> Self {
        Opening {
            stream: Stream::of(outline),
            ..Opening::new(kept, built_in)
        }
    }

    /// Takes the next bytes of `corpus.json`. Gives the number of documents that have been read.
    pub fn feed(&mut self, bytes: &[u8]) -> usize {
        self.read(|stream, each| stream.feed(bytes, each))
    }

    /// Takes whole lines of JSON, a document each. Gives the number of documents that have been read.
    pub fn feed_lines(&mut self, lines: &[u8]) -> usize {
        self.read(|stream, each| stream.feed_lines(lines, each))
    }

    fn read(&mut self, feed: impl FnOnce(&mut Stream, &mut dyn FnMut(&Stream, Document))) -> usize {
        let Opening {
            engine,
            stream,
            kept,
            place,
        } = self;
        feed(stream, &mut |stream, document| {
            if *place == 0
                && let Some(outline) = stream.outline()
            {
                engine.dress(outline, kept);
            }
            let fate = kept.documents.remove(&document.id).unwrap_or_default();
            let is_own = fate.document.is_some();
            engine.place_document(fate.document.unwrap_or(document), *place, is_own, fate.is_gone);
            *place += 1;
        });
        *place
    }

    /// What has been read can be asked about.
    pub fn engine(&mut self) -> &mut Engine {
        &mut self.engine
    }

    /// The whole corpus, once all has come.
    pub fn finish(self) -> Result<Engine, Fault> {
        let Opening {
            mut engine,
            stream,
            kept,
            place,
        } = self;
        let (outline, faults) = stream.finish()?;
        engine.faults.splice(0..0, faults);
        engine.faults.extend(lexicon::faults(&outline.lexicons));
        // What stands behind the documents is known only now.
        let known = engine.lexicon.clone();
        engine.dress(outline, &kept);
        if engine.lexicon != known {
            engine.find_anew();
        }
        for fate in kept.documents.into_values() {
            // Of a document that the file no longer has, nothing may be kept but that it was taken out.
            if let Some(document) = fate.document {
                engine.place_document(document, fate.place.unwrap_or(place), true, fate.is_gone);
            }
        }
        engine.sort_places();
        Ok(engine)
    }
}

impl Engine {
    /// Takes over what stands beside the documents of a corpus, with what was kept of it.
    fn dress(&mut self, outline: Corpus, kept: &keeping::Lines) {
        let documents = std::mem::take(&mut self.corpus.documents);
        self.corpus = Corpus { documents, ..outline };
        self.own = 0;
        self.corpus.title = kept.title.clone().unwrap_or(std::mem::take(&mut self.corpus.title));
        let views = kept.views.clone().unwrap_or(std::mem::take(&mut self.corpus.views));
        self.corpus.views = tidy(views);
        if let Some(lexicons) = kept.lexicons.clone() {
            self.restore_lexicons(lexicons);
        }
        self.gather();
    }

    /// Puts a document behind the others.
    fn place_document(&mut self, document: Document, place: usize, is_own: bool, is_gone: bool) {
        self.ids.claim(&document.id);
        self.place(document, place, is_own, is_gone);
    }

    /// Puts all documents in the order of their places.
    fn sort_places(&mut self) {
        let is_sorted = |known: &[Known]| known.is_sorted_by_key(|known| known.place);
        if !is_sorted(&self.known) {
            let here = self.entries_here();
            let gone = std::mem::take(&mut self.gone);
            self.settle(here, gone);
        }
    }
}
