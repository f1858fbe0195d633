//! What was filled in where a template is the same, and what somebody forgot to change.

use tifa::compare::{Comparison, FlagReason, Options, Side, SlotType, compare};
use tifa::corpus::{Block, Document, Span, Speaker, slice};
use tifa::lexicon::{Lexicon, Matcher};
use tifa::reuse::Boilerplate;

fn compared(left: &Document, right: &Document) -> Comparison {
    let matcher = Matcher::new(&Lexicon::default());
    compare(left, right, &matcher, &Boilerplate::none(), &Options::default())
}

fn document(title: &str, place: &[&str], paragraphs: &[&str]) -> Document {
    Document {
        title: title.to_string(),
        place: place.iter().map(|name| name.to_string()).collect(),
        body: paragraphs.iter().map(|text| Block::paragraph(*text)).collect(),
        ..Document::default()
    }
}

fn text(document: &Document, span: Span) -> &str {
    slice(&document.body[span.block].text, span.start, span.end)
}

/// `expected` are the slots: left, right, type.
fn check_slots(left: &str, right: &str, expected: &[(&str, &str, SlotType)]) {
    let (a, b) = (document("", &[], &[left]), document("", &[], &[right]));
    let comparison = compared(&a, &b);
    let slots: Vec<_> = comparison
        .slots
        .iter()
        .map(|slot| (text(&a, slot.left), text(&b, slot.right), slot.slot_type))
        .collect();
    assert_eq!(slots, expected, "\n{left}\n{right}");
}

#[test]
fn people_fill_slots_where_people_stand() {
    use SlotType::Person;
    check_slots(
        "县委书记周望川主持会议并讲话",
        "县委书记沈一鹤主持会议并讲话",
        &[("周望川", "沈一鹤", Person)],
    );
    // Names that share a character, names of two characters, names in two surnames.
    check_slots(
        "会上，周建明同志通报了情况",
        "会上，周志明同志通报了情况",
        &[("周建明", "周志明", Person)],
    );
    check_slots(
        "会上，王建国同志通报了情况",
        "会上，李建军同志通报了情况",
        &[("王建国", "李建军", Person)],
    );
    check_slots(
        "会上，田禾同志通报了情况",
        "会上，欧阳田同志通报了情况",
        &[("田禾", "欧阳田", Person)],
    );
    check_slots(
        "副县长张明参加会议",
        "副县长张建明参加会议",
        &[("张明", "张建明", Person)],
    );
    // By the surname, and by what they do.
    check_slots(
        "刚才，王书记讲了三点意见",
        "刚才，李书记讲了三点意见",
        &[("王", "李", Person)],
    );
    check_slots(
        "罗见山强调，要把责任扛在肩上",
        "顾长河强调，要把责任扛在肩上",
        &[("罗见山", "顾长河", Person)],
    );
    check_slots(
        "周见山最后强调，要把责任扛在肩上",
        "顾敏最后强调，要把责任扛在肩上",
        &[("周见山", "顾敏", Person)],
    );
    // Words that begin like names.
    check_slots("会议要求，安全生产要常抓", "会议要求，文明创建要常抓", &[]);
    check_slots("请严格执行同志们定下的规矩", "请坚决执行同志们定下的规矩", &[]);
}

#[test]
fn organisations_fill_slots() {
    use SlotType::Organisation;
    check_slots(
        "会后，县教育局要拿出方案，月底前报县委",
        "会后，县公安局要拿出方案，月底前报县委",
        &[("教育局", "公安局", Organisation)],
    );
    check_slots(
        "此项工作由市卫健委牵头，两天内办完",
        "此项工作由市疾控中心牵头，两天内办完",
        &[("卫健委", "疾控中心", Organisation)],
    );
    check_slots(
        "由漪水酒业集团捐出的物资已经送到",
        "由白石茶业公司捐出的物资已经送到",
        &[("漪水酒业集团", "白石茶业公司", Organisation)],
    );
    // No names.
    check_slots("我们要从大局出发，把账算清", "我们要从全局出发，把账算清", &[]);
    check_slots("凡是群众交办的事都要回话", "凡是上级督办的事都要回话", &[]);
    check_slots("要坚决支持公司把路修通", "要真心帮助公司把路修通", &[]);
}

