//! Generated speeches: the same on every machine, and like real ones in what costs time: length, paragraphs,
//! frequent and rare characters, slogans, passages that documents share. They mean nothing.

use std::ops::Range;

use tifa::corpus::{Block, Corpus, Document, Genre, Level};
use tifa::lexicon::Lexicon;

/// The most frequent characters of written Chinese, most frequent first.
const HAN: &str = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面\
而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然\
前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最\
立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几\
九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联认六共权收证改清己美\
再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需\
段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消\
构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严";

/// Words of the made-up language, the first ones far more frequent than the last.
const WORDS: usize = 3000;

/// Of a hundred clauses, how many are a slogan.
const SLOGANS: u64 = 13;

/// Of a hundred paragraphs, how many come from an earlier speech.
const COPIES: u64 = 5;

/// Of ten of them, how many are as they were; of how many a tenth is edited; of the others a quarter.
const VERBATIM: usize = 5;
const EDITED: usize = 3;

/// The slogans of a corpus whose copies are known: so few that each stands in many speeches, and that what two share
/// alone is a copy.
const FEW_SLOGANS: usize = 60;

/// What stands in a phrase of the lexicon that is no text.
pub const FRAME_SIGNS: [char; 6] = ['…', 'X', 'Y', 'N', '(', '{'];

/// Characters of a speech.
const USUAL: Range<usize> = 1_500..4_000;

const PLACES: [&str; 3] = ["云岭省", "安澜市", "临溪县"];

/// A corpus of `speeches` documents of 1,500 to 4,000 characters: a thousand are about 8 MB of UTF-8.
pub fn corpus(speeches: usize) -> Corpus {
    written(speeches, USUAL)
}

/// A corpus of long speeches, of between these many characters.
pub fn written(speeches: usize, lengths: Range<usize>) -> Corpus {
    write(Writer::new(42), speeches, lengths).corpus
}

/// Speeches, and for each which paragraphs it shares.
pub struct Copied {
    pub corpus: Corpus,
    /// For each speech the families of its paragraphs, without its first line. A paragraph is copied within one.
    pub families: Vec<Vec<Member>>,
}

/// A paragraph of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub family: usize,
    /// Of a hundred characters, how many were edited when it was copied last.
    pub percent: usize,
}

/// A corpus of speeches as [`corpus`] gives them, but with few slogans.
pub fn copied(speeches: usize) -> Copied {
    let mut writer = Writer::new(42);
    let step = writer.slogans.len() / FEW_SLOGANS;
    writer.slogans = std::mem::take(&mut writer.slogans).into_iter().step_by(step).collect();
    write(writer, speeches, USUAL)
}

fn write(mut writer: Writer, speeches: usize, lengths: Range<usize>) -> Copied {
    let mut documents: Vec<Document> = Vec::new();
    let mut families: Vec<Vec<Member>> = Vec::new();
    // For each speech, where its paragraphs stand.
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    let mut known = 0;
    for number in 0..speeches {
        let length = writer.between(lengths.start, lengths.end);
        let mut body = vec![Block::paragraph("同志们：")];
        let mut members = Vec::new();
        let mut places = Vec::new();
        let mut written = 0;
        while written < length {
            if body.len() % 4 == 2 {
                body.push(Block::heading(1, writer.clause()));
            }
            let copied = !documents.is_empty() && writer.chance(COPIES);
            let (text, member) = if copied {
                let source = writer.below(documents.len());
                let at = writer.below(blocks[source].len());
                let paragraph = &documents[source].body[blocks[source][at]].text;
                let percent = match writer.below(10) {
                    kind if kind < VERBATIM => 0,
                    kind if kind < VERBATIM + EDITED => 10,
                    _ => 25,
                };
                let family = families[source][at].family;
                (writer.edit(paragraph, percent), Member { family, percent })
            } else {
                known += 1;
                let member = Member {
                    family: known,
                    percent: 0,
                };
                (writer.paragraph(), member)
            };
            written += text.chars().count();
            places.push(body.len());
            members.push(member);
            body.push(Block::paragraph(text));
        }
        documents.push(Document {
            title: format!("{}（{number}）", writer.clause()),
            date: Some(format!(
                "{}-{:02}-{:02}",
                writer.between(2004, 2024),
                writer.between(1, 13),
                writer.between(1, 29)
            )),
            place: PLACES[..writer.between(1, 4)]
                .iter()
                .map(|name| name.to_string())
                .collect(),
            level: Some([Level::Province, Level::Prefecture, Level::County][writer.below(3)]),
            genre: Some([Genre::Speech, Genre::Report, Genre::Notice, Genre::Minutes][writer.below(4)]),
            lang: Some("zh-Hans".into()),
            body,
            ..Document::default()
        });
        families.push(members);
        blocks.push(places);
    }
    let mut corpus = Corpus::new("Generated speeches", documents);
    corpus.assign_ids();
    Copied { corpus, families }
}

