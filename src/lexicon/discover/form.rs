//! What slogans look like, and what does not look like one: the words by which candidates are told apart.
//!
//! The lists are short and of words that are common to the genre, none is the name of a place or a person. They are
//! part of the method: a slogan commands or counts, a topic word stands before a noun.

use std::sync::LazyLock;

use crate::text::units::SEPARATES;

/// Words of two characters, packed and in order.
pub struct Words(LazyLock<Vec<u32>>);

impl Words {
    const fn new(read: fn() -> Vec<u32>) -> Self {
        Words(LazyLock::new(read))
    }

    pub fn has(&self, pair: u32) -> bool {
        self.0.binary_search(&pair).is_ok()
    }
}

pub fn pair(a: u16, b: u16) -> u32 {
    u32::from(a) << 16 | u32::from(b)
}

fn read(list: &str) -> Vec<u32> {
    let units = |word: &str| word.encode_utf16().collect::<Vec<u16>>();
    let mut words: Vec<u32> = list
        .split_whitespace()
        .map(units)
        .filter_map(|word| Some(pair(*word.first()?, *word.get(1)?)))
        .collect();
    words.sort_unstable();
    words
}

/// 的, which stands between a slogan and the noun that names it: 应检尽检的原则.
pub const OF: u16 = '的' as u16;

/// Before a clause that begins: modal verbs, and adverbs that belong to no slogan.
pub static LEADS: Words = Words::new(|| {
    read(
        "必须 务必 务求 坚持 做到 切实 坚决 始终 时刻 真正 继续 不断 全力 按照 围绕 落实 确保 实现 进一 一步 持续 \
         着力 大力 积极 主动 严格 牢牢 需要 应当 我们 大家 同志 全市 全县 全区 全省 全州 各级 一是 二是 三是 四是 五是 \
         六是 一要 二要 三要 四要 五要 六要 树立 强化 突出 坚定 深入 全面 认真 贯彻 落细 严守",
    )
});

/// Behind 的: what a slogan is called.
pub static PRINCIPLES: Words = Words::new(|| {
    read(
        "要求 原则 方针 理念 思想 精神 态度 作风 格局 局面 目标 总体 思路 策略 意识 决心 信念 责任 防控 工作 基本 总要 总方",
    )
});

/// At the end of topic words and of names.
pub static NOUNS: Words = Words::new(|| {
    read(
        "工作 会议 措施 机制 政府 部门 单位 人员 小组 中心 体系 制度 方案 情况 问题 企业 医院 学校 社区 街道 群众 干部 \
         党员 同志 检测 疫苗 接种 隔离 物资 管理 防控 挥部 领导 组织 员会 主任 书记 局长 市长 县长 区长 省长 州长 病例 \
         疫情 肺炎 病毒 意见 通知 生产 场所 区域 设施 项目 资金 时间 期间 阶段 以来 以上 以下 方面 地区 卫生 服务 教育 \
         培训 检查 排查 监测 监督 督导 汇报 讲话 部署 安排 会上 会精 主持 出席 负责 系统 行业 领域 能力 水平 任务 活动 \
         重点 主要 人民 全国 国家 中央 我市 我县 我区 我省 我州 全市 全县 全区 全省 全州 传播 流行 风险 形势 条件 环境 \
         设备 车辆 市场 产业 经济 社会 发展 建设 生活 事故 火灾 灾害 预案 信息 报告 数据 平台 网络 媒体 舆情 宣传 村镇 \
         乡镇 农村 城市 城乡 农业 工业 旅游 交通 公安 消防 假期 应急 救援 处置 保障 医疗 救治 患者 病人 居民 市民 师生 教师 \
         学生 家长 职工 代表 委员 班子 成员 队伍 力量 专家 文件 规定 法律 法规 标准 条例 办法 政策 指示 批示 决策 决定 \
         事件 事业 文化 技术 科技 产品 食品 药品 商品 货物 生活 供应 价格 就业 收入 投资 消费 财政 金融 公司 集团 协会 \
         上午 下午 今天 目前 当前 近期 去年 今年 明年 同时 之间 之后 之前 其他 有关 相关 关于 以及 通过 进行 储备 门诊 就诊 \
         消杀 消毒 响应 小区 人口 感染 乡村 身体 健康 值班 值守 封控 扫码 测温 登记 报告 诊断 治疗 收治 流调 采样 转运 演练 \
         巡查 核查 监管 执法 监控 预警 热线 电话 电视 视频 资产 投资 贸易 增加 增长 下降 总额 产值 总值 指数 同比 累计 新增 \
         亿元 万元 小时 分钟 公里 规划 时期 年度 全年 设计 试点 基地 园区 工厂 公园 高校 科学 材料 能源 新能 汽车 航空 航天 \
         基础 资源 水利 电力 商务 电商 养老 福利 基金 基本 住房 房屋 道路 公路 铁路 机场 港口 口岸 院士 党派 团体 海关 税务 \
         报道 编辑 来源 记者 办公 总书 习近 近平 国务 务院 党委 党组 政协 人大 常委 街镇 镇街 村居 网格 属地 点位 站点 岗位 辖区 \
         卡口 路口 超市 商场 酒店 宾馆 餐饮 食堂 宿舍 公交 交车 租车 客运 货运 物流 冷链 快递 森林 草原 河道 水库 隐患 险情 \
         成效 成绩 成果 进展 力度 进度 认识 作用",
    )
});

