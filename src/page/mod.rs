//! Template and corpus to a page, and back.
