//! What guardians are told.

use crate::db::recognition::steps::ToIssue;
use crate::domain::lang::Lang;
use crate::service::Letter;
use crate::service::letters::{Words, compose};

/// Tells a guardian that the child has been awarded something, and where its paper can be
/// checked. Which language guardians read is not known, so all of it stands in English too.
pub(super) fn issued_letter(
    award: &ToIssue,
    email: &str,
    number: &str,
    school: &str,
    url: &str,
) -> Letter {
    let (name, form, en) = (&award.name, award.form.name(Lang::Vi), award.form.name(Lang::En));
    let words = Words {
        subject: format!("Em {name} được nhận {form}"),
        to: award.guardian_name.clone(),
        paragraphs: vec![
            format!(
                "{school} vui mừng báo tin: em {name} được nhận {form} vì những việc đã làm trong \
                 chương trình Đại sứ số. Nhà trường sẽ trao giấy cho em."
            ),
            "Trang kiểm tra dưới đây cho biết giấy còn hiệu lực hay không; trang không nêu tên em \
             nếu gia đình và em chưa đồng ý."
                .to_owned(),
            format!(
                "In English: {school} is glad to tell you that {name} receives a {en} for the work \
                 done in the Đại sứ số programme; the school will hand the paper over. The page \
                 below shows whether the paper is valid, and does not name your child unless you \
                 and your child have agreed. The paper's number is {number}."
            ),
        ],
        facts: vec![("Số".to_owned(), number.to_owned())],
        link: Some(("Kiểm tra giấy".to_owned(), url.to_owned())),
        also: None,
    };
    compose(format!("award.issued:{}:guardian", award.id), email, Lang::Vi, &words)
}
