//! What is left standing from another document, told by what this pair itself says: by the titles, by what was filled
//! in elsewhere, and by what one of the two says in words of its own.

use tifa::compare::{Comparison, Options, Side, compare};
use tifa::corpus::{Block, Document, Span, slice};
use tifa::lexicon::{Lexicon, Matcher};
use tifa::reuse::Boilerplate;

/// A document of a title and paragraphs, one a line.
fn document(text: &str) -> Document {
    let mut lines = text.lines().map(str::trim);
    Document {
        title: lines.next().unwrap_or_default().to_string(),
        body: lines.map(Block::paragraph).collect(),
        ..Document::default()
    }
}

fn compared(left: &Document, right: &Document) -> Comparison {
    let matcher = Matcher::new(&Lexicon::default());
    compare(left, right, &matcher, &Boilerplate::none(), &Options::default())
}

fn text(document: &Document, span: Span) -> &str {
    slice(&document.body[span.block].text, span.start, span.end)
}

/// The flags in words, the same whichever document stands on the left.
fn check_documents(left: &Document, right: &Document, expected: &[&str]) {
    for (a, b) in [(left, right), (right, left)] {
        let comparison = compared(a, b);
        let mut flags: Vec<String> = Vec::new();
        for flag in &comparison.flags {
            let document = if flag.side == Side::Left { a } else { b };
            let side = if std::ptr::eq(document, left) { "left" } else { "right" };
            let expected = flag.expected.as_deref().unwrap_or("?");
            flags.push(format!("{side} {} for {expected}", text(document, flag.span)));
        }
        assert_eq!(flags, expected, "{} | {}", a.title, b.title);
    }
}

fn check(left: &str, right: &str, expected: &[&str]) {
    check_documents(&document(left), &document(right), expected);
}

const ORCHARD: &str = "果园里的水窖要赶在封冻前清一遍淤，坏了的井盖当天换掉，钥匙交给两个人保管。";

#[test]
fn the_title_says_whose_a_document_is() {
    let left = document(&format!(
        "在望溪县果业工作会议上的讲话\n望溪县去年卖出苹果三万吨，价钱比前年好。\n{ORCHARD}\n望溪县果业局要派人下到地头，一棵树一棵树地看。"
    ));
    let right = document(&format!(
        "在梧塘县果业工作会议上的讲话\n梧塘县的果子不愁卖，愁的是运不出去。\n{ORCHARD}\n望溪县果业局要派人下到地头，一棵树一棵树地看。"
    ));
    let expected = ["right 望溪县 for 梧塘县"];
    check_documents(&left, &right, &expected);
    // Metadata told from what was forgotten.
    let place = vec!["云岭省".to_string(), "望溪县".to_string()];
    let stated = |document: &Document| Document {
        place: place.clone(),
        ..document.clone()
    };
    check_documents(&stated(&left), &stated(&right), &expected);
}

#[test]
fn a_town_or_who_signs_says_it_where_the_title_names_no_county() {
    let town = |town: &str, kept: &str| {
        format!(
            "{town}2021年果业工作总结\n{town}的果子今年卖得早。\n{ORCHARD}\n{kept}的果农都要学会记账，一笔一笔写清楚。"
        )
    };
    check(
        &town("塘口镇", "塘口镇"),
        &town("鹭下镇", "塘口镇"),
        &["right 塘口镇 for 鹭下镇"],
    );
    check(&town("塘口镇", "塘口镇"), &town("鹭下镇", "鹭下镇"), &[]);
    let signed = |county: &str| {
        format!(
            "关于做好果业工作的通知\n各乡镇人民政府：\n果子熟了。\n{ORCHARD}\n望溪县的果农都要学会记账，一笔一笔写清楚。\n路要先修好。\n秤要校准。\n{county}人民政府办公室"
        )
    };
    check(&signed("望溪县"), &signed("梧塘县"), &["right 望溪县 for 梧塘县"]);
}

#[test]
fn who_is_in_the_title_or_holds_an_office_in_own_words_is_known() {
    check(
        &format!(
            "关于印发望溪县果业发展方案的通知\n望溪县人民政府办公室\n县委书记陆文舟在全县三级干部会上专门讲了果业。\n{ORCHARD}\n县委书记陆文舟同志多次强调，果业是饭碗，谁也不能砸。"
        ),
        &format!(
            "关于印发梧塘县果业发展方案的通知\n梧塘县人民政府办公室\n{ORCHARD}\n县委书记陆文舟同志多次强调，果业是饭碗，谁也不能砸。"
        ),
        &["right 陆文舟 for ?"],
    );
}

