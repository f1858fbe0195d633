//! Numbered slogans: which labels are found, and what they stand for.

use tifa::corpus::{Block, Document, slice};
use tifa::lexicon::{Label, Lexicon, Matcher, Numbered, Numbers, Standing};
use tifa::text::units::Units;

const LEXICON: &str = "phrase\tvariants\texpands_to
四方责任\t四方（属地、部门、单位、个人）责任\t属地、部门、单位、个人|属地、行业、单位、个人|地方、部门、单位、个人
四早\t\t早发现、早报告、早隔离、早治疗|早发现、早诊断、早隔离、早治疗
三区两通道\t\t清洁区、潜在污染区、污染区、医务人员通道、患者通道
三管三必须\t\t管行业必须管安全、管业务必须管安全、管生产经营必须管安全
四风\t\t形式主义、官僚主义、享乐主义、奢靡之风
四个不放过\t\t
五个一\t\t
六稳\t\t
六保\t\t
两个责任\t\t主体责任、监督责任
监督执纪四种形态\t运用四种形态\t
中央八项规定精神\t\t
两不愁三保障\t\t
八大攻坚\t清水、增绿、治沙八大攻坚\t
N个统一\t\t
紧盯…抓落实\t\t
洽谈即服务、签约即供地\t两即改革\t
一盘棋\t\t
一岗双责\t\t
N个一机制\tN个一(工作机制|机制|工程|帮扶)\t
N位一体格局\tN位一体(机制|布局)\t
五级书记抓防控\tN级书记(抓|一起抓)(防控|疫情防控)\t
一老一小\t\t老年人、儿童
一盔一带\t\t安全头盔、安全带
以优异成绩迎接党的二十大\t\t
";

fn numbered(blocks: &[&str]) -> Vec<Numbered> {
    let lexicon = Lexicon::read(LEXICON).0;
    let document = document(blocks);
    let units = Units::of(&document);
    let found = Matcher::new(&lexicon).find(&units);
    Numbers::new(&lexicon).find(&document, &units, &found)
}

fn document(blocks: &[&str]) -> Document {
    Document {
        body: blocks.iter().map(|text| Block::paragraph(*text)).collect(),
        ..Document::default()
    }
}

/// Each label as `四早=Bracket:早发现|早报告`, one without an expansion alone.
fn written(blocks: &[&str]) -> Vec<String> {
    let written = |found: Numbered| {
        let Some(expansion) = found.expansion else {
            return found.label;
        };
        for member in &expansion.members {
            let span = member.span;
            assert_eq!(slice(blocks[span.block], span.start, span.end), member.text);
        }
        let members: Vec<&str> = expansion.members.iter().map(|member| member.text.as_str()).collect();
        format!("{}={:?}:{}", found.label, expansion.standing, members.join("|"))
    };
    numbered(blocks).into_iter().map(written).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(written(&[text]), expected, "{text}");
}

#[test]
fn in_a_bracket_after_the_label() {
    check(
        "各镇要把“四早”（早发现、早诊断、早隔离、早治疗）要求落到村组。",
        &["四早=Bracket:早发现|早诊断|早隔离|早治疗"],
    );
    check(
        "落實「四早」要求(即早發現、早報告、早隔離和早治療)。",
        &["四早=Bracket:早發現|早報告|早隔離|早治療"],
    );
    check(
        "库房实行五个一（一本台账+一把钥匙+一名专人+一套预案+一日一查）管理。",
        &["五个一=Bracket:一本台账|一把钥匙|一名专人|一套预案|一日一查"],
    );
    check(
        "做好“三查”(查证件;查行程;查体温)。",
        &["三查=Bracket:查证件|查行程|查体温"],
    );
    check(
        "值守点落实“三件套”（(1)一顶帐篷(2)一盏灯(3)一本登记簿）。",
        &["三件套=Bracket:一顶帐篷|一盏灯|一本登记簿"],
    );
    check(
        "发热门诊按“三区两通道”（三区：清洁区、半污染区、污染区；两通道：医患通道、污物通道）改造。",
        &["三区两通道=Bracket:清洁区|半污染区|污染区|医患通道|污物通道"],
    );
}