#[test]
fn dates_fill_slots_in_all_their_writings() {
    use SlotType::Date;
    for (a, b) in [
        ("2022年4月15日", "2021年11月3日"),
        ("4月15日上午9时30分", "5月6日下午3时10分"),
        ("2022-04-15", "2021-11-03"),
        ("2022.4.15", "2021.11.3"),
        ("四月中旬", "十一月下旬"),
        ("第一季度", "第三季度"),
        ("上半年", "下半年"),
        ("二十三日", "十五日"),
        ("二〇二二年", "二〇二一年"),
    ] {
        check_slots(
            &format!("凡是{a}以后到的人都要登记在册"),
            &format!("凡是{b}以后到的人都要登记在册"),
            &[(a, b, Date)],
        );
    }
}

#[test]
fn numbers_fill_slots_with_their_scale() {
    use SlotType::Number;
    for (a, b) in [
        ("3.5亿", "4200万"),
        ("百分之三十", "百分之五"),
        ("三分之二", "四分之三"),
        ("1,200", "860"),
        ("6.3%", "7%"),
        ("两", "三十"),
    ] {
        check_slots(
            &format!("今年的投入是去年的又{a}还多一点"),
            &format!("今年的投入是去年的又{b}还多一点"),
            &[(a, b, Number)],
        );
    }
    check_slots("召开第12次会议", "召开第九次会议", &[("12", "九", Number)]);
    // Numerals of words.
    check_slots("大家要千方百计把路修通", "大家要一心一意把路修通", &[]);
}

#[test]
fn places_fill_slots_as_they_are_written() {
    use SlotType::{Date, Number, Place};
    check_slots(
        "工作组先后到青澜市望溪县看了粮库",
        "工作组先后到安渡市梧塘县看了粮库",
        &[("青澜市", "安渡市", Place), ("望溪县", "梧塘县", Place)],
    );
    check_slots(
        "1月6日，有人到临汀县马鞍镇看了189户人家",
        "7月20日，有人到沙洲县龙头镇看了369户人家",
        &[
            ("1月6日", "7月20日", Date),
            ("临汀县", "沙洲县", Place),
            ("马鞍镇", "龙头镇", Place),
            ("189", "369", Number),
        ],
    );
    check_slots(
        "青澜市设了二十个点",
        "青溪市设了二十个点",
        &[("青澜市", "青溪市", Place)],
    );
    check_slots(
        "昨天去了南岸街道的粮站",
        "昨天去了北坡街道的粮站",
        &[("南岸街道", "北坡街道", Place)],
    );
    check_slots(
        "恰好路过石桥社区和学校",
        "恰好路过鹭下村和学校",
        &[("石桥社区", "鹭下村", Place)],
    );
    // No names.
    for (a, b) in [
        ("全县", "全市"),
        ("我市", "我县"),
        ("各乡镇", "各县区"),
        ("高风险区", "封控区"),
        ("重点村", "示范村"),
        ("城镇", "农村"),
    ] {
        check_slots(&format!("这件事{a}都要管起来"), &format!("这件事{b}都要管起来"), &[]);
    }
    // One side has a name, the other has none.
    check_slots("这件事望溪县要管起来", "这件事全县都要管起来", &[]);
}

#[test]
fn a_slot_needs_a_template_around_it() {
    check_slots(
        "茶厂要把秤抬到村口去，12人值守，收购车不进村",
        "采样点要给老人备凳子，30户登记，没有人来管它",
        &[],
    );
}

/// A flag in words: side, text, reason, what was expected.
fn flags(left: &Document, right: &Document) -> Vec<String> {
    let comparison = compared(left, right);
    let mirrored = compared(right, left);
    assert_eq!(
        comparison.flags.len(),
        mirrored.flags.len(),
        "{} | {}",
        left.title,
        right.title
    );
    let flags = comparison.flags.iter().map(|flag| {
        let (side, document) = match flag.side {
            Side::Left => ("left", left),
            Side::Right => ("right", right),
        };
        let reason = match flag.reason {
            FlagReason::ForeignPlace => "place",
            FlagReason::ForeignPerson => "person",
            FlagReason::ForeignOrganisation => "organisation",
            FlagReason::OtherDate => "date",
            FlagReason::OtherMeeting => "meeting",
        };
        let expected = flag
            .expected
            .iter()
            .map(|name| format!(" for {name}"))
            .collect::<String>();
        format!("{side} {reason} {}{expected}", text(document, flag.span))
    });
    flags.collect()
}

