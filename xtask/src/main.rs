//! The build of Tifa: run, test, dist, bench.

fn main() {}
