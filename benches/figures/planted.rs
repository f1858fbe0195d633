//! Pairs of speeches of which it is known, character by character, what stands where on the other side: paragraphs
//! that were copied, moved, split and joined, sentences that went to another paragraph, names and numbers that were
//! replaced by others, names that were forgotten, all of it edited; and paragraphs that each side has alone.
//!
//! The same on every machine. Half of them are written in the made-up language of [`speeches`](crate::speeches), half
//! are of the sentences of the sample corpus, which repeat each other as real ones do.

use std::collections::{BTreeMap, BTreeSet};

use tifa::corpus::{Block, Document, Span, read};

use crate::speeches::{Event, Writer};

/// Whose sentences a pair is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The made-up language.
    Made,
    /// The paragraphs of the sample corpus, each once.
    Prose,
}

/// Block and character of one side.
pub type Place = (usize, usize);

/// What happened to a passage on its way from the left to the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    Kept,
    Split,
    Joined,
    /// It has names and numbers, and the right has others.
    Filled,
    /// A paragraph, past many others.
    Moved,
    /// A sentence, to another paragraph.
    Strayed,
}

impl Fate {
    pub fn is_moved(self) -> bool {
        matches!(self, Fate::Moved | Fate::Strayed)
    }
}

/// Two speeches, the right one made of the left.
pub struct Pair {
    pub left: Document,
    pub right: Document,
    /// For each character of the left that stands on the right too, where, and what happened to it.
    pub links: BTreeMap<Place, (Place, Fate)>,
    /// Names and numbers of which the other side has another: whether their characters correspond is not judged.
    pub slots: Vec<(Span, Span)>,
    /// Where the right still names the place of the left.
    pub leftovers: Vec<Span>,
}

/// Of ten paragraphs, what becomes of each; none: the left has it alone.
const FATES: [Option<Fate>; 10] = [
    Some(Fate::Kept),
    Some(Fate::Filled),
    Some(Fate::Moved),
    Some(Fate::Split),
    Some(Fate::Joined),
    Some(Fate::Joined),
    None,
    Some(Fate::Strayed),
    Some(Fate::Filled),
    Some(Fate::Kept),
];

/// Of ten paragraphs, those before which the right has one of its own.
const ALONE: [usize; 2] = [3, 8];

/// Sentences with slots in each paragraph that is filled otherwise, and how many of these paragraphs there are for
/// one in which a place is forgotten.
const FILLED: usize = 2;
const FORGOTTEN: usize = 2;

/// Characters from which a sentence that strays is worth finding.
const STRAY: usize = 24;

const PROVINCE: &str = "云岭省";

/// Where the two speeches are held, and their towns and people: first those of the left.
const CITIES: [&str; 2] = ["沅口市", "松阜市"];
const COUNTIES: [&str; 2] = ["临汀县", "沙洲县"];
const TOWNS: [[&str; 3]; 2] = [["石桥镇", "柏树乡", "马鞍镇"], ["白沙镇", "枫林乡", "龙头镇"]];
const PEOPLE: [[&str; 3]; 2] = [["陈立新", "吴晓梅", "周德胜"], ["郑国平", "孙丽华", "何长河"]];

/// What holds slots. `{third}` is a county of neither, which both name; `{clause}` is of the language of the pair.
const FRAMES: [&str; 8] = [
    "{date}，{person}到{place}{town}看了{number}户人家，{clause}。",
    "{place}这几年{clause}，光{town}一处就修了{number}公里路。",
    "在{place}，{clause}；到{date}，已有{number}个村办成了这件事。",
    "{person}同志从{date}起住在{town}，{clause}。",
    "{clause}，这在{place}已经有了{number}个例子。",
    "{city}同{place}商定，{date}以前{clause}。",
    "前不久{place}派了{number}个人去{third}学习，{clause}。",
    "{province}要求{date}以前报名单，{place}报了{number}人，{clause}。",
];
const THIRD: &str = "云台县";
const VISIT: &str = "上个月{place}的同志来看过我们的苗圃。";

/// A sentence of both sides, or of one.
#[derive(Clone)]
struct Sentence {
    tokens: Vec<Token>,
    /// Where it begins on the left.
    from: Option<Place>,
    fate: Fate,
}