#[test]
fn in_a_bracket_inside_of_the_label() {
    check(
        "压实“四方”（属地、部门、单位、个人）责任。",
        &["四方责任=Inside:属地|部门|单位|个人"],
    );
    check(
        "压实“四方”（村组、行业、单位、家庭）责任。",
        &["四方责任=Inside:村组|行业|单位|家庭"],
    );
    check(
        "抓好四早四方责任（县区、行业、单位、家庭）落实。",
        &["四早", "四方责任=Bracket:县区|行业|单位|家庭"],
    );
    check(
        "压实四方(县区、行业、单位、家庭)责任，不留空档。",
        &["四方责任=Inside:县区|行业|单位|家庭"],
    );
}

#[test]
fn right_after_the_label() {
    check(
        "我们讲“四早”，即早发现、早报告、早隔离、早治疗，缺一不可。",
        &["四早=After:早发现|早报告|早隔离|早治疗"],
    );
    check(
        "所谓“两个确保”就是确保不漏一人、确保不误一天。",
        &["两个确保=After:确保不漏一人|确保不误一天"],
    );
    check(
        "四方责任是指属地、行业、单位、个人责任。",
        &["四方责任=After:属地|行业|单位|个人"],
    );
    check(
        "牢记“三个到位”：人员要到位，物资要到位，措施要到位。",
        &["三个到位=After:人员要到位|物资要到位|措施要到位"],
    );
    check(
        "做到三个到位：人员到位、物资到位、措施到位。",
        &["三个到位=After:人员到位|物资到位|措施到位"],
    );
    check(
        "两不愁三保障，就是不愁吃、不愁穿，义务教育、基本医疗、住房安全有保障，连同饮水，逐户核查。",
        &["两不愁三保障=After:不愁吃|不愁穿|义务教育|基本医疗|住房安全有保障"],
    );
    check(
        "“三个一”：一本账、一支笔、一封写给老人的信。",
        &["三个一=After:一本账|一支笔|一封写给老人的信"],
    );
    check("立即落实四早，立即转运。", &["四早"]);
}

#[test]
fn before_the_label() {
    check(
        "坚持早发现、早报告、早隔离、早治疗的“四早”要求。",
        &["四早=Before:早发现|早报告|早隔离|早治疗"],
    );
    check(
        "全面压实县区、行业、单位和个人“四方”责任。",
        &["四方责任=Before:县区|行业|单位|个人"],
    );
    check(
        "建立一支队伍、一张清单、一个群、一部电话、一抓到底“五个一”机制。",
        &["五个一=Before:一支队伍|一张清单|一个群|一部电话|一抓到底"],
    );
    check(
        "推行随到随办、随办随结、随结随寄“三随”服务。",
        &["三随=Before:随到随办|随办随结|随结随寄"],
    );
    check(
        "按照“信息要准、指令要快、处置要稳”的“三个要”去做。",
        &["三个要=Before:信息要准|指令要快|处置要稳"],
    );
    check(
        "在学校、医院做好早发现、早报告、早隔离、早治疗“四早”工作。",
        &["四早=Before:早发现|早报告|早隔离|早治疗"],
    );
    check(
        "各医疗机构和有条件的村级卫生室以及全部零售药店、个体诊所，都要按照县里的统一安排落实“登记、检测、转运”三位一体要求。",
        &["三位一体=Before:登记|检测|转运"],
    );
    check(
        "思想到位、责任到位、措施到位三个到位缺一不可。",
        &["三个到位=Before:思想到位|责任到位|措施到位"],
    );
    // Other words stand before these labels, no lists.
    check("各镇、各部门要落实“两个责任”。", &["两个责任"]);
    check("各镇、各部门、各单位要牢记“三个务必”。", &["三个务必"]);
}