/// What a topic word stands before: 疫情防控|工作.
pub static HEADS: Words = Words::new(|| {
    read(
        "工作 措施 会议 领导 指挥 机制 形势 任务 政策 方案 体系 能力 人员 部门 办公 期间 物资 培训 重点 政府 单位 \
         场所 情况 制度 专项 系统 问题 企业 项目 管理 服务 中心 组织 小组 体制 预案 规定 要求 设施 视频 电视 调度 推进",
    )
});

/// Verbs that command, and adverbs that a command begins with.
pub static VERBS: Words = Words::new(|| {
    read(
        "坚决 坚持 坚定 坚守 筑牢 筑起 构筑 守牢 守住 守好 守护 压实 压紧 扛牢 扛起 织密 织牢 绷紧 拧紧 打赢 打好 打响 \
         抓好 抓实 抓细 抓早 抓住 落实 落细 从严 从快 从紧 严防 严守 严控 严查 严管 切断 斩断 阻断 牢记 牢固 树牢 紧盯 \
         紧抓 紧扣 补齐 补短 堵住 堵塞 防止 杜绝 决不 绝不 毫不 不折 不获 不漏 不留 不让 不忘 不负 不畏 增强 凝聚 发扬 \
         弘扬 敢于 勇于 善于 勇当 争当 勇挑 勇担 担当 冲锋 攻坚 克服 克难 一手 两手 既要 宁可 宁愿 只有 把好 过好 管好 \
         当好 用好 看好 统筹 凝心 齐心 众志 同心 万众 迎难 慎终 持续 久久 立足 聚焦 紧密 奋力 谱写 咬定 保持 保住 坚强 \
         统一 提高 提升 推动 扎实 切实 牢牢 全力 争分 以快 以战 以练 以案 以上 以人 誓死 舍小 逆行 联防 群防 外防 内防",
    )
});

/// At the end of an image: 防线, 短板, 最后一公里.
pub static IMAGES: Words = Words::new(|| {
    read(
        "防线 战役 攻坚 之战 击战 坚战 灭战 体战 民战 硬仗 胜仗 这仗 关口 大关 根弦 之弦 短板 弱项 漏洞 底板 长板 底线 红线 \
         屏障 堡垒 壁垒 长城 铁壁 闸门 大门 小门 关门 全网 护网 控网 大网 篇章 文章 答卷 旗帜 阵地 一线 链条 盾牌 铁拳 \
         利剑 警钟 长鸣 钟声 公里 米线 后墙 之墙 火墙 大堤 堤坝 家门 家园 军令 令状 责任 担当 使命 初心 血肉 至上 第一 为先 \
         为要 为重 优先 到底 到位 到边 到人 到户 胜利 泰山",
    )
});

