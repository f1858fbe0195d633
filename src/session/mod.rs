//! What the reader is doing, and what the engine answers: plain data that the page shows.
//!
//! [`State`] changes only by [`reduce`]; [`link`] writes it into a link and reads it back; [`Engine`] answers
//! [`Request`]s, [`Clerk`] obeys [`Order`]s. Nothing here knows the browser.

pub mod archive;
mod clerk;
pub mod compare;
mod engine;
mod intake;
mod keeping;
pub mod library;
pub mod link;
mod opening;
mod orders;
mod periods;
mod protocol;
pub mod slogans;
mod state;
mod suggest;
mod titles;
mod twins;
mod view;

pub use clerk::{Clerk, write};
pub use engine::Engine;
pub use intake::{Intake, Move, Progress, ROWS, Row, Sift, Spot, Tally};
pub use keeping::Kept;
pub use library::{Count, FacetView, Item, Listing, Rows, Sought};
pub use opening::Opening;
pub use orders::{Answer, Choice, FileReport, Format, Found, Of, Order, Print, Review, Twin};
pub use periods::{Bar, Bars, End, Months};
pub use protocol::{
    Card, Changed, EntryView, FromWorker, Mark, Overview, Reading, Request, Response, Use, decode, encode,
};
pub use state::{Action, Layout, Named, Side, Sort, State, View, reduce};
pub use suggest::{Examples, Suggestion, Suggestions};
pub use titles::{PICKS, Titles};
pub use twins::Twins;
pub use view::{Piece, grouped, hundredths, neighbour, pieces};
