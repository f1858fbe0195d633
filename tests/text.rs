//! The folded views keep their way back: every run of folded text comes from the display text it maps to.

use proptest::prelude::*;
use tifa::corpus::slice;
use tifa::text::fold::{View, fold, fold_text};

/// Characters that fold in every way there is, and some that do not.
const TEXT: &str = "[防輸输,，、 ·+“”「」\u{200b}\u{202e}AａÉß🌾\u{301}。\\n]{0,24}";

proptest! {
    #[test]
    fn a_run_of_folded_text_maps_back_to_what_it_came_from(text in TEXT, slogan: bool, from: usize, length in 1usize..8) {
        let view = if slogan { View::Slogan } else { View::Search };
        let folded = fold(&text, view);
        prop_assert_eq!(&folded.text, &fold_text(&text, view));
        let edges: Vec<usize> = folded.text.char_indices().map(|(at, _)| at).chain([folded.text.len()]).collect();
        prop_assume!(edges.len() > 1);
        let from = from % (edges.len() - 1);
        let to = (from + length).min(edges.len() - 1);
        let run = &folded.text[edges[from]..edges[to]];
        let (start, end) = folded.span(edges[from], edges[to]);
        prop_assert!(start < end && end <= text.chars().count());
        prop_assert_eq!(fold_text(slice(&text, start, end), view), run);
    }

    #[test]
    fn folding_a_folded_text_changes_nothing(text in TEXT) {
        for view in [View::Search, View::Slogan] {
            let folded = fold_text(&text, view);
            prop_assert_eq!(fold_text(&folded, view), folded);
        }
    }
}
