//! The two streams: results to standard output, faults to standard error.

use std::fmt::Display;
use std::io::{self, BufWriter, StdoutLock, Write};

use serde::Serialize;
use tifa::import::{Kind, Warning};

/// Where a command speaks. It remembers whether any input was bad.
pub struct Console {
    out: BufWriter<StdoutLock<'static>>,
    pub bad_input: bool,
}

impl Console {
    pub fn new() -> Self {
        Console {
            out: BufWriter::new(io::stdout().lock()),
            bad_input: false,
        }
    }

    /// Prints a line. Control characters of a text shown in it must not reach a terminal.
    pub fn line(&mut self, text: impl Display) -> anyhow::Result<()> {
        Ok(writeln!(
            self.out,
            "{}",
            text.to_string().replace(char::is_control, " ")
        )?)
    }

    /// Prints a text as it is.
    pub fn text(&mut self, text: &str) -> anyhow::Result<()> {
        Ok(self.out.write_all(text.as_bytes())?)
    }

    /// Prints one value as one line of JSON.
    pub fn json(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        Ok(writeln!(self.out, "{}", serde_json::to_string(value)?)?)
    }

    /// Some input is bad; the command goes on. `what` reads `file: where: what`.
    pub fn fault(&mut self, what: impl Display) {
        self.bad_input = true;
        self.warn(what);
    }

    /// Reports what import remarked. What it left out is bad input; text that is only doubtful is not.
    pub fn warnings(&mut self, warnings: &[Warning]) {
        for warning in warnings {
            match warning.kind {
                Kind::Damaged | Kind::Uncleaned => self.warn(warning),
                _ => self.fault(warning),
            }
        }
    }

    /// Something the reader should know, though the input is good.
    pub fn warn(&self, what: impl Display) {
        // Nobody is left to be told that standard error is closed.
        let _ = writeln!(io::stderr(), "{}", what.to_string().replace(char::is_control, " "));
    }

    /// Prints what is still held back.
    pub fn flush(&mut self) -> anyhow::Result<()> {
        Ok(self.out.flush()?)
    }
}

/// A number with its noun: `1 fault`, `3 faults`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
