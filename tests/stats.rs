//! Arithmetic on counts. The values expected were computed with scipy 1.17 and numpy, from the formulas as they
//! are published (`chi2.ppf` for intervals, `chi2.sf` for significance, `chi2_contingency` for associations), or
//! by hand where the test says so.

use proptest::prelude::*;
use tifa::stats::{
    Calendar, Count, Dated, Parts, Significance, Step, Tally, Temperature, Thresholds, Timeline, association, keyness,
    log_dice, timeline,
};

fn near(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-4
}

#[test]
fn a_rate_is_per_ten_thousand_characters() {
    assert_eq!(Count::new(3, 20_000).rate(), 1.5);
    assert_eq!(Count::new(0, 20_000).rate(), 0.0);
    assert_eq!(Count::new(0, 0).rate(), 0.0, "nothing in no text");
}

#[test]
fn an_interval_is_that_of_garwood() {
    for (uses, characters, low, high) in [
        (0, 10_000, 0.0, 3.688879454),
        (1, 10_000, 0.025317808, 5.571643391),
        (5, 10_000, 1.623486390, 11.668332079),
        (7, 123_456, 0.227964866, 1.168244181),
        // Where the exact sum goes over into the series.
        (19, 10_000, 11.439241164, 29.670853576),
        (20, 10_000, 12.216519585, 30.888377903),
        (21, 10_000, 12.999330984, 32.100730735),
        (100, 50_000, 16.272798250, 24.325358758),
        (50_000, 20_000_000, 24.781343325, 25.220106018),
    ] {
        let interval = Count::new(uses, characters).interval().expect("there is text");
        assert!(
            near(interval.low, low) && near(interval.high, high),
            "{uses}: {interval:?}"
        );
    }
    assert_eq!(Count::new(0, 0).interval(), None);
}

/// The dispersion of parts of so many characters with so many uses, all of them told.
fn dispersion(parts: &[(usize, usize)]) -> Option<f64> {
    let used = parts.iter().map(|(characters, uses)| Count::new(*uses, *characters));
    Parts::new(parts.iter().map(|part| part.0)).dispersion(used)
}

#[test]
fn dispersion_goes_from_even_to_all_in_the_smallest_part() {
    assert_eq!(dispersion(&[(100, 1), (200, 2), (300, 3)]), Some(0.0));
    assert_eq!(dispersion(&[(100, 6), (200, 0), (300, 0)]), Some(1.0));
    assert_eq!(dispersion(&[(1000, 3), (2000, 1), (3000, 0), (500, 6)]), Some(0.725));
    assert_eq!(
        dispersion(&[(1200, 2), (800, 1), (4000, 5), (2500, 0), (900, 0)]),
        Some(0.3953)
    );
    // An empty document is no part: it would be the smallest.
    assert_eq!(
        dispersion(&[(1000, 3), (0, 0), (2000, 1), (3000, 0), (500, 6)]),
        Some(0.725)
    );
    assert_eq!(dispersion(&[(100, 0), (200, 0)]), None, "nothing is used");
    assert_eq!(dispersion(&[(100, 5)]), None, "one part");
    assert_eq!(dispersion(&[]), None);
}

#[test]
fn keyness_is_that_of_the_published_formulas() {
    use Significance::*;
    let check = |a: (usize, usize), b: (usize, usize), tested, expected: [f64; 5], significance, corrected| {
        let key = keyness(Count::new(a.0, a.1), Count::new(b.0, b.1), tested).expect("something to compare");
        let found = [
            key.log_likelihood,
            key.log_ratio,
            key.interval.low,
            key.interval.high,
            key.bic,
        ];
        assert!(
            found
                .iter()
                .zip(expected)
                .all(|(found, expected)| near(*found, expected)),
            "{a:?} {b:?}: {key:?}"
        );
        assert_eq!(
            (key.significance, key.corrected),
            (significance, corrected),
            "{a:?} {b:?}"
        );
    };
    check(
        (40, 100_000),
        (10, 100_000),
        100,
        [19.2745, 2.0, 1.0003, 2.9997, 7.0684],
        OneInTenThousand,
        OnePercent,
    );
    // Significant alone, but not as one of 500.
    check(
        (12, 8_000),
        (30, 64_000),
        500,
        [9.5457, 1.6781, 0.7123, 2.6439, -1.6387],
        OnePercent,
        None,
    );
    check(
        (500, 1_000_000),
        (300, 900_000),
        10_000,
        [31.6813, 0.585, 0.3785, 0.7915, 17.224],
        OneInTenThousand,
        OneInThousand,
    );
    check(
        (3, 10_000),
        (2, 10_000),
        1,
        [0.2014, 0.585, -1.9963, 3.1662, -9.7021],
        None,
        None,
    );
    // Here and not there: half a use stands for none.
    check(
        (7, 20_000),
        (0, 15_000),
        1,
        [7.8346, 3.3923, -0.7469, 7.5315, -2.6285],
        OnePercent,
        OnePercent,
    );
    // By hand: half a use in ten characters is more than one in a hundred, which would turn the direction round.
    check(
        (1, 100),
        (0, 10),
        1,
        [0.1906, 0.0, -4.8976, 4.8976, -4.5099],
        None,
        None,
    );
}

