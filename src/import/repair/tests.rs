//! What was damaged is given back or proposed, and ordinary text of any kind stays as it is.

use encoding_rs::{BIG5, Encoding, GBK, WINDOWS_1252};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use super::repair;
use crate::corpus::Reason;
use crate::import::marked::Marked;
use crate::import::source::{Body, Source};

fn mended(text: &str) -> (String, Body) {
    let marked = Marked::from(text.to_string());
    let mut source = Source::new(&marked);
    repair(&mut source);
    let kept = source.kept(&(0..text.len()));
    let lines = source.lines();
    (kept, source.body(&lines, 0, text.len()))
}

/// Each case: what came, and what the body has.
fn check(cases: &[(&str, &str)]) {
    for (damaged, meant) in cases {
        assert_eq!(mended(damaged).0, *meant, "{damaged}");
    }
}

/// Each case: what came, and what is proposed for a part of it; the body keeps the damage.
fn check_proposed(cases: &[(&str, &str, &str)]) {
    for (text, original, proposed) in cases {
        let (kept, body) = mended(text);
        assert_eq!(kept, *text);
        let found: Vec<(&str, &str)> = body
            .repairs
            .iter()
            .map(|r| (r.original.as_str(), r.repaired.as_str()))
            .collect();
        assert_eq!(found, [(*original, *proposed)], "{text}");
    }
}

#[test]
fn text_out_of_step_is_given_back_with_its_original() {
    check(&[
        ("?拔逡弧逼陂g", "“五一”期間"),
        (
            "統籌好發展和安全?！拔逡弧逼陂g離盤必須報備",
            "統籌好發展和安全。“五一”期間離盤必須報備",
        ),
        // A page that made its signs ASCII damaged the damage.
        (
            "統籌好發展和安全?!拔逡弧逼陂g離盤必須報備",
            "統籌好發展和安全。“五一”期間離盤必須報備",
        ),
    ]);
    let (_, body) = mended("安全?!拔逡弧逼陂g離開");
    let repair = &body.repairs[0];
    assert_eq!(
        (repair.original.as_str(), repair.start, repair.end),
        ("?!拔逡弧逼陂g", 2, 9)
    );
}

#[test]
fn what_was_read_as_another_encoding_is_given_back() {
    let meant = "今天上午，防汛会议在渡口召开。";
    let latin = WINDOWS_1252
        .decode_without_bom_handling(meant.as_bytes())
        .0
        .into_owned();
    let gbk = GBK.encode(meant).0.into_owned();
    let chinese = WINDOWS_1252.decode_without_bom_handling(&gbk).0.into_owned();
    check(&[
        ("浠婂ぉ涓婂崍", "今天上午"),
        (&latin, meant),
        (&chinese, meant),
        (&format!("时间：{chinese}"), &format!("时间：{meant}")),
        (
            "He said â€œnoâ€\u{9d}, and didnâ€™t come.",
            "He said “no”, and didn’t come.",
        ),
    ]);
}

#[test]
fn characters_written_out_are_characters() {
    check(&[
        ("&ldquo;两会&rdquo;期间", "“两会”期间"),
        ("&#8220;两会&#x201D;期间", "“两会”期间"),
        ("会议&amp;nbsp;要求", "会议\u{a0}要求"),
        ("&nbsp;&nbsp;&nbsp; 会议&nbsp要求&nbsp;", " 会议\u{a0}要求"),
        ("渡口&middot;码头&mdash;&mdash;之间&hellip;", "渡口·码头——之间…"),
        ("&lt;b&gt;不是标签&lt;/b&gt;", "<b>不是标签</b>"),
        ("温度&gt;30&deg;C &amp; 风", "温度>30°C & 风"),
        ("windows &#147;quotes&#148;", "windows “quotes”"),
        ("看不见&#8203;的&shy;字", "看不见的字"),
        (
            "不是字符&#xD800;&#x110000;&#0;&#xFFFF;&#99999999;",
            "不是字符&#xD800;&#x110000;&#0;&#xFFFF;&#99999999;",
        ),
        (
            "AT&T; R&D; Q&A; a&b &unknown; &; &# &#x;",
            "AT&T; R&D; Q&A; a&b &unknown; &; &# &#x;",
        ),
        (
            "http://a.example/?a=1&copy=2&reg=3&nbsp=4",
            "http://a.example/?a=1&copy=2&reg=3&nbsp=4",
        ),
    ]);
}

