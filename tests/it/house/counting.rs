//! Pages ask the database the same number of questions however much there is to show.

use super::{Browser, TestApp};

/// Names for lists that grow by twenty.
pub const TWENTY: [&str; 20] = [
    "A Một",
    "A Hai",
    "A Ba",
    "A Bốn",
    "A Năm",
    "A Sáu",
    "A Bảy",
    "A Tám",
    "A Chín",
    "A Mười",
    "B Một",
    "B Hai",
    "B Ba",
    "B Bốn",
    "B Năm",
    "B Sáu",
    "B Bảy",
    "B Tám",
    "B Chín",
    "B Mười",
];

impl TestApp {
    /// Visits each page, lets the data grow, visits again: the same number of statements,
    /// and at most so many.
    #[track_caller]
    pub fn same_queries(
        &self,
        visitor: &mut Browser,
        pages: &[&str],
        most: u64,
        grow: impl FnOnce(),
    ) {
        let mut counts = || -> Vec<u64> {
            let one = |page: &&str| {
                self.queries(|| {
                    visitor.get(page).is(200);
                })
            };
            pages.iter().map(one).collect()
        };
        let few = counts();
        grow();
        let many = counts();
        assert_eq!(few, many, "{pages:?}");
        assert!(many.iter().all(|count| *count <= most), "{pages:?}: {many:?}");
    }
}
