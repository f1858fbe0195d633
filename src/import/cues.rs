//! The words by which a page gives itself away: what its menus, forums, footers and editors say around a text.
//!
//! All words stand folded (simplified, half width, lower case) and are compared with folded lines. To teach the
//! import another site, add its words here; no rule elsewhere names one.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::outline::is_numbered;
use super::pattern::regex;
use super::source::Line;
use crate::corpus::Reason;

/// What a line is, by its own words and by what the markup says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing gives it away.
    Text,
    /// It is not text, but may stand in the middle of one: a share button, a page number.
    Chrome(Reason),
    /// It is not text, and where it stands a text begins or ends.
    Border(Reason),
    /// It is not text, and whatever comes after it is none.
    End(Reason),
    /// It heads a forum post, and may say when that was written.
    Post,
}

impl Role {
    /// The reason for which the line is taken out, if it is not text.
    pub fn reason(self) -> Option<Reason> {
        match self {
            Role::Text => None,
            Role::Post => Some(Forum),
            Chrome(reason) | Border(reason) | End(reason) => Some(reason),
        }
    }
}

/// Where in a line the words of a cue must stand.
enum At {
    /// At the start, after brackets and bullets, of a line that is no sentence.
    Start,
    /// At the start of a line, sentence or not.
    Opens,
    /// Anywhere, in a line no longer than this many characters that is no sentence.
    Within(usize),
    /// Anywhere, in a line no longer than this many characters, sentence or not.
    Said(usize),
}

use At::{Opens, Said, Start, Within};
use Reason::{Footer, Forum, Metadata, Navigation, Teaser};
use Role::{Border, Chrome, End, Post};

