//! Blocks made ready to be compared: folded, cut into units, each unit with a number that equal ones share.

use std::collections::HashMap;
use std::ops::Range;

use super::Ignored;
use super::names::Names;
use super::units::{SlotType, Unit, units};
use crate::corpus::{Document, Span};
use crate::lexicon::{Matcher, Occurrence};
use crate::text::ngrams::{Characters, is_mark, is_word};
use crate::text::units::Units;

/// A block made ready.
pub struct Text<'a> {
    pub display: &'a str,
    /// The number of characters of `display`.
    pub length: usize,
    pub characters: Characters,
    pub slogans: Vec<Occurrence>,
    /// What is compared, in order; what is ignored is in none.
    pub units: Vec<Unit>,
    /// For each unit its number: equal for those that count as equal.
    pub tokens: Vec<u32>,
    /// The same whichever script a text is written in: by these it is found what corresponds.
    pub plain: Vec<u32>,
}

impl Text<'_> {
    pub fn folded(&self) -> &[char] {
        &self.characters.folded
    }

    /// The display characters of a run of folded ones, without what cannot be seen around them.
    pub fn span(&self, block: usize, run: &Range<usize>) -> Span {
        Span {
            block,
            start: self.characters.places[run.start],
            end: self.characters.places[run.end - 1] + 1,
        }
    }

    /// The display characters of a run of folded ones, if what cannot be seen goes with the character before it.
    pub fn shown(&self, run: &Range<usize>) -> Range<usize> {
        let edge = |at: usize| match self.characters.places.get(at) {
            Some(_) if at == 0 => 0,
            Some(&place) => place,
            None => self.length,
        };
        edge(run.start)..edge(run.end)
    }

    /// The folded characters of a run of units, with what is ignored behind each of them, and before the first.
    pub fn characters(&self, run: &Range<usize>) -> Range<usize> {
        if self.units.is_empty() {
            return 0..self.folded().len();
        }
        let start = |at: usize| match self.units.get(at) {
            Some(_) if at == 0 => 0,
            Some(unit) => unit.run.start,
            None => self.folded().len(),
        };
        start(run.start)..start(run.end)
    }
}

/// The blocks of a document, not yet cut into units.
pub fn texts<'a>(document: &'a Document, matcher: &Matcher) -> Vec<Text<'a>> {
    let mut marks = matcher.marks(&Units::of(document)).into_iter().peekable();
    let blocks = document.body.iter().enumerate().map(|(at, block)| {
        let mut slogans = Vec::new();
        while let Some(mut slogan) = marks.next_if(|slogan| slogan.span.block == at) {
            let behind = block.text.chars().skip(slogan.span.end);
            slogan.span.end += behind.take_while(|c| is_mark(*c)).count();
            slogans.push(slogan);
        }
        Text {
            display: &block.text,
            length: block.text.chars().count(),
            characters: Characters::new(&block.text),
            slogans,
            units: Vec::new(),
            tokens: Vec::new(),
            plain: Vec::new(),
        }
    });
    blocks.collect()
}

/// Numbers units, so that equal ones have one number, whichever document they stand in.
pub struct Tokens {
    ignored: Ignored,
    /// The number of each character of the basic plane that is a unit by itself, counted from one.
    single: Vec<u32>,
    longer: HashMap<Vec<char>, u32>,
    /// For each number, whether a letter or a digit stands in the unit.
    pub words: Vec<bool>,
}

impl Tokens {
    pub fn new(ignored: Ignored) -> Self {
        Tokens {
            ignored,
            single: vec![0; 1 << 16],
            longer: HashMap::new(),
            words: Vec::new(),
        }
    }

    /// Cuts a block into units.
    pub fn cut(&mut self, text: &mut Text, names: &Names) {
        let folded = &text.characters.folded;
        text.units = units(folded, names);
        if self.ignored.punctuation {
            text.units
                .retain(|unit| folded[unit.run.clone()].iter().any(|c| is_word(*c)));
        }
        text.plain = self.numbers(&text.units, folded);
        text.tokens = match self.ignored.script {
            true => text.plain.clone(),
            false => self.numbers(&text.units, &written(text.display, &text.characters)),
        };
    }

    fn numbers(&mut self, units: &[Unit], written: &[char]) -> Vec<u32> {
        let numbers = units.iter().map(|unit| match unit.slot {
            Some(SlotType::Number | SlotType::Date) if self.ignored.numbers => self.number(&['0']),
            _ => self.number(&written[unit.run.clone()]),
        });
        numbers.collect()
    }

    fn number(&mut self, unit: &[char]) -> u32 {
        let next = self.words.len() as u32;
        let number = match unit {
            [c] if (*c as usize) < self.single.len() => {
                let number = &mut self.single[*c as usize];
                if *number == 0 {
                    *number = next + 1;
                }
                *number - 1
            }
            _ => match self.longer.get(unit) {
                Some(number) => *number,
                None => {
                    self.longer.insert(unit.to_vec(), next);
                    next
                }
            },
        };
        if number == next {
            self.words.push(unit.iter().any(|c| is_word(*c)));
        }
        number
    }
}

/// A folded text, but Han characters as they are written.
fn written(display: &str, characters: &Characters) -> Vec<char> {
    let mut places = characters.places.iter().zip(&characters.folded).peekable();
    let mut written = Vec::with_capacity(characters.folded.len());
    for (at, c) in display.chars().enumerate() {
        if let Some((_, folded)) = places.next_if(|(place, _)| **place == at) {
            written.push(if ('\u{3400}'..='\u{9fff}').contains(&c) {
                c
            } else {
                *folded
            });
        }
    }
    written
}
