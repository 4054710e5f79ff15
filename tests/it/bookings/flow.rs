//! The resident's way through the pages.
