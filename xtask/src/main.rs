//! The build of Tifa as a program: it runs cargo, wasm-bindgen and the built command line, and explains what is
//! missing. It never imports the engine.

mod bench;
mod dist;
mod ground;
mod test;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

const USAGE: &str = "\
usage: cargo xtask COMMAND

  dist   build the page (dist/tifa.html) and the static folder (dist/site) from assets/corpus.json
  run    dist, then open the page
  test   everything that must hold: format, lints, dist, all tests
  bench  dist, then sizes, start-up and the speed of the engine; `bench [PART]...` only what is named of page, engine,
         matching, compare, reuse, search and size; `bench search [SIZE]...` searches corpora of 100, 1000 or 10000
         documents only, the largest of which takes half an hour; `bench [FILE SELECTOR]...` starts other pages too,
         each until something matches the CSS selector";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let result = match command.as_str() {
        "dist" => dist::dist().map(|_| ExitCode::SUCCESS),
        "run" => run().map(|()| ExitCode::SUCCESS),
        "test" => test::test(),
        "bench" => bench::bench(&std::env::args().skip(2).collect::<Vec<_>>()).map(|()| ExitCode::SUCCESS),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// Builds the page and opens it, if there is something to open it with.
fn run() -> Result<()> {
    let page = dist::dist()?.page;
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/c", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let display = !cfg!(target_os = "linux") || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| is_set(name));
    let opened = display
        && Command::new(program)
            .args(first)
            .arg(&page)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
    if !opened {
        println!("no browser could be opened here; the page is {}", page.display());
    }
    Ok(())
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// The folder of the project.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the project")
}

/// The cargo that runs this program, in the folder of the project.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs a command with its output shown, and fails if it fails.
fn execute(command: &mut Command) -> Result<()> {
    announce(command);
    let status = command.status().with_context(|| format!("cannot run {command:?}"))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// What a quiet command prints, if it succeeds.
fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn announce(command: &Command) {
    println!("\n$ {}", shown(command));
}

/// A command as one would type it.
fn shown(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
