//! What was typed, and what of it needs a second look before anything is read.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use tifa::compare::{Ignored, Options};
use tifa::corpus::edtf;
use tifa::text::fold::{View, fold_phrase};

/// A reader for formulaic speech (提法): import speeches, find the slogans in them, search and compare them.
///
/// Exit codes: 0 good, 1 some input was bad (the rest was done), 2 the command was not understood.
#[derive(Parser)]
#[command(version, color = ColorChoice::Never)]
pub struct Raw {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    Import(Import),
    Check(Check),
    Pack(Pack),
    Bundle(Bundle),
    Search(Search),
    Slogans(Slogans),
    Discover(Discover),
    Compare(Compare),
    Reuse(Reuse),
}

/// Read files into a corpus
///
/// A file that cannot be read is reported, and the others are read. Hidden files are reported, not read. Files of
/// corrections among the others are applied to the documents that they are for.
#[derive(Args)]
pub struct Import {
    /// Files, folders (with all they hold, in the order of names), zip files, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Where to write the corpus; without it, standard output. A name in `.jsonl` gets a document a line, and any number of them
    #[arg(short, long, value_name = "CORPUS.JSON|X.JSONL")]
    pub output: Option<PathBuf>,
    /// Write a page that shows what was kept, what was removed, and why
    #[arg(long, value_name = "REPORT.HTML")]
    pub report: Option<PathBuf>,
    /// The title of the corpus; without it, the name of the first path
    #[arg(long)]
    pub title: Option<String>,
    /// The day on which the documents come into the corpus, as 2026-11-22; without it, none is written, so that the same files give the same corpus. A document that has one keeps it
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub imported: Option<String>,
    /// Print a line of JSON a file instead of the corpus, which is then written only where -o says
    #[arg(long)]
    pub json: bool,
}

/// Check a corpus, and print each fault with its JSON path
#[derive(Args)]
pub struct Check {
    #[arg(value_name = "CORPUS.JSON")]
    pub corpus: PathBuf,
    #[arg(long, help = JSON)]
    pub json: bool,
}

/// Make one self-contained page of a corpus
#[derive(Args)]
pub struct Pack {
    #[arg(value_name = "CORPUS.JSON")]
    pub corpus: PathBuf,
    /// Where to write the page
    #[arg(short, long, value_name = "PAGE.HTML")]
    pub output: PathBuf,
}

/// Make a static folder of a corpus, for a web host or a disk
///
/// The corpus may be far larger than the memory: it is read twice, and what is not yet in order is put aside in the
/// folder, up to twice the size of the corpus. A reader loads of a large one only what an answer needs.
#[derive(Args)]
pub struct Bundle {
    #[arg(value_name = "CORPUS.JSON|X.JSONL")]
    pub corpus: PathBuf,
    /// The folder to write to; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
}

/// Find phrases: exact, the same for simplified and traditional script
///
/// Terms side by side all count: 压实 责任. Besides: 疫情 OR 病毒, -疫情, "外防输入 内防反弹", 压实 NEAR/20 责任, 压?责任,
/// 压*责任, /压实.{0,4}责任/, (…), and the fields title: place: speaker: date:2020-01..2021-06 kind: slogan: lang: word:.
#[derive(Args)]
pub struct Search {
    #[arg(value_name = "CORPUS.JSON", help = FILE)]
    pub corpus: PathBuf,
    /// What to look for
    #[arg(value_parser = query)]
    pub query: String,
    #[command(flatten)]
    pub lexicon: LexiconFile,
    #[arg(long, help = JSON)]
    pub json: bool,
}

/// Find the slogans of the lexicon
#[derive(Args)]
pub struct Slogans {
    #[arg(value_name = "CORPUS.JSON|FILE", help = FILE)]
    pub corpus: PathBuf,
    #[command(flatten)]
    pub lexicon: LexiconFile,
    /// Of overlapping slogans only the longest, as they are marked in a text; or all, as they are counted
    #[arg(long, value_enum, default_value_t)]
    pub overlaps: Overlaps,
    #[arg(long, help = JSON)]
    pub json: bool,
}

