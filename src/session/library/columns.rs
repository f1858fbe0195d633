//! The library as a table.

use serde::{Deserialize, Serialize};

use super::Sought;
use crate::session::engine::Engine;
use crate::session::state::Named;

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
    /// The table as CSV, under these headings; its name and its text.
    pub(in crate::session) fn write_table(&self, sought: &Sought, columns: &[(Column, String)]) -> (String, String) {
        let _ = (sought, columns);
        todo!("the table as CSV")
    }
}
