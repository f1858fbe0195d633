//! GBK read one byte out of step: a first byte was lost and `?` stands for it, so each character that follows is made
//! of the halves of two, until one that fits into ASCII restores the step. «?拔逡弧逼陂g» is «“五一”期間».

use std::collections::HashSet;
use std::ops::Range;

use super::gbk;
use crate::corpus::Damage;
use crate::import::source::Mend;
use crate::text::fold::simplified;

/// Fewest characters that a run must give back. Three of everyday come about by chance.
const SHORTEST: usize = 4;

/// Fewest odd characters that a damaged run must have, and at most how many characters there may be to each of them.
/// A third of the characters that a shift makes are odd; of those in a clean text hardly one in a hundred.
const ODD: usize = 2;
const ODD_SHARE: usize = 6;

/// Most characters before a run in which what it closes may have been opened. Quotations are shorter.
const QUOTATION: usize = 300;

/// What opens, and what closes it.
const PAIRS: [(char, char); 8] = [
    ('“', '”'),
    ('‘', '’'),
    ('《', '》'),
    ('（', '）'),
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('〈', '〉'),
];

/// Words that may stand before a quotation, and whose last character has the second byte of «。», «，» or «：». After
/// their first character a lost sign could as well be their second.
const WORDS: &str = "确保力保要保担保承保环保社保医保低保永保日常经常平常正常异常非常时常通常承担分担负担处罚惩罚造福幸福祝福\
    上海青海沿海渤海南海东海北海学校高校党校院校军校规模劳模事迹奇迹安危庆祝希冀崩溃包含蕴含饱含动态形态状态生态常态业态\
    共同合同协同认同不同如同等同一同大连接连相连思维运维照片影片图片名片卡片芯片住宅赶超反超担负肩负抱负不负自己知己\
    医院法院学院剧院集群社群人群青春长春新春青岛半岛群岛海岛收购采购广泛";

/// A damaged run.
struct Run {
    range: Range<usize>,
    /// What it gives back, without the character whose first byte is lost.
    text: String,
    /// The second byte of that character.
    trail: u8,
    /// That character, or the best guess at it.
    lost: char,
    grounds: Grounds,
    /// Did a byte of ASCII restore the step, be it half of a character or one of its own? If not, the last character is lost as well.
    is_closed: bool,
}

/// What speaks for a lost character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grounds {
    None,
    /// A sentence ends or halts, and a quotation begins or ends. A word may end there too.
    Halt,
    /// It opens what the run closes.
    Pair,
}

/// What stands for the lost byte?
fn is_lost(c: char) -> bool {
    matches!(c, '?' | '\u{fffd}')
}

/// The damaged runs of a text.
pub fn find(text: &str) -> Vec<Mend> {
    let mut runs = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // A clean line ends here.
        let mut from = if line.contains(gbk::is_odd) { 0 } else { line.len() };
        for (at, lost) in line.match_indices(is_lost) {
            if at < from {
                continue;
            }
            if let Some(mut run) = read(&line[..at], &line[at + lost.len()..]) {
                from = at + lost.len() + run.range.end;
                run.range = start + at..start + from;
                runs.push(run);
            }
        }
        start += line.len();
    }
    let doubts: HashSet<(char, u8)> = runs.iter().filter_map(|run| doubt(text, run)).collect();
    let mut known = HashSet::new();
    if !doubts.is_empty() {
        known.extend(pairs(text, &doubts));
        known.extend(pairs(WORDS, &doubts));
    }
    let mend = |run: Run| {
        let is_known = doubt(text, &run).is_some_and(|doubt| known.contains(&doubt));
        let is_certain = match run.grounds {
            Grounds::Pair => true,
            Grounds::Halt => !is_known,
            Grounds::None => false,
        };
        let last = if run.is_closed { None } else { Some('\u{fffd}') };
        Mend {
            text: std::iter::once(run.lost).chain(run.text.chars()).chain(last).collect(),
            range: run.range,
            damage: Damage::ByteShift,
            certain: is_certain && run.is_closed,
        }
    };
    runs.into_iter().map(mend).collect()
}

