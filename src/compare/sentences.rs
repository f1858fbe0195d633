//! Sentences, and which of two documents are alike.

use std::collections::HashSet;
use std::ops::Range;

use super::Kind;
use super::texts::{Text, Tokens};
use crate::text::ngrams::hashes;

/// Length of the runs by which likeness is counted, in Han characters or words of other scripts; 1 to 4. Smaller
/// finds likeness in what all prose has in common, larger misses what was edited often. 2 is about one Chinese
/// word.
const GRAM: usize = 2;

/// Length of the runs by which a sentence looks for others; [`GRAM`] to 5. Smaller finds too many to look at,
/// larger misses what was edited often: with an edit of every third character every second run of four is left.
const SEED: usize = 4;

/// Sentences on the right in which a run may stand and still lead to them; 8 and up. What stands in more tells none from
/// another. It bounds the work on documents that repeat themselves.
const TOO_COMMON: usize = 24;

/// Sentences on the right that are looked at for one on the left; 2 and up. More finds the right one among more
/// that repeat it, and takes longer.
const LOOKED_AT: usize = 4;

/// Words after which a sentence ends at the next comma; 40 and up. Smaller cuts what readers see as one, larger
/// lets a list without full stops move only as a whole.
const LONG: usize = 80;

/// Words after which a sentence ends wherever it is: for text without punctuation.
const ENDLESS: usize = 240;

/// The runs of rarest kind added to both sentences as if they differed; 0 to 4. It asks more of short sentences
/// than of long ones. Our choice.
const DISCOUNT: u32 = 1;

/// A sentence of a block: a heading is one.
pub struct Sentence {
    pub block: usize,
    /// Units of its block.
    pub units: Range<usize>,
    /// Han characters and words of other scripts.
    pub words: usize,
    /// Those of them that are no slogan, no boilerplate, no name and no number.
    pub own: usize,
    pub grams: Grams,
    /// The runs of the words that are its own.
    pub own_grams: Grams,
}

/// The runs of a text, each once, in the order of their numbers.
#[derive(Clone, Default)]
pub struct Grams {
    numbers: Vec<u32>,
    /// What they weigh together.
    weight: u32,
}

impl Grams {
    fn new(mut numbers: Vec<u32>) -> Self {
        numbers.sort_unstable();
        numbers.dedup();
        Grams { numbers, weight: 0 }
    }

    fn weighed(mut self, weights: &[u32]) -> Self {
        self.weight = self.numbers.iter().map(|&number| weights[number as usize]).sum();
        self
    }
}

/// What two texts have in common of their own words.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    /// Runs that both have.
    pub runs: usize,
    /// What they weigh as a fraction of all that both weigh, 0 to 1.
    pub likeness: f64,
}

/// Two sentences that are alike.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    pub left: usize,
    pub right: usize,
    /// What the runs that both have weigh.
    pub weight: u32,
    /// That as a fraction of all that both weigh, 0 to 1.
    pub likeness: f64,
    /// That as a fraction of what the lighter one weighs.
    pub held: f64,
}

/// The sentences of both sides.
pub struct Sentences {
    pub left: Vec<Sentence>,
    pub right: Vec<Sentence>,
    /// What a run weighs, by its number: more if it is rare.
    weights: Vec<u32>,
}

impl Sentences {
    pub fn new(left: &[Text], right: &[Text], tokens: &Tokens, kinds: [&[Vec<Kind>]; 2]) -> Self {
        let mut sides = [
            sentences(left, right, tokens, kinds[0]),
            sentences(right, left, tokens, kinds[1]),
        ];
        let total: usize = sides.iter().flatten().map(|sentence| sentence.words).sum();
        // Two runs may share a number: with sixteen numbers a run, seldom, and it weighs less then.
        let bits = (total * 16).next_power_of_two().ilog2().clamp(8, 22);
        let mut weights = vec![0; 1 << bits];
        for ((texts, sentences), kinds) in [left, right].into_iter().zip(&mut sides).zip(kinds) {
            for sentence in sentences {
                let text = &texts[sentence.block];
                let words = words(text, sentence, tokens);
                let numbers: Vec<u32> = hashes(&words, GRAM).map(|hash| (hash >> (64 - bits)) as u32).collect();
                let is_own: Vec<bool> = own(text, &sentence.units, tokens, &kinds[sentence.block]).collect();
                let own = numbers.iter().zip(is_own.windows(GRAM));
                let own = own.filter(|(_, words)| words.iter().all(|is_own| *is_own));
                sentence.own_grams = Grams::new(own.map(|(number, _)| *number).collect());
                sentence.grams = Grams::new(numbers);
                sentence
                    .grams
                    .numbers
                    .iter()
                    .for_each(|&number| weights[number as usize] += 1);
            }
        }
        let all = sides.iter().map(Vec::len).sum::<usize>() as u32;
        for weight in weights.iter_mut().filter(|weight| **weight > 0) {
            *weight = 1 + (all / *weight).max(1).ilog2();
        }
        for sentence in sides.iter_mut().flatten() {
            sentence.grams = std::mem::take(&mut sentence.grams).weighed(&weights);
            sentence.own_grams = std::mem::take(&mut sentence.own_grams).weighed(&weights);
        }
        let [left, right] = sides;
        Sentences { left, right, weights }
    }

