//! What the reader is doing, as plain data.
