//! The browser: the only part that uses web_sys and gloo. The interface calls it by what it wants done.

pub mod clerk;
pub mod dom;
pub mod files;
pub mod location;
pub mod settings;
pub mod worker;
