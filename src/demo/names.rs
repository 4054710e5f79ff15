//! Invented people: family, middle and given names as often as they are met in the
//! south of Việt Nam, by age and sex. Nobody real is meant.

use super::chance::Chance;

/// Family names with their weights.
const FAMILIES: &[(&str, u32)] = &[
    ("Nguyễn", 340),
    ("Trần", 115),
    ("Lê", 95),
    ("Phạm", 70),
    ("Huỳnh", 60),
    ("Võ", 45),
    ("Phan", 42),
    ("Trương", 24),
    ("Bùi", 22),
    ("Đặng", 22),
    ("Đỗ", 18),
    ("Ngô", 17),
    ("Hồ", 16),
    ("Dương", 15),
    ("Hoàng", 15),
    ("Vũ", 14),
    ("Đinh", 10),
    ("Lâm", 10),
    ("Đoàn", 9),
    ("Mai", 8),
    ("Trịnh", 7),
    ("Lý", 7),
    ("Cao", 6),
    ("Châu", 6),
    ("Tô", 5),
    ("Tạ", 5),
    ("Thái", 5),
    ("Lưu", 5),
    ("Hà", 5),
    ("Quách", 3),
    ("Kiều", 3),
    ("Tống", 2),
];

const GIRLS_MIDDLE: &[&str] = &[
    "Ngọc", "Bảo", "Gia", "Minh", "Khánh", "Thanh", "Thùy", "Quỳnh", "Phương", "Hoàng", "Kim",
    "Mỹ", "Tường", "Thảo", "Anh", "Hải", "Tuyết", "Trúc",
];
const GIRLS: &[&str] = &[
    "Anh", "Hân", "Vy", "Ngân", "Nhi", "Thư", "Trâm", "Như", "My", "Quỳnh", "Trang", "Linh",
    "Thảo", "Uyên", "Châu", "Tiên", "Yến", "Mai", "Hà", "Diệp", "Ngọc", "Phương", "Khánh", "Ánh",
    "Duyên", "Giang", "Băng", "Đan", "Thy", "Vân",
];
const BOYS_MIDDLE: &[&str] = &[
    "Gia", "Minh", "Quốc", "Hoàng", "Anh", "Đức", "Bảo", "Thiên", "Nhật", "Tuấn", "Đăng", "Hữu",
    "Trọng", "Thành", "Phúc", "Xuân", "Khánh", "Tấn",
];
const BOYS: &[&str] = &[
    "Khang", "Huy", "Bảo", "Khôi", "Phúc", "Minh", "Long", "Quân", "Đạt", "Phát", "Nam", "An",
    "Kiệt", "Tuấn", "Đức", "Khoa", "Thịnh", "Hưng", "Tài", "Duy", "Nghĩa", "Hiếu", "Trí", "Vinh",
    "Lộc", "Sơn", "Phong", "Ân", "Nhân", "Tân",
];
const WOMEN: &[&str] = &[
    "Lan",
    "Hoa",
    "Hồng",
    "Liên",
    "Mai",
    "Cúc",
    "Đào",
    "Nga",
    "Hạnh",
    "Phượng",
    "Nguyệt",
    "Tuyết",
    "Thu",
    "Xuân",
    "Lệ",
    "Bích",
    "Loan",
    "Yến",
    "Kim",
    "Lành",
    "Huệ",
    "Sen",
    "Bảy",
    "Tư",
    "Út",
    "Thủy",
    "Hiền",
    "Dung",
    "Oanh",
    "Thơm",
    "Nhung",
    "Sương",
    "Ánh",
    "Hai",
    "Mười",
];
const MEN: &[&str] = &[
    "Hùng", "Dũng", "Sơn", "Hải", "Thành", "Long", "Bình", "Tâm", "Lộc", "Thọ", "Tài", "Ba", "Tám",
    "Đức", "Nghĩa", "Tấn", "Lợi", "Phú", "Quang", "Minh", "Hòa", "Nam", "Cường", "Việt", "Trung",
    "Khánh", "Ẩn", "Năm", "Đông", "Thạch",
];
const MEN_MIDDLE: &[(&str, u32)] =
    &[("Văn", 60), ("Hữu", 9), ("Đức", 7), ("Công", 7), ("Minh", 9), ("Thành", 8)];
const WOMEN_MIDDLE: &[(&str, u32)] =
    &[("Thị", 70), ("Ngọc", 8), ("Kim", 8), ("Thị Ngọc", 5), ("Thị Kim", 5), ("Mỹ", 4)];

/// A pupil of today.
pub fn pupil(chance: &mut Chance) -> String {
    let family = chance.weighted(FAMILIES);
    let (middle, given) = match chance.percent(52) {
        true => (*chance.one(GIRLS_MIDDLE), *chance.one(GIRLS)),
        false => (*chance.one(BOYS_MIDDLE), *chance.one(BOYS)),
    };
    // "Minh Minh" is nobody's name.
    let middle = if middle == given { "Hoài" } else { middle };
    format!("{family} {middle} {given}")
}

/// A grown-up.
pub fn adult(chance: &mut Chance) -> String {
    let family = chance.weighted(FAMILIES);
    if chance.percent(58) {
        let middle = chance.weighted(WOMEN_MIDDLE);
        format!("{family} {middle} {}", chance.one(WOMEN))
    } else {
        let middle = chance.weighted(MEN_MIDDLE);
        let given = *chance.one(MEN);
        let middle = if middle == given { "Văn" } else { middle };
        format!("{family} {middle} {given}")
    }
}

/// A parent of a pupil: often of the same family name.
pub fn guardian(chance: &mut Chance, pupil: &str) -> String {
    let adult = adult(chance);
    match (pupil.split_once(' '), adult.split_once(' ')) {
        (Some((family, _)), Some((_, rest))) if chance.percent(60) => format!("{family} {rest}"),
        _ => adult,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::names::tidy;

    #[test]
    fn names_are_whole_and_composed() {
        let mut chance = Chance::new(1);
        for _ in 0..500 {
            for name in [pupil(&mut chance), adult(&mut chance)] {
                assert!(name.split(' ').count() >= 3, "{name}");
                assert_eq!(name, tidy(&name), "NFC, single spaces");
            }
        }
    }
}
