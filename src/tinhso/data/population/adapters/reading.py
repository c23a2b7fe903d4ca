"""Reading an answer that may be hostile: no entities, no network, no document type, bounded in size and depth.

QCVN 109:2017/BTTTT names the elements; namespaces differ between deployments, so elements are found by local name.
Religion and blood group are passed over unread.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tinhso.data.population.data import Address, PartialDate, Person, Relative, Sex
from tinhso.data.population.rules import dates
from tinhso.kernel.text import clean_line

MAX_BYTES: Final = 512 * 1024
MAX_TEXT: Final = 300
_SEX: Final = {"1": Sex.MALE, "2": Sex.FEMALE, "0": Sex.OTHER, "3": Sex.OTHER}


class Unreadable(Exception):
    """What came is no answer of the population service."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an envelope holds: a fault, or a reason, or people, or whether somebody exists."""

    fault_code: str = ""
    code: str = ""
    words: str = ""
    exists: bool | None = None
    persons: tuple[Person, ...] = ()
    is_fault: bool = False
    is_collection: bool = False


def read(data: bytes, *, now: datetime) -> Said:
    """Return what an envelope says. Raises Unreadable for anything that is none."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if len(data) > MAX_BYTES:
        raise Unreadable("too large")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("no XML") from error
    if root is None or root.getroottree().docinfo.doctype or _name(root) != "Envelope":
        raise Unreadable("no envelope")
    body = _child(root, "Body")
    first = next(iter(body), None) if body is not None else None
    if first is None:
        raise Unreadable("no body")
    return _said(first, now)


def _said(first: Any, now: datetime) -> Said:
    if _name(first) == "Fault":
        return Said(fault_code=_text(first, "faultcode"), words=_text(first, "faultstring"), is_fault=True)
    result = _find(first, "KetQuaXacThuc")
    collection = _find(first, "CongdanCollection")
    if result is None and collection is None and not _find_text(first, "MaLoi"):
        raise Unreadable("neither a person nor a verdict")
    exists = _boolean(_text(result, "TonTai")) if result is not None else None
    people = [] if collection is None else [one for one in collection if _name(one) == "CongDan"][:2]
    return Said(
        code=_find_text(first, "MaLoi"),
        words=_find_text(first, "MoTa"),
        exists=exists,
        persons=tuple(_person(one, now) for one in people),
        is_collection=collection is not None,
    )


def _boolean(text: str) -> bool:
    if text not in ("true", "false", "1", "0"):
        raise Unreadable("TonTai is neither true nor false")
    return text in ("true", "1")


def _person(one: Any, now: datetime) -> Person:
    birth = _birth(_child(one, "NgayThangNamSinh"))
    number, name = _text(one, "SoDinhDanh"), _whole_name(_child(one, "HoVaTen"))
    if birth is None or not name or not number:
        raise Unreadable("a person without number, name or birth date")
    return Person(
        number=number,
        old_number=_text(one, "SoCMND"),
        name=name,
        birth=birth,
        fetched_at=now,
        sex=_SEX.get(_text(one, "GioiTinh")),
        ethnicity=_text(one, "DanToc"),
        nationality=_text(one, "QuocTich"),
        marital=_text(one, "TinhTrangHonNhan"),
        birth_place=_address(_child(one, "NoiDangKyKhaiSinh")),
        origin=_address(_child(one, "QueQuan")),
        permanent=_address(_child(one, "ThuongTru")),
        current=_address(_child(one, "NoiOHienTai")),
        father=_relative(_child(one, "Cha")),
        mother=_relative(_child(one, "Me")),
        spouse=_relative(_child(one, "VoChong")),
        guardian=_relative(_child(one, "NguoiDaiDien")),
        head=_relative(_child(one, "ChuHo")),
    )


def _birth(element: Any) -> PartialDate | None:
    if element is None:
        return None
    return dates.parse_wire(_text(element, "NgayThangNam")) or dates.parse_wire(_text(element, "NamSinh"))


def _whole_name(element: Any) -> str:
    """Return a name, given in three parts or as a whole."""
    if element is None:
        return ""
    parts = [_text(element, tag) for tag in ("Ho", "ChuDem", "Ten")]
    return " ".join(part for part in parts if part) or _clean(element)


def _address(element: Any) -> Address | None:
    if element is None:
        return None
    tags = ("MaTinhThanh", "MaQuanHuyen", "MaPhuongXa", "ChiTiet", "QuocGia")
    found = Address(*(_text(element, tag) for tag in tags))
    return found if found != Address() else None


def _relative(element: Any) -> Relative | None:
    if element is None:
        return None
    name = _whole_name(_child(element, "HoVaTen"))
    found = Relative(name, *(_text(element, tag) for tag in ("SoDinhDanh", "SoCMND", "QuocTich", "QuanHe")))
    return found if found.name or found.number else None


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _child(element: Any, name: str) -> Any:
    return next((child for child in element if _name(child) == name), None)


def _find(element: Any, name: str) -> Any:
    return next((child for child in element.iter() if _name(child) == name), None)


def _text(element: Any, name: str) -> str:
    found = _child(element, name)
    return "" if found is None else _clean(found)


def _find_text(element: Any, name: str) -> str:
    found = _find(element, name)
    return "" if found is None else _clean(found)


def _clean(element: Any) -> str:
    return clean_line(element.text or "")[:MAX_TEXT]
