//! Documents without their text: an engine of them filters, counts and sorts as the ordinary one does.

use super::format::{Column, Fact};
use crate::corpus::Document;
use crate::lexicon::Lexicon;
use crate::session::engine::Engine;
use crate::session::protocol::Card;

impl Engine {
    /// An engine of so many documents, of which it knows no more than some columns tell. Their ids are their numbers,
    /// in digits of one length, so that they are in order.
    pub(super) fn of_stubs(count: usize, columns: &[(Fact, Column)]) -> Engine {
        let mut engine = Engine::new(Lexicon::default());
        for at in 0..count {
            let mut document = Document {
                id: format!("{at:010}"),
                ..Document::default()
            };
            let mut length = 0;
            for (fact, column) in columns {
                let values = column.of(at);
                if *fact == Fact::Length {
                    length = values.first().and_then(|length| length.parse().ok()).unwrap_or(0);
                }
                fact.give(&values, &mut document);
            }
            let mut known = engine.know(&document, at, false);
            known.values = engine.vocabulary.values(&document, length);
            known.card = Card {
                length,
                ..Card::of(&document)
            };
            engine.known.push(known);
            engine.corpus.documents.push(document);
        }
        engine
    }
}