#[test]
fn places_left_standing_are_flagged_though_no_metadata_names_any() {
    let source = document(
        "在望溪县秋粮收购工作会议上的讲话",
        &[],
        &[
            "同志们：今天把大家请来，是要把望溪县的秋粮收购再说一遍。",
            "望溪县委、县政府已经定了，仓库要提前腾空，秤要提前校准。",
            "塘口镇的仓容最紧，塘口镇的同志要和粮站一起想办法。",
            "望溪县各乡镇要把种粮大户的名单摸清，一户一户说到位。",
        ],
    );
    let copy = document(
        "在梧塘县秋粮收购工作会议上的讲话",
        &[],
        &[
            "同志们：今天把大家请来，是要把梧塘县的秋粮收购再说一遍。",
            "梧塘县委、县政府已经定了，仓库要提前腾空，秤要提前校准。",
            "鹭下镇的仓容最紧，塘口镇的同志要和粮站一起想办法。",
            "望溪县各乡镇要把种粮大户的名单摸清，一户一户说到位。",
        ],
    );
    assert_eq!(
        flags(&source, &copy),
        ["right place 塘口镇 for 鹭下镇", "right place 望溪县 for 梧塘县"]
    );
}

#[test]
fn what_a_document_says_itself_is_no_leftover() {
    let (city, county) = (["云岭省", "青澜市"], ["云岭省", "安渡市", "梧塘县"]);
    let shared = "青澜市设在主要进出通道上的公路查验点全部实行值守";
    let none: [&str; 0] = [];
    let check = |own: &str, expected: &[&str]| {
        let (left, right) = (document("", &city, &[shared]), document("", &county, &[shared, own]));
        assert_eq!(flags(&left, &right), expected, "{own}");
    };
    check("茶厂要把秤抬到村口去", &["right place 青澜市 for 安渡市"]);
    check("昨天我们到青澜市看了他们的码头", &none);
    // It is spoken of as strangers speak.
    for sentence in [
        "要借鉴青澜市的做法，把点设到路口",
        "青澜市的经验告诉我们，点要设到路口",
        "省委书记在青澜市调研时强调，点要设到路口",
        "近期青澜市发生疫情，点要设到路口",
    ] {
        let (left, right) = (document("", &city, &[sentence]), document("", &county, &[sentence]));
        assert_eq!(flags(&left, &right), none, "{sentence}");
    }
    // The name without its division is a name in some company only.
    let (left, right) = (["云岭省", "和平市"], ["云岭省", "安渡市"]);
    let sentence = "为了和平发展，全市人民团结起来，建设幸福和平，让和平人民过上好日子";
    assert_eq!(
        flags(&document("", &left, &[sentence]), &document("", &right, &[sentence])),
        ["right place 和平 for 安渡", "right place 和平 for 安渡"]
    );
}

/// Documents with what else they state.
fn dated(document: Document, date: &str, speakers: &[(&str, &str)]) -> Document {
    let speaker = |&(name, role): &(&str, &str)| Speaker {
        name: name.to_string(),
        role: Some(role.to_string()),
    };
    Document {
        date: Some(date.to_string()).filter(|date| !date.is_empty()),
        speakers: speakers.iter().map(speaker).collect(),
        ..document
    }
}

const WATER: &str = "去年冬天干渠塌了四十米，下游两千亩田没有喝上头遍水，这样的事今年不能再有。";

