//! The library as a table.

use serde::{Deserialize, Serialize};

use super::Sought;
use crate::export::Csv;
use crate::search::Found;
use crate::session::engine::Engine;
use crate::session::state::Named;

/// The name of the table as a file.
const NAME: &str = "library.csv";

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    Title,
    Date,
    Published,
    Place,
    Level,
    Genre,
    Issuer,
    Speakers,
    Source,
    Lang,
    Length,
    Hits,
    Slogans,
    Density,
    Imported,
}

impl Named for Column {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Column::Title, "title"),
        (Column::Date, "date"),
        (Column::Published, "published"),
        (Column::Place, "place"),
        (Column::Level, "level"),
        (Column::Genre, "genre"),
        (Column::Issuer, "issuer"),
        (Column::Speakers, "speakers"),
        (Column::Source, "source"),
        (Column::Lang, "lang"),
        (Column::Length, "length"),
        (Column::Hits, "hits"),
        (Column::Slogans, "slogans"),
        (Column::Density, "density"),
        (Column::Imported, "imported"),
    ];
}

impl Column {
    /// The columns of a table that nobody has chosen others for.
    pub const USUAL: [Column; 6] = [
        Column::Title,
        Column::Date,
        Column::Place,
        Column::Genre,
        Column::Length,
        Column::Density,
    ];
}

impl Engine {
    /// The table as CSV, under these headings, all documents sought in their order; its name and its text. Dates are as
    /// the corpus has them, kinds and levels by their names in `corpus.json`, the uses of slogans for each 1,000
    /// characters.
    pub(in crate::session) fn write_table(&self, sought: &Sought, columns: &[(Column, String)]) -> (String, String) {
        let heads = columns.iter().map(|(_, head)| head.clone());
        let mut file = Csv::new(&Vec::from_iter(heads));
        for found in &self.answered(sought).found {
            let cells = columns.iter().map(|(column, _)| self.cell(*column, found));
            file.add(&Vec::from_iter(cells));
        }
        (NAME.to_string(), file.into_text())
    }

    fn cell(&self, column: Column, found: &Found) -> String {
        let (document, known) = (&self.corpus.documents[found.document], &self.known[found.document]);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match column {
            Column::Title => document.title.clone(),
            Column::Date => text(&document.date),
            Column::Published => text(&document.published),
            Column::Place => document.place.join("/"),
            Column::Level => document.level.map_or("", |level| level.key()).to_string(),
            Column::Genre => document.genre.map_or("", |genre| genre.key()).to_string(),
            Column::Issuer => text(&document.issuer),
            Column::Speakers => {
                let names = document.speakers.iter().map(|speaker| speaker.name.as_str());
                Vec::from_iter(names).join("; ")
            }
            Column::Source => text(&document.source),
            Column::Lang => text(&document.lang),
            Column::Length => known.card.length.to_string(),
            Column::Hits => found.hits.to_string(),
            Column::Slogans => known.marks().count().to_string(),
            Column::Density => {
                let uses = known.marks().count() as f64;
                format!("{:.2}", uses * 1000.0 / known.card.length.max(1) as f64)
            }
            Column::Imported => text(&document.imported),
        }
    }
}
