//! Documents one at a time, wherever they are kept.

use std::borrow::Cow;

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::{Choices, Corpus, Document, Extra, Lexicon, SavedView};

/// Documents by their position, each there as a whole while it is looked at.
pub trait Documents {
    fn count(&self) -> usize;

    fn get(&self, at: usize) -> Option<Cow<'_, Document>>;

    /// All of them, one after the other.
    fn each(&self) -> impl Iterator<Item = Cow<'_, Document>> {
        (0..self.count()).filter_map(|at| self.get(at))
    }
}

impl<T: AsRef<[Document]> + ?Sized> Documents for T {
    fn count(&self) -> usize {
        self.as_ref().len()
    }

    fn get(&self, at: usize) -> Option<Cow<'_, Document>> {
        self.as_ref().get(at).map(Cow::Borrowed)
    }
}

/// A corpus as compact JSON, with these documents instead of its own.
///
/// ```
/// use tifa::corpus::{Corpus, Document, write};
///
/// let corpus = Corpus::new("讲话", vec![Document::default()]);
/// assert_eq!(write(&corpus, &corpus.documents), serde_json::to_string(&corpus).unwrap());
/// ```
pub fn write(corpus: &Corpus, documents: &(impl Documents + ?Sized)) -> String {
    /// The fields of a [`Corpus`], in their order.
    #[derive(Serialize)]
    struct Written<'a, D: Documents + ?Sized> {
        schema: &'a str,
        title: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        note: &'a Option<String>,
        #[serde(skip_serializing_if = "<[Lexicon]>::is_empty")]
        lexicons: &'a [Lexicon],
        #[serde(skip_serializing_if = "super::is_usual")]
        choices: &'a Choices,
        #[serde(skip_serializing_if = "<[SavedView]>::is_empty")]
        views: &'a [SavedView],
        #[serde(serialize_with = "one_by_one")]
        documents: &'a D,
        #[serde(flatten)]
        extra: &'a Extra,
    }
    let written = Written {
        schema: &corpus.schema,
        title: &corpus.title,
        note: &corpus.note,
        lexicons: &corpus.lexicons,
        choices: &corpus.choices,
        views: &corpus.views,
        documents,
        extra: &corpus.extra,
    };
    serde_json::to_string(&written).expect("the model has only string keys")
}

fn one_by_one<D: Documents + ?Sized, S: Serializer>(documents: &&D, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(documents.count()))?;
    for document in documents.each() {
        sequence.serialize_element(&document)?;
    }
    sequence.end()
}