#[test]
fn there_is_no_keyness_without_uses_or_without_text() {
    assert_eq!(keyness(Count::new(0, 100), Count::new(0, 100), 1), None);
    assert_eq!(keyness(Count::new(1, 100), Count::new(0, 0), 1), None);
    assert_eq!(keyness(Count::new(0, 0), Count::new(1, 100), 1), None);
}

/// The critical values of the χ² distribution, and those for a level divided by the number of tests.
#[test]
fn significance_begins_at_the_critical_values() {
    use Significance::*;
    for (critical, tested, level) in [
        (3.841459, 1, FivePercent),
        (6.634897, 1, OnePercent),
        (10.827566, 1, OneInThousand),
        (15.136705, 1, OneInTenThousand),
        (7.879439, 10, FivePercent),
        (16.448110, 1_000, FivePercent),
        (19.511421, 1_000, OnePercent),
        (25.263821, 100_000, FivePercent),
        (37.324893, 100_000, OneInTenThousand),
    ] {
        assert!(
            Significance::of(critical + 1e-5, tested) >= level,
            "{critical} of {tested}"
        );
        assert!(
            Significance::of(critical - 1e-5, tested) < level,
            "{critical} of {tested}"
        );
    }
    assert_eq!(Significance::of(0.0, 1), None);
    assert_eq!(Significance::of(1e9, 0), OneInTenThousand);
}

#[test]
fn neighbours_are_associated_beyond_chance() {
    for (together, a, b, all, log_likelihood, expected, dice) in [
        (8, 10, 12, 40, 15.3006, 3.0, 13.5406),
        // As strong, but apart: two of ten expected.
        (2, 20, 20, 40, 29.4451, 10.0, 10.6781),
        (5, 5, 5, 30, 27.0337, 0.8333, 14.0),
        // By hand: in every document, so they tell nothing of each other.
        (30, 30, 30, 30, 0.0, 30.0, 14.0),
    ] {
        let found = association(together, a, b, all).expect("they are together");
        assert!(near(found.log_likelihood, log_likelihood), "{found:?}");
        assert_eq!(
            (found.together, found.expected, found.log_dice),
            (together, expected, dice)
        );
    }
    assert_eq!(association(0, 3, 4, 10), None);
    assert_eq!(log_dice(0, 0, 0), None);
}

#[test]
fn temperature_has_six_steps() {
    let thresholds = Thresholds::default();
    for (uses, documents, temperature) in [
        (40, 20, Temperature::Boiling),
        (39, 20, Temperature::Burning),
        (20, 20, Temperature::Burning),
        (10, 20, Temperature::Hot),
        (4, 20, Temperature::Warm),
        (1, 20, Temperature::Mild),
        (1, 21, Temperature::Cold),
        (0, 20, Temperature::Cold),
        (0, 0, Temperature::Cold),
    ] {
        assert_eq!(thresholds.of(uses, documents), temperature, "{uses} in {documents}");
    }
    assert!(Temperature::ALL.is_sorted_by(|hot, cold| hot > cold));
}

#[test]
fn thresholds_fall_and_are_above_zero() {
    let own = Thresholds::parse("5,3;1 0.5、0.25").expect("five that fall");
    assert_eq!(own.of(4, 1), Temperature::Burning);
    assert_eq!(Thresholds::parse(&own.to_string()), Some(own));
    assert_eq!(serde_json::from_str::<Thresholds>("[5,3,1,0.5,0.25]").ok(), Some(own));
    for wrong in [
        "",
        "5 4 3 2",
        "6 5 4 3 2 1",
        "5 4 4 2 1",
        "1 2 3 4 5",
        "4 3 2 1 0",
        "4 3 2 1 -1",
        "inf 4 3 2 1",
        "5 4 NaN 2 1",
        "a b c d e",
        "5 4 3 2 1 x",
    ] {
        assert_eq!(Thresholds::parse(wrong), None, "{wrong}");
    }
    assert!(serde_json::from_str::<Thresholds>("[1,2,3,4,5]").is_err());
}

