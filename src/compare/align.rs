//! Which blocks of two documents correspond, and what moved.
//!
//! Sentences are linked first: the heaviest row of like ones that is in order on both sides. Blocks whose text is
//! linked share a row. What is left over on both sides and alike has moved.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use super::Sides;
use super::parallel::parallels;
use super::sentences::{Candidate, Grams, Sentence, Sentences};
use super::texts::Text;

/// The likeness, 0 to 1, from which two sentences in order are linked. Smaller links them for their topic words,
/// larger leaves heavily edited ones to their neighbours. An edit of every third character leaves about 0.5.
const LINKED: f64 = 0.3;

/// The fraction of a sentence, 0 to 1, that must stand in a longer one if it was joined with others.
const HELD: f64 = 0.6;

/// The likeness from which a sentence that no row has linked counts as moved, if its own words are alike too. Smaller
/// finds more of what was edited heavily and takes topic words for wording. Of the planted sentences with 30 % edits
/// 0.4 finds 0.92 (invented speech) and 0.91 (prose), 0.3 finds 0.94 and 0.92, at the same precision.
const MOVED: f64 = 0.3;

/// Words that are no slogan and no boilerplate, from which a sentence can move by itself; 3 to 12. Smaller makes a
/// move of each set phrase that the lexicon does not know, larger misses short sentences.
const OWN: usize = 4;

/// The likeness from which the neighbour of a sentence that moved goes with it.
const BESIDE: f64 = 0.15;

/// Sentences between two that moved together, which go with them though they are not alike; 0 to 4.
const BETWEEN: usize = 2;

/// The most sentences that it takes in so; 1 to 8. It bounds the work on long paragraphs.
const GROWN: usize = 4;

/// The fraction of the smaller of two blocks, 0 to 1, that is linked to the other where they share a row. Smaller
/// joins blocks of which a sentence went from one to the other, larger keeps the parts of an edited block apart.
const JOINED: f64 = 0.4;

/// Runs of two words that are no slogan, no boilerplate, no name and no number, which like sentences of two blocks
/// have in common where they share a row though the longer block says much more; 4 to 20. Smaller takes a set phrase
/// for a part of a split paragraph, larger loses parts of one sentence.
const EVIDENT: usize = 10;

/// The same of a sentence that moved, or that stands beside a row that takes it in. Smaller makes a move of each set
/// phrase that the lexicon does not know, as of «下面，我讲四点意见».
const EVIDENT_MOVE: usize = 6;

/// The likeness from which two blocks share a row that nothing else claims. Smaller pairs blocks for their topic
/// words, larger leaves a heavily edited pair apart. In the sample corpus paragraphs that took nothing from each
/// other are below 0.15 but for one in five hundred; an edit of every third character leaves 0.4.
const ALIGNED: f64 = 0.2;

/// The likeness from which they do though all that they share is slogans and names; [`ALIGNED`] to 1. Smaller pairs
/// headings that share a slogan.
const SAME: f64 = 0.6;

/// Blocks around the same place between two rows, in either direction, that are tried for each; 1 to 50. More takes
/// longer where nothing is alike.
const NEAR: usize = 8;

/// Blocks that nothing links, between a row and one that is linked to it, which it takes in; 0 to 3. Larger makes rows
/// of which much corresponds to nothing.
const SWALLOWED: usize = 1;

/// The likeness from which the heading of a block that moved went with it.
const HEADING: f64 = 0.5;

/// What stands side by side.
pub struct Alignment {
    /// Blocks that correspond, in order on both sides, some on either.
    pub rows: Vec<Sides<Range<usize>>>,
    /// Blocks on one topic in other words, between the rows, in order on both sides.
    pub parallels: Vec<Link>,
    /// What moved, in the order of the left side.
    pub moves: Vec<Sides<Stretch>>,
}

/// Units of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub block: usize,
    pub units: Range<usize>,
}

/// Two sentences, or two blocks.
pub type Link = (usize, usize);

