//! The words by which a page gives itself away: what its menus, forums, footers and editors say around a text.
//!
//! All words stand folded (simplified, half width, lower case) and are compared with folded lines. To teach the
//! import another site, add its words here; no rule elsewhere names one.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::pattern::regex;
use super::source::Line;
use crate::corpus::Reason;

/// What a line is, by its own words alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing in it gives it away.
    Text,
    /// It is not text, but may stand in the middle of one: a share button, a page number.
    Chrome(Reason),
    /// It is not text, and where it stands a text begins or ends.
    Border(Reason),
    /// It heads a forum post, and may say when that was written.
    Post,
}

/// Where in a line the words of a cue must stand.
enum At {
    /// At the start, after brackets and bullets, of a line that is no sentence.
    Start,
    /// Anywhere, in a line no longer than this many characters that is no sentence.
    Within(usize),
    /// Anywhere, in a line no longer than this many characters, sentence or not.
    Said(usize),
}

use At::{Said, Start, Within};
use Reason::{Footer, Forum, Metadata, Navigation, Teaser};
use Role::{Border, Post};

/// The first row that fits decides.
#[rustfmt::skip]
const CUES: [(At, Role, &[&str]); 10] = [
    (Within(120), Post, &["发表于 2", "发表于:2", "发表于2"]),
    (Said(300), Border(Teaser), &["小编", "希望大家喜欢", "希望对大家有", "希望对您有", "欢迎大家阅读"]),
    (Start, Border(Forum), &["查看:", "本版积分", "您需要登录", "小黑屋", "gmt+8", "powered by"]),
    (Within(160), Border(Footer), &[
        "icp备", "公网安备", "版权所有", "copyright", "all rights reserved", "网站标识码", "网站联系电话",
    ]),
    (Start, Border(Footer), &["主办单位", "承办单位", "主办:", "承办:", "技术支持:"]),
    (Said(400), Border(Footer), &["免责声明", "本站声明"]),
    (Start, Border(Navigation), &[
        "当前位置", "您的位置", "您现在的位置", "您当前的位置", "你的位置", "所在位置", "首页 >", "首页>", "站内搜索", "头条新闻", "热门搜索",
        "上一条", "下一条", "上一篇", "下一篇", "上一则", "下一则", "推荐访问", "推荐阅读", "相关阅读", "相关新闻",
        "相关链接", "相关文章", "相关推荐", "热门推荐", "延伸阅读", "猜你喜欢", "友情链接", "网站导航", "tags:", "标签:",
        "关键词:",
    ]),
    (Start, Border(Metadata), &[
        "发布时间", "发布日期", "发文日期", "发表时间", "更新时间", "成文日期", "文章来源", "信息来源", "来源:", "稿源:",
        "source:", "作者:", "责任编辑", "责编:", "编辑:", "审核:", "点击数", "浏览次数", "阅读次数",
    ]),
    (Within(100), Border(Metadata), &[
        " 来源:", " source:", "]来源:", " 作者:", "浏览次数", "点击数", "点击:", "阅读:", "浏览:",
    ]),
    (Within(60), Role::Chrome(Navigation), &["分享到:", "【字体", "字号:", "扫一扫"]),
];

/// Words on buttons and in menus. A line that holds nothing else is no text.
#[rustfmt::skip]
const BUTTONS: [(Reason, &[&str]); 2] = [
    (Navigation, &[
        "首页", "网站首页", "设为首页", "加入收藏", "收藏本站", "收藏", "关闭", "关闭窗口", "关闭本页", "本页", "打印",
        "返回", "顶部", "列表", "上一页", "下一页", "尾页", "搜索", "无障碍阅读", "无障碍", "长者模式", "长者助手",
        "繁体版", "简体版", "繁体", "简体", "english", "字体", "大", "中", "小", "分享", "更多", "微信",
        "微博", "手机版", "网站地图", "联系我们", "关于我们", "新闻中心", "新闻动态", "通知公告", "政务公开", "政务服务",
        "政府信息公开", "办事服务", "互动交流", "政民互动", "机构概况", "专题专栏",
    ]),
    (Forum, &[
        "登录", "注册", "立即注册", "找回密码", "回复", "支持", "反对", "使用道具", "举报", "复制链接", "楼主", "沙发",
        "只看该作者", "显示全部楼层", "阅读模式", "发帖", "回帖", "发新帖",
        "qq登录", "只需一步", "快速开始", "快速回复",
    ]),
];

