//! The shape of a label: a number and what it counts (四早, 五个一), or several of them (三区两通道).

use super::list::starts_with;
use crate::text::units::is_han;

/// Characters of the longest label.
pub const LABEL: usize = 12;

/// A label, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    numbers: Vec<usize>,
    /// What the first number counts, without a measure word.
    pub noun: Vec<char>,
}

/// Words between a number and a noun.
const MEASURES: &str = "个项种条大类道支张级次批本";

/// What begins with a number and stands for nothing that could be listed: set phrases, and names of places, things
/// and meetings.
#[rustfmt::skip]
const IDIOMS: &[&str] = &[
    "三令五申", "三番五次", "三番两次", "三心二意", "三言两语", "三三两两", "三五成群", "三天两头", "三长两短",
    "三头六臂", "三思而", "两面三刀", "两全其美", "四面八方", "四通八达", "四分五裂", "五湖四海", "五花八门",
    "五颜六色", "五光十色", "六神无主", "七上八下", "七嘴八舌", "七零八落", "八仙过海", "九牛一毛", "九死一生",
    "十全十美", "十拿九稳", "十年树", "十年磨", "两会", "两委", "两院", "两岸", "三亚", "三明", "三门峡", "三峡",
    "三江", "三湘", "三秦", "三晋", "三星", "四川", "四平", "五台", "五粮", "五洲", "六安", "六盘水", "八闽",
    "八达岭", "九江", "九寨", "九州", "双方", "双手", "双向", "双语",
];

/// What is counted every day: time, people, money. It makes no label.
const QUANTITIES: &str = "年月日号时点分秒天周岁元人名位倍成届期层楼册页户米吨斤亩公千百万亿";

/// What follows the number of things that are as one: 五位一体.
pub const AS_ONE: &str = "位一体";

/// Words with 一 that count nothing: by the character before it, and by the one behind.
const ONE: (&str, &str) = ("统唯第万同专逐", "体律致切流线样起定直");

/// Nouns that announce an outline, or count what there is in the world: they make a label only in quotation marks.
#[rustfmt::skip]
const ORDINARY: &[&str] = &[
    "方面", "环节", "要求", "节点", "重点", "问题", "意见", "建议", "阶段", "时期", "部分", "层次", "层面", "步骤",
    "任务", "工作", "事", "事项", "内容", "角度", "因素", "原因", "特点", "变化", "情况", "县", "市", "区", "州",
    "省", "乡", "镇", "村", "街道", "社区", "部门", "单位", "企业", "项目", "国家", "地区", "人员", "人群", "学校",
    "家",
];

impl Shape {
    /// Reads a folded text as a label: it begins with a number, and counts two things or more, if only one and one.
    pub fn of(text: &[char]) -> Option<Shape> {
        let is_plain = |&c: &char| is_han_char(c) || c.is_ascii_digit();
        if text.len() > LABEL || !text.iter().all(is_plain) {
            return None;
        }
        let (first, after) = number(text, 0)?;
        let has_measure = |at: usize| text.get(at).is_some_and(|&c| MEASURES.contains(c)) && at + 1 < text.len();
        let start = after + usize::from(has_measure(after));
        let counted = text.get(start)?;
        let is_measure = start + 1 == text.len() && MEASURES.contains(*counted);
        // Larger numbers are years and names more often than labels, but for a measure word or a ban.
        let is_likely = first <= 10 || start > after || *counted == '不';
        let is_quantity = QUANTITIES.contains(*counted) && !starts_with(&text[start..], AS_ONE);
        if is_quantity || is_measure || !is_likely {
            return None;
        }
        let (mut numbers, mut end) = (vec![first], text.len());
        // One character at least is counted, whatever it is: 五个一.
        let mut at = start + 1;
        while at < text.len() {
            match number(text, at) {
                Some((value, after)) if after < text.len() && !is_word(text, at) => {
                    numbers.push(value);
                    end = end.min(at);
                    at = after + 1;
                }
                Some((_, after)) => at = after,
                // A run of digits that is no number is a date: 十四五.
                None if is_digit(text[at]) => return None,
                None => at += 1,
            }
        }
        let noun = text[start..end].to_vec();
        let shape = Shape { numbers, noun };
        (shape.number() > 1 && !is_idiom(text)).then_some(shape)
    }

