//! What was copied, moved, edited and filled in otherwise in pairs of speeches is found, character by character.
//!
//! `cargo test --release --test planted -- --nocapture` prints the table.

#[path = "../benches/figures/planted.rs"]
mod planted;
#[path = "../benches/figures/score.rs"]
mod score;
#[path = "../benches/figures/speeches.rs"]
#[allow(dead_code, reason = "the bench uses the rest")]
mod speeches;

use planted::{Voice, pair};
use score::Score;
use tifa::compare::{Options, compare};
use tifa::corpus::{Document, Span, slice};
use tifa::lexicon::{Lexicon, Matcher};
use tifa::reuse::Boilerplate;

/// Pairs of each kind, and characters of a speech.
const PAIRS: u64 = 8;
const LENGTH: usize = 5_000;

fn score(voice: Voice, percent: u64) -> Score {
    let matcher = Matcher::new(&Lexicon::built_in());
    let mut score = Score::default();
    for seed in 0..PAIRS {
        let pair = pair(voice, LENGTH, percent, seed);
        score.add(
            &pair,
            &compare(
                &pair.left,
                &pair.right,
                &matcher,
                &Boilerplate::none(),
                &Options::default(),
            ),
        );
    }
    println!("\n{voice:?}, {percent} % edited");
    for (name, tally) in [
        ("shared", score.shared),
        ("moved", score.moved),
        ("leftovers", score.leftovers),
        ("slots", score.slots),
    ] {
        println!(
            "  {name:<10} precision {:.3}  recall {:.3}  of {}",
            tally.precision(),
            tally.recall(),
            tally.planted
        );
    }
    for (fate, tally) in &score.fates {
        println!("    {:<8} recall {:.3}", format!("{fate:?}"), tally.recall());
    }
    println!(
        "  astray {}  invented {}  shares wrong by {:.3}",
        score.astray,
        score.invented,
        score.share_error()
    );
    score
}

/// What was planted is what the two texts say.
#[test]
fn the_truth_is_true() {
    let text = |document: &Document, span: Span| {
        let block = &document.body[span.block].text;
        slice(block, span.start, span.end).to_string()
    };
    let sign = |(block, start)| Span {
        block,
        start,
        end: start + 1,
    };
    for voice in [Voice::Made, Voice::Prose] {
        let made = pair(voice, 3_000, 30, 1);
        assert!(made.links.len() > 1_500 && !made.leftovers.is_empty() && !made.slots.is_empty());
        for (&left, &(right, _)) in &made.links {
            assert_eq!(text(&made.left, sign(left)), text(&made.right, sign(right)));
        }
        for leftover in &made.leftovers {
            let name = text(&made.right, *leftover);
            assert!(made.left.place.contains(&name) && !made.right.place.contains(&name));
        }
        for (left, right) in &made.slots {
            assert_ne!(text(&made.left, *left), text(&made.right, *right));
        }
        let again = pair(voice, 3_000, 30, 1);
        assert_eq!((made.left, made.right), (again.left, again.right));
    }
}

/// The least that must be found, and be right, of shared and of moved text and of forgotten places.
struct Least {
    shared: f64,
    moved: f64,
    leftovers: f64,
}

fn check(voice: Voice, percent: u64, least: Least) {
    let score = score(voice, percent);
    let reached = |name: &str, value: f64, least: f64| {
        assert!(
            value >= least,
            "{voice:?}, {percent} % edited, {name}: {value:.3} is below {least}"
        );
    };
    reached("precision of shared text", score.shared.precision(), least.shared);
    reached("recall of shared text", score.shared.recall(), least.shared);
    reached("precision of moved text", score.moved.precision(), least.moved);
    reached("recall of moved text", score.moved.recall(), least.moved);
    reached("recall of forgotten places", score.leftovers.recall(), least.leftovers);
    assert_eq!(
        score.leftovers.precision(),
        1.0,
        "{voice:?}, {percent} % edited: a false flag"
    );
}

#[test]
fn what_was_rearranged_is_found_whole() {
    for voice in [Voice::Made, Voice::Prose] {
        check(
            voice,
            0,
            Least {
                shared: 0.99,
                moved: 0.98,
                leftovers: 0.95,
            },
        );
    }
}

#[test]
fn what_was_edited_a_little_is_found() {
    for voice in [Voice::Made, Voice::Prose] {
        check(
            voice,
            5,
            Least {
                shared: 0.98,
                moved: 0.98,
                leftovers: 0.95,
            },
        );
    }
}

/// The goal is 0.92 of shared and of moved text.
#[test]
fn what_was_edited_a_lot_is_found() {
    for voice in [Voice::Made, Voice::Prose] {
        check(
            voice,
            30,
            Least {
                shared: 0.86,
                moved: 0.80,
                leftovers: 0.95,
            },
        );
    }
}