/// Verbs and adverbs of office language that make no slogan among themselves: 切实做到, 贯彻落实, 加强管理.
pub static PLAIN: Words = Words::new(|| {
    read(
        "加强 提高 落实 贯彻 发挥 加大 提升 防止 杜绝 防范 学习 领会 强化 完善 推进 推动 开展 抓好 做好 确保 保障 处理 执行 \
         做到 切实 认真 深入 全面 严格 持续 充分 高度 重视 坚决 积极 主动 进行 继续 扎实 有效 及时 迅速 立即 大力 着力 努力 \
         全力 不断 始终 必须 进一 一步 要求 强调 指出 表示 实施 组织 建立 健全 形成 构建 优化 规范 支持 鼓励 促进 引导 提供 \
         增强 扩大 深化 加快 打造 建设 培育 实现 完成 取得 保持 维护 开好 履行 配合 协调 密切 相互 统一 统筹 指导 督促 负责 \
         解决 整改 研究 制定 出台 明确 突出 围绕 按照 结合 根据 利用 采取 参加 出席 主持 召开 传达 听取 汇报 通报 安排 部署 动员 \
         管理 监督 检查 排查 严肃 问责 追责 追究 调度 统计 参与 成立 设立 设置 使用 控制 减少 增加 降低 避免 消除 发现 报告 \
         到位 落到 实处 得到 具有 没有 可以 能够 应该 需要 出现 发生 影响 存在 成为 作为 属于 严厉 严重 严峻 复杂 实际 真实 包括 以及 还有 一是 二是 三是 四是 五是",
    )
});

/// No slogan ends with these: verbs of speaking behind the name of a speaker, what points at something that follows,
/// bodies.
static ENDS_NONE: Words = Words::new(|| {
    read(
        "强调 要求 指出 表示 认为 提出 传达 主持 出席 汇报 介绍 通报 宣布 进一 报道 成立 召开 各方 各级 各项 这场 这个 一个 一些 分之 不得 不能 超过 \
         今年 这些 这种 市委 县委 区委 省委 州委 党委 之内 以内 左右 其中 包括 例如",
    )
});

/// No slogan begins with these: who is spoken to, what numbers a point, when and why.
static BEGINS_NONE: Words = Words::new(|| {
    read(
        "大家 我们 同志 各级 各部 各地 各位 进一 一步 以上 以下 其中 目前 当前 今年 去年 明年 近期 同时 通过 根据 按照 关于 由于 \
         因为 如果 一旦 对于 小时 分钟 亿元 万元 平方 公里 任务 累计 更要 一是 二是 三是 四是 五是 六是 七是 八是 一要 二要 三要 四要 五要 六要 七要 八要",
    )
});

/// Days that are called by numbers.
const DAYS: [&str; 6] = ["五一", "十一", "七一", "八一", "三八", "五四"];

/// Is this one of the words of the lists?
pub fn is_word(pair: u32) -> bool {
    [&LEADS, &NOUNS, &VERBS, &PLAIN].iter().any(|words| words.has(pair))
}

/// Does a clause begin behind this one?
pub fn is_lead(unit: u16) -> bool {
    is(unit, LEAD)
}

/// Does this character end one word and begin another wherever it stands, so that what is beside it is free?
pub fn is_loose(unit: u16) -> bool {
    is(unit, LOOSE)
}

/// A slogan may count: 四方责任, 六个快速.
pub fn is_number(unit: u16) -> bool {
    is(unit, NUMBER)
}

const LEAD: u8 = 1;
const LOOSE: u8 = 2;
const NOT_FIRST: u8 = 4;
const NOT_LAST: u8 = 8;
const NUMBER: u8 = 16;
const SURNAME: u8 = 32;
const LITERARY: u8 = 64;
const PLACE: u8 = 128;