#[test]
fn elsewhere_in_the_paragraph() {
    check(
        "要推动“四方责任”再强化，进一步压实地方、部门、单位、个人责任。",
        &["四方责任=After:地方|部门|单位|个人"],
    );
    check(
        "要以上率下兴“三风”。要深入一线，让读书之风、调研之风、实干之风在全局蔚然成风。",
        &["三风=After:读书之风|调研之风|实干之风"],
    );
    check(
        "按照“业务过硬、纪律过硬”要求，打造“两个过硬”队伍，用好“两个过硬”干部。",
        &["两个过硬=Before:业务过硬|纪律过硬", "两个过硬"],
    );
}

#[test]
fn over_the_next_paragraphs() {
    let blocks = [
        "要筑牢“三道防线”：",
        "一是筑牢村口防线。逢车必查。",
        "①主要路口全部设卡。",
        "②小路一律封闭。",
        "二是筑牢院落防线，逢人必问。",
        "三是筑牢家庭防线。",
    ];
    assert_eq!(
        written(&blocks),
        ["三道防线=Paragraphs:筑牢村口防线|筑牢院落防线|筑牢家庭防线"]
    );
    check(
        "大家要做到“三个不松”：一是学习不松。多学文件。二是责任不松。守好岗位。三是联动不松，遇事不推。",
        &["三个不松=Paragraphs:学习不松|责任不松|联动不松"],
    );
    let blocks = [
        "第二，抓好“两大行动”。",
        "（一）要实施清仓行动。",
        "（二）要实施补链行动。",
        "三、加强领导",
    ];
    assert_eq!(written(&blocks), ["两大行动=Paragraphs:实施清仓行动|实施补链行动"]);
    let blocks = [
        "推进“两大工程”",
        "这是全年的任务。",
        "一要实施清水工程。",
        "沟渠先行。",
        "二要实施绿道工程。",
    ];
    assert_eq!(written(&blocks), ["两大工程=Paragraphs:实施清水工程|实施绿道工程"]);
    // The points of another outline follow by chance.
    let blocks = [
        "要增强信心，落实“四早”。",
        "一是加强值班。",
        "二是备足物资。",
        "三是严肃纪律。",
        "四是做好宣传。",
    ];
    assert_eq!(written(&blocks), ["四早"]);
    let blocks = [
        "筑牢“两道防线”：",
        "一是筑牢村口防线。",
        "二是筑牢院落防线。",
        "三是筑牢家庭防线。",
    ];
    assert_eq!(written(&blocks), ["两道防线"]);
}

#[test]
fn a_known_expansion_without_a_label() {
    check(
        "层层压实属地、部门、单位、个人责任。",
        &["四方责任=Alone:属地|部门|单位|个人"],
    );
    check(
        "认真做到早发现、早报告、早隔离和早治疗。",
        &["四早=Alone:早发现|早报告|早隔离|早治疗"],
    );
    check(
        "管行业必须管安全，管业务必须管安全，管生产经营必须管安全。",
        &["三管三必须=Alone:管行业必须管安全|管业务必须管安全|管生产经营必须管安全"],
    );
    // Longer lists, and other ones.
    check("做到早发现、早报告、早隔离、早治疗、早康复。", &[]);
    check("做到早预防、早发现、早报告、早隔离、早治疗。", &[]);
    check("方便部门、单位、个人查询。", &[]);
}

#[test]
fn labels() {
    check(
        "紧扣“三项能力”“六个快速”要求，做好六稳、六保。",
        &["三项能力", "六个快速", "六稳", "六保"],
    );
    check(
        "认真执行“六定”管理，落实“四个不放过”，完成“三大支撑八项重点”。",
        &["六定", "四个不放过", "三大支撑八项重点"],
    );
    check(
        "纠治“四风”，落实中央八项规定精神，准确运用四种形态，履行“一岗双责”。",
        &["四风", "中央八项规定精神", "监督执纪四种形态", "一岗双责"],
    );
    check(
        "推进“三減三健”行动，严查“三无”食品，兴办“5个一”。",
        &["三减三健", "三无", "五个一"],
    );
    check("推行两即改革。", &["两即改革"]);
    check("打好清水、增绿、治沙“八大攻坚”。", &["八大攻坚"]);
    check("做到三个统一。要紧盯三个重点抓落实。", &["三个统一"]);
    let numbers: Vec<usize> = numbered(&["落实三区两通道、“一退一止两抗”、五个一和“十二条措施”。"])
        .iter()
        .map(|found| found.number)
        .collect();
    assert_eq!(numbers, [5, 4, 5, 12]);
}

