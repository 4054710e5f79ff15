//! Read models of the pages about shifts.
