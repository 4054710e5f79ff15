//! Sentences as people write them in notes, and whether the guard must stop them.

use super::{Secret, find_secret, refuse_secrets};

const STOPPED: &[(Secret, &str)] = &[
    (Secret::Identity, "079155001234"),
    (Secret::Identity, "Căn cước của bác: 079155001234."),
    (Secret::Identity, "079 155 001 234"),
    (Secret::Identity, "079.155.001.234"),
    (Secret::Identity, "0791 5500 1234"),
    (Secret::Identity, "079-1-55-001234"),
    (Secret::Identity, "07 91 55 00 12 34"),
    (Secret::Identity, "CCCD079155001234"),
    (Secret::Identity, "số định danh 0 7 9 1 5 5 0 0 1 2 3 4"),
    (Secret::Identity, "my identity number is 001201012345, thanks"),
    (Secret::Identity, "CMND 023456789 đã cũ"),
    (Secret::Identity, "chứng minh số: 023 456 789"),
    (Secret::Identity, "０７９１５５００１２３４"),
    (Secret::Identity, "079155\u{200b}001234"),
    (Secret::Card, "4111 1111 1111 1111"),
    (Secret::Card, "thẻ 5555555555554444 hết hạn"),
    (Secret::Card, "9704 3688 1234 5678"),
    (Secret::Card, "thẻ ATM 9704050012345678901"),
    (Secret::Account, "stk 0071001234567 Vietcombank"),
    (Secret::Account, "số tài khoản 123456789"),
    (Secret::Account, "Số TK: 1903 2233 445566"),
    (Secret::Account, "Agribank 1500205123456 chi nhánh Quận 12"),
    (Secret::Account, "số tài khoản của mẹ là 0903123456"),
    (Secret::Account, "bank account number 00123456789"),
    (Secret::OneTimeCode, "OTP 482913"),
    (Secret::OneTimeCode, "mã OTP vừa gửi về máy bác là 482913"),
    (Secret::OneTimeCode, "482913 là mã xác thực"),
    (Secret::OneTimeCode, "mã: 482 913"),
    (Secret::OneTimeCode, "mã em nhận được 482913"),
    (Secret::OneTimeCode, "mật khẩu 197102"),
    (Secret::OneTimeCode, "pin 1971"),
    (Secret::OneTimeCode, "mã PIN là 2580"),
    (Secret::OneTimeCode, "passcode của bác: 123456"),
    (Secret::OneTimeCode, "the code is 482913"),
    (Secret::OneTimeCode, "verification code 48291375"),
    (Secret::Password, "mật khẩu là Sau1955@"),
    (Secret::Password, "mk: bacsau71"),
    (Secret::Password, "Mật khẩu VNeID của bác là Sau@Tan"),
    (Secret::Password, "password is hunter22"),
    (Secret::Password, "mật khẩu = hoahongnho"),
    (Secret::Password, "pass:Abc!2345"),
];

const PASSES: &[&str] = &[
    "",
    "Bác quên mật khẩu VNeID",
    "Quên mật khẩu là phải làm sao?",
    "mật khẩu là gì",
    "my password is forgotten",
    "Lấy lại mật khẩu từ năm 2025 chưa được",
    "Cần mang theo căn cước và điện thoại",
    "Gọi 0903123456",
    "Gọi 0903 123 456 hoặc 0912 345 678",
    "0903123456 0912345678",
    "0903 123 456 trước 8 giờ",
    "+84 903 123 456",
    "Điện thoại phường (028) 3891 0000, gọi 1022",
    "Hẹn 28/11/2026 lúc 7:30",
    "Hẹn ngày 28-11-2026 0830",
    "sinh năm 1955, cháu sinh 2013",
    "Lệ phí 150.000đ",
    "trợ cấp 500000 đồng một tháng",
    "doanh thu 1.200.000.000 một năm",
    "doanh thu 120.000.000.000 đồng",
    "mã hồ sơ 000.00.12.H29-251128-0003",
    "Hồ sơ H29.12-250115-0001 chưa có kết quả",
    "mã hồ sơ 482913",
    "mã đặt lịch 7K2Q-M9X",
    "mã khách hàng PE01000123456",
    "mã bưu chính 700000",
    "Nhà 68 Tân Thới Nhất 14, khu phố 5",
    "Lớp 8A1, em 13 tuổi",
    "Đi xe lăn, mắt kém, cần chữ to",
    "Máy đời 2016, Android 8.1.0",
    "Mang theo sổ tài khoản tiết kiệm không ạ?",
    "Liên kết tài khoản ngân hàng, gọi lại số 0903123456",
    "Hotline Vietcombank 1900545413",
    "Ngân hàng báo thiếu 250000đ",
    "OTP không về máy 0903123456",
    "Không đưa OTP cho ai. Gọi 113",
    "Kế hoạch 126/KH-NVN ngày 05/9/2026",
    "Biển số 59X1-123.45 bị phạt nguội",
    "mã PIN bị khóa từ 8:30",
    "Thửa đất 12, tờ 34, diện tích 56,7 m2",
    "Mã số thuế 0312345678-001",
    "BHXH 7912345678",
    "tổng đài 18001096",
    "code of the booking 7K2Q-M9X",
];

#[test]
fn what_nobody_may_store_is_stopped_and_named() {
    for (secret, text) in STOPPED {
        assert_eq!(find_secret(text), Some(*secret), "{text}");
        assert!(refuse_secrets(text).is_err());
    }
}

#[test]
fn what_people_need_to_write_passes() {
    for text in PASSES {
        assert_eq!(find_secret(text), None, "{text}");
    }
    assert!(STOPPED.len() + PASSES.len() >= 60);
}

#[test]
fn the_texts_the_product_itself_ships_pass() {
    for topic in crate::domain::topics::shipped().unwrap() {
        for text in [&topic.name_vi, &topic.bring_vi, &topic.safety_vi] {
            assert_eq!(find_secret(text), None, "{text}");
        }
    }
}