#[test]
fn a_label_is_without_the_noun_behind_it() {
    check(
        "实行“五个一”工作机制（一个项目、一名领导、一个专班、一套方案、一抓到底）。",
        &["五个一=Bracket:一个项目|一名领导|一个专班|一套方案|一抓到底"],
    );
    check(
        "推进“三个一”帮扶工程，即一户一名干部、一户一份台账、一户一项产业。",
        &["三个一=After:一户一名干部|一户一份台账|一户一项产业"],
    );
    check(
        "完善五个一机制、“六个一”工程，抓实六个一帮扶。",
        &["五个一", "六个一", "六个一"],
    );
    check("健全三位一体机制和“四位一体”布局。", &["三位一体", "四位一体"]);
    // Known with its noun, and named with it.
    check("压实“四方”责任，实施“六个一工程”。", &["四方责任", "六个一工程"]);
    let found = corpus(&[
        "落实五个一机制。",
        "落实“五个一”工作机制。",
        "落实“五个一”。",
        "落实“六个一”。",
        "落实六个一工程。",
    ]);
    let uses: Vec<(&str, usize)> = found.iter().map(|label| (label.label.as_str(), label.uses)).collect();
    assert_eq!(uses, [("五个一", 3), ("六个一", 2)]);
}

#[test]
fn a_label_keeps_its_number() {
    check(
        "健全“三级书记抓防控”机制，四级书记一起抓疫情防控，五级书记抓疫情防控。",
        &["三级书记抓防控", "四级书记抓防控", "五级书记抓防控"],
    );
}

#[test]
fn ones_add_up() {
    check(
        "着力解决“一老一小”（老年人、儿童）问题。",
        &["一老一小=Bracket:老年人|儿童"],
    );
    check("关心一老一小群体，即老人、小孩。", &["一老一小=After:老人|小孩"]);
    check("围绕老年人、儿童“一老一小”想办法。", &["一老一小=Before:老年人|儿童"]);
    check(
        "建立“一主一辅”（主干道、辅道）巡查线路。",
        &["一主一辅=Bracket:主干道|辅道"],
    );
    // Nobody says here what they count.
    for text in [
        "关心“一老一小”，佩戴一盔一带。",
        "关心老年人、儿童。",
        "推行“一事一议”，办好“一件事一次办”，一心一意（集中力量、集中时间）抓落实。",
        "对老人、儿童的“一人一策”和对车站、码头的“一点一策”。",
        "各镇、各部门要“一心一意”。",
    ] {
        check(text, &[]);
    }
}

#[test]
fn members_are_without_dashes_and_bullets() {
    check(
        "做到“三个到位”——组织领导到位、物资储备到位、值守巡查到位。",
        &["三个到位=After:组织领导到位|物资储备到位|值守巡查到位"],
    );
    check(
        "落实“三有”：●有预案；●有队伍；●有演练。",
        &["三有=After:有预案|有队伍|有演练"],
    );
    check(
        "落实“三有”（-有预案 -有队伍 -有演练）。",
        &["三有=Bracket:有预案|有队伍|有演练"],
    );
}

#[test]
fn no_numbered_slogans() {
    for text in [
        "要紧盯三个时间节点，聚焦八个工作重点，我再强调四点要求。",
        "抓好以下五个方面：一是排查，二是转运，三是救治，四是物资，五是宣传。",
        "要靠实三个责任。一要靠实领导责任。二要靠实部门责任。三要靠实属地责任。",
        "针对立项许可、施工许可、竣工验收三个环节，优化流程。",
        "城郊三个区（东区、西区、北区）共五个县，检测两千人，设两个点。",
        "“五一”假期、“十四五”规划、“二十大”精神、“双十一”促销、“三天”之内、“两会”期间。",
        "要“三令五申”，学习“八闽健康码”经验，下好全县“一盘棋”，搞好“十户联防”，办好“一件事一次办”。",
        "以优异成绩迎接党的二十大。2022年1月3日，第三方平台（甲、乙、丙）配送。",
        "涉及三类人群(老年人群、儿童人群、孕产人群)。",
        "他说“好”三个人“走了”。",
    ] {
        check(text, &[]);
    }
}

