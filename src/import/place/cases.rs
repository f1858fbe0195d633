//! What a careful reader takes the place of a text to be, by the traps on the way there.

use super::{Evidence, place};
use crate::corpus::{Block, Level};

/// A text, its page, and the place: from province to county, and the level; empty if it names none.
struct Case {
    title: &'static str,
    organ: &'static str,
    body: &'static str,
    around: &'static str,
    expected: &'static str,
    level: Option<Level>,
}

fn case(title: &'static str, body: &'static str, around: &'static str, expected: &'static str) -> Case {
    Case {
        title,
        organ: "",
        body,
        around,
        expected,
        level: None,
    }
}

impl Case {
    fn by(self, organ: &'static str) -> Self {
        Case { organ, ..self }
    }

    fn at(self, level: Level) -> Self {
        Case {
            level: Some(level),
            ..self
        }
    }
}

/// The name of the place and its level; lines of body and page are told apart by `|`.
fn found(case: &Case) -> (String, Option<Level>, String) {
    let lines = |text: &str| -> Vec<String> {
        text.split('|')
            .filter(|line| !line.is_empty())
            .map(String::from)
            .collect()
    };
    let body: Vec<Block> = lines(case.body)
        .into_iter()
        .map(|text| Block {
            text,
            ..Block::default()
        })
        .collect();
    let organs: Vec<&str> = Some(case.organ).into_iter().filter(|organ| !organ.is_empty()).collect();
    let found = place(&Evidence {
        title: case.title,
        organs: &organs,
        body: &body,
        around: &lines(case.around),
    });
    found.map_or_else(Default::default, |place| {
        (place.names.join(" "), place.level, place.words)
    })
}

fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for case in cases {
        let (names, level, words) = found(case);
        if names != case.expected || case.level.is_some() && level != case.level {
            wrong.push(format!(
                "{} {}\n  is  {names} ({level:?}, from {words})\n  not {} ({:?})",
                case.title, case.body, case.expected, case.level
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} wrong:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_title_names_who_acts() {
    use Level::*;
    check(&[
        case(
            "临泉县召开防汛工作会议",
            "6月2日，县长周望川主持召开全县防汛工作会议。",
            "",
            "安徽省 阜阳市 临泉县",
        )
        .at(County),
        case(
            "莎车县：把灌渠修到地头",
            "全县上下一齐动手。",
            "",
            "新疆维吾尔自治区 喀什地区 莎车县",
        )
        .at(County),
        case(
            "中共建瓯市委关于春耕备播工作的通知",
            "各乡镇党委：现将有关事项通知如下。",
            "",
            "福建省 南平市 建瓯市",
        )
        .at(County),
        case(
            "在临洮县第九次党代会上的报告",
            "各位代表、同志们：现在我向大会作报告。",
            "",
            "甘肃省 定西市 临洮县",
        )
        .at(County),
        case(
            "2022年1月6日芮城县收看全市安全生产视频会议",
            "全市会议结束后，我县立即召开会议。",
            "",
            "山西省 运城市 芮城县",
        )
        .at(County),
        case(
            "玉溪市召开全市河湖长制会议",
            "会议要求，红塔区、江川区、澄江市要抓好落实。",
            "",
            "云南省 玉溪市",
        )
        .at(Prefecture),
        case(
            "恩施州召开森林防火视频会议",
            "恩施市、利川市、建始县在分会场参加会议。",
            "",
            "湖北省 恩施土家族苗族自治州",
        )
        .at(Prefecture),
        case(
            "湖南省召开全省粮食生产工作会议",
            "会议以视频形式开到县一级。",
            "",
            "湖南省",
        )
        .at(Province),
        case(
            "长宁区部署2021年消防工作",
            "全区各街道参加。",
            "主办单位：上海市长宁区人民政府",
            "上海市 长宁区",
        )
        .at(County),
        case(
            "兴安盟行署召开常务会议",
            "会议研究了春耕生产。",
            "",
            "内蒙古自治区 兴安盟",
        )
        .at(Prefecture),
        case(
            "鄂托克前旗召开草原防火工作会议",
            "全旗各苏木镇负责人参加。",
            "",
            "内蒙古自治区 鄂尔多斯市 鄂托克前旗",
        )
        .at(County),
        case("仙桃市举行抗旱动员会", "全市各镇办参加。", "", "湖北省 仙桃市").at(County),
        case(
            "【通海县】组织收听收看全国视频会",
            "县委副书记参加。",
            "",
            "云南省 玉溪市 通海县",
        )
        .at(County),
        case("新晃县召开创卫推进会", "全县动员。", "", "湖南省 怀化市 新晃侗族自治县").at(County),
        case("重庆市綦江区开展燃气安全检查", "区应急局牵头。", "", "重庆市 綦江区").at(County),
    ]);
}

#[test]
fn the_lead_names_who_acts() {
    use Level::*;
    check(&[
        case(
            "春耕现场会召开",
            "3月8日，睢县县委书记田有禾主持召开全县春耕现场会。",
            "",
            "河南省 商丘市 睢县",
        )
        .at(County),
        case(
            "安全生产专题会议召开",
            "昨日，桐乡市市长主持召开安全生产专题会议。",
            "",
            "浙江省 嘉兴市 桐乡市",
        )
        .at(County),
        case(
            "",
            "5月20日上午,永福縣護林防火暨汛前檢查工作會議以視頻會議形式召開。縣委書記到會講話。",
            "",
            "广西壮族自治区 桂林市 永福县",
        )
        .at(County),
        case(
            "",
            "２月３日，扶绥县人民政府召开第１２次常务会议。",
            "",
            "广西壮族自治区 崇左市 扶绥县",
        )
        .at(County),
        case(
            "书记讲话",
            "同志们：今天这个会，我代表庐江县委、县政府讲三点意见。全县上下要动起来。",
            "",
            "安徽省 合肥市 庐江县",
        )
        .at(County),
        case(
            "关于加强校园安全的通知",
            "各中小学：请认真执行。|肇源县教育局|2021年9月1日",
            "",
            "黑龙江省 大庆市 肇源县",
        )
        .at(County),
        case(
            "市委常委会召开会议",
            "7月9日，随州市委常委会召开会议，研究防汛工作。",
            "",
            "湖北省 随州市",
        )
        .at(Prefecture),
        case(
            "",
            "汤阴县委、县政府高度重视。会议强调，全县要行动起来。",
            "",
            "河南省 安阳市 汤阴县",
        )
        .at(County),
    ]);
}

#[test]
fn the_organ_names_who_acts() {
    use Level::*;
    check(&[
        case(
            "全县冬修水利动员会召开",
            "会议要求抓紧施工。",
            "",
            "江西省 赣州市 于都县",
        )
        .by("于都县融媒体中心")
        .at(County),
        case("全市防汛会议召开", "会议要求落实责任。", "", "浙江省 绍兴市")
            .by("绍兴日报")
            .at(Prefecture),
        case("全省农村工作会议召开", "会议总结了去年的工作。", "", "河南省")
            .by("河南日报")
            .at(Province),
        case("区政府召开常务会议", "会议审议了预算。", "", "山东省 青岛市 黄岛区")
            .by("黄岛区政府办公室")
            .at(County),
        case("柳林县召开民生工作会议", "全县各乡镇参加。", "", "山西省 吕梁市 柳林县")
            .by("山西日报")
            .at(County),
        case("我县召开经济运行分析会", "会议分析了上半年的形势。", "", "").by("光明网"),
        case("平安建设动员会召开", "会议强调了平安建设。", "", "").by("平安网"),
    ]);
}

#[test]
fn we_is_told_by_the_page() {
    use Level::*;
    check(&[
        case(
            "我区召开创城工作推进会",
            "会议要求，我区各街道要抓细抓实。",
            "主办单位：长沙市雨花区人民政府|湘ICP备05001234号",
            "湖南省 长沙市 雨花区",
        )
        .at(County),
        case(
            "我县收看全市防汛视频会议",
            "会后我县立即安排。",
            "网站首页 > 崇阳县 > 要闻|版权所有：崇阳县人民政府办公室",
            "湖北省 咸宁市 崇阳县",
        )
        .at(County),
        case(
            "我市召开文明城市创建大会",
            "会议强调，全市上下要齐心协力。",
            "主办：邳州市人民政府办公室|苏ICP备00000001号",
            "江苏省 徐州市 邳州市",
        )
        .at(County),
        case(
            "我区收看全市创建视频会议",
            "会后，我区立即召开会议。",
            "高邮人家|发表于 2021-3-2 显示全部楼层 来自: 江苏扬州|江都热线论坛",
            "江苏省 扬州市 江都区",
        )
        .at(County),
        case(
            "我市部署秋粮收购",
            "我市各乡镇要安排好仓容。",
            "来自: 山东滕州",
            "山东省 枣庄市 滕州市",
        ),
        case(
            "全州防火工作会议召开",
            "全州各县市要落实责任。",
            "版权所有：凉山彝族自治州人民政府",
            "四川省 凉山彝族自治州",
        )
        .at(Prefecture),
        case(
            "市政府召开常务会议",
            "会议听取了汇报。",
            "金华市人民政府门户网站|主办单位：金华市人民政府办公室",
            "浙江省 金华市",
        )
        .at(Prefecture),
        case(
            "我区收看全市视频会议",
            "我区各部门参加。",
            "主办单位：宿迁市人民政府",
            "江苏省 宿迁市",
        )
        .at(County),
        case(
            "丽水市森林防火会议召开 我县设分会场",
            "会后我县继续开会。",
            "主办：青田县人民政府",
            "浙江省 丽水市 青田县",
        )
        .at(County),
        case(
            "全区农业工作会议在银川召开",
            "宁夏回族自治区党委书记讲话，全区各市县参加。",
            "",
            "宁夏回族自治区",
        )
        .at(Province),
        case(
            "我縣召開植樹動員會",
            "我縣各鄉鎮要抓緊。",
            "主辦單位：羅源縣人民政府　閩ICP備１２３４５６７８號",
            "福建省 福州市 罗源县",
        )
        .at(County),
    ]);
}

#[test]
fn a_name_that_many_bear_is_told_by_a_larger_one_or_stays_open() {
    use Level::*;
    check(&[
        case("鼓楼区召开城管工作会议", "全区各街道参加。", "", ""),
        case(
            "鼓楼区召开城管工作会议",
            "区长主持。",
            "闽ICP备00000000号",
            "福建省 福州市 鼓楼区",
        )
        .at(County),
        case(
            "鼓楼区召开城管工作会议",
            "区长主持。",
            "主办：开封市鼓楼区人民政府",
            "河南省 开封市 鼓楼区",
        ),
        case(
            "朝阳区召开供暖工作会议",
            "长春市供暖办到会指导，区长主持。",
            "",
            "吉林省 长春市 朝阳区",
        ),
        case(
            "朝阳区召开供暖工作会议",
            "北京市朝阳区政府今天召开会议。",
            "",
            "北京市 朝阳区",
        ),
        case(
            "西湖区部署夏季旅游",
            "全区景点要控制人流。",
            "浙公网安备33010000000000号",
            "浙江省 杭州市 西湖区",
        ),
        case(
            "西湖区部署夏季旅游",
            "南昌市文旅局参加，会议由区长主持。",
            "",
            "江西省 南昌市 西湖区",
        ),
        case("市中区召开项目调度会", "全区项目要按期开工。", "", ""),
        case(
            "市中区召开项目调度会",
            "全区项目要按期开工。",
            "鲁ICP备00000000号",
            "山东省",
        )
        .at(County),
        case(
            "市中区召开项目调度会",
            "全区项目要按期开工。",
            "地址：乐山市嘉定北路",
            "四川省 乐山市 市中区",
        ),
        case(
            "城关区召开河道清淤会",
            "藏ICP备12000000号挂在网站下面。会议由区长主持。",
            "藏ICP备12000000号",
            "西藏自治区 拉萨市 城关区",
        ),
        case(
            "新华区召开拆迁会",
            "平顶山市住建局有关负责同志参加。",
            "",
            "河南省 平顶山市 新华区",
        ),
        case(
            "和平区召开街道工作会",
            "沈河区、铁西区应邀参加经验交流，沈阳市民政局到会。",
            "",
            "辽宁省 沈阳市 和平区",
        ),
        case(
            "通州区召开生态环境会",
            "南通市生态环境局参加。",
            "",
            "江苏省 南通市 通州区",
        ),
        case(
            "白云区召开农贸市场整治会",
            "会议由副区长主持。",
            "粤ICP备05000000号",
            "广东省 广州市 白云区",
        ),
        case(
            "永定区召开旅游安全会",
            "张家界市应急管理局参加会议。",
            "",
            "湖南省 张家界市 永定区",
        ),
    ]);
}

#[test]
fn words_are_no_places() {
    check(&[
        case(
            "在全县工作会议上的讲话",
            "要为和平与发展作贡献，西安排了三场，解放思想，大同小异。",
            "",
            "",
        ),
        case(
            "召开县委常委会会议",
            "会议召开县委、县政府专题会，研究乡村振兴县域经济，建设示范县、健康县，治理县城环境。",
            "",
            "",
        ),
        case(
            "公安县级领导小组会议",
            "城市中区域要分类，长三角区域要协同，城区和郊区要统筹。",
            "",
            "",
        ),
        case(
            "市和县要分级负责",
            "市和县两级都要相应县级预案，提高县级医院能力，街道县里都要管。",
            "",
            "",
        ),
        case(
            "在动员会上的讲话",
            "西安市场和上海市场的价格都在涨，南京市值班人员打来电话，我们要维护和平，推动东方文明。",
            "",
            "",
        ),
        case(
            "新城区建设动员会",
            "新城区、老城区要一起抓，东区先动，西区后动。",
            "",
            "",
        ),
        case("和县召开圩堤加固会", "会议由县长主持。", "", "安徽省 马鞍山市 和县"),
        case(
            "安徽省和县召开圩堤加固会",
            "会议由县长主持。",
            "",
            "安徽省 马鞍山市 和县",
        ),
        case(
            "城区召开卫生整治会",
            "会议由区长主持。",
            "主办单位：晋城市城区人民政府",
            "山西省 晋城市 城区",
        ),
    ]);
}

#[test]
fn a_place_that_is_spoken_of_does_not_speak() {
    check(&[
        case(
            "在全市安全生产会议上的讲话",
            "上个月，湘潭市发生一起火灾。大家要引以为戒，我市各部门要排查。",
            "",
            "",
        ),
        case(
            "在返乡人员管理会上的讲话",
            "对来自郑州市、广州市、上海市的返乡人员，要登记；从瑞丽市返回的要报告。",
            "",
            "",
        ),
        case(
            "灵璧县党政代表团赴昆山市学习考察",
            "代表团一行参观了园区。",
            "",
            "安徽省 宿州市 灵璧县",
        ),
        case(
            "我县党政代表团赴寿光市学习考察",
            "代表团参观了寿光市蔬菜大棚。",
            "主办：岷县人民政府",
            "甘肃省 定西市 岷县",
        ),
        case(
            "在全县干部大会上的讲话",
            "要学习昆山市的经验，像义乌市那样抓市场，到安吉县去看一看。",
            "",
            "",
        ),
        case(
            "市委书记到宁陵县调研",
            "市委书记一行先后来到宁陵县的三个乡镇。",
            "主办单位：商丘市人民政府",
            "河南省 商丘市",
        ),
        case(
            "省督导组来武功县督导秋播",
            "督导组看了田块。",
            "",
            "陕西省 咸阳市 武功县",
        ),
        case(
            "援助物资运抵定日县",
            "一批物资运往灾区。",
            "友情链接：北京市 天津市 河北省 山西省 辽宁省",
            "",
        ),
        case(
            "在全县教育大会上的讲话",
            "同志们：我县教育要上新台阶。",
            "江苏某某网络科技有限公司 苏ICP备00000000号|地址：南京市栖霞区某路1号",
            "",
        ),
        case(
            "南丰县召开柑橘产销会",
            "南丰县委书记讲话。来自广州市、深圳市、武汉市的客商参加，广州市商会、广州市果品公司、广州市协会发言。",
            "",
            "江西省 抚州市 南丰县",
        ),
        case(
            "全县防疫会召开",
            "各乡镇、各单位：要对从扬州市、南京市来的人员登记。",
            "主办：赤水市人民政府",
            "贵州省 遵义市 赤水市",
        ),
        case(
            "玛曲县召开草原保护会",
            "全县会议召开。",
            "友情链接 甘肃省人民政府 甘南州人民政府 夏河县人民政府 碌曲县人民政府 迭部县人民政府|主办：玛曲县人民政府",
            "甘肃省 甘南藏族自治州 玛曲县",
        ),
    ]);
}

#[test]
fn pages_as_they_are() {
    use Level::*;
    check(&[
        case(
            "乡村振兴现场会召开",
            "9月3日，全市乡村振兴现场会在衡东县召开。市委书记林见山讲话。|会议指出，衡东县、衡山县、祁东县要作出样子。衡东县介绍了经验。",
            "衡阳市人民政府门户网站|首页 > 新闻中心 > 衡阳要闻|上一篇：衡南县开展巡河|下一篇：耒阳市：稻谷满仓|主办单位：衡阳市人民政府办公室　湘ICP备00000000号|湘公网安备 43040000000000号",
            "湖南省 衡阳市",
        ).at(Prefecture),
        case(
            "县委常委会召开会议",
            "4月2日上午，县委书记何石安主持召开县委常委会会议。|会议传达学习省委、市委会议精神，研究我县贯彻意见。",
            "当前位置：首页 > 要闻动态|来源：射洪融媒|开江新闻网|版权所有 中共开江县委宣传部　蜀ICP备00000000号",
            "四川省 达州市 开江县",
        ).at(County),
        case(
            "“两会”期间信访工作会召开",
            "2月20日，区委副书记、区长程一鸣主持召开会议。|程一鸣要求，各镇街要站好岗。",
            "无障碍阅读|佛山市高明区人民政府|高明要闻|粤ICP备00000000号|网站标识码4406080001",
            "广东省 佛山市 高明区",
        ).at(County),
        case(
            "在全县脱贫攻坚动员会上的讲话",
            "同志们：|今天的会议，主要任务是贯彻省市会议精神。|我县有三个乡还没有通路，岷江沿岸的两个村尤其困难。|中共汶川县委办公室",
            "",
            "四川省 阿坝藏族羌族自治州 汶川县",
        ).at(County),
        case(
            "全市冬春供暖会召开",
            "本报讯 10月9日，全市冬春供暖工作会议召开，市长到会讲话。|天山区、沙依巴克区、米东区作了发言。",
            "来源：乌鲁木齐晚报|新ICP备00000000号",
            "新疆维吾尔自治区 乌鲁木齐市",
        ).by("乌鲁木齐晚报").at(Prefecture),
        case(
            "州委常委会召开扩大会议",
            "5月6日，州委书记主持召开会议。会议强调，芒市、瑞丽市、盈江县要守好边境。",
            "主办：德宏州人民政府办公室|滇ICP备00000000号",
            "云南省 德宏傣族景颇族自治州",
        ).at(Prefecture),
        case(
            "沈阳市召开供水保障会",
            "沈阳市副市长主持，和平区、沈河区、浑南区参加会议。",
            "",
            "辽宁省 沈阳市",
        ).at(Prefecture),
        case(
            "我市召开防汛备汛会议",
            "6月7日，我市召开会议。市委副书记说，要从汛情中吸取教训，上月吉安市发生内涝。",
            "樟树论坛|樟树市人民政府网|赣ICP备00000000号",
            "江西省 宜春市 樟树市",
        ).at(County),
        case(
            "市长会见客商",
            "市长昨天会见了来自青岛市的客商。|市长说，欢迎来我市投资。",
            "首页 > 政务要闻|宜宾市人民政府办公室主办|川公网安备00000000000000号",
            "四川省 宜宾市",
        ),
        case(
            "区长在人代会上的政府工作报告",
            "各位代表：|现在，我代表仪陇县人民政府，向大会报告工作，请予审议。",
            "",
            "四川省 南充市 仪陇县",
        ),
        case(
            "阿拉善盟召开治沙会",
            "阿拉善左旗、额济纳旗参加。",
            "",
            "内蒙古自治区 阿拉善盟",
        ).at(Prefecture),
        case(
            "全省安全生产会议召开",
            "4月8日，全省安全生产会议在福州召开。省长讲话。|福州市、厦门市、泉州市作了汇报。",
            "福建省人民政府门户网站|主办：福建省人民政府办公厅",
            "福建省",
        ).at(Province),
        case(
            "天津市河北区召开海河治理会",
            "区长讲话。",
            "",
            "天津市 河北区",
        ).at(County),
        case(
            "海南州召开牧业会",
            "共和县、贵德县参加。",
            "",
            "青海省 海南藏族自治州",
        ).at(Prefecture),
        case(
            "国家卫生县城复审工作推进会召开",
            "县委书记讲话，全县各单位参加。",
            "主办单位：磐安县人民政府",
            "浙江省 金华市 磐安县",
        )
        .at(County),
        case(
            "全市招商引资会议召开",
            "会议强调，我市要抓住机遇，网民和武汉网友都很关心。",
            "首页 > 咸宁新闻 > 正文|主办：咸宁市人民政府",
            "湖北省 咸宁市",
        )
        .by("新华网")
        .at(Prefecture),
        case(
            "区委理论学习中心组举行读书班",
            "区委书记主持，区领导参加。",
            "上一篇：叶集区开展巡河护河|下一篇：叶集区：茶香满山",
            "安徽省 六安市 叶集区",
        )
        .at(County),
        case(
            "杨柳镇召开护林会",
            "杨柳镇党委书记主持，全镇护林员参加。",
            "您的位置：首页 > 石阡新闻 > 乡镇动态",
            "贵州省 铜仁市 石阡县",
        )
        .at(Township),
        case(
            "吉林市召开雾凇节筹备会",
            "全市有关部门参加。",
            "",
            "吉林省 吉林市",
        ).at(Prefecture),
    ]);
}

/// Each county that stands today, as the news of its own site have it.
#[test]
fn every_county_of_today_is_found() {
    let lines = include_str!("../../../assets/gazetteer.txt").lines();
    let (mut province, mut prefecture) = ("", "");
    for line in lines.filter(|line| !line.starts_with('#')) {
        if !line.starts_with('\t') {
            let is_province = line.as_bytes().get(2) == Some(&b' ');
            let name = line.split(' ').nth(1).unwrap_or_default();
            (province, prefecture) = if is_province { (name, "") } else { (province, name) };
            continue;
        }
        for county in line.split_whitespace().filter(|name| !name.contains('-')) {
            let larger = if prefecture.is_empty() { province } else { prefecture };
            let around = [format!("主办单位：{larger}{county}人民政府办公室")];
            let found = place(&Evidence {
                title: "全面推进绿化工作",
                organs: &[],
                body: &[],
                around: &around,
            });
            let names = found.map_or_else(Vec::new, |place| place.names);
            let expected: Vec<&str> = [province, prefecture, county]
                .into_iter()
                .filter(|name| !name.is_empty())
                .collect();
            assert_eq!(names, expected, "{around:?}");
        }
    }
}

#[test]
fn the_country_and_a_pattern_for_speeches_have_no_place() {
    check(&[
        case(
            "国务院办公厅关于加强水利工作的通知",
            "各省、自治区、直辖市人民政府：北京市、上海市要先行。",
            "主办：梁平区人民政府办公室",
            "",
        ),
        case(
            "全国安全生产电视电话会议召开",
            "新华社北京1月5日电 全国安全生产电视电话会议5日召开。",
            "主办：梁平区人民政府办公室",
            "",
        ),
        case(
            "县委书记在全县会议上的讲话",
            "XX县要抓好落实，我县XX镇、XX乡要带头，XX市委书记讲了话。",
            "当前位置：首页 > 范文大全",
            "",
        ),
        case(
            "市长在全市会议上的讲话",
            "我市要抓好落实。前几天，某市某区发生了事故。",
            "粤ICP备00000000号",
            "",
        ),
        case(
            "全国人大常委会会议闭幕",
            "会议表决通过了决定。",
            "主办：梁平区人民政府办公室",
            "",
        ),
        case(
            "教育部关于开学工作的通知",
            "国家卫生健康委员会、教育部要求各地做好准备。",
            "来源：人民日报",
            "",
        ),
        case("", "", "", ""),
    ]);
}

#[test]
fn a_home_is_told_by_its_bare_name_only_as_one_s_own() {
    check(&[
        case(
            "在全市棉花会议上的讲话",
            "同志们：|今年丰收。|为阿图什高质量发展作出贡献！",
            "",
            "新疆维吾尔自治区 克孜勒苏柯尔克孜自治州 阿图什市",
        )
        .at(Level::County),
        case(
            "在全县防汛会议上的讲话",
            "同志们：|让我们为建设富强美丽新蔚县而努力奋斗！",
            "",
            "河北省 张家口市 蔚县",
        ),
        case(
            "在全县水利会议上的讲话",
            "同志们：|让我们为建设美丽新保康而努力奋斗！",
            "",
            "湖北省 襄阳市 保康县",
        ),
        case(
            "在全县会议上的讲话",
            "同志们：|为富民强县作出贡献，让百姓安居乐业。",
            "",
            "",
        ),
        case("看一座城", "保康是全国有名的茶乡。", "", ""),
        case("在全县会议上的讲话", "同志们：|我们在保康看了一座桥。", "", ""),
    ]);
}

#[test]
fn many_homes_are_read_in_time_that_grows_with_them() {
    let body = [
        Block::paragraph("为保康".repeat(60_000)),
        Block::paragraph("安庆师范".repeat(60_000)),
    ];
    let found = place(&Evidence {
        title: "在全县会议上的讲话",
        organs: &[],
        body: &body,
        around: &[],
    });
    assert!(found.is_none_or(|place| place.names.len() == 3));
}

#[test]
fn a_school_speaks_from_its_town() {
    check(&[
        case(
            "在开学典礼上的讲话",
            "同学们：|你们好。",
            "安庆师范大学新闻网|地址：安徽省安庆市集贤北路",
            "安徽省 安庆市",
        ),
        case(
            "在开学典礼上的讲话",
            "同学们：|你们好。",
            "地址：安徽省安庆市集贤北路",
            "",
        ),
    ]);
}

#[test]
fn a_township_speaks_from_its_county() {
    use Level::*;
    check(&[
        case(
            "罗坊镇召开秋收会",
            "罗坊镇党委书记主持。",
            "主办：新余市渝水区人民政府",
            "江西省 新余市 渝水区",
        )
        .at(Township),
        case(
            "全镇防溺水会议召开",
            "镇长讲话。",
            "桐城市人民政府 > 乡镇动态",
            "安徽省 安庆市 桐城市",
        )
        .at(Township),
        case(
            "涪城区城厢街道召开消防会",
            "街道党工委书记讲话。",
            "",
            "四川省 绵阳市 涪城区",
        )
        .at(Township),
        case(
            "在云台山镇植树会议上的讲话",
            "同志们：|我镇山多。",
            "修武县云台山镇党委书记　骆明川|（2012年2月17日）",
            "河南省 焦作市 修武县",
        )
        .at(Township),
        case(
            "党委会议记录",
            "今天议三件事。",
            "中共綦江区石壕镇委员会",
            "重庆市 綦江区",
        )
        .at(Township),
        case(
            "在马桥镇人代会闭幕式上的讲话",
            "各位代表：|保康县委看着我们。",
            "保康县人民政府",
            "湖北省 襄阳市 保康县",
        )
        .at(Township),
        case("乡宁县召开植树会", "全县参加。", "", "山西省 临汾市 乡宁县").at(County),
        case("镇江市召开长江禁捕会", "全市参加。", "", "江苏省 镇江市").at(Prefecture),
    ]);
}

#[test]
fn names_of_the_years_since_2000_count() {
    check(&[
        case("铜山县召开夏收会", "全县参加。", "", "江苏省 徐州市 铜山县"),
        case("襄樊市召开汽车产业会", "全市参加。", "", "湖北省 襄樊市"),
        case("宣武区召开街巷整治会", "全区参加。", "", "北京市 宣武区"),
        case("莱芜市召开钢铁行业会", "全市参加。", "", "山东省 莱芜市"),
        case("通什市召开旅游会", "全市参加。", "", "海南省 通什市"),
        case("巢湖市居巢区召开清淤会", "全区参加。", "", "安徽省 巢湖市 居巢区"),
        case("简阳市召开柑橘会", "资阳市农业局参加。", "", "四川省 资阳市 简阳市"),
        case("无为县召开防汛会", "全县参加。", "", "安徽省 芜湖市 无为县"),
    ]);
}

#[test]
fn where_two_speak_what_holds_both_is_certain() {
    check(&[case(
        "全省会议召开",
        "如东县人民政府和海安市人民政府签约。如东县委参加，海安市委参加。",
        "主办：如东县人民政府 海安市人民政府",
        "江苏省 南通市",
    )]);
}

#[test]
fn the_words_stand_as_in_the_page() {
    let words = |case: Case| found(&case).2;
    assert_eq!(words(case("羅源縣召開植樹動員會", "", "", "")), "羅源縣");
    assert_eq!(words(case("鼓楼区召开会议", "", "闽ICP备00000000号", "")), "鼓楼区 闽");
}

/// Bytes of any kind, and a long text of nothing but names, are read.
#[test]
fn odd_texts_are_read() {
    let names = "南京市鼓楼区朝阳区".repeat(4000);
    let body = [Block {
        text: names.clone(),
        ..Block::default()
    }];
    let around = [
        names.clone(),
        "来自:".to_string(),
        "icp备".to_string(),
        "市".repeat(9999),
    ];
    place(&Evidence {
        title: &names,
        organs: &[&names, "\u{200b}"],
        body: &body,
        around: &around,
    });
}
