//! The figures of a release: sizes, start-up and the speed of the engine, as tables.

use anyhow::Result;

use crate::{cargo, dist, execute, ground};

/// Builds what is measured, then measures. `others` are pages to start in the same run: a file and the CSS selector
/// of what a reader waits for in it, each in turn.
pub fn bench(others: &[String]) -> Result<()> {
    let dist = dist::dist()?;
    ground::browser()?;
    execute(
        cargo()
            .args(["bench", "--bench", "figures", "--"])
            .args(others)
            .env("TIFA_VIEWER", &dist.viewer)
            .env("TIFA_DIST", &dist.folder),
    )
}