#[derive(Clone)]
enum Token {
    Sign(char),
    /// Stands in the way of edits.
    Name(String),
    Slot {
        left: String,
        right: String,
        is_forgotten: bool,
    },
}

impl Sentence {
    fn new(text: &str) -> Self {
        Sentence {
            tokens: text.chars().map(Token::Sign).collect(),
            from: None,
            fate: Fate::Kept,
        }
    }

    fn left(&self) -> String {
        let tokens = self.tokens.iter().map(|token| match token {
            Token::Sign(c) => c.to_string(),
            Token::Name(name) => name.clone(),
            Token::Slot { left, .. } => left.clone(),
        });
        tokens.collect()
    }
}

/// Two speeches of about `length` characters; of a hundred characters `percent` are edited, in events of one to four.
pub fn pair(voice: Voice, length: usize, percent: usize, seed: u64) -> Pair {
    let mut author = Author::new(voice, percent, seed);
    let mut paragraphs = author.speech(length);
    let left: Vec<Block> = paragraphs
        .iter()
        .map(|paragraph| Block::paragraph(paragraph.iter().map(Sentence::left).collect::<String>()))
        .collect();
    for (block, paragraph) in paragraphs.iter_mut().enumerate() {
        let mut at = 0;
        for sentence in paragraph {
            sentence.from = Some((block, at));
            at += sentence.left().chars().count();
        }
    }
    let paragraphs = author.rearranged(paragraphs);
    let mut pair = Pair {
        left: document(0, author.cities, left),
        right: document(1, author.cities, Vec::new()),
        links: BTreeMap::new(),
        slots: Vec::new(),
        leftovers: Vec::new(),
    };
    for paragraph in paragraphs {
        author.write(&paragraph, &mut pair);
    }
    pair
}

fn document(side: usize, cities: [&str; 2], body: Vec<Block>) -> Document {
    let county = COUNTIES[side];
    Document {
        id: ["left", "right"][side].into(),
        title: format!("在{county}工作会议上的讲话"),
        date: Some(["2021-11-05", "2022-03-18"][side].into()),
        place: [PROVINCE, cities[side], county].map(String::from).to_vec(),
        lang: Some("zh-Hans".into()),
        body,
        ..Document::default()
    }
}

struct Author {
    writer: Writer,
    percent: usize,
    /// Paragraphs of the sample corpus that were not used yet; none if all is made up.
    prose: Option<Vec<String>>,
    filled: usize,
    cities: [&'static str; 2],
    forgets: bool,
}

impl Author {
    fn new(voice: Voice, percent: usize, seed: u64) -> Self {
        let mut writer = Writer::new(seed);
        let prose = (voice == Voice::Prose).then(|| {
            let mut paragraphs = sample();
            for at in 1..paragraphs.len() {
                paragraphs.swap(at, writer.below(at + 1));
            }
            paragraphs
        });
        Author {
            writer,
            percent,
            prose,
            filled: 0,
            // Every second pair is of one city.
            cities: [CITIES[0], CITIES[(seed % 2) as usize]],
            forgets: seed % 4 != 3,
        }
    }

    fn paragraph(&mut self) -> Vec<Sentence> {
        let writer = &mut self.writer;
        let text = self
            .prose
            .as_mut()
            .and_then(Vec::pop)
            .unwrap_or_else(|| writer.paragraph());
        text.split_inclusive(['。', '！', '？']).map(Sentence::new).collect()
    }

    /// The left side, each sentence with what is to become of it.
    fn speech(&mut self, length: usize) -> Vec<Vec<Sentence>> {
        let mut paragraphs = Vec::new();
        let mut written = 0;
        while written < length || paragraphs.len() < FATES.len() {
            let mut paragraph = self.paragraph();
            match FATES[paragraphs.len() % FATES.len()] {
                Some(Fate::Filled) => {
                    self.filled += 1;
                    for _ in 0..FILLED {
                        let sentence = self.framed();
                        let at = self.writer.below(paragraph.len() + 1);
                        paragraph.insert(at, sentence);
                    }
                    paragraph.iter_mut().for_each(|sentence| sentence.fate = Fate::Filled);
                }
                Some(Fate::Strayed) => {
                    // One goes, the others stay.
                    let long = |sentence: &&mut Sentence| sentence.tokens.len() >= STRAY;
                    let stray = paragraph.iter_mut().filter(long).nth(self.writer.below(2));
                    if let Some(sentence) = stray {
                        sentence.fate = Fate::Strayed;
                    }
                }
                fate => {
                    let fate = fate.unwrap_or(Fate::Kept);
                    paragraph.iter_mut().for_each(|sentence| sentence.fate = fate);
                }
            }
            written += paragraph.iter().map(|sentence| sentence.tokens.len()).sum::<usize>();
            paragraphs.push(paragraph);
        }
        paragraphs
    }