/// Propose slogans that the lexicon does not have, with evidence
#[derive(Args)]
pub struct Discover {
    #[arg(value_name = "CORPUS.JSON", help = FILE)]
    pub corpus: PathBuf,
    #[command(flatten)]
    pub lexicon: LexiconFile,
    #[arg(long, help = JSON)]
    pub json: bool,
}

/// Compare two speeches: what is slogan, boilerplate, shared and own
#[derive(Args)]
#[command(override_usage = "tifa compare CORPUS.JSON ID_A ID_B\n       tifa compare FILE_A FILE_B")]
pub struct Compare {
    /// A corpus; or a file of one document
    #[arg(value_name = "CORPUS.JSON|FILE_A")]
    first: PathBuf,
    /// The id of a document of the corpus; or another file
    #[arg(value_name = "ID_A|FILE_B")]
    second: String,
    /// The id of another document of the corpus
    #[arg(value_name = "ID_B")]
    third: Option<String>,
    /// What makes no difference: punctuation, numbers. May be given twice
    #[arg(long, value_enum, value_name = "WHAT")]
    ignore: Vec<Ignore>,
    /// Simplified and traditional characters are different ones
    #[arg(long)]
    tell_scripts_apart: bool,
    /// Put two blocks side by side, counted from 0, and align the rest around them. May be given several times
    #[arg(long = "pin", value_name = "LEFT:RIGHT", value_parser = pin)]
    pins: Vec<(usize, usize)>,
    /// Han characters, or words of other scripts, from which equal text outside of copies is shared
    #[arg(long, value_name = "N", default_value_t = Options::default().shortest)]
    shortest: usize,
    #[command(flatten)]
    pub lexicon: LexiconFile,
    #[arg(long, help = JSON)]
    pub json: bool,
}

/// Find the passages that documents share, and the nearest documents of each
#[derive(Args)]
pub struct Reuse {
    #[arg(value_name = "CORPUS.JSON", help = FILE)]
    pub corpus: PathBuf,
    #[command(flatten)]
    pub lexicon: LexiconFile,
    #[arg(long, help = JSON)]
    pub json: bool,
}

#[derive(Clone, Copy, Default, PartialEq, ValueEnum)]
pub enum Overlaps {
    #[default]
    Longest,
    All,
}

#[derive(Args)]
pub struct LexiconFile {
    /// A lexicon instead of the built-in one and those of the corpus: TSV, CSV, JSON, or one phrase a line. Several may be given, the most important first
    #[arg(long = "lexicon", value_name = "FILE")]
    pub paths: Vec<PathBuf>,
}

const FILE: &str = "A corpus, or any file that import reads";
const JSON: &str = "Print JSON";

/// The two speeches to compare.
pub enum Sides {
    /// A corpus and two ids.
    Documents(PathBuf, [String; 2]),
    Files([PathBuf; 2]),
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Ignore {
    Punctuation,
    Numbers,
}

impl Compare {
    pub fn options(&self) -> Options {
        Options {
            ignored: Ignored {
                punctuation: self.ignore.contains(&Ignore::Punctuation),
                numbers: self.ignore.contains(&Ignore::Numbers),
                script: !self.tell_scripts_apart,
            },
            pins: self.pins.clone(),
            shortest: self.shortest,
        }
    }

    pub fn sides(&self) -> Sides {
        match (&self.first, &self.second, &self.third) {
            (corpus, a, Some(b)) => Sides::Documents(corpus.clone(), [a.clone(), b.clone()]),
            (a, b, None) => Sides::Files([a.clone(), b.into()]),
        }
    }
}

fn pin(pin: &str) -> Result<(usize, usize), &'static str> {
    let blocks = pin.split_once(':');
    let blocks = blocks.and_then(|(left, right)| Some((left.parse().ok()?, right.parse().ok()?)));
    blocks.ok_or("two numbers of blocks are wanted, as in 3:5")
}

fn day(date: &str) -> Result<String, &'static str> {
    match edtf::is_day(date) {
        true => Ok(date.to_string()),
        false => Err("a day is wanted, as in 2026-11-22"),
    }
}

fn query(phrase: &str) -> Result<String, &'static str> {
    match fold_phrase(phrase, View::Search).is_empty() {
        true => Err("there is nothing to look for"),
        false => Ok(phrase.to_string()),
    }
}