/// The first row that fits decides.
#[rustfmt::skip]
const CUES: [(At, Role, &[&str]); 23] = [
    (Within(120), Post, &["发表于 1", "发表于 2", "发表于:1", "发表于:2", "发表于1", "发表于2"]),
    (Within(60), End(Navigation), &["】相关文章", "的相关文章", "】的相关", "相关内容:"]),
    (Said(300), Border(Teaser), &[
        "小编", "希望大家喜欢", "为大家整理", "为大家收集", "给大家整理", "为您整理", "欢迎大家阅读", "欢迎品鉴",
        "欢迎大家分享", "仅供参考,欢迎", "仅供参考,希望", "更多范文", "更多精彩内容",
    ]),
    (Opens, Border(Teaser), &["内容提要", "导读", "核心提示", "内容摘要", "摘要:", "摘要]", "编者按", "编辑提示"]),
    (Start, Border(Forum), &["查看:", "本版积分", "您需要登录", "小黑屋", "gmt+8", "powered by"]),
    (Start, End(Forum), &[
        "签名:", "个性签名", "网友评论", "发表评论", "我要评论", "最新评论", "全部评论", "评论区", "文明上网", "我来说两句", "已有评论",
    ]),
    (Within(160), End(Footer), &[
        "icp备", "icp证", "公网安备", "版权所有", "copyright", "all rights reserved", "网站标识码", "网站联系电话",
        "增值电信业务", "互联网新闻信息服务许可",
    ]),
    (Start, Border(Footer), &["主办单位", "承办单位", "主办:", "承办:", "技术支持:"]),
    (Start, End(Footer), &[
        "版权声明", "建议使用ie", "建议使用1", "网站维护", "新闻联络人", "联络人:",
    ]),
    (Said(400), End(Footer), &["免责声明", "本站声明", "转载请注明", "版权归原作者", "侵犯了您的", "联系我们删除"]),
    (Start, End(Navigation), &[
        "上一条", "下一条", "上一篇", "下一篇", "上一则", "下一则", "推荐访问", "推荐阅读", "相关阅读", "相关新闻",
        "相关链接", "相关文章", "相关推荐", "相关信息", "相关稿件", "相关报道", "热门推荐", "热门文章", "热点推荐", "延伸阅读",
        "猜你喜欢", "友情链接", "网站导航", "最新文章", "最新更新", "为您推荐", "大家都在看", "点击排行", "阅读排行",
        "上条]", "下条]", "上条:", "下条:", "上一主题", "下一主题", "编辑推荐", "前一条", "后一条", "前一篇", "后一篇", "共享此文章", "投稿邮箱", "大家还看", "一周热", "返回列表", "点击下载文档", "下载文档",
    ]),
    (Start, Border(Navigation), &[
        "当前位置", "当前的位置", "您的位置", "您现在的位置", "您当前的位置", "你的位置", "你当前的位置", "你现在的位置", "所在位置",
        "现在位置", "首页 >", "首页>", "首页 /", "首页\"", "首页 -", "站内搜索", "头条新闻", "热门搜索", "热搜", "tags:", "标签:",
        "关键词:", "关键字:", "今天是", "欢迎访问", "欢迎光临", "您好,欢迎",
    ]),
    (Start, Border(Metadata), &[
        "发布时间", "发布日期", "发文日期", "发表时间", "发布于", "更新时间", "更新:", "更新日期", "成文日期", "生成日期", "文章来源", "本文来源", "信息来源",
        "来源:", "稿源:", "source:", "作者:", "点击数", "浏览次数", "阅读次数", "浏览量", "点阅数", "点阅次数", "人气:", "人气指数", "阅读量", "访问次数", "索引号",
        "发布机构", "发布单位", "信息索引", "主题分类", "有效性", "有效期:", "效力说明", "编号:", "密级:", "页数:", "页码:", "表单编号", "文章出处", "整理者", "上传时间", "字数统计", "文号:", "发文字号", "标题:", "发文机关", "主送:", "公开方式",
    ]),
    (Start, End(Metadata), &[
        "责任编辑", "责编:", "责编 ", "编辑 ", "审核 ", "归档日期", "归档人", "签到表附后", "审签:", "核稿:", "全文完", "本文完", "编辑:", "本文编辑", "审核:", "终审:", "初审:", "复审:", "校对:", "值班编辑", "值班主任", "供稿:", "录入:",
        "[责任编辑", "(责任编辑", "(责编", "信息员:", "签发:",
    ]),
    (Within(100), Border(Metadata), &[
        " 来源:", " source:", "]来源:", " 作者:", "浏览次数", "点击数", "点击:", "阅读:", "浏览:", "访问量:", "人气:", "字号:",
        "发布时间:", "字体:", " 编辑:",
    ]),
    (Within(60), Chrome(Navigation), &[
        "分享到", "【字体", "字号", "扫一扫", "扫码下载", "扫码关注", "扫码阅读", "扫码查看", "扫描二维码", "长按识别", "打印本页", "打印本文", "关闭窗口", "关闭本页",
        "手机阅读", "手机查看", "收藏本文", "客户端下载", "下载客户端", "点击关注", "关注我们", "视力保护", "保护视力", "语音播报", "蓝字", "阅读原文", "预览时", "掌握第一手", "关注\"", "关注本号", "长按关注", "设为星标", "点分享", "点收藏", "点点赞", "点在看", "一键三连", "喜欢作者", "轻触阅读", "功能介绍",
    ]),
    (Start, Chrome(Metadata), &["点击图片", "摄影:"]),
    (Start, Chrome(Reason::Spam), &["广告:", "广告 ", "(广告"]),
    (Within(60), Chrome(Reason::Markup), &["锟斤拷", "听钬", "钬斺"]),
    (Said(200), End(Navigation), &["您访问的链接即将离开", "的人还看了", "不代表本站立场", "站长统计", "请关注本站", "您可能也喜欢", "您可能感兴趣", "本站资料", "的全部内容,您", "的全部内容,希望", "仅供参考,版权", "个人观点,仅供", "加微信号", "在线转换器", "报料热线", "赞好我们", "资料开放宣告", "最佳浏览环境", "本页结束", "加入知识星球", "后台回复", "您还没有登录", "会员免费下载", "立即充值", "查看剩余内容"]),
    (Within(40), Chrome(Metadata), &["预计阅读", "根据录音整理", "录音整理", "收录于合集", "阅读约"]),
    (Opens, End(Metadata), &["抄送:", "抄报:", "分送:", "主题词:"]),
    (Opens, Border(Metadata), &["关键词]", "作者简介]", "作者简介:", "作者单位:"]),
];