/// What single characters tell.
const CHARACTERS: [(u8, &str); 8] = [
    (LEAD, "要须应能是"),
    (
        LOOSE,
        "的了和与及并为以在对将把被让等要是也都就从向到由各我您你他她它们这那有又还",
    ),
    (
        NOT_FIRST,
        "的了和与及等也都就并而且或之所被给使得地着过们个其该此吗呢吧要是在将对由从向于到年月日号时次名项例届第我你他她它会县市区省州镇乡村天元米吨亩户度",
    ),
    (
        NOT_LAST,
        "的和与及并而且或在对将把以让被给向从由于为是要也都就不其该此这那各本等着们个所每很更最一二三四五六七八九十两因我你他她它有已未再",
    ),
    (NUMBER, "一二三四五六七八九十百千万两双零"),
    // Hardly anything else at the beginning of a word.
    (
        SURNAME,
        "王李张刘陈杨赵黄周吴徐孙胡朱郭何罗宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾魏薛叶阎余潘杜戴汪姜范姚谭廖邹熊陆郝孔崔邱秦侯邵孟段卫钟",
    ),
    // Slogans and set phrases keep them: 各司其职, 守土有责.
    (LITERARY, "不无之其而必尽勿莫皆则越宁敢勇共齐志畏牢严实细真硬"),
    // At the end of names of places and bodies.
    (PLACE, "市县区镇乡村街路桥局院厂站馆"),
];

fn is(unit: u16, what: u8) -> bool {
    static TABLE: LazyLock<Box<[u8]>> = LazyLock::new(|| {
        let mut table = vec![0; usize::from(u16::MAX) + 1];
        for (what, list) in CHARACTERS {
            list.encode_utf16().for_each(|unit| table[usize::from(unit)] |= what);
        }
        table.into()
    });
    TABLE[usize::from(unit)] & what != 0
}

/// The signs of a slogan, or of a topic word, in a run of text itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Form {
    /// Parts of one length: 外防输入、内防反弹.
    pub parallel: bool,
    /// Several parts of different lengths.
    pub lopsided: bool,
    /// The same character at the same place of two parts, or twice in one: 应收尽收, 守堤如守家.
    pub echo: bool,
    /// A part begins with a verb that commands.
    pub verb: bool,
    /// A part ends with an image, or with a word of resolve.
    pub image: bool,
    /// It begins with a number.
    pub number: bool,
    /// It has a character of the literary language.
    pub literary: bool,
    /// The characters by which a part is longer than what is easily remembered.
    pub long: usize,
    /// The share of its parts that end with a noun of office language.
    pub nouns: f64,
    /// The share of its characters that belong to such nouns.
    pub topic: f64,
    /// The share of its characters that belong to plain verbs and adverbs.
    pub plain: f64,
    /// It has nothing but such nouns, verbs and adverbs: 责任落实.
    pub office: bool,
}

/// Characters of a part that is easily remembered.
const SHORT: usize = 10;

impl Form {
    pub fn of(run: &[u16]) -> Self {
        let parts: Vec<&[u16]> = run.split(|&unit| unit == SEPARATES).collect();
        let begins = |part: &[u16], words: &Words| part.first_chunk().is_some_and(|[a, b]| words.has(pair(*a, *b)));
        let ends = |part: &[u16], words: &Words| part.last_chunk().is_some_and(|[a, b]| words.has(pair(*a, *b)));
        let even = is_even(run);
        let names = |part: &[u16]| part.last().is_some_and(|last| is(*last, PLACE));
        let nouns = parts.iter().filter(|part| ends(part, &NOUNS) || names(part)).count();
        Form {
            parallel: even,
            lopsided: parts.len() > 1 && !even,
            echo: has_echo(&parts),
            verb: parts.iter().any(|part| begins(part, &VERBS)),
            image: parts.iter().any(|part| ends(part, &IMAGES)),
            number: run.first().is_some_and(|first| is_number(*first)),
            literary: has_literary(run),
            long: parts
                .iter()
                .map(|part| part.len().saturating_sub(SHORT))
                .max()
                .unwrap_or_default(),
            nouns: nouns as f64 / parts.len() as f64,
            topic: share(run, &[&NOUNS]),
            plain: share(run, &[&PLAIN]),
            office: parts
                .iter()
                .all(|part| share(part, &[&PLAIN, &NOUNS, &PRINCIPLES]) == 1.0),
        }
    }
}

/// Can this run be no slogan, whatever is counted?
pub fn is_out(run: &[u16]) -> bool {
    is_empty(run) || !begins_well(run) || !ends_well(run)
}