#[test]
fn people_left_standing_are_flagged() {
    let (here, there) = (["云岭省", "安渡市", "梧塘县"], ["云岭省", "青澜市", "望溪县"]);
    let source = |sentence: &str| {
        let document = document("", &there, &["县委书记陆文舟主持会议", WATER, sentence]);
        dated(document, "", &[("陆文舟", "县委书记")])
    };
    let copy = |sentence: &str, place: &[&str]| {
        let document = document("", place, &["县委书记方守拙主持会议", WATER, sentence]);
        dated(document, "", &[("方守拙", "县委书记")])
    };
    let left = "会后，陆文舟到粮站看了仓库，仓库的门锁坏了两把";
    let named = ["right person 陆文舟 for 方守拙"];
    let none: [&str; 0] = [];
    assert_eq!(flags(&source(left), &copy(left, &here)), named);
    // The same office, though nobody knows where.
    assert_eq!(flags(&source(left), &copy(left, &[])), named);
    // Colleagues: a report on one meeting tells of others.
    assert_eq!(flags(&source(left), &copy(left, &there)), none);
    // Above both.
    let above = "会前，大家学习了省委书记沈怀远在全省会议上的讲话";
    let source = dated(source(above), "", &[("陆文舟", "县委书记"), ("沈怀远", "省委书记")]);
    assert_eq!(flags(&source, &copy(above, &here)), none);
}

#[test]
fn days_and_years_left_standing_are_flagged() {
    let (here, there) = (["云岭省", "安渡市", "梧塘县"], ["云岭省", "青澜市", "望溪县"]);
    let check = |left: (&str, &[&str]), right: (&str, &[&str]), expected: &[&str]| {
        let (a, b) = (document("", &there, left.1), document("", &here, right.1));
        assert_eq!(flags(&dated(a, left.0, &[]), &dated(b, right.0, &[])), expected);
    };
    let opening = "3月9日上午，全县冬修水利工作会议召开，各乡镇负责同志参加。";
    let own = "4月15日晚上，我们又到粮站看了一遍。";
    check(
        ("2021-03-09", &[opening, WATER]),
        ("2022-04-15", &[opening, own]),
        &["right date 3月9日 for 4月15日"],
    );
    // Nobody says that the day is known; one day; gone; earlier.
    check(("2021-03-09", &[opening, WATER]), ("2022-04-15", &[opening, TEA]), &[]);
    check(("2021-03-09", &[opening, WATER]), ("2022-03-09", &[opening, own]), &[]);
    let since = "自3月9日以来，全县的粮站都换了新秤，大家要管好用好。";
    check(("2021-03-09", &[since, WATER]), ("2022-04-15", &[since, own]), &[]);
    check(("2022-03-09", &[opening, WATER]), ("2021-04-15", &[opening, own]), &[]);
    // The year was changed in one sentence and not in the other.
    let year = |year: &str| format!("各单位要把{year}的水利工程排出先后，先修渠首，再修渠尾。");
    let (source, copy) = (year("2021年"), year("2022年"));
    let kept = "2021年全县要修好干渠四十公里，一公里也不能少。";
    let past = "与2021年相比，全县今年要多修干渠四十公里。";
    check(
        ("2021-03-09", &[&source, kept]),
        ("2022-04-15", &[&copy, kept]),
        &["right date 2021年 for 2022年"],
    );
    check(("2021-03-09", &[&source, past]), ("2022-04-15", &[&copy, past]), &[]);
    check(
        ("2021-03-09", &[&source, kept]),
        ("2022-04-15", &[&copy, kept, "2021年的旱情大家都记得"]),
        &[],
    );
}

#[test]
fn meetings_left_standing_are_flagged() {
    let of = |title: &str, paragraphs: &[&str]| document(title, &[], paragraphs);
    let opening = "今天召开县防汛指挥部第16次会议，主要任务是把水库的值守再排一遍。";
    let none: [&str; 0] = [];
    let source = of("县防汛指挥部第16次会议纪要", &[opening, WATER]);
    let copy = of("县防汛指挥部第17次会议纪要", &[opening, TEA]);
    assert_eq!(flags(&source, &copy), ["right meeting 第16次 for 第17次"]);
    let recalled = "会议传达学习了县防汛指挥部第16次会议精神，把水库的值守再排一遍。";
    let (source, copy) = (
        of("县防汛指挥部第16次会议纪要", &[recalled, WATER]),
        of("县防汛指挥部第17次会议纪要", &[recalled, TEA]),
    );
    assert_eq!(flags(&source, &copy), none);
    // Another kind of meeting.
    let (source, copy) = (
        of("县防汛指挥部第16次会议纪要", &[opening, WATER]),
        of("县政府第17次常务会议纪要", &[opening, TEA]),
    );
    assert_eq!(flags(&source, &copy), none);
}

