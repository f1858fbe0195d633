//! For the views: cutting a text into pieces at the edges of everything that is marked in it, and stepping from
//! one marked place to the next.

/// A run of a display text with everything that marks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    pub text: &'a str,
    /// Indices into the marks that were given.
    pub marks: Vec<usize>,
}

/// Cuts a text at the start and end of every mark (characters, end exclusive). The pieces in order are the text;
/// marks may overlap; what lies outside the text is passed over.
pub fn pieces<'a>(text: &'a str, marks: &[(usize, usize)]) -> Vec<Piece<'a>> {
    let mut edges: Vec<usize> = marks.iter().flat_map(|&(start, end)| [start, end]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut edges = edges.into_iter().peekable();
    let mut pieces = Vec::new();
    let mut start = (0, 0);
    let ends = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
    for (at, byte) in ends.enumerate() {
        let is_edge = edges.next_if_eq(&at).is_some();
        if (is_edge || byte == text.len()) && byte > start.1 {
            let covers = |&(from, to): &(usize, usize)| from <= start.0 && at <= to;
            pieces.push(Piece {
                text: &text[start.1..byte],
                marks: (0..marks.len()).filter(|&mark| covers(&marks[mark])).collect(),
            });
        }
        if is_edge {
            start = (at, byte);
        }
    }
    pieces
}

/// The place before or after one among places in order; from the last to the first and back.
pub fn neighbour(places: &[usize], from: Option<usize>, forward: bool) -> Option<usize> {
    let mut places_left = places.iter().copied();
    match (forward, from) {
        (true, Some(from)) => places_left.find(|place| *place > from).or(places.first().copied()),
        (true, None) => places_left.next(),
        (false, Some(from)) => places_left.rev().find(|place| *place < from).or(places.last().copied()),
        (false, None) => places_left.next_back(),
    }
}

/// A number with its thousands apart: `2,140`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Shares of a whole as whole per cents that add up to a hundred: what is left over by rounding down goes to those who
/// lost most by it, of two to the first. Shares of nothing are none.
pub fn hundredths<const N: usize>(shares: [f64; N]) -> [usize; N] {
    let mut whole = shares.map(|share| (share * 100.0) as usize);
    let lost = |at: usize| shares[at] * 100.0 - (shares[at] * 100.0).floor();
    let mut order: [usize; N] = std::array::from_fn(|at| at);
    order.sort_by(|a, b| lost(*b).total_cmp(&lost(*a)));
    let is_any = shares.iter().any(|share| *share > 0.0);
    let missing = if is_any {
        100usize.saturating_sub(whole.iter().sum())
    } else {
        0
    };
    for at in order.into_iter().take(missing) {
        whole[at] += 1;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_a_hundred() {
        assert_eq!(hundredths([0.335, 0.335, 0.33, 0.0]), [34, 33, 33, 0]);
        assert_eq!(hundredths([1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]), [34, 33, 33]);
        assert_eq!(hundredths([0.996, 0.004]), [100, 0]);
        assert_eq!(hundredths([0.0, 1.0]), [0, 100]);
        assert_eq!(hundredths([0.0, 0.0]), [0, 0]);
    }

    fn check(text: &str, marks: &[(usize, usize)], expected: &[(&str, &[usize])]) {
        let found: Vec<(&str, Vec<usize>)> = pieces(text, marks)
            .into_iter()
            .map(|piece| (piece.text, piece.marks))
            .collect();
        let expected: Vec<(&str, Vec<usize>)> = expected.iter().map(|(text, marks)| (*text, marks.to_vec())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_text_is_cut_at_the_edges_of_its_marks() {
        check("压实责任", &[], &[("压实责任", &[])]);
        check("压实责任", &[(2, 4)], &[("压实", &[]), ("责任", &[0])]);
        check(
            "压实责任",
            &[(0, 3), (2, 4)],
            &[("压实", &[0]), ("责", &[0, 1]), ("任", &[1])],
        );
        check("压实责任", &[(0, 4), (0, 4)], &[("压实责任", &[0, 1])]);
        check("", &[(0, 1)], &[]);
        check("短", &[(3, 9)], &[("短", &[])]);
    }

    #[test]
    fn steps_go_round() {
        let step = |from, forward| neighbour(&[2, 5, 9], from, forward);
        assert_eq!((step(None, true), step(None, false)), (Some(2), Some(9)));
        assert_eq!((step(Some(5), true), step(Some(5), false)), (Some(9), Some(2)));
        assert_eq!((step(Some(9), true), step(Some(2), false)), (Some(2), Some(9)));
        // The place itself may be gone, when its category was switched off.
        assert_eq!((step(Some(6), true), step(Some(6), false)), (Some(9), Some(5)));
        assert_eq!(neighbour(&[], Some(1), true), None);
    }
}
