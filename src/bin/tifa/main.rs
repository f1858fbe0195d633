//! The command line: what is typed becomes calls of the engine, what it answers becomes lines or JSON.

mod args;
mod bundle;
mod check;
mod compare;
mod console;
mod cores;
mod files;
mod find;
mod import;
mod pack;
mod report;

use std::io::{self, ErrorKind};
use std::process::ExitCode;

use clap::Parser;

use args::{Command, Raw};
use console::Console;

/// The exit code when some input was bad.
const BAD_INPUT: u8 = 1;

fn main() -> ExitCode {
    let raw = Raw::parse();
    // Where there are no signals, there is nothing to do about them.
    let _ = ctrlc::set_handler(|| files::abandon());
    let mut console = Console::new();
    let done = run(raw.command, &mut console).and_then(|()| console.flush());
    match done {
        Err(error) if is_broken_pipe(&error) => {}
        Err(error) => console.fault(format_args!("{error:#}")),
        Ok(()) => {}
    }
    ExitCode::from(if console.bad_input { BAD_INPUT } else { 0 })
}

/// Does what was asked. The error is one after which nothing was left to do.
fn run(command: Command, console: &mut Console) -> anyhow::Result<()> {
    match command {
        Command::Import(args) => import::import(&args, console),
        Command::Check(args) => check::check(&args, console),
        Command::Pack(args) => pack::pack(&args, console),
        Command::Bundle(args) => bundle::bundle(&args, console),
        Command::Search(args) => find::search(&args, console),
        Command::Slogans(args) => find::slogans(&args, console),
        Command::Discover(args) => find::discover(&args, console),
        Command::Compare(args) => compare::compare(&args, console),
        Command::Reuse(args) => compare::reuse(&args, console),
    }
}

/// Whoever read the output has seen enough (`tifa … | head`): that is no fault.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    kind == Some(ErrorKind::BrokenPipe)
}
