//! Tables as CSV, for Excel and for other programs.

use super::DocumentError;

/// Writes a header and rows as comma-separated UTF-8 with a byte order mark (without it Excel
/// shows Vietnamese as garbage) and CRLF line ends (RFC 4180).
///
/// A cell that a spreadsheet would run as a formula gets an apostrophe in front; a plain negative
/// number does not.
pub fn csv<R, C>(header: &[&str], rows: R) -> Result<Vec<u8>, DocumentError>
where
    R: IntoIterator,
    R::Item: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(header.iter().map(|cell| guarded(cell)))?;
    for row in rows {
        writer.write_record(row.into_iter().map(|cell| guarded(cell.as_ref())))?;
    }
    writer.into_inner().map_err(|e| DocumentError::Table(e.into_error().into()))
}

fn guarded(cell: &str) -> String {
    if starts_formula(cell) && !is_negative_number(cell) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// The characters OWASP lists, with the full-width forms that East Asian Excel also obeys.
fn starts_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// "-3" and "-2,25", whose digits carry marks but no second sign.
fn is_negative_number(cell: &str) -> bool {
    cell.strip_prefix('-').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.ends_with(|c: char| c.is_ascii_digit())
            && rest.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rows: &[[&str; 2]]) -> String {
        String::from_utf8(csv(&["Họ và tên", "Số giờ"], rows.iter().copied()).unwrap()).unwrap()
    }

    #[test]
    fn excel_finds_the_mark_and_every_line_ends_in_crlf() {
        let text = text(&[["Trần Thị Bảo Trâm", "12,5"], ["Lê \"Bi\" Minh", "3"]]);
        assert_eq!(
            text,
            "\u{feff}Họ và tên,Số giờ\r\nTrần Thị Bảo Trâm,\"12,5\"\r\n\"Lê \"\"Bi\"\" Minh\",3\r\n"
        );
    }

    #[test]
    fn a_cell_that_would_run_is_made_text() {
        for bad in
            ["=1+1", "+84901", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1", "-1-1"]
        {
            assert_eq!(guarded(bad), format!("'{bad}"));
        }
    }

    #[test]
    fn names_and_numbers_stay_as_they_are() {
        for good in ["Nguyễn Văn A", "8/1", "0", "12,5", "-3", "-2,25", "-1.234", "a=b", ""] {
            assert_eq!(guarded(good), good);
        }
    }

    #[test]
    fn a_row_of_another_length_is_refused() {
        assert!(csv(&["a", "b"], [["1"]]).is_err());
    }

    #[test]
    fn what_is_written_is_read_back() {
        let bytes = csv(&["a"], [["một\nhai, ba"]]).unwrap();
        let mut reader = csv::Reader::from_reader(&bytes["\u{feff}".len()..]);
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(&row[0], "một\nhai, ba");
    }
}
