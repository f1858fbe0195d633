//! Description: what a page says of its text is what Tifa says of it, and no more.

use tifa::corpus::Document;
use tifa::import::{Options, import};

fn describe(page: &str) -> Document {
    let import = import("page.txt", page.as_bytes(), &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    import.documents.into_iter().next().expect("a document")
}

fn speakers(document: &Document) -> String {
    let speakers = document.speakers.iter().map(|speaker| match &speaker.role {
        Some(role) => format!("{role} {}", speaker.name),
        None => speaker.name.clone(),
    });
    speakers.collect::<Vec<_>>().join("; ")
}

/// Checks pages of a title and a text: each with the speakers, «office name; office name», that it has.
fn check_speakers(cases: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (title, body, expected) in cases {
        let document = describe(&format!("{title}\n\n{body}\n"));
        let found = speakers(&document);
        if found != *expected {
            wrong.push(format!("{title}\n{body}\n  expected: {expected}\n  found:    {found}"));
        }
        let is_derived = document.derived.contains_key("speakers");
        assert!(!is_derived || !found.is_empty(), "{title}: words without speakers");
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n\n")
    );
}

#[test]
fn those_speak_whose_words_are_told() {
    check_speakers(&[
        // The common forms.
        (
            "芦溪县召开防汛会议",
            "6月3日，芦溪县召开防汛会议。县委书记梁秋实出席会议并讲话，县长骆明川主持会议。",
            "县委书记 梁秋实",
        ),
        (
            "芦溪县召开防汛会议",
            "县委书记梁秋实主持会议并讲话。县领导温如玉、邬大年参加会议。",
            "县委书记 梁秋实",
        ),
        (
            "芦溪县召开防汛会议",
            "会议由县长骆明川主持，县委书记梁秋实讲话。各乡镇负责人到会。",
            "县委书记 梁秋实",
        ),
        (
            "芦溪县召开防汛会议",
            "县长骆明川主持会议，县委书记梁秋实出席并讲话。各乡镇负责人到会。",
            "县委书记 梁秋实",
        ),
        (
            "芦溪县召开防汛会议",
            "县委副书记、县长骆明川在会上指出，今年的水来得早。",
            "县委副书记、县长 骆明川",
        ),
        (
            "芦溪县召开防汛会议",
            "市委常委、县委书记梁秋实强调，要把坝看住。副县长温如玉安排部署下一步工作。",
            "市委常委、县委书记 梁秋实; 副县长 温如玉",
        ),
        (
            "骆明川调研水库",
            "6月3日，县长骆明川到青石水库调研防汛工作时强调，坝要天天看。",
            "县长 骆明川",
        ),
        (
            "骆明川调研水库",
            "6月3日，县长骆明川先后来到青石水库、白石水库，实地查看坝体，并要求有关部门把话说到村里。",
            "县长 骆明川",
        ),
        (
            "骆明川调研水库",
            "县长骆明川调研青石水库。他强调，坝要天天看。",
            "县长 骆明川",
        ),
        (
            "骆明川调研水库",
            "县长骆明川调研青石水库，副县长温如玉陪同。\n在坝上，他要求水务站留人守夜。",
            "县长 骆明川",
        ),
        (
            "县长调研",
            "县长骆明川主持召开会议，要求各乡镇按时报数。",
            "县长 骆明川",
        ),
        (
            "开幕式举行",
            "区委书记汪洋洋致辞，副区长秦小满主持开幕式。",
            "区委书记 汪洋洋",
        ),
        (
            "开幕式举行",
            "开幕式上，区委书记汪洋洋、区长田野分别致辞。",
            "区委书记 汪洋洋; 区长 田野",
        ),
        (
            "座谈会召开",
            "会上，村民代表苗青、教师代表顾盼、医生代表白帆先后发言。",
            "村民代表 苗青; 教师代表 顾盼; 医生代表 白帆",
        ),
        (
            "动员会召开",
            "县委书记梁秋实作动员讲话，县长骆明川作了题为《修路》的报告。",
            "县委书记 梁秋实; 县长 骆明川",
        ),
        (
            "动员会召开",
            "县委书记梁秋实发表了热情洋溢的讲话。大家听得认真。",
            "县委书记 梁秋实",
        ),
        (
            "动员会召开",
            "县委书记梁秋实就做好下一步工作提出要求。大家听得认真。",
            "县委书记 梁秋实",
        ),
        (
            "动员会召开",
            "县委书记梁秋实主持会议，并对今年的工作作了部署。",
            "县委书记 梁秋实",
        ),
        (
            "党课开讲",
            "镇党委书记邬大年表示，党课要讲大家听得懂的话。",
            "镇党委书记 邬大年",
        ),
        (
            "座谈会召开",
            "梁秋实指出，路要一段一段修。\n梁秋实强调，账要一笔一笔算。",
            "梁秋实",
        ),
        (
            "座谈会召开",
            "骆明川副县长强调，账要一笔一笔算。大家都同意。",
            "副县长 骆明川",
        ),
        (
            "座谈会召开",
            "梁秋实同志强调，路要修。县委书记梁秋实同志指出，账要算。",
            "县委书记 梁秋实",
        ),
        (
            "座谈会召开",
            "县委书记梁秋实最后强调，路要修；县长骆明川还指出，账要算。",
            "县委书记 梁秋实; 县长 骆明川",
        ),
        // Names and verbs that run into each other.
        ("座谈会召开", "县长李明强调，路要修。李明指出，账要算。", "县长 李明"),
        ("座谈会召开", "县长王强调研时强调，路要修。", "县长 王强"),
        ("座谈会召开", "县长高强要求，路要修。高强表示，账要算。", "县长 高强"),
        ("座谈会召开", "县长雷明主持会议并讲话。会后大家去看了路。", "县长 雷明"),
        ("座谈会召开", "县长李明说，路要修。李明强调，账要算。", "县长 李明"),
        ("座谈会召开", "县长李平作讲话，大家听得认真。", "县长 李平"),
        (
            "座谈会召开",
            "县长林和平和县委书记李永和先后讲话。",
            "县长 林和平; 县委书记 李永和",
        ),
        ("座谈会召开", "县委书记张为民出席会议并讲话。", "县委书记 张为民"),
        (
            "座谈会召开",
            "县委书记欧阳晓风强调，路要修。副县长司马南星提出三点意见。",
            "县委书记 欧阳晓风; 副县长 司马南星",
        ),
        (
            "座谈会召开",
            "自治县县长阿不都拉·买买提强调，路要修。",
            "自治县县长 阿不都拉·买买提",
        ),
        ("座谈会召开", "自治州州长多杰热旦强调，路要修。", "自治州州长 多杰热旦"),
        (
            "座談會召開",
            "縣委書記葉松年主持會議並講話。副縣長劉曉東參加會議。",
            "縣委書記 葉松年",
        ),
        (
            "座談會召開",
            "縣長鄭開來強調，路要修。鄭開來指出，帳要算。",
            "縣長 鄭開來",
        ),
        (
            "座谈会召开",
            "县水务局局长、县防汛抗旱指挥部办公室主任孟小禾表示，水位天天报。",
            "县水务局局长、县防汛抗旱指挥部办公室主任 孟小禾",
        ),
        // Whole sentences of the genre.
        (
            "防汛会议召开",
            "3月2日，防汛会议召开。县委书记梁秋实主持会议并作讲话，县长骆明川作工作部署。各部门负责人作交流发言。\n会上，水务局局长汪洋汇报了工作。",
            "县委书记 梁秋实; 县长 骆明川",
        ),
        (
            "防汛会议召开",
            "组织部部长丁一在会上强调，坝要看住。常务副部长尹志平主持会议，并就贯彻落实会议精神提出要求。",
            "组织部部长 丁一; 常务副部长 尹志平",
        ),
        (
            "座谈会召开",
            "县委书记梁秋实同种粮大户座谈时说，有话直说。青石公司经理花木兰，白石公司负责人魏来等先后发言。",
            "县委书记 梁秋实; 青石公司经理 花木兰; 白石公司负责人 魏来",
        ),
        (
            "学习会召开",
            "县委常委温泉、童年、席慕作重点发言。大家听得认真。",
            "县委常委 温泉; 童年; 席慕",
        ),
        (
            "学习会召开",
            "县委常委温泉、童年、席慕出席会议并讲话。大家听得认真。",
            "",
        ),
        (
            "学习会召开",
            "会议由县委书记梁秋实主持，要求各乡镇报数。大家听得认真。",
            "",
        ),
        (
            "镇上开会",
            "镇长时运、副镇长石磊出席会议。最后，郝运书记就下一步工作提出三点要求。镇党委书记郝运还看了渠。",
            "镇党委书记 郝运",
        ),
        (
            "李明主持召开会议",
            "李明主持召开会议，研究修渠。王强出席。李明强调，渠要早修。",
            "李明",
        ),
        (
            "李有为调研水库",
            "县长李有为强调，坝要看住。县长李有为、副县长王强看了坝。",
            "县长 李有为",
        ),
        (
            "医院来信",
            "县医院主任医师白帆表示，药够用。国家部委要求各地加快。记者了解到，药已到货。",
            "县医院主任医师 白帆",
        ),
        (
            "政府工作报告\n——2022年1月10日在青禾县人民代表大会上\n县长 骆明川",
            "各位代表：\n现在，我向大会报告工作，请予审议。去年我们修了三条渠，今年还要修两条。",
            "县长 骆明川",
        ),
        (
            "立法會會議紀錄",
            "行政長官陳大文表示，政府會推出措施。財政司司長李小明補充說，帳要算清。",
            "行政長官 陳大文; 財政司司長 李小明",
        ),
        (
            "党课",
            "县委常委马小军到青石村讲专题党课，大家听得认真。",
            "县委常委 马小军",
        ),
        (
            "科技会召开",
            "院士丁香、校长叶绿分别作了交流发言。大家听得认真。",
            "院士 丁香; 校长 叶绿",
        ),
        // Those who do not speak.
        ("座谈会召开", "县领导梁秋实、骆明川、温如玉出席会议。", ""),
        ("座谈会召开", "县委书记梁秋实主持会议，县长骆明川等参加会议。", ""),
        (
            "座谈会召开",
            "会议强调，路要修。会议指出，账要算。会议要求，各乡镇要报数。",
            "",
        ),
        (
            "座谈会召开",
            "省委要求，路要修。文件指出，账要算。方案提出，三年修完。全会强调，要抓落实。通知要求，各地要报数。",
            "",
        ),
        (
            "座谈会召开",
            "县委书记办公会议强调，路要修。县长办公会要求，账要算。组长单位要求按时报数。",
            "",
        ),
        (
            "座谈会召开",
            "高标准要求、高质量推进。严格要求干部，明确要求时限。严格要求自己，高标准要求队伍。",
            "",
        ),
        (
            "座谈会召开",
            "副县长温如玉宣读了表彰决定，县委办主任孟小禾通报了情况。",
            "",
        ),
        (
            "座谈会召开",
            "副县长温如玉传达了省委书记方正在全省会议上的讲话精神。",
            "",
        ),
        (
            "座谈会召开",
            "会议传达学习了习近平总书记重要讲话精神。习近平总书记强调，要抓落实。习近平总书记指出，要实干。",
            "",
        ),
        (
            "座谈会召开",
            "习近平总书记强调，要抓落实。县委书记梁秋实强调，要把话落到田里。",
            "县委书记 梁秋实",
        ),
        (
            "座谈会召开",
            "中共中央总书记、国家主席习近平强调，要抓落实。我们要学习贯彻。",
            "",
        ),
        (
            "座谈会召开",
            "县委书记要求，路要修。某某书记强调，账要算。县长张某某指出，要报数。",
            "",
        ),
        ("座谈会召开", "按照县委书记梁秋实要求，各乡镇都报了数。", ""),
        (
            "座谈会召开",
            "县委书记应邀出席并致辞。书记高度重视。县长全程要求从严。",
            "",
        ),
        (
            "座谈会召开",
            "县长骆明川就修路作了说明，特聘专家易水寒教授解读了图纸。",
            "",
        ),
        ("座谈会召开", "在梁秋实等县领导陪同下，专家组看了三座桥。", ""),
        (
            "座谈会召开",
            "各乡镇要认真落实会议要求，安全要求不能降。安全要求写在墙上。",
            "",
        ),
        // Peoples without surnames, and surnames that are words.
        (
            "座谈会召开",
            "副县长才让扎西出席会议并讲话。\n才让扎西强调，草要管好。",
            "副县长 才让扎西",
        ),
        ("座谈会召开", "副旗长乌云其木格主持会议并讲话。", "副旗长 乌云其木格"),
        (
            "座谈会召开",
            "副县长次仁多吉（藏族）要求，牛要数清。",
            "副县长 次仁多吉",
        ),
        ("座谈会召开", "分管领导成大川指出，坝要补。", "分管领导 成大川"),
        ("座谈会召开", "代表全公司发言的是两位焊工，代表全镇三百户表态。", ""),
        (
            "座谈会召开",
            "总经理温如玉传达文件并就过冬提出三点要求。",
            "总经理 温如玉",
        ),
        (
            "党课开讲",
            "县委书记梁秋实以《修路》为题，为全体党员讲授了一堂党课。",
            "县委书记 梁秋实",
        ),
        (
            "老党员说路",
            "县委书记梁秋实接受采访时表示，路要修好。",
            "县委书记 梁秋实",
        ),
        // Minutes, word for word.
        (
            "修路座谈会记录",
            "参加人员：骆明川、温如玉、石磊\n骆明川（镇长）：今天说说路。\n温如玉：路断了两处。\n石  磊：钱不够。\n决定：再议。",
            "镇长 骆明川; 温如玉; 石磊",
        ),
        (
            "修路发布会实录",
            "出席的有县交通局局长骆明川、副局长温如玉。\n骆明川：路修了。\n记者：钱够吗？\n温如玉：够。\n骆明川：我补充一句。",
            "骆明川; 温如玉",
        ),
        (
            "修路座谈会记录",
            "时间：三月\n地点：村部\n金额：八千\n金额另议。单价：两元，单价不变。",
            "",
        ),
        (
            "关于修路的通知",
            "各乡镇：\n县委书记梁秋实强调，路要修。请按要求报数。",
            "",
        ),
    ]);
}

#[test]
fn a_speech_has_the_speaker_that_its_head_or_its_end_names() {
    let body = "同志们：\n今天的会不长，我只讲三件事。县委书记梁秋实强调过，话要短。";
    for (head, end, expected) in [
        ("梁秋实在全县防汛会议上的讲话", "", "梁秋实"),
        ("县委书记梁秋实在全县防汛会议上的讲话", "", "县委书记 梁秋实"),
        ("梁秋实同志在全县防汛会议上的讲话", "", "梁秋实"),
        ("梁秋实书记在全县防汛会议上的讲话", "", "梁秋实"),
        (
            "把坝看住\n——县委书记梁秋实在全县防汛会议上的讲话",
            "",
            "县委书记 梁秋实",
        ),
        (
            "在全县防汛会议上的讲话\n县委书记  由大江（2021年3月4日）",
            "",
            "县委书记 由大江",
        ),
        (
            "在全旗防汛会议上的讲话\n旗委书记 敖特根巴雅尔\n（2021年3月4日）",
            "",
            "旗委书记 敖特根巴雅尔",
        ),
        ("在全县防汛会议上的讲话\n——县委书记 梁秋实", "", "县委书记 梁秋实"),
        ("在全县防汛会议上的讲话\n县委书记 梁秋实", "", "县委书记 梁秋实"),
        ("在全县防汛会议上的讲话\n（县长 骆明川）", "", "县长 骆明川"),
        ("在全县防汛会议上的讲话（县长 骆明川）", "", "县长 骆明川"),
        ("在全县防汛会议上的讲话\n石　磊", "", "石磊"),
        (
            "在全县防汛会议上的讲话\n县委副书记、县长　骆明川（2021年3月4日）",
            "",
            "县委副书记、县长 骆明川",
        ),
        ("在全县防汛会议上的讲话\n发言人：顾盼", "", "顾盼"),
        ("在全县防汛会议上的讲话", "\n县长 骆明川\n2021年3月4日", "县长 骆明川"),
        ("在全县防汛会议上的讲话", "", ""),
        ("县委书记在全县防汛会议上的讲话", "", ""),
        ("江苏在全国防汛会议上的发言", "", ""),
        ("某某书记在全县防汛会议上的讲话", "", ""),
        ("在全縣防汛會議上的講話\n——縣長 鄭開來", "", "縣長 鄭開來"),
    ] {
        let document = describe(&format!("{head}\n\n{body}{end}\n"));
        assert_eq!(speakers(&document), expected, "{head}{end}");
    }
}

#[test]
fn english_texts_have_speakers_too() {
    let page = |title: &str, body: &str| speakers(&describe(&format!("{title}\n\n{body}\n")));
    let told = "The new ferry is late. Mayor Jane Roe said it would come in June. The Harbour Council said nothing. \
                “We wait,” said John Poe. Roe added that the old one still floats.";
    assert_eq!(page("Ferry meeting", told), "Mayor Jane Roe; John Poe");
    let held = "Ladies and gentlemen, the ferry is late, and I am sorry for it. It will come in June.";
    assert_eq!(
        page("Remarks by Mayor Jane Roe at the ferry meeting", held),
        "Mayor Jane Roe"
    );
    assert_eq!(page("Remarks at the ferry meeting", held), "");
}

/// A field of a document, as words; empty if it has none.
fn field(document: &Document, name: &str) -> String {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    match name {
        "title" => document.title.clone(),
        "date" => text(&document.date),
        "published" => text(&document.published),
        "source" => text(&document.source),
        "issuer" => text(&document.issuer),
        "lang" => text(&document.lang),
        "genre" => document.genre.map(|genre| genre.key().to_string()).unwrap_or_default(),
        "level" => document.level.map(|level| level.key().to_string()).unwrap_or_default(),
        "speakers" => speakers(document),
        name => {
            let words = name.strip_prefix("from ").and_then(|name| document.derived.get(name));
            words.cloned().unwrap_or_default()
        }
    }
}

/// Checks a field of pages; «from date» is the words that the date was inferred from, empty if it is stated.
fn check(name: &str, cases: &[(String, &str)]) {
    let mut wrong = Vec::new();
    for (page, expected) in cases {
        let found = field(&describe(page), name);
        if found != *expected {
            wrong.push(format!("{page}\n  expected: {expected}\n  found:    {found}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{name}: {} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n\n")
    );
}

const REST: &str = "大家把路、桥、渠的事一件一件说清楚，说完就散会下田。各村回去以后把账贴在村口，让人看得见。";

/// A page with a report of a meeting: a line about it, and how its text begins.
fn report(note: &str, lead: &str) -> String {
    format!("首页 > 要闻 > 正文\n芦溪县召开修渠会议\n{note}\n{lead}芦溪县修渠会议开了半天。{REST}\n上一篇：修桥\n")
}

fn titled(title: &str) -> String {
    format!("首页 > 要闻 > 正文\n{title}\n发布时间：2022-04-28 08:39\n{REST}\n{REST}\n上一篇：修桥\n")
}

fn paper(title: &str, end: &str) -> String {
    format!("{title}\n各乡镇人民政府：\n今年的渠要早修。{REST}\n{end}\n")
}

#[test]
fn the_day_of_publication_is_what_the_page_calls_so() {
    let note = |note: &str| report(note, "");
    check(
        "published",
        &[
            (note("发布时间：2022-04-28 08:39 来源：芦溪日报"), "2022-04-28"),
            (note("发布时间:2022年04月28日"), "2022-04-28"),
            (note("发布日期：2022/4/8"), "2022-04-08"),
            (note("2022-04-28 08:39  点击:[] 来源:"), "2022-04-28"),
            (note("时间：2022-04-28 14:00:03 来源：网络"), "2022-04-28"),
            (note("老渡口 发表于 2022-1-9 08:15:40 | 只看该作者"), "2022-01-09"),
            (note("发布时间：２０２２年４月２８日"), "2022-04-28"),
            (note("發佈時間：2022年4月28日"), "2022-04-28"),
            (note("更新时间：2022-05-30 发布时间：2022-04-28"), "2022-04-28"),
            (note("更新时间：2022-05-30"), "2022-05-30"),
            (note("发布时间：2022-02-30"), ""),
            (note("来源：芦溪日报"), ""),
            (note("成文日期：2022-04-20 发布日期：2022-04-28"), "2022-04-28"),
            (note("浏览次数：2022 来源：芦溪日报"), ""),
            (format!("{}今天是2024年3月29日 星期五\n", note("")), ""),
            (format!("{}GMT+8, 2024-3-29 01:41\n", note("")), ""),
            (
                format!("{}更新时间：2022-06-30\n", note("发布时间：2022-04-28")),
                "2022-04-28",
            ),
        ],
    );
}

#[test]
fn the_day_of_an_event_stands_at_the_head_of_its_report() {
    let note = "发布时间：2022-04-28 来源：芦溪日报";
    let lead = |lead: &str| report(note, lead);
    let alone = |lead: &str| report("来源：芦溪日报", lead);
    check(
        "date",
        &[
            (lead("4月25日，"), "2022-04-25"),
            (lead("4月25日下午，"), "2022-04-25"),
            (lead("４月２５日上午，"), "2022-04-25"),
            (lead("四月二十五日，"), "2022-04-25"),
            (lead("4月25号，"), "2022-04-25"),
            (lead("2022年4月25日，"), "2022-04-25"),
            (lead("二〇二二年四月二十五日，"), "2022-04-25"),
            (lead("二○二二年四月二十五日，"), "2022-04-25"),
            (lead("二零二二年四月二十五日，"), "2022-04-25"),
            (lead("12月30日，"), "2021-12-30"),
            (lead("4月28日，"), "2022-04-28"),
            (lead("4月29日，"), "2021-04-29"),
            (lead("4月5日至7日，"), "2022-04-05/2022-04-07"),
            (lead("4月5-7日，"), "2022-04-05/2022-04-07"),
            (lead("3月30日至4月2日，"), "2022-03-30/2022-04-02"),
            (lead("为了早修渠，4月25日上午，"), "2022-04-25"),
            (lead("为了早修渠，芦溪县于4月25日召开会议。"), "2022-04-25"),
            (lead("今年雨来得早。4月25日，"), "2022-04-25"),
            (lead("25日，"), "2022-04-25"),
            (lead("25日上午，"), "2022-04-25"),
            (lead("本月5日，"), "2022-04-05"),
            (lead("29日，"), "2022-03-29"),
            (lead("昨日，"), "2022-04-27"),
            (lead("昨天下午，"), "2022-04-27"),
            (lead("今天上午，"), "2022-04-28"),
            (lead("近日，"), ""),
            (lead("日前，"), ""),
            (lead("2月30日，"), ""),
            (lead("根据2019年3月1日印发的文件，"), ""),
            (lead("自1月1日起，渠归各村管。"), ""),
            (lead("办法从1月1日起施行。4月25日，"), "2022-04-25"),
            (lead("截至4月20日，渠修了一半。"), ""),
            (lead("近日，渠水涨了。会上说，3月3日的水最大。"), ""),
            (alone("4月25日，"), "XXXX-04-25"),
            (alone("2月29日，"), "XXXX-02-29"),
            (alone("2021年4月25日，"), "2021-04-25"),
            (alone("25日，"), ""),
        ],
    );
    check(
        "from date",
        &[
            (lead("4月25日，"), "4月25日 2022-04-28"),
            (lead("２５日，"), "２５日 2022-04-28"),
            (lead("2022年4月25日，"), ""),
            (alone("4月25日，"), ""),
        ],
    );
}

#[test]
fn a_title_tells_a_date_if_nothing_else_does() {
    check(
        "date",
        &[
            (titled("在2022年全县修渠会议上的讲话"), "2022"),
            (titled("在2022年4月全县修渠会议上的讲话"), "2022-04"),
            (titled("在全县修渠会议上的讲话（2022年4月20日）"), "2022-04-20"),
            (titled("在二〇二二年全县修渠会议上的讲话"), "2022"),
            (titled("关于2021年修渠和2022年修桥的报告"), ""),
            (titled("在2035年远景座谈会上的讲话"), ""),
            (titled("在第16次修渠会议上的讲话"), ""),
        ],
    );
}

#[test]
fn a_speech_and_a_paper_are_dated_by_their_head_or_their_end() {
    check(
        "date",
        &[
            (
                paper("在全县修渠会议上的讲话\n（2021年3月4日，根据录音整理）", ""),
                "2021-03-04",
            ),
            (paper("在全县修渠会议上的讲话\n（2021年3月4日）", ""), "2021-03-04"),
            (
                paper("在全县修渠会议上的讲话\n（二〇二一年三月四日）", ""),
                "2021-03-04",
            ),
            (
                paper("在全县修渠会议上的讲话", "县长 骆明川\n2021年3月4日"),
                "2021-03-04",
            ),
            (
                paper("芦溪县水利局关于修渠的通知", "芦溪县水利局\n2021年3月4日"),
                "2021-03-04",
            ),
            (
                paper("芦溪县水利局关于修渠的通知", "芦溪县水利局　2021年3月4日"),
                "2021-03-04",
            ),
            (
                paper(
                    "芦溪县水利局关于修渠的通知",
                    "芦溪县水利局\n二○二一年三月四日\n（此件公开发布）",
                ),
                "2021-03-04",
            ),
            (
                format!(
                    "成文日期：2021-03-04 发布日期：2021-03-09\n{}",
                    paper("关于修渠的通知", "")
                ),
                "2021-03-04",
            ),
            (paper("在全县修渠会议上的讲话", "4月25日，渠就会有水。"), ""),
        ],
    );
}

#[test]
fn an_outlet_is_what_stands_after_source() {
    let note = |note: &str| report(note, "");
    check(
        "source",
        &[
            (note("来源：芦溪日报 作者：孟小禾"), "芦溪日报"),
            (note("文章来源:芦溪县政府办公室"), "芦溪县政府办公室"),
            (note("信息来源：芦溪县水利局　浏览次数：12"), "芦溪县水利局"),
            (note("稿源：芦溪县融媒体中心"), "芦溪县融媒体中心"),
            (note("來源：蘆溪日報"), "蘆溪日報"),
            (note("来源：《芦溪日报》"), "芦溪日报"),
            (note("来源：网络"), ""),
            (note("来源：本站原创"), ""),
            (note("来源：未知"), ""),
            (note("时间：2022-06-24 来源：网友投稿"), ""),
            (note("2022-04-28 08:39 来源: 作者:孟小禾"), ""),
            (note("Source: Harbour Times"), "Harbour Times"),
            (report("", "芦溪日报4月26日讯（记者 孟小禾）"), "芦溪日报"),
        ],
    );
}

#[test]
fn an_issuer_is_the_organ_that_signs_or_heads_a_paper() {
    check(
        "issuer",
        &[
            (paper("芦溪县水利局关于修渠的通知", ""), "芦溪县水利局"),
            (paper("关于修渠的通知", "芦溪县水利局\n2021年3月4日"), "芦溪县水利局"),
            (
                paper("芦溪县人民政府办公室关于印发修渠方案的通知", ""),
                "芦溪县人民政府办公室",
            ),
            (
                format!("芦溪县水利局文件\n芦水发〔2021〕3号\n{}", paper("关于修渠的通知", "")),
                "芦溪县水利局",
            ),
            (
                format!("发布机构：芦溪县水利局\n{}", paper("关于修渠的公告", "")),
                "芦溪县水利局",
            ),
            (report("", ""), ""),
        ],
    );
    check(
        "from issuer",
        &[
            (paper("芦溪县水利局关于修渠的通知", ""), "芦溪县水利局"),
            (paper("关于修渠的通知", "芦溪县水利局\n2021年3月4日"), ""),
        ],
    );
}

#[test]
fn a_title_tells_the_kind_of_a_text() {
    check(
        "genre",
        &[
            (titled("在全县修渠会议上的讲话"), "speech"),
            (titled("在开渠典礼上的致辞"), "speech"),
            (titled("在修渠座谈会上的发言稿"), "speech"),
            (titled("修渠会议主持词"), "speech"),
            (titled("竞选渠长的演讲"), "speech"),
            (titled("在全縣修渠會議上的講話"), "speech"),
            (titled("芦溪县召开修渠会议"), "report"),
            (titled("骆明川调研修渠工作"), "report"),
            (titled("骆明川出席开渠典礼并致辞"), "report"),
            (titled("骆明川在全县修渠会议上讲话"), "report"),
            (titled("芦溪县传达学习省修渠会议讲话精神"), "report"),
            (titled("芦溪县举行演讲比赛"), "report"),
            (titled("芦溪县督导修渠"), "report"),
            (titled("芦溪县召开修渠方案评审会"), "report"),
            (titled("关于修渠的通知"), "notice"),
            (titled("关于修渠的通告（第3号）"), "notice"),
            (titled("芦溪县修渠实施方案（试行）"), "notice"),
            (titled("关于召开修渠会议的通知"), "notice"),
            (titled("修渠会议纪要"), "minutes"),
            (titled("2022年修渠会议记录篇2"), "minutes"),
            (titled("芦溪的渠"), ""),
            (
                report("", "")
                    .replace("芦溪县召开修渠会议", "芦溪的渠")
                    .replace("芦溪县修", "4月25日，芦溪县召开修"),
                "report",
            ),
        ],
    );
}

#[test]
fn an_office_or_an_organ_of_one_level_tells_the_level() {
    check(
        "level",
        &[
            (titled("国务院办公厅关于修渠的通知"), "nation"),
            (titled("省长在全省修渠会议上的讲话"), "province"),
            (titled("自治区党委召开修渠会议"), "province"),
            (titled("州委召开修渠会议"), "prefecture"),
            (titled("县委书记在修渠会议上的讲话"), "county"),
            (titled("区委书记在修渠会议上的讲话"), "county"),
            (titled("我縣召開修渠會議"), "county"),
            (titled("芦溪县召开修渠会议"), "county"),
            (titled("镇长在修渠会议上的讲话"), "township"),
            (titled("沙洲镇召开修渠会议"), "township"),
            (titled("沙洲镇党委书记梁秋实在修渠会议上的讲话"), "township"),
            (titled("我区召开修渠会议"), ""),
            (titled("市长在修渠会议上的讲话"), ""),
            (titled("在修渠会议上的讲话"), ""),
        ],
    );
}

#[test]
fn a_language_is_told_by_counting() {
    let page = |text: &str| format!("{text}\n{text}\n");
    check(
        "lang",
        &[
            (page("今年的渠要早修，修完放水。"), "zh-Hans"),
            (page("今年的渠要早修，帳要算清，會要開短。"), "zh-Hant"),
            (page("開會了。"), "zh-Hant"),
            (page("开会了。"), "zh-Hans"),
            (page("The ferry is late, and we are sorry for it."), "en"),
            (
                page("今年的渠要早修，详见 https://www.example.com/a/b/c/d/e.html 。"),
                "zh-Hans",
            ),
            (page("今年は用水路を早く直します。皆さん、よろしくお願いします。"), "ja"),
            (page("올해는 수로를 일찍 고칩니다."), "ko"),
            (page("В этом году канал починят рано, мы рады."), "ru"),
            (page("Энэ жил сувгийг эрт засна, өглөө эхэлнэ."), "mn"),
            (page("བོད་ཡིག་གི་ཡི་གེ་འདི་ཀློག"), "bo"),
            (page("بۇ يىل ئۆستەڭ بالدۇر ياسىلىدۇ."), "ug"),
            (page("Der Kanal wird in diesem Jahr früh gebaut."), ""),
        ],
    );
}

#[test]
fn the_frame_of_a_digital_newspaper_tells_its_name_and_its_day() {
    let body = "芦溪县召开修渠会议\n\n　　4月25日，芦溪县召开修渠会议。县长骆明川强调，今年的渠要早修，各村回去以后把账贴在村口。\n";
    for (head, end, published, source, date) in [
        (
            "2021年4月26日 星期一\n渡口日报数字报\n上一版 下一版",
            "第01版：要闻\n第02版：综合",
            "2021-04-26",
            "渡口日报",
            "2021-04-25",
        ),
        (
            "《渡口晚报》 2021-04-26 第A02版",
            "版面导航",
            "2021-04-26",
            "渡口晚报",
            "2021-04-25",
        ),
        ("今天是2021年4月26日 星期一", "返回首页", "", "", "XXXX-04-25"),
        ("今天是2021年4月26日 星期一", "第01版：要闻", "", "", "XXXX-04-25"),
    ] {
        let document = describe(&format!("{head}\n{body}{end}\n"));
        let found = ["published", "source", "date"].map(|name| field(&document, name));
        assert_eq!(found, [published, source, date], "{head}");
    }
}

#[test]
fn a_speech_at_a_township_is_of_its_level() {
    check(
        "level",
        &[
            (
                "在青禾镇植树会议上的讲话\n镇党委书记 骆明川\n\n同志们：\n山要绿，树要活。\n".to_string(),
                "township",
            ),
            (
                "在植树会议上的讲话\n青禾县云岭镇党委书记 骆明川\n\n同志们：\n山要绿，树要活。\n".to_string(),
                "township",
            ),
            (
                "县长骆明川在青禾镇植树会议上的讲话\n\n同志们：\n山要绿，树要活。\n".to_string(),
                "county",
            ),
        ],
    );
}