/// Two versions of one speech of about `length` characters: in the second `percent` of a hundred characters are
/// edited, all over the text, and three paragraphs stand far from where they stood, one of them as it was.
pub fn pair(length: usize, percent: usize) -> (Document, Document) {
    let mut writer = Writer::new((length + percent) as u64);
    let mut left = Vec::new();
    let mut written = 0;
    while written < length {
        let text = writer.paragraph();
        written += text.chars().count();
        left.push(Block::paragraph(text));
    }
    let count = left.len();
    let places = MOVES.map(|parts| parts.map(|part| count * part / 100));
    let edited = |(at, block): (usize, &Block)| match at == places[0][0] {
        true => block.clone(),
        false => Block::paragraph(writer.edit(&block.text, percent)),
    };
    let mut right: Vec<Option<Block>> = left.iter().enumerate().map(edited).map(Some).collect();
    let moved = places.map(|[from, to]| (to, right[from].take()));
    let mut body = Vec::new();
    for (at, block) in right.into_iter().enumerate() {
        body.extend(block);
        body.extend(
            moved
                .iter()
                .filter(|(to, _)| *to == at)
                .filter_map(|(_, block)| block.clone()),
        );
    }
    let document = |id: &str, body| Document {
        id: id.into(),
        title: id.into(),
        body,
        ..Document::default()
    };
    (document("left", left), document("right", body))
}

/// Paragraphs that move: where they come from and behind which they go, as hundredths of a speech.
const MOVES: [[usize; 2]; 3] = [[15, 60], [45, 90], [75, 25]];

/// Writes the made-up language, with the numbers of SplitMix64.
pub struct Writer {
    state: u64,
    words: Vec<String>,
    slogans: Vec<String>,
}

impl Writer {
    pub fn new(seed: u64) -> Self {
        let han: Vec<char> = HAN.chars().collect();
        let slogans = Lexicon::built_in().entries.into_iter().map(|entry| entry.phrase);
        let is_frame = |phrase: &String| phrase.contains(FRAME_SIGNS);
        let mut writer = Writer {
            state: 7,
            words: Vec::new(),
            slogans: slogans.filter(|phrase| !is_frame(phrase)).collect(),
        };
        for _ in 0..WORDS {
            // As in Chinese: most words have two characters.
            let length = [2, 2, 2, 2, 2, 2, 2, 3, 4, 1][writer.below(10)];
            let word = (0..length).map(|_| han[writer.early(han.len())]).collect();
            writer.words.push(word);
        }
        // The language is one; what is written in it follows from the seed.
        writer.state = seed;
        writer
    }

    fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.number() % end as u64) as usize
    }

    pub fn between(&mut self, start: usize, end: usize) -> usize {
        start + self.below(end - start)
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.number() % 100 < percent
    }

    /// A number below `end`, small ones more often.
    fn early(&mut self, end: usize) -> usize {
        let rank = self.below(end);
        rank * self.below(end) / end
    }

    pub fn word(&mut self) -> &str {
        let at = self.early(WORDS);
        &self.words[at]
    }

    pub fn clause(&mut self) -> String {
        if self.chance(SLOGANS) {
            let at = self.early(self.slogans.len());
            return self.slogans[at].clone();
        }
        let words = self.between(3, 9);
        (0..words).map(|_| self.word().to_string()).collect()
    }

    /// 100 to 400 characters.
    pub fn paragraph(&mut self) -> String {
        let length = self.between(100, 370);
        let mut text = String::new();
        let mut written = 0;
        while written < length {
            let clause = self.clause();
            written += clause.chars().count() + 1;
            text.push_str(&clause);
            text.push(if self.chance(30) { '。' } else { '，' });
        }
        text.pop();
        text.push('。');
        text
    }

    /// The text with about `percent` of a hundred characters taken out, put in or replaced, one to four at a time.
    pub fn edit(&mut self, text: &str, percent: usize) -> String {
        let mut edited = String::new();
        let mut characters = text.chars();
        while let Some(c) = characters.next() {
            match self.event(percent) {
                None => edited.push(c),
                Some(Event { gone, put_in }) => {
                    edited.extend(self.scribble(put_in));
                    match gone {
                        0 => edited.push(c),
                        _ => characters.by_ref().take(gone - 1).for_each(drop),
                    }
                }
            }
        }
        edited
    }

    /// What happens at a character if about `percent` of a hundred are edited; mostly nothing. Half of all edits put
    /// something in the place of something.
    pub fn event(&mut self, percent: usize) -> Option<Event> {
        // An event is of one to four characters, thus of two and a half.
        if self.below(250) >= percent {
            return None;
        }
        let n = self.between(1, 5);
        let [gone, put_in] = [[n, n], [n, n], [n, 0], [0, n]][self.below(4)];
        Some(Event { gone, put_in })
    }

    /// So many characters of the made-up language.
    pub fn scribble(&mut self, length: usize) -> Vec<char> {
        let mut text = Vec::new();
        while text.len() < length {
            text.extend(self.word().chars());
        }
        text.truncate(length);
        text
    }
}

/// An edit: so many characters are taken out, so many put in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Event {
    pub gone: usize,
    pub put_in: usize,
}