/// Can a slogan begin like this, if nothing else tells that it begins here?
pub fn begins_well(run: &[u16]) -> bool {
    let pair = run.first_chunk().map_or(0, |[a, b]| pair(*a, *b));
    !run.first().is_none_or(|first| is(*first, NOT_FIRST)) && !BEGINS_NONE.has(pair)
}

/// Can a slogan end like this, if nothing else tells that it ends here?
pub fn ends_well(run: &[u16]) -> bool {
    let Some((last, rest)) = run.split_last() else {
        return false;
    };
    let pair = run.last_chunk().map_or(0, |[a, b]| pair(*a, *b));
    // 堤在人在 may end with 在, for it echoes.
    (!is(*last, NOT_LAST) || rest.contains(last)) && !ENDS_NONE.has(pair)
}

/// Has this run nothing but plain words, or is it a row of names, or a day?
pub fn is_empty(run: &[u16]) -> bool {
    let is_name = |part: &[u16]| (2..=3).contains(&part.len()) && is(part[0], SURNAME);
    let names = run.contains(&SEPARATES) && run.split(|&unit| unit == SEPARATES).all(is_name);
    let lead = run.len() > 2
        && LEADS.has(pair(run[0], run[1]))
        && share(&run[2..], &[&PLAIN]).max(share(&run[2..], &[&VERBS])) == 1.0;
    let day = DAYS.iter().any(|day| day.encode_utf16().eq(run.iter().copied()));
    run.len() < 2 || names || lead || day || share(run, &[&PLAIN]) == 1.0
}

/// Are the parts of this run of one length, and at least two?
pub fn is_even(run: &[u16]) -> bool {
    let mut parts = run.split(|&unit| unit == SEPARATES).map(<[u16]>::len);
    let first = parts.next();
    run.contains(&SEPARATES) && parts.all(|part| Some(part) == first)
}

/// Has this run a character of the literary language, outside of plain words? 实 of 落实 is none.
fn has_literary(run: &[u16]) -> bool {
    let mut at = 0;
    while at < run.len() {
        let is_plain = matches!(run[at..], [a, b, ..] if PLAIN.has(pair(a, b)));
        if !is_plain && is(run[at], LITERARY) {
            return true;
        }
        at += if is_plain { 2 } else { 1 };
    }
    false
}

/// The share of a run that belongs to these words.
fn share(run: &[u16], words: &[&Words]) -> f64 {
    let mut covered = 0;
    let mut at = 0;
    while let Some([a, b, ..]) = run.get(at..) {
        let pair = pair(*a, *b);
        let step = if words.iter().any(|words| words.has(pair)) {
            2
        } else {
            1
        };
        covered += if step == 2 { 2 } else { 0 };
        at += step;
    }
    covered as f64 / run.len() as f64
}

/// In one part, a character that comes again after one to four others; in several, one that all have at one place.
fn has_echo(parts: &[&[u16]]) -> bool {
    match parts {
        [part] => (2..=5).any(|apart| part.windows(apart + 1).any(|window| window[0] == window[apart])),
        [first, others @ ..] => (0..first.len()).any(|at| others.iter().all(|part| part.get(at) == first.get(at))),
        [] => false,
    }
}

/// How much a form with slots looks like a slogan, by its fixed characters.
pub fn looks_of_slots(form: &[u16], alike: bool) -> f64 {
    let looks = if alike { 2.0 } else { 1.25 };
    let form = Form::of(form);
    (looks - form.topic - form.nouns / 2.0 - form.plain / 2.0_f64).max(0.0)
}

/// How much a head and a tail that are bound by so many bits look like the frame of a slogan: it commands, and ends with
/// an image, not with a noun of office language.
pub fn looks_of_gap(head: &[u16], tail: &[u16], bond: f64) -> f64 {
    let (head, tail) = (Form::of(head), Form::of(tail));
    let sign = |sign: bool, weight: f64| if sign { weight } else { 0.0 };
    let looks =
        0.25 + sign(head.verb, 0.5) + sign(tail.image, 1.0) - head.plain / 2.0 - head.topic - tail.topic - tail.plain;
    if looks > 0.0 { looks + bond / 10.0 } else { 0.0 }
}
