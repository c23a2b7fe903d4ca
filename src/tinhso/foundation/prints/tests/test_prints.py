"""Every paper: what is printed is what was given, in one font, on the right paper."""

import io
import json
import re
import subprocess
import threading
import unicodedata
from pathlib import Path

import pypdf
import pytest

from tinhso.foundation.prints import contracts, public
from tinhso.foundation.prints.public import PrintRefused, UnknownTemplate
from tinhso.kernel import clock

EXAMPLES = sorted((Path(__file__).parents[5] / "content" / "prints" / "examples").glob("*.json"))
NOT_PRINTED_AS_GIVEN = re.compile(
    r"^(\d{4}-\d\d-\d\d.*|a4|a5|https?://.*|[0-9A-HJKMNP-TV-Z]{13}|co_ten_loai|quyet_dinh|cong_van|thu_cong|cong_dien|bien_ban"
    r"|Công văn|heading|article|clause|point|text|table)$"
)


def tool(*command: str, data: bytes) -> str:
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def text_of(pdf: bytes) -> str:
    return tool("pdftotext", "-raw", "-", "-", data=pdf)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def leaves(value: object) -> list[str]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in leaves(part)]
    return [value] if isinstance(value, str) and value else []


def test_every_template_has_a_contract_and_an_example():
    shown = {path.stem.split("--")[0] for path in EXAMPLES}

    assert shown == set(public.list_templates())
    assert {"mau_01", "mau_02", "mau_03", "mau_05", "khai_sinh", "trich_luc", "to_khai", "ket_qua"} <= shown


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_pages_told_of_a_paper_are_those_it_has(path):
    pdf = public.render_pdf(path.stem.split("--")[0], json.loads(path.read_text()))

    assert public.pages_of(pdf) == len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_all_that_is_given_stands_on_the_paper_letter_by_letter(path):
    data = json.loads(path.read_text())

    text = text_of(public.render_pdf(path.stem.split("--")[0], data))

    assert text == unicodedata.normalize("NFC", text)
    missing = [
        leaf for leaf in leaves(data) if not NOT_PRINTED_AS_GIVEN.match(leaf) and squeezed(leaf) not in squeezed(text)
    ]
    assert missing == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_paper_is_pdf_a_with_the_one_carried_font_embedded(path):
    pdf = public.render_pdf(path.stem.split("--")[0], json.loads(path.read_text()))

    fonts = [line.split() for line in tool("pdffonts", "-", data=pdf).splitlines()[2:]]
    assert fonts
    assert all("+Tinos-" in font[0] for font in fonts)
    assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert pdf.startswith(b"%PDF-1.7")


def test_the_same_data_give_the_same_bytes_and_other_data_do_not():
    data = public.get_example("mau_01")

    assert public.render_pdf("mau_01", data) == public.render_pdf("mau_01", data)
    assert public.render_pdf("mau_01", data) != public.render_pdf("mau_01", {**data, "sets": 2})


