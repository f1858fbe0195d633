//! Views that a reader keeps under names, with the corpus.

use crate::corpus::SavedView;
use crate::session::engine::Engine;

/// Characters of a name at the most; what is longer is cut.
pub const NAME: usize = 100;

impl Engine {
    /// Keeps a link under a name, in the place of the one that has it. A name that is empty keeps nothing. Says whether
    /// anything changed.
    pub(in crate::session) fn keep_view(&mut self, name: &str, link: &str) -> bool {
        let before = self.corpus.views.clone();
        keep(&mut self.corpus.views, name, link);
        self.corpus.views != before
    }

    /// Gives up the view of a name. Says whether there was one.
    pub(in crate::session) fn drop_view(&mut self, name: &str) -> bool {
        let before = self.corpus.views.len();
        self.corpus.views.retain(|view| view.name != name.trim());
        self.corpus.views.len() < before
    }
}

/// Views as they are kept, of those that somebody else wrote: each with a name, and each name once.
pub(in crate::session) fn tidy(views: Vec<SavedView>) -> Vec<SavedView> {
    let mut tidy = Vec::new();
    for view in views {
        keep(&mut tidy, &view.name, &view.link);
    }
    tidy
}

fn keep(views: &mut Vec<SavedView>, name: &str, link: &str) {
    let name: String = name.trim().chars().take(NAME).collect();
    let view = SavedView {
        name: name.trim_end().to_string(),
        link: link.to_string(),
    };
    match views.iter_mut().find(|known| known.name == view.name) {
        Some(known) => *known = view,
        None if view.name.is_empty() => {}
        None => views.push(view),
    }
}
