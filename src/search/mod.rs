//! Search: where a phrase stands in the documents of a corpus.