#[test]
fn what_nobody_can_see_is_gone_where_no_script_needs_it() {
    check(&[
        (
            "\u{feff}防\u{200b}汛\u{2060}会\u{ad}议\u{202a}召\u{2069}开",
            "防汛会议召开",
        ),
        ("控\u{1}制\u{86}字\u{fffe}符\u{fdd0}", "控制字符"),
        ("私\u{e000}用\u{f8ff}区\u{f0000}字\u{10fffd}", "私用区字"),
        // GB 18030 had these before Unicode did.
        (
            "空\u{e5e5}格，\u{e7c7}，\u{e816}，\u{e864}，\u{e78d}",
            "空\u{3000}格，ḿ，\u{20087}，龻，︐",
        ),
        (
            "می\u{200c}خواهم क्\u{200d}ष 👩\u{200d}🌾 葛\u{e0100}城 ❤\u{fe0f}",
            "می\u{200c}خواهم क्\u{200d}ष 👩\u{200d}🌾 葛\u{e0100}城 ❤\u{fe0f}",
        ),
        ("זה\u{200f} טוב", "זה\u{200f} טוב"),
        ("一\t二\r\n三", "一\t二\r\n三"),
    ]);
    let (_, body) = mended("防\u{200b}汛");
    assert_eq!(body.removed[0].reason, Reason::Invisible);
}

#[test]
fn readings_of_a_converter_are_gone() {
    check(&[
        ("當(dāng)前位置", "當前位置"),
        (
            "當（dāng）前，學(xué)校，責(ze2)任，務(wu\u{300})實，產(ch\u{1ce}n)業，區(qū)，應(y&#299;ng)",
            "當前，學校，責任，務實，產業，區，應",
        ),
        (
            "當(dāng)前，學(xué)校，責(zé)任，我們的(de)會(hui)議開了(le)",
            "當前，學校，責任，我們的會議開了",
        ),
        ("当(dāng)前，学(xué)校，责(zé)任", "当前，学校，责任"),
        (
            "當(dang)前學(xue)校責(ze)任務(wu)實產(chan)業區(qu)內",
            "當前學校責任務實產業區內",
        ),
    ]);
}

#[test]
fn what_is_not_certain_is_proposed() {
    let damaged = shifted("为了各乡镇全面做好服务A组", 2, '?').expect("a shift");
    let (kept, body) = mended(&damaged);
    assert_eq!(kept, damaged);
    assert!(
        body.repairs
            .iter()
            .all(|repair| !repair.made && repair.repaired.contains("乡镇全面做好服"))
    );
    check_proposed(&[("见鏂囦欢。", "鏂囦欢", "文件")]);
}