/// Words of link farms. A speech may have one or two of them; a line with three different ones is spam.
#[rustfmt::skip]
const SPAM: [&str; 20] = [
    "高清", "无码", "午夜", "成人", "福利", "亚洲", "国产", "精品", "在线观看", "在线播放", "免费观看", "毛片", "澳门",
    "博彩", "棋牌", "彩票", "投注", "娱乐城", "百家乐", "代开发票",
];

/// A spam line has no sentence in it, and is no longer than this many characters.
const SPAM_LINE: usize = 1000;

/// What a line is, by its own words alone.
pub fn role(line: &Line) -> Role {
    let folded = line.folded.as_str();
    let length = line.characters();
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let fits = |(at, _, words): &&(At, Role, &[&str])| match at {
        Start | Within(_) if folded.contains('。') => false,
        Start => words.iter().any(|word| bare.starts_with(word)),
        Within(most) | Said(most) => length <= *most && words.iter().any(|word| folded.contains(word)),
    };
    if let Some(reason) = buttons(folded, length) {
        Role::Chrome(reason)
    } else if let Some((_, role, _)) = CUES.iter().find(fits) {
        *role
    } else if length <= SPAM_LINE && !folded.contains('。') && three_of(&SPAM, folded) {
        Border(Reason::Spam)
    } else if length <= 100 && !line.is_prose() {
        by_shape(folded)
    } else {
        Role::Text
    }
}

/// A line that holds words of buttons only: the kind of the first.
fn buttons(folded: &str, length: usize) -> Option<Reason> {
    if length > 100 {
        return None;
    }
    let mut rest: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut kind = None;
    while !rest.is_empty() {
        let words = BUTTONS
            .iter()
            .flat_map(|(reason, words)| words.iter().map(move |word| (*reason, *word)));
        let (reason, word) = words
            .filter(|(_, word)| rest.starts_with(word))
            .max_by_key(|(_, word)| word.len())?;
        rest.drain(..word.len());
        kind = kind.or(Some(reason));
    }
    kind
}

fn three_of(words: &[&str], text: &str) -> bool {
    words.iter().filter(|word| text.contains(**word)).nth(2).is_some()
}

/// Breadcrumbs, menus, and lines about a date: shapes rather than words.
fn by_shape(folded: &str) -> Role {
    static DATE: LazyLock<Regex> = LazyLock::new(|| regex(r"\d{4}([-/.])\d{1,2}[-/.]\d{1,2}"));
    static STAMP: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^[\s\[(]*(时间|日期)?:?\s*\d{4}(-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日\s*\d{1,2}:\d\d)")
    });
    if STAMP.is_match(folded) && DATE.find_iter(folded).nth(1).is_none() {
        Border(Metadata)
    } else if DATE.is_match(folded) || folded.matches(['>', '→']).count() >= 2 || folded.matches('|').count() >= 2 {
        Border(Navigation)
    } else {
        Role::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::{View, fold_text};

    #[test]
    fn all_words_stand_folded() {
        let cues = CUES.iter().flat_map(|(_, _, words)| words.iter());
        let buttons = BUTTONS.iter().flat_map(|(_, words)| words.iter());
        for word in cues.chain(buttons).chain(&SPAM) {
            assert_eq!(fold_text(word, View::Search), *word);
        }
    }
}