    /// Pairs of sentences that have something in common, by left and right index.
    pub fn candidates(&self, left: &[Text], right: &[Text], tokens: &Tokens) -> Vec<Candidate> {
        let holders = Holders::new(&self.right, right, tokens);
        let mut candidates = Vec::new();
        let mut votes = vec![0u32; self.right.len()];
        let mut found: Vec<u32> = Vec::new();
        for (i, sentence) in self.left.iter().enumerate() {
            let words = words(&left[sentence.block], sentence, tokens);
            for hash in hashes(&words, SEED) {
                let holders = holders.of(hash);
                if holders.len() > TOO_COMMON {
                    continue;
                }
                for &j in holders {
                    if votes[j as usize] == 0 {
                        found.push(j);
                    }
                    votes[j as usize] += RAREST / holders.len() as u32;
                }
            }
            // Of two that are as likely, the one that stands about where this one does.
            let apart = |j: u32| (i as u64 * self.right.len() as u64).abs_diff(u64::from(j) * self.left.len() as u64);
            found.sort_unstable_by_key(|&j| (u32::MAX - votes[j as usize], apart(j), j));
            let first = candidates.len();
            for &j in found.iter().take(LOOKED_AT) {
                let (left, right) = (&sentence.grams, &self.right[j as usize].grams);
                let (weight, likeness) = self.alike(left, right);
                let lighter = left.weight.min(right.weight) + self.discount();
                candidates.push(Candidate {
                    left: i,
                    right: j as usize,
                    weight,
                    likeness,
                    held: f64::from(weight) / f64::from(lighter),
                });
            }
            candidates[first..].sort_unstable_by_key(|candidate| candidate.right);
            found.drain(..).for_each(|j| votes[j as usize] = 0);
        }
        candidates
    }

    /// What the runs weigh that two texts have in common, and that as a fraction of all that both weigh.
    pub fn alike(&self, left: &Grams, right: &Grams) -> (u32, f64) {
        let (weight, _) = self.common(left, right);
        let all = left.weight + right.weight + self.discount();
        (weight, f64::from(2 * weight) / f64::from(all))
    }

    /// What two texts have in common, given as the runs of their own words.
    pub fn evidence(&self, left: &Grams, right: &Grams) -> Evidence {
        let (weight, runs) = self.common(left, right);
        let all = left.weight + right.weight + self.discount();
        Evidence {
            runs,
            likeness: f64::from(2 * weight) / f64::from(all),
        }
    }

    /// The runs of several sentences.
    pub fn grams<'a>(&self, grams: impl Iterator<Item = &'a Grams>) -> Grams {
        let numbers = grams.flat_map(|grams| &grams.numbers);
        Grams::new(numbers.copied().collect()).weighed(&self.weights)
    }

    /// How seldom two words meet: what a run of them weighs.
    pub fn rarity(&self, left: u32, right: u32) -> u32 {
        let hash = hashes(&[left, right], GRAM).next().unwrap_or_default();
        self.weights[(hash >> (64 - self.weights.len().ilog2())) as usize]
    }

    /// Added to what two sentences weigh, as if they differed in it: it asks more of short ones.
    fn discount(&self) -> u32 {
        DISCOUNT * (1 + (self.left.len() + self.right.len()).max(1).ilog2())
    }

    /// What the runs weigh that both have, and how many they are.
    fn common(&self, left: &Grams, right: &Grams) -> (u32, usize) {
        let (mut weight, mut runs) = (0, 0);
        let mut right = right.numbers.iter().copied().peekable();
        for &gram in &left.numbers {
            while right.next_if(|other| *other < gram).is_some() {}
            if right.next_if_eq(&gram).is_some() {
                weight += self.weights[gram as usize];
                runs += 1;
            }
        }
        (weight, runs)
    }
}

/// The weight of a seed that stands in one sentence; divided among several.
const RAREST: u32 = 240;

/// Which sentences hold a run of [`SEED`] words.
struct Holders {
    bits: u32,
    /// For each number of a run, where its sentences begin in `sentences`; one more at the end.
    starts: Vec<u32>,
    sentences: Vec<u32>,
}