    /// A label at the end of a longer phrase, with a measure word to make sure: 监督执纪四种形态.
    pub fn within(text: &[char]) -> Option<Shape> {
        let begins = |&at: &usize| {
            let counts = |(value, after): (usize, usize)| {
                value > 1 && text.get(after).is_some_and(|&c| c != '大' && MEASURES.contains(c))
            };
            text[at - 1] != '第' && !is_digit(text[at - 1]) && number(text, at).is_some_and(counts)
        };
        (1..text.len()).find(begins).and_then(|at| Shape::of(&text[at..]))
    }

    /// The members that the whole label counts.
    pub fn number(&self) -> usize {
        self.numbers.iter().sum()
    }

    /// Does it count single things only, as 一老一小 does, and 一心一意? It is a label where its members stand.
    pub fn is_of_ones(&self) -> bool {
        self.numbers.iter().all(|&value| value == 1)
    }

    /// How many things it counts: two in 三区两通道.
    pub fn parts(&self) -> usize {
        self.numbers.len()
    }

    /// The numbers of members that it may have, the likeliest first: 三区两通道 has five, 三管三必须 three.
    pub fn counted(&self) -> impl Iterator<Item = usize> {
        let first = self.numbers.first().copied().filter(|_| self.parts() > 1);
        std::iter::once(self.number()).chain(first).filter(|&number| number > 1)
    }

    /// Does it end where it must, whatever noun follows: 五个一, 三位一体?
    pub fn is_complete(&self) -> bool {
        self.noun == ['一'] || self.noun.iter().copied().eq(AS_ONE.chars())
    }

    /// Does it announce an outline, or count what there is in the world?
    pub fn is_ordinary(&self) -> bool {
        let noun: String = self.noun.iter().collect();
        ORDINARY.iter().any(|word| noun.ends_with(word))
    }
}

fn is_idiom(text: &[char]) -> bool {
    IDIOMS.iter().any(|idiom| starts_with(text, idiom))
}

/// Is the 一 at a place part of a word: 统一, 一体?
fn is_word(text: &[char], at: usize) -> bool {
    let is_in = |words: &str, at: usize| text.get(at).is_some_and(|&c| words.contains(c));
    text[at] == '一' && (is_in(ONE.0, at - 1) || is_in(ONE.1, at + 1))
}

/// Is the 一 before a place part of a word that goes on: 一体化?
pub fn goes_on(text: &[char], at: usize) -> bool {
    at > 0 && text[at - 1] == '一' && text.get(at).is_some_and(|&c| ONE.1.contains(c))
}

/// The number that starts at a place, up to 99, and its end; `None` if a longer run of digits is none.
pub fn number(text: &[char], at: usize) -> Option<(usize, usize)> {
    let length = text[at..].iter().take_while(|&&c| is_digit(c)).take(4).count();
    let run = &text[at..at + length];
    let value = match *run {
        [a] => digit(a)?,
        ['十', b] => 10 + digit(b).filter(|&b| b < 10)?,
        [a, '十'] => 10 * digit(a).filter(|&a| a < 10)?,
        [a, '十', b] => 10 * digit(a).filter(|&a| a < 10)? + digit(b).filter(|&b| b < 10)?,
        [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => 10 * digit(a)? + digit(b)?,
        _ => return None,
    };
    Some((value, at + length))
}

/// A label with the number that it begins with in Chinese: 5个一 is 五个一.
pub fn spelled(label: &[char]) -> String {
    let digit = |value: usize| "一二三四五六七八九".chars().nth(value.wrapping_sub(1));
    let number = number(label, 0).filter(|_| label[0].is_ascii_digit());
    let spelled: Vec<char> = number.map_or_else(Vec::new, |(value, _)| {
        let tens = (value > 9).then_some([digit(value / 10).filter(|_| value > 19), Some('十')]);
        tens.into_iter()
            .flatten()
            .chain([digit(value % 10)])
            .flatten()
            .collect()
    });
    let rest = &label[number.map_or(0, |(_, end)| end)..];
    spelled.iter().chain(rest).collect()
}

pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "一二两三四五六七八九十双".contains(c)
}

fn digit(c: char) -> Option<usize> {
    let chinese = || "一二三四五六七八九十".chars().position(|digit| digit == c);
    match c {
        '两' | '双' => Some(2),
        _ => c
            .to_digit(10)
            .map(|digit| digit as usize)
            .or_else(|| Some(chinese()? + 1)),
    }
}

pub fn is_han_char(c: char) -> bool {
    u16::try_from(c as u32).is_ok_and(is_han)
}
