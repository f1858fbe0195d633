//! Text reuse over the corpus: boilerplate, shared passages, nearest documents.
