"""The words on the wire: what goes out exactly, and answers that are not what they should be."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tinhso.data.population.adapters import envelope, reading
from tinhso.data.population.adapters.reading import Unreadable
from tinhso.data.population.adapters.soap import Connection
from tinhso.data.population.data import Operation, PartialDate
from tinhso.data.population.ports import Question
from tinhso.kernel import clock

NOW = clock.now()


def question(**changed):
    base = {
        "id": UUID("01980000-0000-7000-8000-000000000001"),
        "operation": Operation.LOOK_UP,
        "number": "086190000017",
        "name": "Nguyễn Thị <Ẩn>",
        "birth": PartialDate(1990, 3, 27),
        "officer_code": "A-MC",
        "unit_code": "H61.12",
        "account": "A-MC",
        "within": timedelta(seconds=2),
    }
    return Question(**{**base, **changed})


def test_elements_stand_in_the_order_of_the_service():
    root = etree.fromstring(envelope.build(question(), service="VPCP", integration="037"))
    operation = root.find("{http://schemas.xmlsoap.org/soap/envelope/}Body")[0]
    assert operation.tag == "{http://dancuquocgia.bca}TraCuuThongTinCongDan"
    assert [(etree.QName(one).localname, one.text) for one in operation[:-1]] == [
        ("MaYeuCau", "01980000000070008000000000000001"),
        ("MaDVC", "VPCP"),
        ("MaTichHop", "037"),
        ("MaCanBo", "A-MC"),
        ("MaDonVi", "H61.12"),
        ("TaiKhoan", "A-MC"),
        ("SoDinhDanh", "086190000017"),
        ("HoVaTen", "NGUYỄN THỊ <ẨN>"),
    ]
    assert [(etree.QName(one).localname, one.text) for one in operation[-1]] == [("NgayThangNam", "19900327")]


def test_a_year_alone_and_an_old_number_have_elements_of_their_own():
    asked = question(birth=PartialDate(1950, 3), number="331234560", operation=Operation.VERIFY)
    text = envelope.build(asked, service="VPCP", integration="037").decode()
    assert "<NgayThangNamSinh><Nam>1950</Nam></NgayThangNamSinh>" in text
    assert "<SoCMND>331234560</SoCMND>" in text and "SoDinhDanh" not in text
    assert "<XacThucThongTinCongDan>" in text


def test_headers_carry_the_digest_of_address_user_moment_and_secret():
    import base64
    import hashlib

    made = Connection("http://x/", "http://auth/", "tinh", "bi-mat", "khoa", "VN/GOV/1", "VPCP", "037")
    headers = made.headers(1760000000000)
    digest = hashlib.sha256(b"http://auth/tinh1760000000000bi-mat").hexdigest()
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode() == f"tinh:{digest}"
    assert headers["Timestamp"] == "1760000000000"
    assert (headers["X-Road-Client"], headers["ApiKey"], headers["SOAPAction"]) == ("VN/GOV/1", "khoa", '""')
    assert headers["Content-Type"] == "application/xml"


def wrap(inside):
    return (
        f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><R>{inside}</R></s:Body></s:Envelope>'
    ).encode()


PERSON = (
    "<CongdanCollection><CongDan><SoDinhDanh>086150000001</SoDinhDanh><HoVaTen>{name}</HoVaTen>"
    "<NgayThangNamSinh>{birth}</NgayThangNamSinh><TonGiao>05</TonGiao></CongDan></CongdanCollection>"
)


def test_a_name_in_parts_or_whole_and_a_year_alone_are_understood():
    parts = "<Ho>Thạch</Ho><ChuDem></ChuDem><Ten>Sô  Khun</Ten>"
    said = reading.read(wrap(PERSON.format(name=parts, birth="<NamSinh>1950</NamSinh>")), now=NOW)
    assert (said.persons[0].name, said.persons[0].birth) == ("Thạch Sô Khun", PartialDate(1950))
    whole = reading.read(wrap(PERSON.format(name="Ysa", birth="<NgayThangNam>19500300</NgayThangNam>")), now=NOW)
    assert (whole.persons[0].name, whole.persons[0].birth) == ("Ysa", PartialDate(1950, 3))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff",
        b"<a/>",
        b"not xml",
        wrap(""),
        wrap("<KetQuaXacThuc><TonTai>maybe</TonTai></KetQuaXacThuc>"),
        wrap(PERSON.format(name="", birth="<NamSinh>1950</NamSinh>")),
        wrap(PERSON.format(name="Ysa", birth="<NamSinh>x</NamSinh>")),
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd">' + wrap(PERSON.format(name="An", birth="<NamSinh>1950</NamSinh>")),
        b'<?xml version="1.0" encoding="UTF-16"?>' + wrap(""),
        wrap("x" * reading.MAX_BYTES),
    ],
    ids=lambda data: repr(data[:20]),
)
def test_what_is_no_answer_is_unreadable(data):
    with pytest.raises(Unreadable):
        reading.read(data, now=NOW)


def test_an_entity_is_never_read_from_the_machine(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("bí mật")
    name = f'<!DOCTYPE s [<!ENTITY e SYSTEM "file://{secret}">]>'
    data = name.encode() + wrap(PERSON.format(name="&e;", birth="<NamSinh>1950</NamSinh>"))
    with pytest.raises(Unreadable):
        reading.read(data, now=NOW)


@given(st.binary(max_size=400))
def test_any_bytes_are_an_answer_or_unreadable(data):
    for one in (data, b"<Envelope><Body>" + data + b"</Body></Envelope>"):
        try:
            reading.read(one, now=NOW)
        except Unreadable:
            continue


@given(st.text(max_size=200))
def test_any_text_goes_out_as_well_formed_xml_or_not_at_all(name):
    from tinhso.data.population.errors import BadQuestion
    from tinhso.data.population.inquiry import facts

    try:
        _number, clean, birth = facts(number="086190000017", name=name, birth="1990")
    except BadQuestion:
        return
    etree.fromstring(envelope.build(question(name=clean, birth=birth), service="VPCP", integration="037"))
