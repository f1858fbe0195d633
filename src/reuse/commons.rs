//! Which words of a text are wording that the corpus is full of: formulas, topics, names of offices.

use super::words::hashes;

/// The words of a run that is counted; 3 to 6. Smaller takes frequent words for formulas, larger does not see the
/// short ones (全面从严治党) next to each other.
const LENGTH: usize = 4;

/// A run that stands in more of the documents than this part of them is common: one in so many …
const PART: usize = 20;

/// … but at least in more than the first number, however few there are, and at most in more than the second, however
/// many there are: what so many documents have is a formula rather than a copy. In the seeds a least of 4 hides a
/// borrowed sentence with a topic in it, and 5 and 6 do not.
const LEAST_AND_MOST: [usize; 2] = [5, 30];

/// The number of counters, in bits; 18 to 26. Runs share a counter by chance: with fewer, what is rare is taken for
/// common; more take memory, a byte each.
const COUNTERS: u32 = 22;

/// The bits by which a run is known again in one document.
const SEEN: u32 = 15;

/// How often a run counts in one document; 1 to 5. What a speech says again and again is its topic or an office
/// (新型冠状病毒感染的肺炎疫情防控工作), and what it has borrowed it says once: so the topics of a few speeches are known
/// too. In the seeds, with 1 such a name was a passage of three documents.
const TIMES: u8 = 3;

/// In how many documents runs of words stand, about.
#[derive(Debug, Clone)]
pub struct Commons {
    counters: Vec<u8>,
    documents: usize,
}

impl Default for Commons {
    fn default() -> Self {
        Commons {
            counters: vec![0; 1 << COUNTERS],
            documents: 0,
        }
    }
}

impl Commons {
    /// One more document.
    pub fn push(&mut self, words: &[u32]) {
        let mut seen = [0u8; 1 << SEEN];
        for hash in hashes(words, LENGTH) {
            let seen = &mut seen[(hash >> (64 - COUNTERS - SEEN)) as usize % (1 << SEEN)];
            if *seen < TIMES {
                *seen += 1;
                let counter = &mut self.counters[counter(hash)];
                *counter = counter.saturating_add(1);
            }
        }
        self.documents += 1;
    }

    /// For each word of these whether it is part of a common run.
    pub fn of(&self, words: &[u32]) -> Vec<bool> {
        let [least, most] = LEAST_AND_MOST;
        let most = (self.documents / PART).clamp(least, most);
        let mut common = vec![false; words.len()];
        let mut end = 0;
        for (at, hash) in hashes(words, LENGTH).enumerate() {
            if usize::from(self.counters[counter(hash)]) > most {
                common[at.max(end)..at + LENGTH].fill(true);
                end = at + LENGTH;
            }
        }
        common
    }
}

fn counter(hash: u64) -> usize {
    (hash >> (64 - COUNTERS)) as usize
}