/// Words on buttons and in menus. A line that holds nothing else is no text.
#[rustfmt::skip]
const BUTTONS: [(Reason, &[&str]); 2] = [
    (Navigation, &[
        "首页", "网站首页", "设为首页", "加入收藏", "收藏本站", "收藏", "关闭", "关闭窗口", "关闭本页", "本页", "打印",
        "返回", "放弃", "继续访问", "已阅", "在看", "附件下载", "返回首页", "回上一页", "回页首", "返回顶部", "回到顶部", "顶部", "列表", "上一页", "下一页", "上一版", "下一版", "版面导航", "版面概览", "尾页", "末页", "第一页", "搜索", "检索",
        "高级搜索", "无障碍阅读", "无障碍浏览", "无障碍", "适老版", "长者模式", "长者助手", "长者版", "关怀版", "手机版", "电脑版",
        "移动版", "客户端", "微信公众号", "繁体版", "简体版", "繁体", "简体", "english", "字体", "大", "中", "小", "默认", "超大",
        "a", "end", "完", "知道了", "是否解决了您的问题", "是", "否", "打印本稿", "page", "我要纠错", "分享", "更多", "更多>>", "微信", "微博", "新浪微博", "qq空间", "朋友圈", "网站地图", "联系我们", "关于我们", "网站声明", "隐私声明",
        "新闻中心", "新闻动态", "新闻资讯", "新闻", "要闻", "要闻动态", "今日要闻", "时政要闻", "本地要闻", "政务要闻", "政务动态",
        "工作动态", "部门动态", "乡镇动态", "基层动态", "通知公告", "公告公示", "公示公告", "图片新闻", "视频新闻", "热点专题",
        "政务公开", "信息公开", "政府信息公开", "政务服务", "在线服务", "网上办事", "办事服务", "便民服务", "公共服务", "互动交流",
        "政民互动", "公众参与", "领导信箱", "县长信箱", "区长信箱", "市长信箱", "机构概况", "机构设置", "领导之窗", "领导信息",
        "专题专栏", "政策文件", "政策法规", "政策解读", "法律法规", "规划计划", "人事信息", "财政信息", "数据开放", "数据发布", "统计数据",
        "解读回应", "回应关切", "在线访谈", "民意征集", "投资指南", "招商引资", "旅游", "文化旅游", "走进", "概况", "登录", "注册",
        "个人中心", "网站支持ipv6", "ipv6", "rss", "目录", "正文",
    ]),
    (Forum, &[
        "登录", "注册", "立即注册", "找回密码", "顶", "踩", "引用", "淘帖", "分享", "收藏", "管理员删除", "只看楼主", "只看他", "回复本帖", "回复", "支持", "反对", "使用道具", "举报", "复制链接", "楼主", "沙发", "板凳", "地板",
        "只看该作者", "只看大图", "倒序浏览", "显示全部楼层", "阅读模式", "发帖", "回帖", "发新帖", "电梯直达", "点赞", "评论", "转发",
        "qq登录", "只需一步", "快速开始", "快速回复", "论坛", "发消息", "加好友", "签到",
    ]),
];

/// Words of link farms. A speech may have one or two of them; a line with three different ones is spam.
#[rustfmt::skip]
const SPAM: [&str; 20] = [
    "高清", "无码", "午夜", "成人", "福利", "亚洲", "国产", "精品", "在线观看", "在线播放", "免费观看", "毛片", "澳门",
    "博彩", "棋牌", "彩票", "投注", "娱乐城", "百家乐", "代开发票",
];

/// Words that no speech has on a line of its own: two such lines beside each other are spam.
#[rustfmt::skip]
const SCAM: [&str; 25] = [
    "六合彩", "时时彩", "比分网", "凯发", "威尼斯人", "特码", "赌场",
    "老虎机", "澳门新", "博彩", "棋牌", "投注", "娱乐城", "百家乐", "开云", "亚博", "app下载", "官网下载", "登录入口", "体育官网", "无码", "午夜",
    "毛片", "在线观看", "代开发票",
];

/// A spam line has no sentence in it, and is no longer than this many characters.
const SPAM_LINE: usize = 1000;

/// What a line is, by its own words and by what the markup says of it.
pub fn role(line: &Line) -> Role {
    let folded = line.folded.as_str();
    let length = line.characters();
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    // «来 源:», as forms have it.
    let tight: String = bare.chars().take(12).filter(|c| *c != ' ').collect();
    // A sentence, a clause of a list, or a point of an outline may speak of what menus speak of.
    let is_text = folded.contains('。') || folded.ends_with([';', ',']) || is_numbered(folded);
    let begins = |word: &&&str| bare.starts_with(**word) || tight.starts_with(**word);
    let fits = |(at, _, words): &&(At, Role, &[&str])| match at {
        Start | Within(_) if is_text => false,
        Start | Opens => words.iter().any(|word| begins(&word)),
        Within(most) | Said(most) => length <= *most && words.iter().any(|word| folded.contains(word)),
    };
    let own = if let Some(reason) = buttons(folded, length) {
        Chrome(reason)
    } else if let Some((_, role, _)) = CUES.iter().find(fits) {
        *role
    } else if length <= SPAM_LINE && !folded.contains('。') && (several(&SPAM, 3, folded) || several(&SCAM, 2, folded))
    {
        Border(Reason::Spam)
    } else if length <= 120 && (!folded.contains(['。', '!', '?', ';']) || is_caption(folded)) {
        by_shape(folded)
    } else {
        Role::Text
    };
    match (own, line.around) {
        (Role::Text, Some(reason)) => Border(reason),
        (Role::Text, None) if line.is_link && !line.is_prose() && line.heading.is_none() => Chrome(Navigation),
        (own, _) => own,
    }
}