/// Text that a rule might take for damage, and that is none.
const ORDINARY: &[&str] = &[
    // Brackets that an author put.
    "世贸组织(wto)成员",
    "世界卫生组织(WHO)、(a)、(b)、(1)、(一)",
    "方案(a)、方案(b)、方案(e)、方案(o)、方案(an)、方案(en)、方案(ai)",
    "中国(shanghai)自贸区",
    "亳(bó)州、歙(shè)县的写法",
    "咖啡(café)",
    "重(chóng)新读一遍",
    "風扇(fan)、歌曲(song)、男人(man)",
    "他(she)、她(he)、人(men)",
    "氢(h)、氦(he)、锂(li)",
    "会议（略）、附件（表）、（内部）",
    "函数(let)返回值(ban)",
    // Signs and addresses.
    "a@b.example，http://a.example/q?a=b&c=d",
    "if (a && b) { return x?y:z; } // 返回值",
    "let s = \"<b>\" + '&' + x;",
    "R&D、AT&T、Q&A、M&A",
    "为什么?拔河比赛A组先开始",
    "你说什么?!他说:没什么.",
    "是吗?陂塘边的人g",
    "温度−5℃，±3％，①②③，㎡，№8，Ⅳ",
    "表格│─┼━┃",
    "αβγ角，Δx→0，∑x²≤1",
    "→←↑↓★☆◆◇○●◎□■△▲",
    // Rare characters and old texts.
    "彧、燚、堃、喆、甯、翀、昇、赟、犇、羴、淼、焱",
    "帝高阳之苗裔兮，朕皇考曰伯庸。摄提贞于孟陬兮，惟庚寅吾以降。",
    "扈江离与辟芷兮，纫秋兰以为佩。汩余若将不及兮，恐年岁之不吾与。",
    "朝搴阰之木兰兮，夕揽洲之宿莽。",
    "饕餮、魑魅魍魉、耄耋、觊觎、踟蹰、旖旎、囹圄?",
    "涓涓细流，浠水，娓娓道来，鍥而不舍",
    "芃芃黍苗，阴雨膏之。悠悠南行，召伯劳之。",
    "彳亍、孑孓、旮旯?氽水、凼肥、砼柱g",
    "鲈鳜鲢鳙鲫鲳鲷鲽鳕?鲭鳗鳟鲑鳐m",
    "烷烃炔酚醛酮羟羧醚酯胺酰肽嘌呤嘧啶",
    "硼铍锶钡钪钛钒铬镓锗砷硒溴氪铷钇锆铌钼锝钌铑钯",
    "泸州、亳州、鄱阳、郴州、涪陵、濮阳、漯河、衢州",
    "恪守、砥砺、踔厉、擘画、亟待、笃行",
    "聽說，聼，聴；裏裡；羣群；爲為；衆眾",
    "臺灣、澎湖、埔里、艋舺、滬尾、噶瑪蘭",
    // Other languages.
    "これはペンです。わたしは学生です。カタカナもあります。東京特許許可局局長",
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん",
    "国境の長いトンネルを抜けると雪国であった。夜の底が白くなった。",
    "대한민국의 주권은 국민에게 있고, 모든 권력은 국민으로부터 나온다.",
    "Широка страна моя родная, много в ней лесов, полей и рек.",
    "Η δημοκρατία είναι το πολίτευμα της χώρας μας σήμερα και αύριο.",
    "Déjà vu à l’Hôtel-Dieu : où êtes-vous, Noël ? «Voilà…» après…”",
    "Größe, Übermut, Straße, äöüß ÄÖÜ – „so“ ist es.",
    "Tiếng Việt có dấu: đường, người, nước, được, những.",
    "¿Qué pasó? ¡Año nuevo! Ñandú, pingüino, ÁÉÍÓÚ",
    "Příliš žluťoučký kůň úpěl ďábelské ódy",
    "نحن نعيش في عالم واحد، أليس كذلك؟",
    "ÀÈÌÒÙ ÂÊÎÔÛ ÃÑÕ ÇÆŒØÅ þð",
    "ÄÖ ÄÖÜ ÅÄÖ åäö ÅÄÖÅ",
    // Poems, lists, bopomofo, IPA, Roman letters of full width.
    "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。",
    "ㄅㄆㄇㄈ ㄓㄨㄥ ㄍㄨㄛˊ",
    "[ˈtʃaɪnə] /tʰi⁵¹ fa/",
    "Ａ组、Ｂ组、１２３、（ａ）、＠",
    "zhōng guó，Zhōngguó，mā má mǎ mà",
    "王琳、张婷、李璐、刘瑜、陈琦、杨琪、赵倩?周雯、吴颖、郑妍A",
];

#[test]
fn ordinary_text_of_any_kind_stays() {
    for text in ORDINARY {
        let (kept, body) = mended(text);
        assert_eq!(kept, *text);
        assert_eq!(body.repairs, [], "{text}");
    }
    let all = ORDINARY.join("\n");
    // Together they have enough readings for a converter's file; only those differ.
    assert_eq!(mended(&all).1.repairs, []);
}

/// The text with the first byte of a character lost, and something in its place.
fn shifted(text: &str, lost: usize, sign: char) -> Option<String> {
    let at = text.char_indices().nth(lost).map(|(at, _)| at)?;
    let (before, rest) = text.split_at(at);
    let bytes = GBK.encode(rest).0.into_owned();
    let read = GBK.decode_without_bom_handling(bytes.get(1..)?).0.into_owned();
    Some(format!("{before}{sign}{read}"))
}

/// The text whose bytes were read as another encoding, if nothing was lost.
fn misread(text: &str, written: &'static Encoding, read: &'static Encoding) -> Option<String> {
    let (bytes, _, is_lost) = written.encode(text);
    read.decode_without_bom_handling_and_without_replacement(&bytes)
        .filter(|_| !is_lost)
        .map(|text| text.into_owned())
}

/// Sentences made of the phrases of the genre.
fn sentences() -> impl Strategy<Value = String> {
    let phrase = prop::sample::select(vec![
        "会议要求",
        "各乡镇",
        "要",
        "全面落实",
        "防汛责任",
        "加强值班",
        "确保",
        "群众",
        "生命安全",
        "统筹",
        "发展和安全",
        "抓好",
        "重点工作",
        "进一步",
        "提高认识",
        "压实责任",
        "认真研究",
        "部署",
        "经常",
        "检查",
        "对标",
        "“回头看”",
        "“四个一”",
        "《办法》",
        "2023年",
        "以及",
        "完善机制",
        "主动担当",
        "狠抓",
        "整改",
        "老百姓的事",
        "推进乡村建设",
        "“五一”期間",
        "“兩會”召開以來",
        "離開",
        "《村規》執行",
        "辦理",
    ]);
    let stop = prop::sample::select(vec!["，", "。", "；", "、", "。", "，"]);
    prop::collection::vec((prop::collection::vec(phrase, 1..4), stop), 2..8).prop_map(|sentences| {
        let sentences = sentences.iter().map(|(phrases, stop)| phrases.concat() + stop);
        sentences.collect()
    })
}