fn of(dates: &[&str]) -> Timeline {
    let documents: Vec<Dated> = dates
        .iter()
        .map(|date| Dated {
            date: Some(*date),
            count: Count::new(1, 100),
        })
        .collect();
    timeline(&documents)
}

/// The periods with the number of their documents, and how many are in none.
fn check(dates: &[&str], step: Step, expected: &[(&str, usize)], unplaced: usize) {
    let found = of(dates);
    let points: Vec<(&str, usize)> = found
        .points
        .iter()
        .map(|point| (point.period.as_str(), point.tally.documents))
        .collect();
    assert_eq!(
        (found.step, points.as_slice(), found.unplaced.documents),
        (step, expected, unplaced),
        "{dates:?}"
    );
}

#[test]
fn months_follow_each_other_without_holes() {
    check(
        &["2022-04-25", "2021-11-30", "2022-04", "2022-01-01"],
        Step::Month,
        &[
            ("2021-11", 1),
            ("2021-12", 0),
            ("2022-01", 1),
            ("2022-02", 0),
            ("2022-03", 0),
            ("2022-04", 2),
        ],
        0,
    );
}

#[test]
fn dates_stand_where_they_are_sure() {
    // An interval at its start, a doubtful date like a sure one; a year, an unknown month and a day of no year
    // in no month.
    check(
        &[
            "2022-04-25/2022-05-02",
            "2022-04~",
            "2022-04-XX?",
            "2022-04/..",
            "2022",
            "2022-XX",
            "XXXX-01-30",
            "../2022-04",
        ],
        Step::Month,
        &[("2022-04", 4)],
        4,
    );
    check(&["nonsense", "", "2022-13", "+202", "20221"], Step::Month, &[], 5);
}

#[test]
fn years_are_shown_where_most_documents_know_no_more() {
    check(
        &["2021", "2022?", "2023-04"],
        Step::Year,
        &[("2021", 1), ("2022", 1), ("2023", 1)],
        0,
    );
    check(
        &["2021", "2022-01", "2022-03"],
        Step::Month,
        &[("2022-01", 1), ("2022-02", 0), ("2022-03", 1)],
        1,
    );
    check(&["195X", "1961"], Step::Year, &[("1961", 1)], 1);
    check(
        &["195X", "196X-05", "1961"],
        Step::Decade,
        &[("195X", 1), ("196X", 2)],
        0,
    );
    check(&["19XX"], Step::Century, &[("19XX", 1)], 0);
}

#[test]
fn long_times_have_longer_steps() {
    for (first, last, step, points, name) in [
        ("2013-01", "2022-12", Step::Month, 120, "2013-01"),
        ("2013-01", "2023-01", Step::Quarter, 41, "2013-Q1"),
        ("1993-05", "2022-12", Step::Quarter, 119, "1993-Q2"),
        ("1946-05", "2022-12", Step::Year, 77, "1946"),
        ("1840-05", "2022-12", Step::Decade, 19, "184X"),
        ("0001-05", "9999-12", Step::Century, 100, "00XX"),
    ] {
        let found = of(&[last, first]);
        assert_eq!((found.step, found.points.len()), (step, points), "{first} to {last}");
        assert_eq!(found.points[0].period, name);
    }
}

#[test]
fn a_point_tells_who_uses_it_and_how_often() {
    let document = |date, uses| Dated {
        date,
        count: Count::new(uses, 1_000),
    };
    let found = timeline(&[
        document(Some("2022-04-02"), 3),
        document(Some("2022-04-30"), 0),
        document(None, 2),
    ]);
    let tally = |documents, with, uses, characters| Tally {
        documents,
        with,
        count: Count::new(uses, characters),
    };
    assert_eq!(found.points[0].tally, tally(2, 1, 3, 2_000));
    assert_eq!(found.unplaced, tally(1, 1, 2, 1_000));
    assert_eq!(timeline(&[]).points, []);
}

