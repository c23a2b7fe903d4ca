"""The words on the wire: what is asked for and how it is answered (SOAP 1.1, QCVN 109:2017/BTTTT)."""

from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

from lxml import etree

from tinhso.simulators.population.people import Address, Person, find

ENVELOPE: Final = "http://schemas.xmlsoap.org/soap/envelope/"
SERVICE: Final = "http://dancuquocgia.bca"
DATA: Final = "http://www.mic.gov.vn/dancu/1.0"
LOOK_UP: Final = "TraCuuThongTinCongDan"
VERIFY: Final = "XacThucThongTinCongDan"
ORDER: Final = (
    "MaYeuCau",
    "MaDVC",
    "MaTichHop",
    "MaCanBo",
    "MaDonVi",
    "TaiKhoan",
    "SoDienThoai",
    "SoDinhDanh",
    "SoCMND",
    "HoVaTen",
    "NgayThangNamSinh",
)
_NEEDED: Final = ("MaYeuCau", "MaDVC", "MaTichHop", "MaCanBo", "MaDonVi", "HoVaTen", "NgayThangNamSinh")


class Fault(Exception):
    """A SOAP fault: HTTP status, code and words."""

    def __init__(self, status: int, code: str, words: str) -> None:
        self.status, self.code, self.words = status, code, words
        super().__init__(words)

    def to_xml(self) -> bytes:
        """Return the envelope with the fault."""
        return _envelope(
            f"<soapenv:Fault><faultcode>{escape(self.code)}</faultcode>"
            f"<faultstring>{escape(self.words)}</faultstring></soapenv:Fault>"
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    operation: str
    request_id: str
    officer: str
    number: str
    name: str
    birth: str


def read(body: bytes) -> Asked:
    """Return what is asked. Raises Fault for what is no request, and for elements out of order."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        raise Fault(500, "soapenv:Client", "Thông điệp không đúng định dạng XML") from None
    body_element = root.find(f"{{{ENVELOPE}}}Body")
    operation: Any = None if body_element is None else next(iter(body_element), None)
    if operation is None or operation.tag not in (f"{{{SERVICE}}}{LOOK_UP}", f"{{{SERVICE}}}{VERIFY}"):
        raise Fault(500, "Server.ServerProxy.UnknownService", "Unknown service")
    names = [etree.QName(child).localname for child in operation]
    if [name for name in ORDER if name in names] != names or any(name not in names for name in _NEEDED):
        raise Fault(500, "soapenv:Client", "Thứ tự hoặc thành phần thông điệp không đúng")
    said = {etree.QName(child).localname: (child.text or "").strip() for child in operation}
    birth = next(iter(operation.findall(f"{{{SERVICE}}}NgayThangNamSinh/*")), None)
    return Asked(
        etree.QName(operation).localname,
        said["MaYeuCau"],
        said["MaCanBo"],
        said.get("SoDinhDanh") or said.get("SoCMND", ""),
        said["HoVaTen"],
        "" if birth is None else (birth.text or "").strip(),
    )


def fits(person: Person, asked: Asked) -> bool:
    """Tell whether number, name and birth date are all this person's; a year alone is enough for the birth date."""
    same_birth = person.birth == asked.birth or (len(asked.birth) == 4 and person.birth.startswith(asked.birth))
    return person.name.upper() == asked.name and same_birth


def answer_verify(*, exists: bool, reason: tuple[str, str] | None) -> bytes:
    """Return the answer to a verification."""
    why = f"<MaLoi>{reason[0]}</MaLoi><MoTa>{escape(reason[1])}</MoTa>" if reason else ""
    return _envelope(
        f'<{VERIFY}Response xmlns="{SERVICE}"><KetQuaXacThuc><TonTai>{str(exists).lower()}</TonTai>{why}'
        f"</KetQuaXacThuc></{VERIFY}Response>"
    )


def answer_look_up(person: Person | None, *, reason: tuple[str, str] | None = None) -> bytes:
    """Return the answer to a look-up: a collection of one, or of nobody, with the reason when there is one."""
    why = f"<MaLoi>{reason[0]}</MaLoi><MoTa>{escape(reason[1])}</MoTa>" if reason else ""
    inside = _person(person) if person else ""
    return _envelope(
        f'<{LOOK_UP}Response xmlns="{SERVICE}">{why}<CongdanCollection xmlns="{DATA}">{inside}</CongdanCollection>'
        f"</{LOOK_UP}Response>"
    )


def _envelope(inside: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{ENVELOPE}"><soapenv:Body>{inside}'
        "</soapenv:Body></soapenv:Envelope>"
    ).encode()


def _person(one: Person) -> str:
    birth = (
        f"<NamSinh>{one.birth}</NamSinh>"
        if len(one.birth) == 4
        else f"<NgayThangNam>{one.birth.ljust(8, '0')}</NgayThangNam>"
    )
    return (
        f"<CongDan><SoDinhDanh>{one.number}</SoDinhDanh><SoCMND>{one.old_number}</SoCMND><SoCCCD>{one.number}</SoCCCD>"
        f"<HoVaTen><Ho>{escape(one.family)}</Ho><ChuDem>{escape(one.middle)}</ChuDem><Ten>{escape(one.given)}</Ten>"
        f"</HoVaTen><GioiTinh>{one.sex}</GioiTinh><DanToc>{one.ethnicity}</DanToc><TonGiao>00</TonGiao>"
        f"<TinhTrangHonNhan>{one.marital}</TinhTrangHonNhan><NhomMau>00</NhomMau>"
        f"<NgayThangNamSinh>{birth}</NgayThangNamSinh>"
        + _address("NoiDangKyKhaiSinh", one.permanent)
        + _address("QueQuan", one.permanent)
        + _address("ThuongTru", one.permanent)
        + _address("NoiOHienTai", one.current)
        + "<QuocTich>VN</QuocTich>"
        + "".join(
            _kin(tag, number) for tag, number in (("Cha", one.father), ("Me", one.mother), ("VoChong", one.spouse))
        )
        + f"<ChuHo><QuanHe>{one.relation}</QuanHe>{_kin_inside(one.head)}</ChuHo></CongDan>"
    )


def _address(tag: str, place: Address) -> str:
    return (
        f"<{tag}><MaTinhThanh>{place.province}</MaTinhThanh><MaQuanHuyen>{place.district}</MaQuanHuyen>"
        f"<MaPhuongXa>{place.commune}</MaPhuongXa><ChiTiet>{escape(place.detail)}</ChiTiet><QuocGia>VN</QuocGia></{tag}>"
    )


def _kin(tag: str, number: str) -> str:
    return f"<{tag}>{_kin_inside(number)}</{tag}>" if number else ""


def _kin_inside(number: str) -> str:
    kin = find(number)
    if kin is None:
        return ""
    return (
        f"<HoVaTen>{escape(kin.name)}</HoVaTen><QuocTich>VN</QuocTich><SoDinhDanh>{kin.number}</SoDinhDanh>"
        f"<SoCMND>{kin.old_number}</SoCMND>"
    )