/// Aligns two documents. `pins` are blocks that share a row, whatever they say.
pub fn align(texts: &Sides<Vec<Text>>, sentences: &Sentences, candidates: &[Candidate], pins: &[Link]) -> Alignment {
    let blocks = Sides {
        left: by_block(&sentences.left, texts.left.len()),
        right: by_block(&sentences.right, texts.right.len()),
    };
    let aligner = Aligner {
        texts,
        sentences,
        candidates,
        blocks,
        grams: Sides {
            left: vec![OnceCell::new(); texts.left.len()],
            right: vec![OnceCell::new(); texts.right.len()],
        },
    };
    let pinned = pinned(pins, texts.left.len(), texts.right.len());
    let rows = aligner.rows(&pinned);
    let moves = aligner.moves(&rows);
    Alignment {
        parallels: aligner.parallels(&rows, &moves),
        rows,
        moves,
    }
}

/// The sentences of each block.
fn by_block(sentences: &[Sentence], blocks: usize) -> Vec<Range<usize>> {
    let first = |block: usize| sentences.partition_point(|sentence| sentence.block < block);
    (0..blocks).map(|block| first(block)..first(block + 1)).collect()
}

/// The rows that pins ask for. What crosses an earlier pin or names no block is passed over.
fn pinned(pins: &[Link], left: usize, right: usize) -> Vec<Sides<Range<usize>>> {
    let mut kept: BTreeSet<Link> = BTreeSet::new();
    for &pin in pins {
        if pin.0 < left && pin.1 < right && is_in_order(&kept, pin) {
            kept.insert(pin);
        }
    }
    joined(kept.into_iter())
}

/// Does a link cross none of a row of links?
fn is_in_order(links: &BTreeSet<Link>, link: Link) -> bool {
    links.range(..link).next_back().is_none_or(|before| before.1 <= link.1)
        && links.range(link..).next().is_none_or(|behind| behind.1 >= link.1)
}

/// Do two sentences, of blocks in or between two rows next to each other, pass over none that is linked?
fn crosses_none(zone: usize, other: usize, links: &BTreeSet<Link>, link: Link) -> bool {
    let is_beside = zone.abs_diff(other) <= usize::from(zone.is_multiple_of(2) || other.is_multiple_of(2));
    is_beside && is_in_order(links, link)
}

/// The rows of linked blocks: a block that is linked to two joins them.
fn joined(links: impl Iterator<Item = Link>) -> Vec<Sides<Range<usize>>> {
    let mut rows: Vec<Sides<Range<usize>>> = Vec::new();
    for (left, right) in links {
        match rows.last_mut() {
            Some(row) if left < row.left.end || right < row.right.end => {
                row.right.start = row.right.start.min(right);
                row.left.end = row.left.end.max(left + 1);
                row.right.end = row.right.end.max(right + 1);
            }
            _ => rows.push(Sides {
                left: left..left + 1,
                right: right..right + 1,
            }),
        }
    }
    rows
}

struct Aligner<'a> {
    texts: &'a Sides<Vec<Text<'a>>>,
    sentences: &'a Sentences,
    candidates: &'a [Candidate],
    /// The sentences of each block.
    blocks: Sides<Vec<Range<usize>>>,
    /// The runs of each block, and those of its own words, once somebody asked for them.
    grams: Sides<Vec<OnceCell<[Grams; 2]>>>,
}

