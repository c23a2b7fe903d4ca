"""Names of the invented people. Between them every letter of Vietnamese occurs, with every tone."""

from typing import Final

# ruff: noqa: SIM905 - a line of names reads better than a column

FAMILY: Final = tuple(
    (
        "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đoàn Đinh Lâm Mai Trịnh Đào Cao Hà Lưu"
        " Tạ Tô Thái Châu Quách Kiều La Diệp Giáp Mã Nghiêm Ông Phùng Tăng Từ Úng Viên Vương Ưng Âu Ỷ"
    ).split()
)
MIDDLE_MALE: Final = tuple("Văn Hữu Đức Minh Quốc Thành Công Ngọc Xuân Trọng Bá Đình Phước Chí Tấn Nhựt Có".split())
MIDDLE_FEMALE: Final = tuple("Thị Ngọc Kim Mỹ Thúy Hồng Bích Thanh Diễm Tuyết Cẩm Ánh Thị_Kim Thị_Mỹ".split())
GIVEN_MALE: Final = tuple(
    (
        "An Bình Chiến Dũng Đạt Giàu Hùng Khởi Lộc Mẫn Nghĩa Phúc Quân Sơn Thắng Út Việt Ý Bảy Cường Để Em Hậu Kỳ Lợi"
        " Nhẫn Ổn Phụng Rỡ Sẵn Tỵ"
        " Ửng Vẹn Chẳng Cứ Đỉnh Gấm Hẳn Kẽm Lẹ Mừng Nỉ Ốm Phẩm Quýt Rạng Sáu Tỏ Vĩ Xẻ Thuở Cử Đời"
    ).split()
)
GIVEN_FEMALE: Final = tuple(
    (
        "Anh Bé Nghè Chi Diệu Đào Gái Huệ Khuê Lẻ Mỹ Nhị Oanh"
        " Phượng Quế Sương Thủy Uyên Vẽ Xuyến Yến Ẩn Ánh Ái Bưởi Cẩm Đậm"
        " Én Hằng Hỉ"
        " Kỷ Lũy Mạ Nữ Ờ Phẳng Rằm Sẽ Thơ Ứng Vọng Xã Tỷ Ngọc Trữ Nương Lụa Mến Bông Đẹp Nở Dễ Ngỡ Tố Kề Ngữ"
    ).split()
)

# Khmer, Chăm, Ê Đê, Ba Na, H'Mông, Hoa: names whose parts are not family, middle and given in the Kinh manner.
OTHERS_MALE: Final = (
    ("02", "Thạch", "", "Sô Khun"),
    ("02", "Kim", "Ch", "Nươl"),
    ("02", "Sơn", "", "Xết"),
    ("02", "Danh", "Hoàng", "Đẹp"),
    ("16", "", "", "Ysa"),
    ("12", "Y", "Moan", "Niê Kđăm"),
    ("11", "Đinh", "", "Yơn"),
    ("08", "Giàng", "A", "Phò"),
    ("04", "Quách", "Vĩ", "Đạt"),
)
OTHERS_FEMALE: Final = (
    ("02", "Thạch", "Thị", "Sà Ra"),
    ("02", "Kim", "Thị", "Sa Phone"),
    ("02", "Lâm", "Thị", "Mỹ Nang"),
    ("16", "", "", "Mariêm"),
    ("12", "H'", "Hen", "Niê"),
    ("11", "Đinh", "", "Thị Brơih"),
    ("08", "Vàng", "Thị", "Mỷ"),
    ("04", "Trịnh", "Tú", "Mai"),
)
STREETS: Final = (
    "ấp Phước Lợi",
    "ấp An Thạnh",
    "ấp Mỹ Hòa",
    "khóm 3",
    "khóm Tân Vĩnh",
    "đường Phó Cơ Điều",
    "đường 2 tháng 9",
    "tổ 5, ấp Hòa Thuận",
    "ấp Rạch Cốc",
    "đường Nguyễn Huệ",
)
