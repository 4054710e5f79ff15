//! What is counted: rows, and the questions a page asks, the same number however much there is
//! to show.

use dai_su_so::db::DbError;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

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

#[derive(QueryableByName)]
struct Rows {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

impl TestApp {
    /// How many rows there are: `app.rows("sessions WHERE state = 'open'")`.
    pub fn rows(&self, of: &str) -> i64 {
        let count = format!("SELECT COUNT(*) AS n FROM {of}");
        self.read(move |act| {
            let counted: Rows =
                diesel::sql_query(count).get_result(act.conn).map_err(DbError::from)?;
            Ok(counted.n)
        })
        .expect(of)
    }

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
