//! The words of the greeter's phrase: everyday, friendly, one syllable each, and told
//! apart even without their accents.

/// What one can see or hold.
pub const THINGS: [&str; 64] = [
    "sông", "núi", "mây", "trăng", "sao", "sen", "hoa", "lá", "cây", "rừng", "biển", "đảo",
    "thuyền", "chuông", "cá", "tôm", "cua", "chim", "bướm", "ong", "mèo", "thỏ", "voi", "trâu",
    "ngựa", "gà", "vịt", "lúa", "gạo", "ngô", "khoai", "mía", "dừa", "chuối", "cam", "bưởi",
    "xoài", "nhãn", "mận", "táo", "cốm", "bánh", "chè", "nón", "áo", "khăn", "đèn", "quạt",
    "trống", "kèn", "đàn", "cờ", "diều", "cầu", "đình", "làng", "phố", "nhà", "vườn", "giếng",
    "suối", "đồi", "gió", "nắng",
];

/// What they are like.
pub const QUALITIES: [&str; 64] = [
    "xanh", "hồng", "vàng", "trắng", "tím", "nâu", "đỏ", "bạc", "sáng", "trong", "mát", "ấm",
    "thơm", "ngọt", "bùi", "giòn", "mềm", "tròn", "vuông", "dài", "rộng", "cao", "lớn", "nhỏ",
    "xinh", "tươi", "vui", "hiền", "lành", "khỏe", "nhanh", "êm", "nhẹ", "bay", "bơi", "nở",
    "chín", "mới", "xưa", "quê", "xuân", "hè", "thu", "đông", "sớm", "trưa", "chiều", "tối", "một",
    "hai", "ba", "mười", "trăm", "ngàn", "dịu", "thẳng", "dẻo", "giữa", "trên", "gần", "xa", "đầy",
    "biếc", "son",
];