/// A line that holds words of buttons only: the kind of the first.
fn buttons(folded: &str, length: usize) -> Option<Reason> {
    if length > 100 {
        return None;
    }
    // Counters stand beside the words: «支持 12».
    let mut rest: String = folded.chars().filter(|c| c.is_alphabetic()).collect();
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

/// Is this a line of links that no speech has?
pub fn is_scam(line: &Line) -> bool {
    !line.is_prose() && SCAM.iter().any(|word| line.folded.contains(word))
}

/// Does a text have at least so many of the words?
fn several(words: &[&str], least: usize, text: &str) -> bool {
    words.iter().filter(|word| text.contains(**word)).take(least).count() == least
}

/// A caption may be a sentence.
fn is_caption(folded: &str) -> bool {
    folded.starts_with("图为") || folded.starts_with("(图为") || folded.ends_with('摄')
}

/// Breadcrumbs, menus, page numbers, and lines about a date: shapes rather than words.
fn by_shape(folded: &str) -> Role {
    static DATE: LazyLock<Regex> = LazyLock::new(|| regex(r"\d{4}([-/.])\d{1,2}[-/.]\d{1,2}"));
    static STAMP: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^[\s\[(]*(时间|日期)?:?\s*\d{4}([-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日\s*\d{1,2}:\d\d)")
    });
    // A day after a label, «会议日期:2022-1-5», is no entry of a list.
    static NEWS: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^\[?\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|[^:\d] ?[\[(]?\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[\])]?$")
    });
    static PAGE: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^(第? *\d{1,3} *页?( *[/共] *\d{1,3} *页?)?|[-—–] *\d{1,3} *[-—–]|page \d+( of \d+)?)$")
    });
    // Lists of other texts by their head, captions, the foot of a printed paper, pages of a newspaper.
    static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
        let kind = "解读|稿件|政策|阅读|文件|文章|新闻|链接|推荐|资讯|内容|报道|信息|专题|视频|公告|动态|喜欢|导读|排行|图解|下载";
        regex(&format!(
            "^.?(相关|关联|延伸|推荐|热门|热点|最新|更多|猜你|其他|本类|同类|同类热门|精彩|为你|为您)({kind})(推荐|阅读|排行)?[:)\\]】]?$|\
             (新闻|阅读|点击|热门)排行|相关的文章$"
        ))
    });
    static CREDITS: LazyLock<Regex> = LazyLock::new(|| {
        let who = "记者|通讯员|图文|图|文|文字|摄影|摄像|责任编[辑校]|编辑|编校|审核|校对|监制|总监制|出品|一审一?校?|二审|三审|初审|复审|终审|撰稿|供稿|来源";
        regex(&format!(
            "^[\\[(]?({who}) *[:/|]|\\(签[字名]\\)|^\\([^。]{{0,10}}(责编|责任编辑|编辑|编校|校对|审核|值班主任):[^。]*\\)$|^\\[图解\\]"
        ))
    });
    static STATED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日? *\d{1,2}:\d\d|^(阅读|浏览|点击|访问)(量|数|次数)?:? *[\d.]+ *万?\+?(次|人)?$",
        )
    });
    static CAPTION: LazyLock<Regex> = LazyLock::new(|| regex(r"^\(?图(为|片:|:)|[^。]{2}摄\)?$|(供图|图/文)\)?$"));
    static PRINTED: LazyLock<Regex> = LazyLock::new(|| regex(r"\d日 *印发$|^第\d{1,2}版:|^\d{1,4}[楼#]$"));
    if OTHERS.is_match(folded) {
        return End(Navigation);
    }
    if CREDITS.is_match(folded) {
        return End(Metadata);
    }
    if STATED.is_match(folded) && DATE.find_iter(folded).nth(1).is_none() {
        return Border(Metadata);
    }
    if CAPTION.is_match(folded) {
        return Chrome(Metadata);
    }
    if PRINTED.is_match(folded) {
        return End(Metadata);
    }
    if STAMP.is_match(folded) && DATE.find_iter(folded).nth(1).is_none() {
        Border(Metadata)
    } else if PAGE.is_match(folded) {
        Chrome(Navigation)
    } else if NEWS.is_match(folded)
        || DATE.find_iter(folded).nth(1).is_some()
        || folded.matches(['>', '→']).count() >= 2
        || folded.matches('|').count() >= 2
    {
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
        for word in cues.chain(buttons).chain(&SPAM).chain(&SCAM) {
            assert_eq!(fold_text(word, View::Search), *word);
        }
    }
}