impl Holders {
    fn new(sentences: &[Sentence], texts: &[Text], tokens: &Tokens) -> Self {
        let total: usize = sentences.iter().map(|sentence| sentence.words).sum();
        let bits = (total * 4).next_power_of_two().ilog2().clamp(8, 22);
        let mut held: Vec<(u32, u32)> = Vec::with_capacity(total);
        for (at, sentence) in sentences.iter().enumerate() {
            let words = words(&texts[sentence.block], sentence, tokens);
            held.extend(hashes(&words, SEED).map(|hash| ((hash >> (64 - bits)) as u32, at as u32)));
        }
        let mut starts = vec![0u32; (1 << bits) + 1];
        held.iter().for_each(|(number, _)| starts[*number as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut sorted = vec![0; held.len()];
        for (number, sentence) in held {
            sorted[next[number as usize] as usize] = sentence;
            next[number as usize] += 1;
        }
        Holders {
            bits,
            starts,
            sentences: sorted,
        }
    }

    fn of(&self, hash: u64) -> &[u32] {
        let number = (hash >> (64 - self.bits)) as usize;
        &self.sentences[self.starts[number] as usize..self.starts[number + 1] as usize]
    }
}

/// The numbers of the words of a sentence.
fn words(text: &Text, sentence: &Sentence, tokens: &Tokens) -> Vec<u32> {
    let numbers = text.plain[sentence.units.clone()].iter().copied();
    numbers.filter(|&token| tokens.words[token as usize]).collect()
}

/// For each word of a sentence whether it is no slogan, no boilerplate, no name and no number.
fn own<'a>(
    text: &'a Text,
    units: &Range<usize>,
    tokens: &'a Tokens,
    kinds: &'a [Kind],
) -> impl Iterator<Item = bool> + 'a {
    let words = units.clone().filter(|at| tokens.words[text.plain[*at] as usize]);
    words.map(|at| {
        let unit = &text.units[at];
        unit.slot.is_none() && kinds[text.characters.places[unit.run.start]] == Kind::Own
    })
}

/// The sentences of one side. A short block that stands on the other side as it is, is not cut.
fn sentences(texts: &[Text], others: &[Text], tokens: &Tokens, kinds: &[Vec<Kind>]) -> Vec<Sentence> {
    let others: HashSet<&[u32]> = others.iter().map(|text| text.plain.as_slice()).collect();
    let is_whole = |text: &Text| (1..=LONG).contains(&text.plain.len()) && others.contains(text.plain.as_slice());
    let mut sentences = Vec::new();
    for (block, (text, kinds)) in texts.iter().zip(kinds).enumerate() {
        let mut start = 0;
        let ends = if is_whole(text) {
            vec![text.units.len()]
        } else {
            ends(text, tokens)
        };
        for end in ends {
            let units = start..end;
            let is_word = |at: &usize| tokens.words[text.plain[*at] as usize];
            sentences.push(Sentence {
                block,
                words: units.clone().filter(is_word).count(),
                own: own(text, &units, tokens, kinds).filter(|is_own| *is_own).count(),
                units,
                grams: Grams::default(),
                own_grams: Grams::default(),
            });
            start = end;
        }
    }
    sentences
}

/// The units behind the last one of each sentence.
fn ends(text: &Text, tokens: &Tokens) -> Vec<usize> {
    let folded = text.folded();
    let mut ends = Vec::new();
    let (mut words, mut is_over, mut is_quoted) = (0, false, false);
    for (at, unit) in text.units.iter().enumerate() {
        let behind = text.units.get(at + 1).map_or(folded.len(), |next| next.run.start);
        let is_word = tokens.words[text.plain[at] as usize];
        let c = folded[unit.run.start];
        let closes = !is_word
            && match c {
                '"' => is_quoted,
                c => closes(c),
            };
        if is_over && !closes || words >= ENDLESS {
            ends.push(at);
            (words, is_over) = (0, false);
        }
        words += usize::from(is_word);
        if !is_word || behind > unit.run.end {
            is_quoted ^= c == '"';
            is_over |= (unit.run.start..behind).any(|at| match folded[at] {
                ',' => words >= LONG,
                '.' => folded.get(at + 1) == Some(&' '),
                c => is_end(c),
            });
        }
    }
    if !text.units.is_empty() {
        ends.push(text.units.len());
    }
    ends
}

/// Does a sentence end with this character, folded?
fn is_end(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | ';' | '…')
}

/// Does this character belong to the sentence before it?
fn closes(c: char) -> bool {
    is_end(c) || matches!(c, ' ' | ')' | '》' | '〉' | '】' | ']' | '\'')
}