/// Reads what follows a lost byte one byte later. `before` is the line up to it.
fn read(before: &str, damaged: &str) -> Option<Run> {
    let mut run = Run {
        range: 0..0,
        text: String::new(),
        trail: 0,
        lost: '\u{fffd}',
        grounds: Grounds::None,
        is_closed: false,
    };
    let (mut all, mut odd) = (0, 0);
    let mut lead = None;
    let mut characters = damaged.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let is_inside = characters.peek().is_some_and(|(_, c)| gbk::bytes(*c).is_some());
        let (first, second) = match gbk::bytes(c) {
            Some([first, second]) => (first, Some(second)),
            // A sign that was of full width before somebody made it ASCII.
            None if is_inside && !is_lost(c) && (all == 0 && c.is_ascii_graphic() || ('!'..'@').contains(&c)) => {
                (0xa3, Some(c as u8 | 0x80))
            }
            None if ('@'..='~').contains(&c) => (c as u8, None),
            None => break,
        };
        match lead {
            None => run.trail = first,
            Some(lead) => match gbk::character(lead, first).filter(|c| gbk::is_common(*c)) {
                Some(c) => run.text.push(c),
                None => break,
            },
        }
        run.range.end = at + c.len_utf8();
        run.is_closed = second.is_none_or(|byte| byte.is_ascii());
        if let Some(byte) = second.filter(u8::is_ascii) {
            run.text.push(char::from(byte));
        }
        lead = second;
        all += 1;
        odd += usize::from(gbk::is_odd(c));
        if run.is_closed {
            break;
        }
    }
    (run.lost, run.grounds) = lost(before, run.trail, &run.text);
    let is_damaged = odd >= ODD && odd * ODD_SHARE >= all || odd > 0 && run.grounds != Grounds::None;
    (is_damaged && run.text.chars().count() + 1 >= SHORTEST).then_some(run)
}

/// The character whose first byte is lost, from its second one and what stands around it.
fn lost(before: &str, trail: u8, text: &str) -> (char, Grounds) {
    let pair = PAIRS.iter().find(|(open, close)| {
        let is_closed = first_of(text.chars(), [*open, *close]) == Some(*close);
        is_closed && first_of(before.chars().rev().take(QUOTATION), [*close, *open]) != Some(*open)
    });
    if let Some((open, _)) = pair.filter(|(open, _)| gbk::bytes(*open).is_some_and(|bytes| bytes[1] == trail)) {
        return (*open, Grounds::Pair);
    }
    let marks = [0xa3, 0xa1].map(|lead| gbk::character(lead, trail).filter(|c| gbk::is_mark(*c)));
    let is_halt = |mark: char| "，。：".contains(mark) && text.starts_with(['“', '”', '《', '》']);
    match marks {
        [None, None] => ('\u{fffd}', Grounds::None),
        [Some(mark), None] | [None, Some(mark)] if is_halt(mark) => (mark, Grounds::Halt),
        [Some(mark), _] | [_, Some(mark)] => (mark, Grounds::None),
    }
}

fn first_of(mut characters: impl Iterator<Item = char>, wanted: [char; 2]) -> Option<char> {
    characters.find(|c| wanted.contains(c))
}

/// The character before a run, and the second byte of the lost one.
fn doubt(text: &str, run: &Run) -> Option<(char, u8)> {
    let before = text[..run.range.start].chars().next_back()?;
    Some((simplified(before), run.trail))
}

/// Those of the wanted pairs that occur in a text: a character and, after it, a Han character with that second byte.
fn pairs(text: &str, wanted: &HashSet<(char, u8)>) -> HashSet<(char, u8)> {
    let pairs = text.chars().zip(text.chars().skip(1));
    let pairs = pairs.filter(|(_, c)| gbk::is_common(*c) && !gbk::is_mark(*c));
    let pairs = pairs.filter_map(|(before, c)| Some((simplified(before), gbk::bytes(c)?[1])));
    pairs.filter(|pair| wanted.contains(pair)).collect()
}