def test_two_counters_printing_at_once_each_get_their_own_paper() -> None:
    example = public.get_example("mau_03")
    papers: dict[int, bytes] = {}

    def print_many(counter: int) -> None:
        for turn in range(10):
            number = 100 * counter + turn
            papers[number] = public.render_pdf("mau_03", {**example, "code": f"HS-{number}"})

    threads = [threading.Thread(target=print_many, args=(counter,)) for counter in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(papers) == 40
    assert all(f"HS-{number}\n" in text_of(pdf) for number, pdf in papers.items())


def test_a_missing_key_is_named_before_anything_is_printed():
    data = public.get_example("mau_01")
    del data["promised_at"]
    del data["letterhead"]["place"]

    with pytest.raises(PrintRefused) as refusal:
        public.render_pdf("mau_01", data)
    assert set(refusal.value.fields) == {"promised_at", "letterhead.place"}
    assert "thiếu mục" in refusal.value.fields["letterhead.place"]


@pytest.mark.parametrize("template", public.list_templates())
def test_each_compulsory_key_of_each_form_is_really_compulsory(template):
    schema = contracts.get_contract(template).validator.schema
    assert isinstance(schema, dict)
    for key in schema["required"]:
        data = public.get_example(template)
        del data[key]
        with pytest.raises(PrintRefused) as refusal:
            public.render_pdf(template, data)
        assert key in refusal.value.fields


def test_an_unknown_key_and_a_wrong_value_are_refused():
    data = public.get_example("mau_01") | {"promissed_at": "2026-11-23T17:00", "sets": 0}

    with pytest.raises(PrintRefused) as refusal:
        public.render_pdf("mau_01", data)
    assert set(refusal.value.fields) == {"promissed_at", "sets"}


def test_a_character_the_font_lacks_is_refused_with_its_place():
    data = public.get_example("mau_02") | {"reason": "Thiếu giấy chứng sinh 😀"}

    with pytest.raises(PrintRefused) as refusal:
        public.render_pdf("mau_02", data)
    assert "😀" in refusal.value.fields["reason"]
    assert public.unprintable("Nguyễn Thị Ưởng – 15₫") == ""


@pytest.mark.parametrize("name", ["", "lib/nd30", "../prints/mau_01", "mau_99", "mau_01.typ"])
def test_only_the_listed_templates_can_be_printed(name):
    with pytest.raises(UnknownTemplate):
        public.render_pdf(name, {})


def test_a_citizen_cannot_smuggle_markup_or_files_into_a_paper():
    hostile = '#read("/contracts/common.yaml") *đậm* $x$ @nhãn <script> \\ // chú thích'
    data = public.get_example("mau_02") | {"reason": hostile}

    assert squeezed(hostile) in squeezed(text_of(public.render_pdf("mau_02", data)))


def test_no_template_reaches_for_a_package_on_the_network():
    sources = [*contracts.folder().glob("*.typ"), *contracts.folder().glob("lib/*.typ")]

    assert sources
    assert not [path.name for path in sources if re.search(r'import\s+"@', path.read_text())]


def test_text_typed_decomposed_is_printed_composed():
    data = public.get_example("mau_02") | {"reason": unicodedata.normalize("NFD", "Chưa đủ giấy tờ")}

    assert "Chưa đủ giấy tờ" in text_of(public.render_pdf("mau_02", data))


def test_marks_nobody_sees_are_left_out_and_line_breaks_stay():
    data = public.get_example("mau_02") | {"reason": "Thiếu\u200b giấy\tchứng sinh.\r\nThiếu\x00 tờ khai.\u202e"}

    text = text_of(public.render_pdf("mau_02", data))

    assert "Thiếu giấy chứng sinh.\nThiếu tờ khai.\n" in text


def test_moments_are_printed_on_the_wall_clock_of_vietnam():
    data = public.get_example("mau_01") | {
        "promised_at": clock.to_local(clock.now()).replace(2027, 1, 5, 9, 7),
    }
    text = squeezed(text_of(public.render_pdf("mau_01", data)))

    assert squeezed("09 giờ 07 phút, ngày 05 tháng 01 năm 2027") in text


def test_the_second_page_of_a_long_control_slip_has_its_number_and_the_first_has_none():
    pages = text_of(public.render_pdf("mau_05", public.get_example("mau_05"))).split("\f")

    assert len(pages) == 3
    assert pages[1].splitlines()[0] == "2"
    assert not re.search(r"^1$", pages[0], re.MULTILINE)
    assert "TÊN ĐƠN VỊ" in pages[1]


@pytest.mark.parametrize(("paper", "size"), [("a4", "595.276 x 841.89"), ("a5", "419.528 x 595.276")])
def test_the_receipt_fits_one_page_of_a4_or_a5(paper, size):
    pdf = public.render_pdf("mau_01", public.get_example("mau_01") | {"paper": paper})
    info = tool("pdfinfo", "-", data=pdf)

    assert size in info
    assert re.search(r"Pages:\s+1\b", info)


@pytest.mark.parametrize("template", public.list_templates())
def test_a_draft_says_so_on_the_paper(template):
    data = public.get_example(template)

    assert "DỰ THẢO" in text_of(public.render_pdf(template, data | {"draft": True}))
    assert "DỰ THẢO" not in text_of(public.render_pdf(template, data))


def test_the_birth_certificate_writes_the_day_of_birth_in_words():
    text = text_of(public.render_pdf("khai_sinh", public.get_example("khai_sinh")))

    assert "Ngày năm, tháng mười một, năm hai nghìn không trăm hai mươi sáu" in text
