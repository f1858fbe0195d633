//! Everything that must hold, each step shown as it runs, and the sum on the last line.

use std::io::{BufRead, BufReader};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result};

use crate::{announce, cargo, dist, execute, ground};

/// How many tests passed, failed and were skipped. While counting, `passed` may lie below zero: what a test prints
/// stands before the result of its program.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    passed: isize,
    failed: usize,
    skipped: usize,
}

/// Runs every step, also after one has failed. Formatting and each lint count as one test, and so does a build of
/// the page that fails.
pub fn test() -> Result<ExitCode> {
    let mut tally = Tally::default();
    let step = |tally: &mut Tally, result: Result<()>| match result {
        Ok(()) => tally.passed += 1,
        Err(error) => {
            eprintln!("error: {error:#}");
            tally.failed += 1;
        }
    };

    let format = ground::component("rustfmt", "fmt").and_then(|()| execute(cargo().args(["fmt", "--all", "--check"])));
    step(&mut tally, format);
    let lint_page = ground::target().and_then(|()| {
        let page = ["--target", ground::WASM, "--lib", "--bin", "viewer", "--bin", "clerk"];
        lint(cargo().arg("clippy").args(page))
    });
    step(&mut tally, lint_page);

    let dist = match dist::dist() {
        Ok(dist) => Some(dist),
        Err(error) => {
            step(&mut tally, Err(error));
            None
        }
    };
    // The lints and the tests see the same viewer, so that the second finds what the first has built.
    let with_dist = |command: &mut Command| {
        if let Some(dist) = &dist {
            command.env("TIFA_VIEWER", &dist.viewer).env("TIFA_DIST", &dist.folder);
        }
    };
    let mut lint_host = cargo();
    lint_host.args(["clippy", "--workspace", "--all-targets"]);
    with_dist(&mut lint_host);
    step(&mut tally, lint(&mut lint_host));

    if let Err(error) = ground::browser() {
        eprintln!("note: {error:#}");
    }
    let mut tests = cargo();
    tests.args(["test", "--workspace", "--no-fail-fast", "--", "--show-output"]);
    with_dist(&mut tests);
    let found = cargo_test(&mut tests).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        Tally {
            failed: 1,
            ..Tally::default()
        }
    });
    tally.passed += found.passed;
    tally.failed += found.failed;
    tally.skipped += found.skipped;

    println!(
        "\n{} passed, {} failed, {} skipped",
        tally.passed, tally.failed, tally.skipped
    );
    Ok(if tally.failed == 0 && found.passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn lint(clippy: &mut Command) -> Result<()> {
    ground::component("clippy", "clippy")?;
    execute(clippy.args(["--", "-D", "warnings"]))
}

/// Runs the tests, shows what they print and counts them. A run that ends badly with no failed test to show for it
/// (it did not compile, a test tore the program down) counts as one that failed.
fn cargo_test(command: &mut Command) -> Result<Tally> {
    announce(command);
    let mut child = command.stdout(Stdio::piped()).spawn().context("cargo does not run")?;
    let stdout = child.stdout.take().context("cargo test has no output")?;
    let mut tally = Tally::default();
    for line in BufReader::new(stdout).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        count(&line, &mut tally);
    }
    if !child.wait()?.success() {
        tally.failed = tally.failed.max(1);
    }
    Ok(tally)
}

/// Counts a line: `test result: ok. 3 passed; 0 failed; 1 ignored; …`, or `SKIPPED why`, which a test prints that
/// passes because it could not run.
fn count(line: &str, tally: &mut Tally) {
    if line.starts_with("SKIPPED ") {
        tally.passed -= 1;
        tally.skipped += 1;
    } else if let Some((_, results)) = line
        .strip_prefix("test result: ")
        .and_then(|rest| rest.split_once(". "))
    {
        for result in results.split("; ") {
            let mut words = result.split(' ');
            let number = words.next().and_then(|word| word.parse::<u32>().ok()).unwrap_or(0);
            match words.next() {
                Some("passed") => tally.passed += number as isize,
                Some("failed") => tally.failed += number as usize,
                Some("ignored") => tally.skipped += number as usize,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_several_test_programs() {
        let mut tally = Tally::default();
        for line in [
            "SKIPPED no font here",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test finds_the_page ... ok",
            "SKIPPED no browser here",
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        ] {
            count(line, &mut tally);
        }
        let expected = Tally {
            passed: 3,
            failed: 1,
            skipped: 3,
        };
        assert_eq!(tally, expected);
    }
}
