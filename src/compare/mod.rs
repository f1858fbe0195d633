//! Two documents side by side: alignment, moves, slots, kinds of sameness.