impl Aligner<'_> {
    /// The rows, among them those that are pinned, as they are.
    fn rows(&self, pinned: &[Sides<Range<usize>>]) -> Vec<Sides<Range<usize>>> {
        let fixed = self.with_equal(pinned.to_vec());
        let zones = self.zones(&fixed);
        let between = |zone: usize| zone.is_multiple_of(2);
        let links = self.links(|left, right| zones.left[left] == zones.right[right] && between(zones.left[left]));

        // What is linked of each pair of blocks: words, and runs of own words that both have.
        let mut pairs: Vec<(Link, usize, usize)> = Vec::new();
        for (i, j) in links {
            let (left, right) = (&self.sentences.left[i], &self.sentences.right[j]);
            let words = left.words.min(right.words);
            let runs = self.sentences.evidence(&left.own_grams, &right.own_grams).runs;
            match pairs.last_mut() {
                Some((pair, linked, evident)) if *pair == (left.block, right.block) => {
                    (*linked, *evident) = (*linked + words, *evident + runs);
                }
                _ => pairs.push(((left.block, right.block), words, runs)),
            }
        }
        let is_joined = |((left, right), linked, evident): &(Link, usize, usize)| {
            let smaller = self
                .words(&self.sentences.left, &self.blocks.left[*left])
                .min(self.words(&self.sentences.right, &self.blocks.right[*right]));
            *linked as f64 >= JOINED * smaller as f64
                && (*evident >= EVIDENT || self.is_alike(*left, *right) || self.are_equal(*left, *right))
        };
        let found = joined(pairs.iter().filter(|pair| is_joined(pair)).map(|(pair, ..)| *pair));
        let rows = merged(fixed, found);
        let rows = self.with_alike(rows);
        let rows = self.with_in_order(rows, pinned);
        self.with_equal(rows)
    }

    /// Between the rows, blocks of which a sentence corresponds to one of the row next to them, or of a block between
    /// the same rows, and passes over none that is linked: it did not move.
    fn with_in_order(
        &self,
        rows: Vec<Sides<Range<usize>>>,
        pinned: &[Sides<Range<usize>>],
    ) -> Vec<Sides<Range<usize>>> {
        let zones = self.zones(&rows);
        let links = self.links_within(&zones);
        let linked: [BTreeSet<usize>; 2] = [
            links.iter().map(|link| link.0).collect(),
            links.iter().map(|link| link.1).collect(),
        ];
        let is_open = |candidate: &&Candidate| {
            let (left, right) = self.pair(candidate);
            // A row carries what is beside it.
            let least = match zones.left[left.block] % 2 + zones.right[right.block] % 2 {
                0 => EVIDENT,
                _ => EVIDENT_MOVE,
            };
            candidate.likeness >= MOVED
                && self.is_evident(left, right, least)
                && !linked[0].contains(&candidate.left)
                && !linked[1].contains(&candidate.right)
        };
        let open: Vec<Candidate> = self.candidates.iter().filter(is_open).copied().collect();
        let mut strong = strong(&open, self.sentences.left.len(), self.sentences.right.len());
        strong.retain(|&(link, _)| {
            let (left, right) = (self.sentences.left[link.0].block, self.sentences.right[link.1].block);
            let (zone, other) = (zones.left[left], zones.right[right]);
            (zone % 2 == 0 || other % 2 == 0) && crosses_none(zone, other, &links, link)
        });
        let blocks = heaviest_chain(&strong)
            .into_iter()
            .map(|(i, j)| (self.sentences.left[i].block, self.sentences.right[j].block));
        let pairs: Vec<Link> = blocks.collect();
        let reached: [BTreeSet<usize>; 2] = [
            pairs.iter().map(|pair| pair.0).collect(),
            pairs.iter().map(|pair| pair.1).collect(),
        ];
        let is_near = |block: usize, zone: usize, row: &Range<usize>, reached: &BTreeSet<usize>| {
            let between = if zone % 2 == 1 || row.contains(&block) {
                0..0
            } else if block < row.start {
                block + 1..row.start
            } else {
                row.end..block
            };
            between.filter(|block| !reached.contains(block)).count() <= SWALLOWED
        };
        let is_joined = |&&(left, right): &&Link| {
            let (zone, other) = (zones.left[left], zones.right[right]);
            zone == other || {
                let row = &rows[if zone % 2 == 1 { zone / 2 } else { other / 2 }];
                !pinned.contains(row)
                    && is_near(left, zone, &row.left, &reached[0])
                    && is_near(right, other, &row.right, &reached[1])
            }
        };
        let corners = rows
            .iter()
            .flat_map(|row| [(row.left.start, row.right.start), (row.left.end - 1, row.right.end - 1)]);
        let mut all: Vec<Link> = pairs.iter().filter(is_joined).copied().chain(corners).collect();
        all.sort_unstable();
        joined(all.into_iter())
    }

    /// The links of sentences within rows.
    fn links_within(&self, zones: &Sides<Vec<usize>>) -> BTreeSet<Link> {
        self.links(|left, right| zones.left[left] == zones.right[right] && zones.left[left] % 2 == 1)
    }

    fn words(&self, sentences: &[Sentence], block: &Range<usize>) -> usize {
        sentences[block.clone()].iter().map(|sentence| sentence.words).sum()
    }

    /// For each block whether it stands in a row or between two: twice the number of rows before it, and one more
    /// in a row.
    fn zones(&self, rows: &[Sides<Range<usize>>]) -> Sides<Vec<usize>> {
        let zones = |blocks: usize, side: fn(&Sides<Range<usize>>) -> &Range<usize>| {
            let zone = |block: usize| {
                let before = rows.partition_point(|row| side(row).end <= block);
                let is_inside = rows.get(before).is_some_and(|row| side(row).contains(&block));
                before * 2 + usize::from(is_inside)
            };
            (0..blocks).map(zone).collect()
        };
        Sides {
            left: zones(self.blocks.left.len(), |row| &row.left),
            right: zones(self.blocks.right.len(), |row| &row.right),
        }
    }

    /// The heaviest row of like sentences, of blocks that may correspond, in order on both sides; and those that
    /// are parts of one that is already linked.
    fn links(&self, may: impl Fn(usize, usize) -> bool) -> BTreeSet<Link> {
        let allowed: Vec<&Candidate> = self
            .candidates
            .iter()
            .filter(|candidate| {
                let (left, right) = self.pair(candidate);
                may(left.block, right.block)
            })
            .collect();
        let is_held = |candidate: &Candidate| {
            let (left, right) = self.pair(candidate);
            candidate.held >= HELD && left.words.min(right.words) >= OWN
        };
        let alike = allowed
            .iter()
            .filter(|candidate| candidate.likeness >= LINKED || is_held(candidate));
        let alike: Vec<Candidate> = alike.map(|candidate| **candidate).collect();
        let strong: Vec<(Link, u64)> = strong(&alike, self.sentences.left.len(), self.sentences.right.len());
        let mut links: BTreeSet<Link> = heaviest_chain(&strong).into_iter().collect();

        // Words of each sentence that are linked.
        let mut filled = (vec![0; self.sentences.left.len()], vec![0; self.sentences.right.len()]);
        for &(i, j) in &links {
            let words = self.sentences.left[i].words.min(self.sentences.right[j].words);
            filled.0[i] += words;
            filled.1[j] += words;
        }
        for candidate in alike.iter().filter(|candidate| is_held(candidate)) {
            let (i, j) = (candidate.left, candidate.right);
            let (left, right) = self.pair(candidate);
            let has_room = match (filled.0[i], filled.1[j]) {
                (0, words) if words > 0 => words + left.words <= right.words + right.words / 4,
                (words, 0) if words > 0 => words + right.words <= left.words + left.words / 4,
                _ => false,
            };
            if has_room && is_in_order(&links, (i, j)) {
                links.insert((i, j));
                let words = left.words.min(right.words);
                filled.0[i] += words;
                filled.1[j] += words;
            }
        }
        links
    }

    fn pair(&self, candidate: &Candidate) -> (&Sentence, &Sentence) {
        (
            &self.sentences.left[candidate.left],
            &self.sentences.right[candidate.right],
        )
    }

    /// Between the rows, blocks that are alike as a whole though few of their sentences are.
    fn with_alike(&self, rows: Vec<Sides<Range<usize>>>) -> Vec<Sides<Range<usize>>> {
        let zones = self.zones(&rows);
        let mut pairs: Vec<Link> = self
            .candidates
            .iter()
            .map(|candidate| {
                let (left, right) = self.pair(candidate);
                (left.block, right.block)
            })
            .filter(|&(left, right)| zones.left[left].is_multiple_of(2) && zones.left[left] == zones.right[right])
            .collect();
        for gap in gaps(&rows, self.blocks.left.len(), self.blocks.right.len()) {
            for left in gap.left.clone() {
                let into = (left - gap.left.start) as u64 * gap.right.len() as u64 / gap.left.len() as u64;
                let place = gap.right.start + into as usize;
                let near = place.saturating_sub(NEAR).max(gap.right.start)..(place + NEAR + 1).min(gap.right.end);
                pairs.extend(near.map(|right| (left, right)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let alike: Vec<(Link, u64)> = pairs
            .into_iter()
            .filter_map(|(left, right)| {
                let (weight, _) = self.alike(left, right);
                self.is_alike(left, right).then_some(((left, right), u64::from(weight)))
            })
            .collect();
        merged(rows, joined(heaviest_chain(&alike).into_iter()))
    }

    fn are_equal(&self, left: usize, right: usize) -> bool {
        self.texts.left[left].plain == self.texts.right[right].plain
    }

    fn alike(&self, left: usize, right: usize) -> (u32, f64) {
        let [left, right] = self.grams(left, right);
        self.sentences.alike(&left[0], &right[0])
    }

    /// Are two blocks alike in their own words, or, where they have none, as a whole?
    fn is_alike(&self, left: usize, right: usize) -> bool {
        let [in_left, in_right] = self.grams(left, right);
        let own = self.sentences.evidence(&in_left[1], &in_right[1]);
        let all = self.sentences.alike(&in_left[0], &in_right[0]).1;
        all >= ALIGNED && own.likeness >= ALIGNED || all >= SAME
    }

    fn grams(&self, left: usize, right: usize) -> [&[Grams; 2]; 2] {
        let grams = |sentences: &[Sentence], block: &Range<usize>| {
            let sentences = &sentences[block.clone()];
            [
                self.sentences.grams(sentences.iter().map(|sentence| &sentence.grams)),
                self.sentences
                    .grams(sentences.iter().map(|sentence| &sentence.own_grams)),
            ]
        };
        [
            self.grams.left[left].get_or_init(|| grams(&self.sentences.left, &self.blocks.left[left])),
            self.grams.right[right].get_or_init(|| grams(&self.sentences.right, &self.blocks.right[right])),
        ]
    }

    /// Adds equal blocks next to the rows, or at the ends of the documents: too short to be recognised alone, their
    /// place speaks for them.
    fn with_equal(&self, rows: Vec<Sides<Range<usize>>>) -> Vec<Sides<Range<usize>>> {
        let (left, right) = (&self.texts.left, &self.texts.right);
        let equal = |i: usize, j: usize| self.are_equal(i, j);
        let mut links: Vec<Link> = Vec::new();
        for Sides { left: i, right: j } in gaps(&rows, left.len(), right.len()) {
            let before = i.clone().zip(j.clone()).take_while(|&(i, j)| equal(i, j)).count();
            let rest = (i.start + before..i.end, j.start + before..j.end);
            let behind = rest.0.rev().zip(rest.1.rev()).take_while(|&(i, j)| equal(i, j)).count();
            links.extend(i.clone().zip(j.clone()).take(before));
            links.extend((i.end - behind..i.end).zip(j.end - behind..j.end));
        }
        merged(rows, joined(links.into_iter()))
    }

    /// What the rows and the moves leave over, by its topic.
    fn parallels(&self, rows: &[Sides<Range<usize>>], moves: &[Sides<Stretch>]) -> Vec<Link> {
        fn folded<'a>(texts: &'a [Text]) -> Vec<&'a [char]> {
            texts.iter().map(Text::folded).collect()
        }
        let aligned: Vec<Link> = rows
            .iter()
            .flat_map(|row| {
                let last = |run: &Range<usize>| run.end - 1;
                [(row.left.start, row.right.start), (last(&row.left), last(&row.right))]
            })
            .collect();
        let is_most = |texts: &[Text], stretch: &Stretch| stretch.units.len() * 2 > texts[stretch.block].units.len();
        let moved: Vec<Link> = moves
            .iter()
            .filter(|moved| is_most(&self.texts.left, &moved.left) || is_most(&self.texts.right, &moved.right))
            .map(|moved| (moved.left.block, moved.right.block))
            .collect();
        let (left, right) = (&self.texts.left, &self.texts.right);
        if gaps(rows, left.len(), right.len()).all(|gap| gap.left.is_empty() || gap.right.is_empty()) {
            return Vec::new();
        }
        parallels(&folded(left), &folded(right), &aligned, &moved)
    }

    fn moves(&self, rows: &[Sides<Range<usize>>]) -> Vec<Sides<Stretch>> {
        let zones = self.zones(rows);
        let links = self.links_within(&zones);
        let mut free = Sides {
            left: vec![true; self.sentences.left.len()],
            right: vec![true; self.sentences.right.len()],
        };
        for &(i, j) in &links {
            (free.left[i], free.right[j]) = (false, false);
        }
        for row in rows {
            let (left, right) = (row.left.start, row.right.start);
            if row.left.len() == 1 && row.right.len() == 1 && self.are_equal(left, right) {
                free.left[self.blocks.left[left].clone()].fill(false);
                free.right[self.blocks.right[right].clone()].fill(false);
            }
        }
        let moved = self.moved(&links, &zones, &mut free);
        let moved = self.grouped(moved, &mut free);
        let moved = self.widened(moved, &zones, &mut free);
        let stretch = |sentences: &[Sentence], run: &Range<usize>| Stretch {
            block: sentences[run.start].block,
            units: sentences[run.start].units.start..sentences[run.end - 1].units.end,
        };
        let moves = moved.iter().map(|run| Sides {
            left: stretch(&self.sentences.left, &run.left),
            right: stretch(&self.sentences.right, &run.right),
        });
        moves.collect()
    }

    /// Pairs of sentences that are in no row, or in another order than the rows.
    fn moved(&self, links: &BTreeSet<Link>, zones: &Sides<Vec<usize>>, free: &mut Sides<Vec<bool>>) -> Vec<Link> {
        let (all_left, all_right) = (self.sentences.left.len() as u64, self.sentences.right.len() as u64);
        let is_moved = |candidate: &&Candidate| {
            let (left, right) = self.pair(candidate);
            let zone = zones.left[left.block];
            candidate.likeness >= MOVED
                && left.own.min(right.own) >= OWN
                && self.is_evident(left, right, EVIDENT_MOVE)
                && free.left[candidate.left]
                && free.right[candidate.right]
                && !crosses_none(zone, zones.right[right.block], links, (candidate.left, candidate.right))
        };
        let mut moved: Vec<&Candidate> = self.candidates.iter().filter(is_moved).collect();
        moved.sort_by_key(|candidate| {
            let apart = (candidate.left as u64 * all_right).abs_diff(candidate.right as u64 * all_left);
            (Reverse(candidate.weight), apart, candidate.left, candidate.right)
        });
        let mut found = Vec::new();
        for candidate in moved {
            let (i, j) = (candidate.left, candidate.right);
            if free.left[i] && free.right[j] {
                (free.left[i], free.right[j]) = (false, false);
                found.push((i, j));
            }
        }
        found.sort_unstable();
        found
    }

    /// Is a sentence like another in its own words?
    fn is_evident(&self, left: &Sentence, right: &Sentence, least: usize) -> bool {
        let own = self.sentences.evidence(&left.own_grams, &right.own_grams);
        own.runs >= least && own.likeness >= ALIGNED
    }

    /// Sentences that moved together, one behind the other, as one run; with neighbours that are a little alike.
    fn grouped(&self, moved: Vec<Link>, free: &mut Sides<Vec<bool>>) -> Vec<Sides<Range<usize>>> {
        let (left, right) = (&self.sentences.left, &self.sentences.right);
        let mut runs: Vec<Sides<Range<usize>>> = Vec::new();
        for (i, j) in moved {
            let follows = |run: &Sides<Range<usize>>| {
                left[i].block == left[run.left.start].block
                    && right[j].block == right[run.right.start].block
                    && j >= run.right.end
                    && i - run.left.end <= BETWEEN
                    && j - run.right.end <= BETWEEN
                    && free.left[run.left.end..i].iter().all(|free| *free)
                    && free.right[run.right.end..j].iter().all(|free| *free)
            };
            match runs.last_mut().filter(|run| follows(run)) {
                Some(run) => {
                    free.left[run.left.end..i].fill(false);
                    free.right[run.right.end..j].fill(false);
                    (run.left.end, run.right.end) = (i + 1, j + 1);
                }
                None => runs.push(Sides {
                    left: i..i + 1,
                    right: j..j + 1,
                }),
            }
        }
        for run in &mut runs {
            let goes_along = |free: &Sides<Vec<bool>>, run: &Sides<Range<usize>>, i: usize, j: usize| {
                i < left.len()
                    && j < right.len()
                    && free.left[i]
                    && free.right[j]
                    && left[i].block == left[run.left.start].block
                    && right[j].block == right[run.right.start].block
                    && self.sentences.alike(&left[i].grams, &right[j].grams).1 >= BESIDE
            };
            while goes_along(free, run, run.left.end, run.right.end) {
                (free.left[run.left.end], free.right[run.right.end]) = (false, false);
                (run.left.end, run.right.end) = (run.left.end + 1, run.right.end + 1);
            }
            while goes_along(
                free,
                run,
                run.left.start.wrapping_sub(1),
                run.right.start.wrapping_sub(1),
            ) {
                (run.left.start, run.right.start) = (run.left.start - 1, run.right.start - 1);
                (free.left[run.left.start], free.right[run.right.start]) = (false, false);
            }
            self.grow(run, free);
        }
        runs
    }

    /// Takes in sentences next to one side of a run that make both sides more alike: what is one sentence on the
    /// other side may be two here.
    fn grow(&self, run: &mut Sides<Range<usize>>, free: &mut Sides<Vec<bool>>) {
        let (left, right) = (&self.sentences.left, &self.sentences.right);
        let alike = |run: &Sides<Range<usize>>| {
            let grams = |sentences: &[Sentence], run: &Range<usize>| {
                let sentences = sentences[run.clone()].iter();
                self.sentences.grams(sentences.map(|sentence| &sentence.grams))
            };
            let (left, right) = (grams(left, &run.left), grams(right, &run.right));
            self.sentences.alike(&left, &right).1
        };
        let is_open = |sentences: &[Sentence], free: &[bool], at: usize, run: &Range<usize>| {
            free.get(at) == Some(&true) && sentences[at].block == sentences[run.start].block
        };
        let mut likeness = alike(run);
        for _ in 0..GROWN {
            let ends = [
                (run.left.start.wrapping_sub(1), run.left.end),
                (run.right.start.wrapping_sub(1), run.right.end),
            ];
            let wider = [
                (
                    is_open(left, &free.left, ends[0].0, &run.left),
                    ends[0].0..run.left.end,
                    run.right.clone(),
                ),
                (
                    is_open(left, &free.left, ends[0].1, &run.left),
                    run.left.start..ends[0].1 + 1,
                    run.right.clone(),
                ),
                (
                    is_open(right, &free.right, ends[1].0, &run.right),
                    run.left.clone(),
                    ends[1].0..run.right.end,
                ),
                (
                    is_open(right, &free.right, ends[1].1, &run.right),
                    run.left.clone(),
                    run.right.start..ends[1].1 + 1,
                ),
            ];
            let wider = wider.into_iter().filter(|(is_open, ..)| *is_open);
            let better = wider
                .map(|(_, left, right)| Sides { left, right })
                .map(|run| (alike(&run), run))
                .find(|(wider, _)| *wider > likeness);
            let Some((more, wider)) = better else {
                break;
            };
            (likeness, *run) = (more, wider);
            free.left[run.left.clone()].fill(false);
            free.right[run.right.clone()].fill(false);
        }
    }

    /// Are two blocks the same heading, but for its ordinal?
    fn is_heading(&self, left: usize, right: usize) -> bool {
        let [in_left, in_right] = self.grams(left, right);
        self.sentences.evidence(&in_left[1], &in_right[1]).likeness >= HEADING
    }

    /// A block that moved for the greater part moved as a whole; where its beginning did, its heading went along.
    fn widened(
        &self,
        mut moved: Vec<Sides<Range<usize>>>,
        zones: &Sides<Vec<usize>>,
        free: &mut Sides<Vec<bool>>,
    ) -> Vec<Sides<Range<usize>>> {
        // Blocks of which the beginning moved.
        let mut begun: BTreeSet<Link> = BTreeSet::new();
        for run in &mut moved {
            let (left, right) = (
                self.sentences.left[run.left.start].block,
                self.sentences.right[run.right.start].block,
            );
            let (in_left, in_right) = (&self.blocks.left[left], &self.blocks.right[right]);
            if (run.left.start, run.right.start) == (in_left.start, in_right.start) {
                begun.insert((left, right));
            }
            if zones.left[left] % 2 == 1 || zones.right[right] % 2 == 1 {
                continue;
            }
            let is_most = |sentences: &[Sentence], run: &Range<usize>, block: &Range<usize>, free: &[bool]| {
                self.words(sentences, run) * 2 >= self.words(sentences, block)
                    && free[block.start..run.start]
                        .iter()
                        .chain(&free[run.end..block.end])
                        .all(|free| *free)
            };
            if is_most(&self.sentences.left, &run.left, in_left, &free.left)
                && is_most(&self.sentences.right, &run.right, in_right, &free.right)
            {
                // Where one side has nothing left, nothing moved with it on the other.
                if run.left.start > in_left.start && run.right.start > in_right.start {
                    (run.left.start, run.right.start) = (in_left.start, in_right.start);
                }
                if run.left.end < in_left.end && run.right.end < in_right.end {
                    (run.left.end, run.right.end) = (in_left.end, in_right.end);
                }
                free.left[run.left.clone()].fill(false);
                free.right[run.right.clone()].fill(false);
                begun.insert((left, right));
            }
        }
        let is_free =
            |block: &Range<usize>, free: &[bool]| !block.is_empty() && free[block.clone()].iter().all(|free| *free);
        for &(left, right) in &begun {
            let (mut left, mut right) = (left, right);
            while let (Some(i), Some(j)) = (left.checked_sub(1), right.checked_sub(1)) {
                let (in_left, in_right) = (&self.blocks.left[i], &self.blocks.right[j]);
                if zones.left[i] % 2 == 1
                    || zones.right[j] % 2 == 1
                    || !is_free(in_left, &free.left)
                    || !is_free(in_right, &free.right)
                    || !self.is_heading(i, j)
                {
                    break;
                }
                free.left[in_left.clone()].fill(false);
                free.right[in_right.clone()].fill(false);
                moved.push(Sides {
                    left: in_left.clone(),
                    right: in_right.clone(),
                });
                (left, right) = (i, j);
            }
        }
        moved.sort_unstable_by_key(|run| run.left.start);
        moved
    }
}

/// What lies between the rows.
fn gaps(rows: &[Sides<Range<usize>>], left: usize, right: usize) -> impl Iterator<Item = Sides<Range<usize>>> {
    let mut from = (0, 0);
    let starts = rows.iter().map(|row| (row.left.start, row.right.start));
    let ends = rows.iter().map(|row| (row.left.end, row.right.end));
    let gaps = starts.chain([(left, right)]).zip(ends.chain([(left, right)]));
    gaps.map(move |(to, end)| {
        let gap = Sides {
            left: from.0..to.0,
            right: from.1..to.1,
        };
        from = end;
        gap
    })
}

/// Two rows of rows, none overlapping, as one.
fn merged(rows: Vec<Sides<Range<usize>>>, more: Vec<Sides<Range<usize>>>) -> Vec<Sides<Range<usize>>> {
    let mut all = [rows, more].concat();
    all.sort_unstable_by_key(|row| row.left.start);
    all
}

/// Leaves out a pair if one of its sentences has at least twice as much in common with another: one that moved
/// must not be held in place by a few words.
fn strong(candidates: &[Candidate], left: usize, right: usize) -> Vec<(Link, u64)> {
    let mut best = (vec![0; left], vec![0; right]);
    for Candidate {
        left, right, weight, ..
    } in candidates
    {
        best.0[*left] = best.0[*left].max(*weight);
        best.1[*right] = best.1[*right].max(*weight);
    }
    let strong = candidates
        .iter()
        .filter(|candidate| candidate.weight * 2 > best.0[candidate.left].max(best.1[candidate.right]));
    strong
        .map(|candidate| ((candidate.left, candidate.right), u64::from(candidate.weight)))
        .collect()
}

/// The pairs in order on both sides whose weights add up to most. They come by left and right index.
fn heaviest_chain(candidates: &[(Link, u64)]) -> Vec<Link> {
    let width = candidates.iter().map(|((_, right), _)| right + 1).max().unwrap_or(0);
    // A Fenwick tree over the right index: the heaviest chain that ends before it, as weight and last candidate.
    let mut tree: Vec<(u64, Option<usize>)> = vec![(0, None); width + 1];
    let mut before = vec![None; candidates.len()];
    let mut best = (0, None);
    let mut first = 0;
    for row in candidates.chunk_by(|a, b| a.0.0 == b.0.0) {
        // From right to left, so that no two candidates of one row follow each other.
        for (i, ((_, right), weight)) in row.iter().enumerate().rev() {
            let mut chain = (0, None);
            let mut node = *right;
            while node > 0 {
                if tree[node].0 > chain.0 {
                    chain = tree[node];
                }
                node &= node - 1;
            }
            before[first + i] = chain.1;
            let longer = (chain.0 + weight, Some(first + i));
            if longer.0 > best.0 {
                best = longer;
            }
            let mut node = right + 1;
            while node <= width {
                if longer.0 > tree[node].0 {
                    tree[node] = longer;
                }
                node += node & node.wrapping_neg();
            }
        }
        first += row.len();
    }
    let mut chain = Vec::new();
    let mut last = best.1;
    while let Some(i) = last {
        chain.push(candidates[i].0);
        last = before[i];
    }
    chain.reverse();
    chain
}