    /// A sentence with slots.
    fn framed(&mut self) -> Sentence {
        let frame = FRAMES[self.writer.below(FRAMES.len())];
        let is_forgotten = self.forgets && self.filled.is_multiple_of(FORGOTTEN);
        let mut tokens = Vec::new();
        for piece in frame.split_inclusive('}') {
            let (text, slot) = piece.split_once('{').unwrap_or((piece, ""));
            tokens.extend(text.chars().map(Token::Sign));
            let some = self.writer.below(3);
            let [left, right] = match slot.trim_end_matches('}') {
                "" => continue,
                "clause" => {
                    tokens.extend(self.clause().chars().map(Token::Sign));
                    continue;
                }
                "province" => [PROVINCE; 2].map(String::from),
                "third" => [THIRD; 2].map(String::from),
                "city" => self.cities.map(String::from),
                "place" => COUNTIES.map(String::from),
                "town" => TOWNS.map(|towns| towns[some].into()),
                "person" => PEOPLE.map(|people| people[some].into()),
                "date" => {
                    let (month, day) = (self.writer.between(1, 7), self.writer.between(1, 15));
                    [(month, day), (month + 6, day + 14)].map(|(month, day)| format!("{month}月{day}日"))
                }
                _ => {
                    let number = self.writer.between(12, 480);
                    [number, number + self.writer.between(3, 480)].map(|number| number.to_string())
                }
            };
            tokens.push(match left == right {
                true => Token::Name(left),
                false => Token::Slot {
                    is_forgotten: is_forgotten && matches!(slot, "place}" | "city}"),
                    left,
                    right,
                },
            });
        }
        Sentence {
            tokens,
            from: None,
            fate: Fate::Filled,
        }
    }

    /// Ten characters or so, without punctuation.
    fn clause(&mut self) -> String {
        let clauses = |text: &str| -> Vec<String> {
            let clauses = text.split(|c: char| !c.is_alphanumeric()).map(String::from);
            clauses
                .filter(|clause| (6..=20).contains(&clause.chars().count()))
                .collect()
        };
        let found = self
            .prose
            .as_mut()
            .and_then(Vec::pop)
            .map(|text| clauses(&text))
            .unwrap_or_default();
        match found.len() {
            0 => self.writer.clause(),
            n => found[self.writer.below(n)].clone(),
        }
    }

    /// The paragraphs of the right side, before they are edited.
    fn rearranged(&mut self, left: Vec<Vec<Sentence>>) -> Vec<Vec<Sentence>> {
        let count = left.len();
        let mut right: Vec<Vec<Sentence>> = Vec::new();
        let (mut moved, mut strayed) = (Vec::new(), Vec::new());
        for (at, mut paragraph) in left.into_iter().enumerate() {
            let turn = at % FATES.len();
            if ALONE.contains(&turn) {
                let mut alone = self.paragraph();
                if !self.forgets {
                    // To name the other in words of one's own is not to forget it.
                    alone.push(Sentence::new(&VISIT.replace("{place}", COUNTIES[0])));
                }
                right.push(alone);
            }
            match FATES[turn] {
                None => {}
                Some(Fate::Moved) => moved.push(paragraph),
                Some(Fate::Split) => {
                    let tail = paragraph.split_off(paragraph.len().div_ceil(2));
                    right.extend([paragraph, tail].into_iter().filter(|part| !part.is_empty()));
                }
                Some(Fate::Joined) if turn > 0 && FATES[turn - 1] == Some(Fate::Joined) => {
                    right
                        .last_mut()
                        .into_iter()
                        .for_each(|joined| joined.append(&mut paragraph));
                }
                Some(_) => {
                    strayed.extend(paragraph.extract_if(.., |sentence| sentence.fate == Fate::Strayed));
                    right.push(paragraph);
                }
            }
        }
        // Half a speech away.
        let far = |place: usize, length: usize| (place + length / 2) % length;
        for paragraph in moved {
            let block = paragraph[0].from.map_or(0, |(block, _)| block);
            let at = far(block * right.len() / count, right.len());
            right.insert(at, paragraph);
        }
        for sentence in strayed {
            let block = sentence.from.map_or(0, |(block, _)| block);
            let home = far(block * right.len() / count, right.len());
            let paragraph = &mut right[home];
            paragraph.insert(paragraph.len().div_ceil(2), sentence);
        }
        right.retain(|paragraph| !paragraph.is_empty());
        right
    }

