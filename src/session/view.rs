//! Cutting a text into pieces for display, at the edges of everything that is marked in it.

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
