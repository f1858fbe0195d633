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
const PAIRS: u64 = 16;
const LENGTH: usize = 5_000;

fn score(voice: Voice, percent: usize) -> Score {
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

/// How much, at least, must be found, and be right, of shared and of moved text, and be found of forgotten places.
fn check(voice: Voice, percent: usize, shared: f64, moved: f64, leftovers: f64) {
    let score = score(voice, percent);
    let what = format!("{voice:?}, {percent} % edited");
    for (name, value, least) in [
        ("precision of shared text", score.shared.precision(), shared),
        ("recall of shared text", score.shared.recall(), shared),
        ("precision of moved text", score.moved.precision(), moved),
        ("recall of moved text", score.moved.recall(), moved),
        ("recall of forgotten places", score.leftovers.recall(), leftovers),
        ("flags that are true", score.leftovers.precision(), 1.0),
    ] {
        assert!(value >= least, "{what}, {name}: {value:.3} is below {least}");
    }
}

#[test]
fn what_was_rearranged_is_found_whole() {
    for voice in [Voice::Made, Voice::Prose] {
        check(voice, 0, 0.99, 0.98, 0.95);
    }
}

#[test]
fn what_was_edited_a_little_is_found() {
    for voice in [Voice::Made, Voice::Prose] {
        check(voice, 5, 0.98, 0.98, 0.95);
    }
}

/// The goal is 0.92 of moved text too: what is missing are sentences that went to another paragraph.
#[test]
fn what_was_edited_a_lot_is_found() {
    for voice in [Voice::Made, Voice::Prose] {
        check(voice, 30, 0.92, 0.92, 0.95);
    }
}
