//! The two streams: results to standard output, faults to standard error.

use std::fmt::Display;
use std::io::{self, BufWriter, StdoutLock, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use tifa::import::{Kind, Warning};

/// What a progress bar shows: files and bytes of all there are, and the last file.
const PROGRESS: &str = "{bar:24} {prefix} files, {bytes} of {total_bytes}  {wide_msg}";

/// Where a command speaks. It remembers whether any input was bad.
pub struct Console {
    out: BufWriter<StdoutLock<'static>>,
    pub bad_input: bool,
    progress: ProgressBar,
}

impl Console {
    pub fn new() -> Self {
        Console {
            out: BufWriter::new(io::stdout().lock()),
            bad_input: false,
            progress: ProgressBar::hidden(),
        }
    }

    /// Prints a line. Control characters of a text shown in it must not reach a terminal.
    pub fn line(&mut self, text: impl Display) -> anyhow::Result<()> {
        Ok(writeln!(self.out, "{}", plain(text))?)
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
        let line = plain(what);
        // Nobody is left to be told that standard error is closed.
        self.progress.suspend(|| {
            let _ = writeln!(io::stderr(), "{line}");
        });
    }

    /// Shows from now on how far a work of so many bytes is, if standard error is a terminal.
    pub fn begin(&mut self, bytes: u64) {
        self.progress = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template(PROGRESS) {
            self.progress.set_style(style);
        }
    }

    /// So many files and bytes are done, this file the last of them.
    pub fn advance(&self, files: usize, of_files: usize, bytes: u64, last: &str) {
        if !self.progress.is_hidden() {
            self.progress.set_prefix(format!("{files}/{of_files}"));
            self.progress.set_message(plain(last));
            self.progress.set_position(bytes);
        }
    }

    /// The work is done; the bar goes.
    pub fn end(&mut self) {
        self.progress.finish_and_clear();
        self.progress = ProgressBar::hidden();
    }

    /// Prints what is still held back.
    pub fn flush(&mut self) -> anyhow::Result<()> {
        Ok(self.out.flush()?)
    }
}

/// A line without anything that a terminal would obey.
fn plain(text: impl Display) -> String {
    text.to_string().replace(char::is_control, " ")
}

/// A number with its noun: `1 fault`, `3 faults`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