#[test]
fn timelines_of_one_calendar_have_the_same_points() {
    let calendar = Calendar::new([Some("2022-01"), None, Some("2022-03-08")]);
    let periods: Vec<String> = calendar.periods().collect();
    assert_eq!(periods, ["2022-01", "2022-02", "2022-03"]);
    assert_eq!(calendar.place("2022-03"), Some(2));
    assert_eq!(calendar.place("2022"), None);
    assert_eq!(calendar.place("2021-12"), None);
    assert_eq!(calendar.place("2022-04"), None);
    let few = calendar.timeline([Dated {
        date: Some("2022-02-02"),
        count: Count::new(1, 10),
    }]);
    assert_eq!(
        few.points
            .iter()
            .map(|point| point.tally.count.uses)
            .collect::<Vec<_>>(),
        [0, 1, 0]
    );
}

fn count() -> impl Strategy<Value = Count> {
    (0usize..2_000, 0usize..5_000_000).prop_map(|(uses, characters)| Count::new(uses, characters))
}

fn date() -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop_oneof![
        "(19|20)[0-9][0-9](-(0[1-9]|1[0-2])(-[0-2][1-9])?)?[?~%]?",
        "[0-9X]{4}(-[0-9X]{2})?(/(\\.\\.|[0-9]{4}))?",
        "\\PC{0,8}",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_interval_holds_its_rate(count in count()) {
        if let Some(interval) = count.interval() {
            prop_assert!(0.0 <= interval.low && interval.low <= count.rate() && count.rate() < interval.high);
        }
    }

    #[test]
    fn keyness_turns_its_sign_with_its_sides(a in count(), b in count(), tested in 0usize..2_000) {
        let (one, other) = (keyness(a, b, tested), keyness(b, a, tested));
        prop_assert_eq!(one.is_some(), other.is_some());
        if let (Some(one), Some(other)) = (one, other) {
            prop_assert!(one.log_likelihood >= 0.0);
            prop_assert!(one.corrected <= one.significance);
            prop_assert!(one.interval.low <= one.log_ratio && one.log_ratio <= one.interval.high);
            prop_assert!(one.log_ratio * (a.rate() - b.rate()) >= 0.0, "the ratio leans to the higher rate");
            prop_assert_eq!(one.log_ratio, -other.log_ratio);
            prop_assert_eq!((one.interval.low, one.interval.high), (-other.interval.high, -other.interval.low));
            prop_assert_eq!((one.log_likelihood, one.bic, one.corrected), (other.log_likelihood, other.bic, other.corrected));
        }
    }

    #[test]
    fn dispersion_is_a_share_and_needs_only_the_parts_with_uses(
        parts in prop::collection::vec((0usize..50_000, prop_oneof![Just(0usize), 0usize..40]), 0..40),
    ) {
        let all = dispersion(&parts);
        prop_assert!(all.is_none_or(|dispersion| (0.0..=1.0).contains(&dispersion)));
        let used = parts.iter().filter(|part| part.1 > 0).map(|(characters, uses)| Count::new(*uses, *characters));
        prop_assert_eq!(Parts::new(parts.iter().map(|part| part.0)).dispersion(used.collect::<Vec<_>>()), all);
    }

    #[test]
    fn log_dice_is_at_most_fourteen(together in 1usize..500, only_a in 0usize..500, only_b in 0usize..500, neither in 0usize..500) {
        let (a, b) = (together + only_a, together + only_b);
        let found = association(together, a, b, a + only_b + neither).expect("they are together");
        prop_assert!(found.log_dice <= 14.0 && found.log_likelihood >= 0.0);
        prop_assert_eq!(found, association(together, b, a, a + only_b + neither).expect("they are together"));
    }

    #[test]
    fn a_timeline_loses_nobody(documents in prop::collection::vec((date(), 0usize..5, 0usize..1_000), 0..30)) {
        let dated: Vec<Dated> = documents
            .iter()
            .map(|(date, uses, characters)| Dated { date: date.as_deref(), count: Count::new(*uses, *characters) })
            .collect();
        let found = timeline(&dated);
        let (mut all, mut expected) = (found.unplaced, Tally { documents: dated.len(), ..Tally::default() });
        for point in &found.points {
            all.documents += point.tally.documents;
            all.with += point.tally.with;
            all.count += point.tally.count;
        }
        for document in &dated {
            expected.with += usize::from(document.count.uses > 0);
            expected.count += document.count;
        }
        prop_assert_eq!(all, expected);
        prop_assert!(found.points.len() <= 120);
        prop_assert!(found.points.is_sorted_by(|one, next| one.period < next.period));
        for end in [found.points.first(), found.points.last()].into_iter().flatten() {
            prop_assert!(end.tally.documents > 0, "{}", end.period);
        }
    }
}
