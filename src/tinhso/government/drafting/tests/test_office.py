"""A draft as a Word file and back."""

import io
import zipfile

import pytest

from tinhso.government.drafting import office, packing
from tinhso.government.drafting.data import Appendix, Content
from tinhso.government.drafting.errors import BadOfficeFile

CONTENT = Content(
    subject="Về việc thành lập Tổ",
    addressees=("Sở Tư pháp", "Sở Nội vụ"),
    grounds=("Căn cứ Luật A", "Căn cứ Nghị định B"),
    body="# CHƯƠNG MỘT\nĐiều 1. Thành lập **ngay** Tổ\n1. Khoản một\na) Điểm a\n| STT | Tên |\n| 1 | Mẫu |\nĐoạn *cuối* cùng.",
    recipients=("Như Điều 3",),
    archive="VT, VX",
    drafter="NTM.12",
    urgency=1,
    appendices=(Appendix("Danh sách", "1. A"),),
)


def written(content=CONTENT):
    return office.write(content, kind="Quyết định", agency="ỦY BAN NHÂN DÂN PHƯỜNG MẪU")


def test_what_goes_out_to_word_comes_back_as_it_was():
    assert office.read(written(), before=CONTENT) == office.Read(CONTENT, 0)


def test_what_somebody_adds_in_word_stands_in_the_text():
    from docx import Document

    document = Document(io.BytesIO(written()))
    document.add_paragraph("Một đoạn viết thêm trong Word.")
    out = io.BytesIO()
    document.save(out)

    assert office.read(out.getvalue(), before=CONTENT).content.body.endswith("Một đoạn viết thêm trong Word.")


def test_a_file_of_somebody_else_keeps_every_word():
    from docx import Document

    document = Document()
    document.add_heading("BÁO CÁO", 1)
    document.add_paragraph("Đoạn một.")
    document.add_table(1, 2).rows[0].cells[1].text = "ô hai"
    out = io.BytesIO()
    document.save(out)

    found = office.read(out.getvalue(), before=Content(subject="Báo cáo quý")).content
    assert found.body == "# BÁO CÁO\nĐoạn một.\n|  | ô hai |"
    assert found.subject == "Báo cáo quý"


def _packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04 not a zip",
        _packed(other_dot_xml="<a/>"),
        _packed(word__document_dot_xml="<broken"),
        _packed(word__document_dot_xml="<a/>", word__vbaProject_dot_bin="x"),
        _packed(word__document_dot_xml="<a/>", bomb=b"\0" * (packing.MAX_UNPACKED + 1)),
    ],
    ids=["empty", "pdf", "no zip", "no document", "broken", "macros", "bomb"],
)
def test_what_is_no_plain_word_file_is_refused(data):
    with pytest.raises(BadOfficeFile):
        office.read(data, before=CONTENT)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def with_body(inside):
    """Return a plain Word file whose body is this XML."""
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    for place, one in enumerate(parse_xml(f"<w:body {W}>{inside}</w:body>")):
        document.element.body.insert(place, one)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def body_of(inside):
    return office.read(with_body(inside), before=Content(subject="S")).content.body


def test_words_inserted_under_tracked_changes_are_read_and_deleted_ones_are_not():
    changed = (
        '<w:p><w:r><w:t xml:space="preserve">Giao Phòng </w:t></w:r><w:ins w:id="1" w:author="A"><w:r><w:t>Tư pháp</w:t>'
        '</w:r></w:ins><w:del w:id="2" w:author="A"><w:r><w:delText>Nội vụ</w:delText></w:r></w:del>'
        '<w:moveFrom w:id="3" w:author="A"><w:r><w:t>cũ</w:t></w:r></w:moveFrom></w:p>'
    )
    assert body_of(changed) == "Giao Phòng Tư pháp"


def test_words_in_content_controls_links_and_cells_are_read():
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>Trong ô chọn</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    link = "<w:p><w:hyperlink><w:r><w:t>Liên kết</w:t></w:r></w:hyperlink></w:p>"
    cell = "<w:tc>{}<w:p>{}<w:ins w:id='4' w:author='A'><w:r><w:t>{}</w:t></w:r></w:ins></w:p></w:tc>"
    wide = cell.format('<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', "", "rộng")
    table = f"<w:tbl><w:tr>{wide}{cell.format('', '', 'hẹp')}</w:tr></w:tbl>"
    assert body_of(control + link + table) == "Trong ô chọn\nLiên kết\n| rộng |  | hẹp |"


def test_more_paragraphs_than_are_read_are_refused_not_cut_off():
    with pytest.raises(BadOfficeFile):
        body_of("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * (office.MAX_PARAGRAPHS + 1))