/// Is this what was meant, but for the characters that are lost?
fn is_meant(proposed: &str, meant: &str) -> bool {
    let mut pairs = proposed.chars().zip(meant.chars());
    proposed.chars().count() == meant.chars().count() && pairs.all(|(a, b)| a == b || a == '\u{fffd}')
}

#[test]
fn text_out_of_step_is_repaired_or_proposed_and_never_made_wrongly() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut all, mut made, mut proposed) = (0, 0, 0);
    while all < 2000 {
        let meant = sentences().new_tree(&mut runner).expect("a case").current();
        let index = any::<prop::sample::Index>().new_tree(&mut runner).expect("a place");
        // Half of the time it is the sign before a quotation, or its own, that is lost.
        let places: Vec<usize> = match all % 2 {
            0 => meant
                .chars()
                .enumerate()
                .filter(|(_, c)| "“《。，".contains(*c))
                .map(|(i, _)| i)
                .collect(),
            _ => (0..meant.chars().count()).collect(),
        };
        if places.is_empty() {
            continue;
        }
        let lost = *index.current().get(&places);
        let rest = meant.chars().skip(lost);
        // So long does it take until a byte of ASCII restores the step.
        let is_whole = |c: &char| super::gbk::bytes(*c).is_some_and(|[_, trail]| !trail.is_ascii());
        if rest.take_while(is_whole).count() < 5 {
            continue;
        }
        all += 1;
        let damaged = shifted(&meant, lost, '?').expect("a shift");
        let (kept, body) = mended(&damaged);
        if body.repairs.iter().any(|repair| repair.made) {
            assert_eq!(kept, meant, "{damaged}");
            made += 1;
        } else if let [repair] = &body.repairs[..] {
            assert_eq!(kept, damaged);
            let text = kept.replacen(&repair.original, &repair.repaired, 1);
            let rest: String = text
                .chars()
                .skip(lost)
                .take(repair.repaired.chars().count() - 1)
                .skip(1)
                .collect();
            let truth: String = meant.chars().skip(lost + 1).take(rest.chars().count()).collect();
            proposed += usize::from(is_meant(&rest, &truth));
        }
    }
    assert!(
        (made + proposed) * 100 >= all * 95 && made * 10 >= all,
        "{made} + {proposed} of {all}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn misread_sentences_are_given_back(meant in sentences()) {
        let latin = WINDOWS_1252.decode_without_bom_handling(meant.as_bytes()).0.into_owned();
        let chinese = misread(&meant, GBK, WINDOWS_1252);
        let utf8 = misread(&meant, encoding_rs::UTF_8, GBK);
        for damaged in [Some(latin), chinese, utf8].into_iter().flatten() {
            prop_assert_eq!(mended(&damaged).0, meant.clone());
        }
    }

    #[test]
    fn common_text_is_never_mended(text in "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严，。、：；“”？！?a-z0-9]{0,200}") {
        prop_assert_eq!(mended(&text).0, text.clone());
        prop_assert_eq!(mended(&text).1.repairs, []);
    }

    #[test]
    fn any_text_is_survived(text in "[\\PC&;#x(dāng)?�浠婂ぉ€拔逡弧逼陂Ã¤ÄãºÃ當區\\n\u{e000}\u{200d}]{0,80}") {
        mended(&text);
    }
}

#[test]
fn a_text_in_the_other_chinese_encoding_is_given_back_whole() {
    let meant = "各位代表，今天的會議討論堤防的修復，請大家把看到的都說出來，不要怕說錯。\n會後請到河邊走一走。";
    let simplified = "各位代表，今天的会议讨论堤防的修复，请大家把看到的都说出来，不要怕说错。";
    let as_gbk = encoding_rs::GB18030
        .decode_without_bom_handling(&BIG5.encode(meant).0)
        .0
        .into_owned();
    let as_big5 = BIG5
        .decode_without_bom_handling(&GBK.encode(simplified).0)
        .0
        .into_owned();
    check(&[(&as_gbk, meant), (&as_big5, simplified)]);
}