    /// Adds a paragraph to the right, edited.
    fn write(&mut self, paragraph: &[Sentence], pair: &mut Pair) {
        let block = pair.right.body.len();
        let mut text: Vec<char> = Vec::new();
        for sentence in paragraph {
            let mut from = sentence.from;
            let mut tokens = sentence.tokens.iter().peekable();
            while let Some(token) = tokens.next() {
                let (here, there) = match token {
                    Token::Sign(c) => {
                        let event = from.and_then(|_| self.writer.event(self.percent));
                        let Event { gone, put_in } = event.unwrap_or_default();
                        text.extend(self.scribble(put_in));
                        if gone > 0 {
                            let is_sign = |token: &&Token| matches!(token, Token::Sign(_));
                            let more = (1..gone).map_while(|_| tokens.next_if(is_sign)).count();
                            from = from.map(|(block, at)| (block, at + 1 + more));
                            continue;
                        }
                        (c.to_string(), c.to_string())
                    }
                    Token::Name(name) => (name.clone(), name.clone()),
                    Token::Slot {
                        left,
                        is_forgotten: true,
                        ..
                    } => {
                        let length = left.chars().count();
                        pair.leftovers.push(Span {
                            block,
                            start: text.len(),
                            end: text.len() + length,
                        });
                        (left.clone(), left.clone())
                    }
                    Token::Slot { left, right, .. } => {
                        if let Some((there, at)) = from {
                            let span = |block, start, name: &str| Span {
                                block,
                                start,
                                end: start + name.chars().count(),
                            };
                            pair.slots.push((span(there, at, left), span(block, text.len(), right)));
                        }
                        (left.clone(), right.clone())
                    }
                };
                let length = here.chars().count();
                if let Some((left, at)) = &mut from {
                    if here == there {
                        let link = |i| ((*left, *at + i), ((block, text.len() + i), sentence.fate));
                        pair.links.extend((0..length).map(link));
                    }
                    *at += length;
                }
                text.extend(there.chars());
            }
        }
        pair.right
            .body
            .push(Block::paragraph(text.into_iter().collect::<String>()));
    }

    /// So many characters of other text.
    fn scribble(&mut self, length: usize) -> Vec<char> {
        let Some(prose) = self.prose.as_ref().filter(|prose| !prose.is_empty()) else {
            return self.writer.scribble(length);
        };
        let source = prose[self.writer.below(prose.len())]
            .chars()
            .filter(|c| c.is_alphanumeric());
        let source: Vec<char> = source.collect();
        let at = self.writer.below(source.len() - length);
        source[at..at + length].to_vec()
    }
}

/// The paragraphs of the sample corpus in simplified characters.
fn sample() -> Vec<String> {
    let (corpus, _) = read(include_str!("../../assets/corpus.json")).expect("the sample corpus");
    let is_simplified = |document: &Document| document.lang.as_deref() == Some("zh-Hans");
    let blocks = corpus
        .documents
        .into_iter()
        .filter(is_simplified)
        .flat_map(|document| document.body);
    let texts = blocks.filter(|block| block.heading.is_none()).map(|block| block.text);
    let mut seen = BTreeSet::new();
    texts
        .filter(|text| text.chars().count() >= 80 && seen.insert(text.clone()))
        .collect()
}
