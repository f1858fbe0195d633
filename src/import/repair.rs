//! Repairs: what damaged a text on its way here, and what was meant. A repair that is not certain is proposed.

use super::source::Source;

pub fn repair(_source: &mut Source) {}
