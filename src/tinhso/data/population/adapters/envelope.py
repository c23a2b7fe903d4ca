"""The request as the population service wants it: SOAP 1.1, elements in this order and no other."""

from xml.sax.saxutils import escape

from tinhso.data.population.data import Operation, PartialDate
from tinhso.data.population.ports import Question

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
SERVICE = "http://dancuquocgia.bca"
OPERATIONS = {Operation.LOOK_UP: "TraCuuThongTinCongDan", Operation.VERIFY: "XacThucThongTinCongDan"}


def build(question: Question, *, service: str, integration: str) -> bytes:
    """Return the envelope. The name goes in capitals; a number of nine digits is an old one (SoCMND)."""
    operation = OPERATIONS[question.operation]
    number = "SoDinhDanh" if len(question.number) == 12 else "SoCMND"
    parts = (
        ("MaYeuCau", question.id.hex),
        ("MaDVC", service),
        ("MaTichHop", integration),
        ("MaCanBo", question.officer_code),
        ("MaDonVi", question.unit_code),
        ("TaiKhoan", question.account),
        (number, question.number),
        ("HoVaTen", question.name.upper()),
    )
    inside = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in parts)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{ENVELOPE}" xmlns="{SERVICE}">'
        f"<soapenv:Header/><soapenv:Body><{operation}>{inside}{_birth(question.birth)}</{operation}></soapenv:Body>"
        "</soapenv:Envelope>"
    ).encode()


def _birth(birth: PartialDate) -> str:
    """Return the birth date; without a day only the year is asked for, as the service knows no month alone."""
    whole = birth.whole
    inside = f"<NgayThangNam>{whole:%Y%m%d}</NgayThangNam>" if whole else f"<Nam>{birth.year:04}</Nam>"
    return f"<NgayThangNamSinh>{inside}</NgayThangNamSinh>"