#[test]
fn spans_are_of_the_text_on_screen() {
    let text = "压实「四方」（屬地、部門、單位、個人）責任。";
    let found = &numbered(&["", text])[0];
    assert_eq!(found.span.block, 1);
    let shown = slice(text, found.span.start, found.span.end);
    assert_eq!(
        (found.label.as_str(), shown),
        ("四方责任", "四方」（屬地、部門、單位、個人）責任")
    );
    assert_eq!(
        found.expansion.as_ref().map(|expansion| expansion.standing),
        Some(Standing::Inside)
    );
}

fn corpus(texts: &[&str]) -> Vec<Label> {
    let numbered: Vec<Vec<Numbered>> = texts.iter().map(|text| numbered(&[text])).collect();
    tifa::lexicon::labels(numbered.iter().map(Vec::as_slice).enumerate())
}

#[test]
fn meanings_of_one_label_are_told_apart() {
    let found = corpus(&[
        "落实“五个一”（一个项目、一名领导、一个班子、一套方案、一抓到底）机制。",
        "落实“五个一”（一个项目、一名领导、一个专班、一套方案、一抓到底）机制。",
        "校园“五个一”：一支体温枪、一间隔离室、一本记录、一次演练、一封家长信。",
        "落实“五个一”。",
    ]);
    assert_eq!(found.len(), 1);
    let label = &found[0];
    assert_eq!((label.label.as_str(), label.uses, label.unexpanded), ("五个一", 4, 1));
    let wordings: Vec<usize> = label.meanings.iter().map(|meaning| meaning.expansions.len()).collect();
    assert_eq!(wordings, [2, 1]);
    assert_eq!(label.meanings[1].expansions[0].members[1], "一间隔离室");
    assert_eq!(label.meanings[1].expansions[0].places[0].document, 2);
}

#[test]
fn what_all_members_share_is_no_likeness() {
    let meanings = |texts: &[&str]| -> Vec<usize> {
        let found = corpus(texts);
        assert_eq!(found.len(), 1, "{texts:?}");
        found[0]
            .meanings
            .iter()
            .map(|meaning| meaning.expansions.len())
            .collect()
    };
    // Schools and school buses: what is left of a member is a character that fits anything.
    let schools = "开学前做到“六定”（定人、定岗、定责、定时、定点、定路线）。";
    let buses = "校车实行“六定”：定车、定人、定线、定点、定时、定速。";
    let other_buses = "校车实行“六定”：定车、定人、定线、定点、定员、定速。";
    assert_eq!(meanings(&[schools, buses, other_buses]), [2, 1]);
    assert_eq!(
        meanings(&[
            "抓好“四定”（定人、定岗、定责、定时）。",
            "抓好“四定”（定车、定线、定员、定速）。"
        ]),
        [1, 1]
    );
    assert_eq!(
        meanings(&[
            "做到“三个到位”：人员到位、物资到位、车辆到位。",
            "做到“三个到位”：思想到位、责任到位、督查到位。"
        ]),
        [1, 1]
    );
    // One of four is another one.
    assert_eq!(
        meanings(&[
            "抓好“四定”（定人、定岗、定责、定时）。",
            "抓好“四定”（定人、定岗、定责、定薪）。"
        ]),
        [2]
    );
    assert_eq!(
        meanings(&[
            "落实“四早”（早发现、早报告、早隔离、早治疗）。",
            "落实“四早”（早预防、早发现、早诊断、早治疗）。"
        ]),
        [2]
    );
}

