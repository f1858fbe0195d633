//! How much a comparison calls changed, natively and in the browser alike.

use tifa::compare::{Change, Comparison};

/// The characters that are shown as on one side only, or as others on the other side; what moved counts once.
pub fn changed(comparison: &Comparison) -> usize {
    let pieces = comparison.rows.iter().flat_map(|row| {
        let left = row
            .left
            .iter()
            .flat_map(|cell| cell.pieces.iter().map(|piece| (piece, true)));
        let right = row
            .right
            .iter()
            .flat_map(|cell| cell.pieces.iter().map(|piece| (piece, false)));
        left.chain(right)
    });
    pieces
        .filter(|(piece, is_left)| piece.change != Change::Equal || (*is_left && piece.moved.is_some()))
        .map(|(piece, _)| piece.end - piece.start)
        .sum()
}