const TEA: &str = "茶厂要把秤抬到村口去，收购车进村，茶农不出村，当天鲜叶当天付款。";

/// Two reports of one meeting, by two papers.
const FIRST: [&str; 5] = [
    "6月21日，白石县召开防汛工作推进会。县委书记何立群出席会议并讲话，县长韩雪松主持会议。",
    "何立群指出，入汛以来，云头镇、大湾乡先后出现险情，全县上下反应迅速，没有一人伤亡。",
    "何立群强调，要学习青澜市望溪县的做法，把水库的钥匙交给两个人保管，夜里也有人接电话。",
    "韩雪松要求，桥东街道要在6月25日前把下穿隧道的水泵检修一遍，云头镇要把河道里的网箱清走。",
    "会前，何立群一行到大湾乡看了水库，2021年垮掉的坝坡已经修好。",
];
const SECOND: [&str; 5] = [
    "6月21日下午，全县防汛工作推进会在云头镇召开，县委书记何立群出席并讲话，县长韩雪松主持，副县长卫清和参加。",
    "何立群在讲话中说，入汛以来，云头镇、大湾乡先后出现险情，全县上下反应迅速，没有一人伤亡。",
    "要学习青澜市望溪县的做法，把水库的钥匙交给两个人保管，夜里也有人接电话；桥东街道的经验也要推开。",
    "韩雪松要求，城西街道要在6月23日前把下穿隧道的水泵检修一遍，云头镇要把河道里的网箱清走。",
    "会前，何立群一行到大湾乡看了水库，2021年垮掉的坝坡已经修好，韩雪松到望溪县学习。",
];

#[test]
fn neither_two_reports_of_a_meeting_nor_revisions_have_leftovers() {
    let none: [&str; 0] = [];
    let (county, city) = (["云岭省", "青澜市", "白石县"], ["云岭省", "青澜市"]);
    let speakers = [("何立群", "县委书记"), ("韩雪松", "县长")];
    let titles = ["白石县召开防汛工作推进会", "全县防汛工作推进会召开", ""];
    let places: [&[&str]; 3] = [&county, &city, &[]];
    for (title, other) in titles.iter().flat_map(|title| titles.map(|other| (title, other))) {
        for (place, elsewhere) in places.iter().flat_map(|place| places.map(|other| (place, other))) {
            let first = dated(document(title, place, &FIRST), "2022-06-21", &speakers);
            let second = dated(document(other, elsewhere, &SECOND), "2022-06-22", &speakers[..1]);
            assert_eq!(flags(&first, &second), none, "{title} {place:?} {other} {elsewhere:?}");
            // A revision: other numbers and names, a year later.
            let revised = FIRST.map(|text| {
                let text = text
                    .replace("6月21日", "7月2日")
                    .replace("大湾乡", "上河乡")
                    .replace("四十", "五十");
                text.replace("韩雪松", "卫清和").replace("2021年", "2020年")
            });
            let revised: Vec<&str> = revised.iter().map(String::as_str).collect();
            let revision = dated(document(other, elsewhere, &revised), "2023-07-02", &speakers[..1]);
            assert_eq!(
                flags(&first, &revision),
                none,
                "{title} {place:?} {other} {elsewhere:?}"
            );
        }
    }
}