#[test]
fn a_suffix_of_all_members_is_no_difference() {
    let found = corpus(&[
        "压实“四方”责任（属地、部门、单位、个人）。",
        "压实四方责任（属地、部门、单位、个人）。",
        "压实“四方”责任（属地责任、部门责任、单位责任、家庭责任）。",
        "压实“四方”责任（属地责任、行业责任、单位责任、个人责任）。",
    ]);
    let meaning = &found[0].meanings[0];
    assert_eq!((found[0].meanings.len(), meaning.expansions.len()), (1, 3));
    let differences: Vec<(usize, Vec<&str>)> = meaning
        .differences
        .iter()
        .map(|difference| {
            (
                difference.position,
                difference.words.iter().map(|(word, _)| word.as_str()).collect(),
            )
        })
        .collect();
    assert_eq!(
        differences,
        [(1, vec!["部门", "行业责任"]), (3, vec!["个人", "家庭责任"])]
    );
    // As they stand, both share the suffix; without it only one does.
    let found = corpus(&["抓好“两清”（底数清、情况清）。", "抓好“两清”（底数清、人数清）。"]);
    let positions: Vec<usize> = found[0].meanings[0]
        .differences
        .iter()
        .map(|difference| difference.position)
        .collect();
    assert_eq!(positions, [1]);
}

#[test]
fn wordings_are_compared_member_by_member() {
    let found = corpus(&[
        "压实属地、行业、单位、个人“四方”责任。",
        "压实「四方」責任（屬地、行業、單位、個人）。",
        "压实“四方”（属地、部门、单位、个人）责任。",
        "压实四方责任（单位、个人、部门、属地）。",
        "压实属地、部门、单位、家庭“四方责任”。",
    ]);
    let meaning = &found[0].meanings[0];
    assert_eq!(found[0].meanings.len(), 1);
    // Script makes no other wording, order does.
    assert_eq!(meaning.expansions.len(), 4);
    assert_eq!(meaning.expansions[0].members, ["属地", "行业", "单位", "个人"]);
    assert_eq!(meaning.expansions[0].places.len(), 2);
    let differences: Vec<(usize, &[(String, usize)])> = meaning
        .differences
        .iter()
        .map(|difference| (difference.position, difference.words.as_slice()))
        .collect();
    let words = |words: [(&str, usize); 2]| words.map(|(word, uses)| (word.to_string(), uses));
    assert_eq!(
        differences,
        [
            (1, words([("部门", 3), ("行业", 2)]).as_slice()),
            (3, words([("个人", 4), ("家庭", 1)]).as_slice()),
        ]
    );
}

#[test]
fn any_text_is_read() {
    let long = "四".repeat(20_000);
    let brackets = "“四早”（".repeat(5_000);
    let lists = "早发现、早报告、早隔离、早治疗".repeat(3_000);
    let points = "一是".repeat(10_000);
    for text in [
        "",
        "”“",
        "“四",
        "四早（",
        "(四",
        "十",
        "第",
        "1.",
        "“十”(一)",
        "四早：",
        "①",
        "、四早、",
        "双",
        "“一老一小”(",
        "“五个一”——",
    ] {
        let _ = numbered(&[text, text]);
    }
    // Pieces that mean something to the reader of labels, in any order.
    let pieces = [
        "四早",
        "“",
        "”",
        "（",
        "）",
        "、",
        "：",
        "即",
        "五",
        "一",
        "是",
        "第",
        "三区两通道",
        "。",
        "，",
        "早发现",
        "属地",
        "要",
        "1",
        ".",
        "的",
        "和",
        "\u{200b}",
        "𠮷",
        "①",
        "四方",
        "责任",
        " ",
    ];
    let mut state = 1u32;
    for _ in 0..2_000 {
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            pieces[(state >> 16) as usize % pieces.len()]
        };
        let text: String = (0..24).map(|_| next()).collect();
        let other: String = (0..8).map(|_| next()).collect();
        for found in written(&[&text, &other]) {
            assert!(!found.is_empty());
        }
    }
    for text in [&long, &brackets, &lists, &points] {
        let _ = numbered(&[text]);
    }
}