#[test]
fn what_was_filled_in_elsewhere_is_left_over() {
    // A town in a list, a mountain, a company.
    check(
        &format!(
            "望溪县果业工作情况通报\n塘口镇、鹿角乡、石门镇的果库暂停收果。\n望溪县青石岭林场的护林员每天巡两遍。\n望溪县甘泉果业公司收购了三成果子。\n{ORCHARD}\n凡从塘口镇运来的果子，一律过秤登记。\n进入青石岭林区的车辆要先熄火再登记。\n今年，甘泉果业公司又添了六座冷库，一座也不许空着。"
        ),
        &format!(
            "梧塘县果业工作情况通报\n鹭下镇、杏林镇、三汊镇的果库暂停收果。\n梧塘县望云山林场的护林员每天巡两遍。\n梧塘县丰年果业公司收购了三成果子。\n{ORCHARD}\n凡从塘口镇运来的果子，一律过秤登记。\n进入青石岭林区的车辆要先熄火再登记。\n今年，甘泉果业公司又添了六座冷库，一座也不许空着。"
        ),
        &[
            "right 塘口镇 for 鹭下镇",
            "right 青石岭 for 望云山",
            "right 甘泉果业公司 for 丰年果业公司",
        ],
    );
    // Replaced once, kept three times: both speak of it.
    let kept =
        "塘口镇的果库最大。\n从塘口镇到省城只要两个小时，路上没有收费站。\n塘口镇的价钱就是行情，大家都看着它定价。";
    check(
        &format!("望溪县果业工作情况通报\n昨天到塘口镇的果库看了看，秤是准的。\n{ORCHARD}\n{kept}"),
        &format!("梧塘县果业工作情况通报\n昨天到鹭下镇的果库看了看，秤是准的。\n{ORCHARD}\n{kept}"),
        &[],
    );
}

#[test]
fn sessions_are_told_by_term_and_number_however_they_are_written() {
    let speech = |county: &str, term: &str, number: &str, kept: &str| {
        let meeting = format!("{county}第{term}届人民代表大会第{number}次会议");
        format!("在{meeting}上的讲话\n各位代表：{meeting}开完了。\n{ORCHARD}\n让我们以{kept}为新的起点，把果园管好。")
    };
    let kept = "十五届人大二次会议";
    let left = speech("望溪县", "十五", "二", kept);
    check(
        &left,
        &speech("梧塘县", "十七", "三", kept),
        &["right 十五届人大二次会议 for 十七届人大三次会议"],
    );
    check(&left, &speech("梧塘县", "十七", "三", "十七届人大三次会议"), &[]);
    // The province had a session of that number too.
    let plenum = |county: &str, term: &str, kept: &str| {
        format!(
            "在{county}委{term}届二次全会上的讲话\n同志们：{county}委{term}届二次全会开完了。\n{ORCHARD}\n大家要学习{kept}十三届二次全会的精神。"
        )
    };
    check(
        &plenum("望溪县", "十三", "省委"),
        &plenum("梧塘县", "十四", "省委"),
        &[],
    );
    check(
        &plenum("望溪县", "十三", "县委"),
        &plenum("梧塘县", "十四", "县委"),
        &["right 十三届二次全会 for 十四届二次全会"],
    );
    // What both were told by those above them.
    let above = |county: &str| {
        format!("{county}果业工作总结\n{ORCHARD}\n各级各部门要把思想统一到市委六届四次全会精神上来，把果园管好。")
    };
    check(&above("望溪县"), &above("梧塘县"), &[]);
}

#[test]
fn a_report_on_a_year_ends_with_that_year() {
    let report = |county: &str, year: u32, kept: &str| {
        let document = document(&format!(
            "{year}年度{county}果业工作总结\n{year}年，全县果农起早贪黑，果子卖了好价钱。\n{ORCHARD}\n截至{kept}底，水窖的工程全部完工，钱也结清了。"
        ));
        Document {
            date: Some(year.to_string()),
            ..document
        }
    };
    let left = report("望溪县", 2021, "2021年12月");
    check_documents(
        &left,
        &report("梧塘县", 2022, "2021年12月"),
        &["right 2021年12月 for 2022年12月"],
    );
    check_documents(&left, &report("梧塘县", 2022, "2022年12月"), &[]);
}