/// What a text is filled in with: place, city, towns, who speaks, day.
struct Filling {
    county: &'static str,
    city: &'static str,
    towns: [&'static str; 3],
    secretary: &'static str,
    head: &'static str,
    date: &'static str,
    day: &'static str,
}

const FILLINGS: [Filling; 5] = [
    Filling {
        county: "望溪县",
        city: "青澜市",
        towns: ["塘口镇", "鹿角乡", "石门街道"],
        secretary: "陆文舟",
        head: "钟景行",
        date: "2021-03-09",
        day: "3月9日",
    },
    Filling {
        county: "梧塘县",
        city: "安渡市",
        towns: ["鹭下镇", "三汊镇", "南岸街道"],
        secretary: "方守拙",
        head: "卫清和",
        date: "2022-04-15",
        day: "4月15日",
    },
    Filling {
        county: "白石县",
        city: "青澜市",
        towns: ["云头镇", "大湾乡", "桥东街道"],
        secretary: "何立群",
        head: "韩雪松",
        date: "2022-06-21",
        day: "6月21日",
    },
    Filling {
        county: "临漪区",
        city: "安渡市",
        towns: ["杏林镇", "下沙镇", "城西街道"],
        secretary: "程牧野",
        head: "叶承安",
        date: "2023-02-08",
        day: "2月8日",
    },
    Filling {
        county: "于塘县",
        city: "青溪市",
        towns: ["和平镇", "上河乡", "东风街道"],
        secretary: "欧阳田",
        head: "闻铎",
        date: "2020-11-30",
        day: "11月30日",
    },
];

/// A report; `C` county, `S` city, `1` to `3` towns, `B` secretary, `H` head, `D` day.
const REPORT: [&str; 12] = [
    "D上午，C召开秋粮收购暨冬修水利工作会议。县委书记B主持会议并讲话，县长H安排具体工作。",
    "会议指出，今年雨水偏多，C的秋粮比往年晚熟十天，收购的日子短，仓库要提前腾空，秤要提前校准，一斤一两都要算得清楚。",
    "B强调，种粮大户的名单要由1和2先摸清楚，谁家有多少亩、打算什么时候卖、烘干找谁，都要一户一户问到。",
    "要看到，3离粮站最远，老人又多，不能让他们推着板车走十里路，收购点要搬到村口去，当天的粮当天付款。",
    "去年冬天C1的干渠塌了四十米，下游两千亩田没有喝上头遍水，这样的事今年不能再有。",
    "C各部门要按照S的统一安排，把水利工程的图纸交给群众看，哪里要修、花多少钱、谁来监督，都贴在墙上。",
    "H要求，C2要赶在霜降前把排灌站的电机检修一遍，坏了的换，能修的修，钥匙交给两个人保管。",
    "会议明确，由C人民政府办公室每周五收一次进度，不开会、不发文，只打电话问到人。",
    "C3的粮食经纪人要登记，压级压价的要处理，打白条的一律不准进场。",
    "S粮食部门派来的质检员在C住一个月，哪个收购点排队长，就到哪个收购点去。",
    "会议要求，C的干部要下到田埂上去，不要在办公室里等报表，等来的数字多半不准。",
    "B最后说，粮食进了仓，渠里有了水，C的老百姓心里才踏实，我们的会才算没有白开。",
];

fn filled(template: &str, filling: &Filling) -> String {
    let mut text = String::new();
    for c in template.chars() {
        match c {
            'C' => text.push_str(filling.county),
            'S' => text.push_str(filling.city),
            '1'..='3' => text.push_str(filling.towns[c as usize - '1' as usize]),
            'B' => text.push_str(filling.secretary),
            'H' => text.push_str(filling.head),
            'D' => text.push_str(filling.day),
            c => text.push(c),
        }
    }
    text
}

fn report(filling: &Filling, states: States) -> Document {
    let speaker = |name: &str, role: &str| Speaker {
        name: name.to_string(),
        role: Some(role.to_string()),
    };
    let place = ["云岭省", filling.city, filling.county].map(str::to_string);
    Document {
        title: format!("{}召开秋粮收购暨冬修水利工作会议", filling.county),
        place: if states == States::All {
            place.to_vec()
        } else {
            Vec::new()
        },
        date: (states == States::All).then(|| filling.date.to_string()),
        speakers: match states {
            States::All => vec![speaker(filling.secretary, "县委书记"), speaker(filling.head, "县长")],
            States::Nothing => Vec::new(),
        },
        body: REPORT
            .iter()
            .map(|template| Block::paragraph(filled(template, filling)))
            .collect(),
        ..Document::default()
    }
}

/// What the metadata of a document state.
#[derive(Clone, Copy, PartialEq)]
enum States {
    All,
    Nothing,
}

/// Numbers that look random, and are the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Other characters in place of some, in a hundred; none in the names of two fillings.
fn edited(text: &str, fillings: [&Filling; 2], hundredth: usize, chance: &mut Chance) -> String {
    let names = fillings.iter().flat_map(|filling| {
        let names = [
            filling.county,
            filling.city,
            filling.secretary,
            filling.head,
            filling.day,
        ];
        names.into_iter().chain(filling.towns)
    });
    let mut keep = vec![false; text.len()];
    for name in names {
        for (at, _) in text.match_indices(name) {
            keep[at..at + name.len()].fill(true);
        }
    }
    let other = |at: usize, c: char, chance: &mut Chance| match !keep[at] && chance.below(100) < hundredth {
        true => "山川风月花鸟虫鱼琴棋书画诗酒茶"
            .chars()
            .nth(chance.below(15))
            .unwrap_or(c),
        false => c,
    };
    text.char_indices().map(|(at, c)| other(at, c, chance)).collect()
}

#[test]
fn planted_leftovers_are_found_and_nothing_else() {
    let mut chance = Chance(5);
    let (mut planted, mut found, mut wrong) = (0, 0, Vec::new());
    for round in 0..240 {
        let states = if round % 2 == 0 { States::All } else { States::Nothing };
        let hundredth = [0, 5, 30][round % 3];
        let from = &FILLINGS[chance.below(5)];
        let to = &FILLINGS[chance.below(5)];
        if from.county == to.county {
            continue;
        }
        let (left, mut right) = (report(from, states), report(to, states));
        // Two paragraphs keep one of the names that they came with.
        let mut kept = Vec::new();
        for _ in 0..2 {
            let block = 1 + chance.below(REPORT.len() - 1);
            let letters: Vec<char> = REPORT[block].chars().filter(|c| "CS123".contains(*c)).collect();
            let Some(&letter) = letters.get(chance.below(letters.len().max(1))) else {
                continue;
            };
            let foreign = filled(&letter.to_string(), from);
            if kept.iter().any(|(other, _)| *other == block) || foreign == filled(&letter.to_string(), to) {
                continue;
            }
            // Somewhere the text must say where it is from.
            let is_kept = |at: usize| at == block || kept.iter().any(|(other, name)| *other == at && *name == foreign);
            if !(0..REPORT.len()).any(|at| REPORT[at].contains(letter) && !is_kept(at)) {
                continue;
            }
            let template = REPORT[block].replace(letter, &foreign);
            right.body[block] = Block::paragraph(filled(&template, to));
            kept.push((block, foreign));
        }
        for block in &mut right.body {
            block.text = edited(&block.text, [from, to], hundredth, &mut chance);
        }
        planted += kept.len();
        let comparison = compared(&left, &right);
        for flag in &comparison.flags {
            let name = text(if flag.side == Side::Left { &left } else { &right }, flag.span);
            let at = kept
                .iter()
                .position(|(block, kept)| *block == flag.span.block && kept == name);
            match at.filter(|_| flag.side == Side::Right) {
                Some(at) => {
                    kept.remove(at);
                    found += 1;
                }
                None => wrong.push(format!("{round} {:?} {name}", flag.side)),
            }
        }
        for (block, name) in kept {
            eprintln!(
                "missed {round} {} {name} {}",
                right.body[block].text, left.body[block].text
            );
        }
    }
    eprintln!("{found} of {planted}, wrong {wrong:?}");
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(planted > 200 && found * 100 >= planted * 95, "{found} of {planted}");
}

#[test]
fn hostile_texts_are_compared_in_time_that_grows_with_them() {
    for text in [
        "甲乙县".repeat(2_000),
        ('一'..='仿').map(|c| format!("甲{c}镇")).collect::<String>().repeat(5),
        "第1次".repeat(2_000) + "会议",
        "1年".repeat(3_000),
        "11111111,".repeat(1_000),
        "分之".repeat(3_000),
        "百分之".repeat(2_000),
        "上午9:".repeat(2_000),
        "王书记".repeat(2_000),
        "〇".repeat(6_000),
    ] {
        let other = text.replace('1', "2").replace('甲', "乙").replace('王', "李");
        let (left, right) = (
            document(&text, &["甲省", "甲乙市"], &[&text]),
            document("", &["甲省", "乙甲市"], &[&other]),
        );
        compared(&left, &right);
    }
}
