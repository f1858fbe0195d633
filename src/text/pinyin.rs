//! The order in which a reader looks for Chinese words: by the pinyin of their characters.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::fold::fold_char;

/// Where a text stands among others by pinyin, character by character: digits and letters first, then the characters of
/// GB 2312 as dictionaries have them, then all others. Script, width, case, punctuation and spaces make no difference. A
/// character with several readings stands at the one that the standard has it at.
pub fn key(text: &str) -> Vec<u32> {
    static PLACES: OnceLock<BTreeMap<char, u32>> = OnceLock::new();
    /// Behind the letters of all alphabets, which stand in Unicode before the Han characters.
    const FIRST: u32 = 0x11_0000;
    let places = PLACES.get_or_init(|| {
        let lines = include_str!("../../assets/pinyin.txt").lines();
        let characters = lines.filter(|line| !line.starts_with('#')).flat_map(str::chars);
        characters.zip(FIRST..).collect()
    });
    let is_rare = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c) || c >= '\u{20000}';
    let place = |c: char| match places.get(&c) {
        Some(place) => *place,
        None if is_rare(c) => 2 * FIRST + u32::from(c),
        None => u32::from(c),
    };
    let folded = text.chars().filter_map(fold_char);
    folded.filter(|c| c.is_alphanumeric()).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_where_a_reader_looks_for_them() {
        let titles = [
            "2022年工作要点",
            "Report",
            "《安澜讲话》",
            "长沙县通告",
            "關於防控的通告",
            "关于防控的通知",
            "泸溪县通告",
            "泸溪县 通知",
            "在会上的讲话",
            "做好防控",
            "䶮",
        ];
        assert!(titles.map(key).is_sorted(), "{:?}", titles.map(key));
        assert_eq!(key("（關於）"), key("关于"));
    }

    #[test]
    fn a_character_stands_once() {
        let lines = include_str!("../../assets/pinyin.txt").lines();
        let characters: Vec<char> = lines
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::chars)
            .collect();
        let different = std::collections::BTreeSet::from_iter(&characters);
        assert_eq!((characters.len(), different.len()), (6763, 6763));
    }
}
