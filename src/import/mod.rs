//! Import: bytes in; documents, removals and warnings out.
