//! Where words that stand in several documents may be looked for: a sample of all short runs of words.

use super::words::{Stretch, hashes};

/// The words of a seed; 4 to 8. Smaller finds copies that were edited in every second clause, and meets chance
/// likeness more often, which costs time.
pub const LENGTH: usize = 6;

/// Of so many seeds in a row at least one is kept; 1 and up. The index holds 2 / (this + 1) of all seeds; every run
/// of [`LENGTH`] + this − 1 equal words has one in common, whatever stands around it.
pub const WINDOW: usize = 4;

/// How often one seed of one document is followed; 1 and up. It bounds the work on text that repeats itself endlessly,
/// where every place is like every other.
pub const REPEATS: usize = 8;

/// A seed with the place of its first word: the hash above, the place below, so that they sort by hash and then by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seed(u64);

impl Seed {
    pub fn new(hash: u32, place: u32) -> Self {
        Seed(u64::from(hash) << 32 | u64::from(place))
    }

    pub fn hash(self) -> u32 {
        (self.0 >> 32) as u32
    }

    pub fn place(self) -> usize {
        self.0 as u32 as usize
    }
}

/// The seeds of a document, in order, their places counted from `base`. What would lie behind the last place that
/// a seed can name is left out.
pub fn seeds(words: &[u32], stretches: &[Stretch], base: usize) -> Vec<Seed> {
    let mut kept = Vec::new();
    for stretch in stretches {
        sample(&words[stretch.start..stretch.end], |hash, at| {
            if let Ok(place) = u32::try_from(base + stretch.start + at) {
                kept.push(Seed::new(hash, place));
            }
        });
    }
    kept.sort_unstable();
    kept
}

/// Of places in order of what they belong to, the first few of each.
pub fn few<T>(places: &mut Vec<T>, owner: impl Fn(&T) -> usize) {
    let (mut last, mut repeats) = (None, 0);
    places.retain(|place| {
        repeats = if last == Some(owner(place)) { repeats + 1 } else { 1 };
        last = Some(owner(place));
        repeats <= REPEATS
    });
}

/// Calls back for the seeds that are kept of a run of words: of each window the one with the smallest hash.
pub fn sample(words: &[u32], mut keep: impl FnMut(u32, usize)) {
    let hashes: Vec<u32> = hashes(words, LENGTH).map(|hash| (hash >> 32) as u32).collect();
    let mut last: Option<usize> = None;
    for (start, window) in hashes.windows(WINDOW.min(hashes.len()).max(1)).enumerate() {
        let Some(&least) = window.iter().min() else { continue };
        // What was kept before is kept again, so that text that repeats itself has no more seeds than other text.
        if last.is_some_and(|last| last >= start && hashes[last] == least) {
            continue;
        }
        if let Some(at) = window.iter().rposition(|&hash| hash == least) {
            last = Some(start + at);
            keep(least, start + at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_runs_have_a_seed_in_common() {
        let text: Vec<u32> = (0..400u32).map(|n| n.wrapping_mul(2_654_435_761) >> 24).collect();
        let shortest = LENGTH + WINDOW - 1;
        let mut of_all = Vec::new();
        sample(&text, |_, at| of_all.push(at));
        for start in 0..text.len() - shortest {
            let run = start..start + shortest;
            let inside = of_all.iter().filter(|&&at| at >= run.start && at + LENGTH <= run.end);
            assert!(inside.count() > 0, "no seed in {run:?}");
        }
        assert!(of_all.len() < text.len() / 2);
        let mut of_one = Vec::new();
        sample(&[7; 400], |_, at| of_one.push(at));
        assert!(of_one.len() <= 400 / WINDOW + 1);
        sample(&[7; LENGTH - 1], |_, _| unreachable!("too short for a seed"));
    }
}
