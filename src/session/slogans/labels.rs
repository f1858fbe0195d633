//! Numbered slogans in a scope, and what they stand for there.

use super::{LabelView, MeaningView, Scope, WordingView};
use crate::lexicon::{Label, Numbered, Numbers, Wording, labels};
use crate::session::Engine;
use crate::text::units::Units;

impl Engine {
    /// The numbered slogans of the documents in scope, by uses.
    pub(in crate::session) fn labels(&self, scope: &Scope) -> Vec<LabelView> {
        let labels = self.labels_in(self.texts(scope).documents.into_iter());
        labels.into_iter().map(|label| self.label_view(label)).collect()
    }

    /// What an entry stands for in some documents, if it is a numbered slogan.
    pub(in crate::session) fn label(&self, entry: usize, documents: impl Iterator<Item = usize>) -> Option<LabelView> {
        let uses_it = |at: &usize| self.known[*at].slogans.iter().any(|found| found.entry == entry);
        let labels = self.labels_in(documents.filter(uses_it));
        let label = labels.into_iter().find(|label| label.entry == Some(entry))?;
        Some(self.label_view(label))
    }

    fn labels_in(&self, documents: impl Iterator<Item = usize>) -> Vec<Label> {
        let numbers = self.numbers.get_or_init(|| Numbers::new(&self.lexicon));
        let find = |at: usize| {
            let document = self.document(at);
            let found = numbers.find(&document, &Units::of(&document), &self.known[at].slogans);
            (at, found)
        };
        let found: Vec<(usize, Vec<Numbered>)> = documents.map(find).collect();
        labels(found.iter().map(|(at, found)| (*at, found.as_slice())))
    }

    fn label_view(&self, label: Label) -> LabelView {
        let wording = |wording: Wording| WordingView {
            uses: wording.places.len(),
            members: wording.members,
            places: wording
                .places
                .into_iter()
                .map(|place| {
                    let known = &self.known[place.document];
                    let id = self.corpus.documents[place.document].id.clone();
                    (id, known.card.title.clone(), known.card.date.clone(), place.span)
                })
                .collect(),
        };
        let meanings = label.meanings.into_iter().map(|meaning| MeaningView {
            wordings: meaning.expansions.into_iter().map(wording).collect(),
            differences: meaning
                .differences
                .into_iter()
                .map(|difference| (difference.position, difference.words))
                .collect(),
        });
        LabelView {
            slogan: label.entry.map(|entry| self.lexicon.entries[entry].phrase.clone()),
            meanings: meanings.collect(),
            label: label.label,
            uses: label.uses,
            unexpanded: label.unexpanded,
        }
    }
}
