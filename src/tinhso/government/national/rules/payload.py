"""The bodies of DongBoHoSoMC and CapNhatTienDoHoSoMC, field for field, from the facts of a dossier.

Field names are those read in public one-stop programs (2020-2026). Nothing of the form's answers goes out, and of the
applicant only what `personal` in the mapping allows; fields without a value are sent empty, as the clients we know do.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from tinhso.government.dossiers.public import ExchangeFacts, ExchangeLine
from tinhso.government.national.rules.mapping import ExchangeMapping
from tinhso.kernel.clock import to_local

CORRECTION_NOTE: Final = "Đính chính"
STEP_FIELDS: Final = ("MaHoSo", "ThoiDiemXuLy", "TrangThai", "NguoiXuLy", "NoiDungXuLy")
"""What makes two steps of a dossier the same step."""
COMPARED_DATES: Final = ("NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra")
_PERSONAL: Final = ("ChuHoSo", "MaDoiTuong", "SoDinhDanh", "SoDienThoai", "Email")


def dossier_payload(
    facts: ExchangeFacts, *, status: int, mapping: ExchangeMapping, note: str = "", as_new: bool = False
) -> dict[str, Any]:
    """Return DongBoHoSoMC of a dossier. `as_new` tells it as it was filed: no reception, no end yet."""
    info, applicant = facts.info, facts.info.applicant
    number = applicant.number if mapping.personal["number"] else ""
    is_person = len(applicant.number) in (0, 12)
    when = mapping.date_format
    is_digital = any(p.form == "electronic" and p.origin != "digitised" for p in facts.papers)
    return {
        "MaHoSo": info.code,
        "MaTTHC": info.procedure_code,
        "TenTTHC": info.procedure_name,
        "MaLinhVuc": facts.field_code,
        "TenLinhVuc": facts.field_name,
        "SoBienNhan": "" if as_new else (info.code if info.received_at else ""),
        "ChuHoSo": applicant.name,
        "LoaiDoiTuong": mapping.applicant_kind["citizen" if is_person else "business"],
        "MaDoiTuong": "" if is_person else number,
        "LoaiDinhDanh": "1" if is_person else "2",
        "SoDinhDanh": number,
        "ThongTinKhac": "",
        "Email": applicant.email if mapping.personal["email"] else "",
        "Fax": "",
        "SoDienThoai": applicant.phone if mapping.personal["phone"] else "",
        "TrichYeuHoSo": info.subject,
        "NgayNopHoSo": moment(info.submitted_at, when),
        "NgayTiepNhan": "" if as_new else moment(info.received_at, when),
        "NgayHenTra": "" if as_new else moment(info.promised_at, when),
        "NgayTuChoi": "" if as_new or status != 3 else moment(info.finished_at, when),
        "TrangThaiHoSo": str(status),
        "NgayTra": "" if as_new else moment(info.handed_over_at, when),
        "ThongTinTra": "",
        "HinhThuc": mapping.delivery[facts.delivery],
        "NgayKetThucXuLy": "" if as_new else moment(info.finished_at, when),
        "DonViXuLy": info.unit_name,
        "NoiNopHoSo": info.unit_name,
        "KenhThucHien": mapping.channel[info.channel],
        "HoSoCoThanhPhanSoHoa": "1" if is_digital else "0",
        "TaiKhoanDuocXacThucVoiVNeID": "1" if info.channel == "npsp" else "0",
        "DuocThanhToanTrucTuyen": "0",
        "GhiChu": note[:500],
        "TaiLieuNop": _papers(facts.papers, mapping),
        "DanhSachLePhi": [_fee(f, mapping) for f in facts.fees],
        "DanhSachTepDinhKemKhac": [],
        "DanhSachHoSoBoSung": [] if as_new else [_supplement(s, when) for s in facts.supplements],
        "DanhSachGiayToKetQua": [] if as_new else _results(facts),
    }


def progress_payload(
    facts: ExchangeFacts, line: ExchangeLine, *, status: int, mapping: ExchangeMapping
) -> dict[str, Any]:
    """Return CapNhatTienDoHoSoMC of one line of the story."""
    when = mapping.date_format
    at = moment(line.at, when)
    by_applicant = line.who == facts.info.applicant.name
    return {
        "MaHoSo": facts.info.code,
        "NguoiXuLy": "Người nộp hồ sơ" if by_applicant else line.who,
        "ChucDanh": "",
        "ThoiDiemXuLy": at,
        "PhongBanXuLy": line.unit_name or facts.info.unit_name,
        "NoiDungXuLy": _without(line.sentence, facts.info.applicant.name)[:500],
        "TrangThai": str(status),
        "NgayBatDau": at,
        "NgayKetThucTheoQuyDinh": moment(line.planned_at, when),
    }


def compared(payload: Mapping[str, Any]) -> dict[str, str]:
    """Return what both sides must agree on."""
    kept = {name: str(payload.get(name) or "") for name in COMPARED_DATES}
    return {"TrangThaiHoSo": str(payload.get("TrangThaiHoSo") or ""), **kept}


def facts_digest(payload: Mapping[str, Any]) -> str:
    """Return the digest of what a dossier's body tells beside its state and its note: those the steps tell, too."""
    return digest({name: value for name, value in payload.items() if name not in ("TrangThaiHoSo", "GhiChu")})


def digest(payload: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a body, whatever the order of its fields."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def masked(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body as a log or a screen may show it: nobody is named, nothing can be dialled."""
    return {name: "…" if name in _PERSONAL and value else value for name, value in payload.items()}


def without_person(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a body long after it was acknowledged."""
    return {name: value for name, value in payload.items() if name not in _PERSONAL}


def moment(value: datetime | date | None, form: str) -> str:
    """Return a moment on the wall clock of Vietnam as the wire writes it; "" for none."""
    if value is None:
        return ""
    local = to_local(value) if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return local.strftime(form)


def _without(sentence: str, name: str) -> str:
    return sentence.replace(name, "người nộp hồ sơ") if name else sentence


_DIGITISED: Final = {"": "1", "digitised": "1", "store": "2", "result": "3"}
"""DuocSoHoa by where the file came from (TD: 1 số hóa, 2 tái sử dụng, 3 tái sử dụng từ kết quả hồ sơ khác)."""


def _papers(papers: Sequence[Any], mapping: ExchangeMapping) -> list[dict[str, Any]]:
    """Return the papers; one on paper whose scan is among them goes as the scan, with the kind of copy it is of."""
    scanned = {one.component for one in papers if one.origin == "digitised"}
    forms = {one.component: one.form for one in papers if not one.origin and not one.file_id}
    return [
        _paper(one, mapping, forms.get(one.component, one.form) if one.origin == "digitised" else one.form)
        for one in papers
        if one.file_id or one.component not in scanned
    ]


def _paper(paper: Any, mapping: ExchangeMapping, form: str) -> dict[str, Any]:
    return {
        "TepDinhKemId": str(paper.file_id or ""),
        "TenTepDinhKem": paper.name,
        "MaThanhPhanHoSo": paper.component,
        "DuongDanTaiTepTin": "",
        "LoaiBan": mapping.paper_form[form],
        "IsDeleted": "False",
        "DuocSoHoa": _DIGITISED[paper.origin] if paper.file_id else "0",
        "DuocLayTuKhoDMQG": "0",
    }


def _fee(fee: Any, mapping: ExchangeMapping) -> dict[str, Any]:
    return {
        "TenPhiLePhi": fee.name,
        "MaPhiLePhi": fee.code,
        "HinhThucThu": mapping.fee["collected"],
        "Gia": str(fee.amount.amount),
        "LoaiPhiLePhi": mapping.fee["kind"],
    }


def _supplement(one: Any, form: str) -> dict[str, Any]:
    return {
        "HoSoBoSungId": str(one.id),
        "NguoiYeuCauBoSung": one.asked_by,
        "NoiDungBoSung": "; ".join(f"{item.name}: {item.reason}" for item in one.items)[:2000],
        "NgayBoSung": moment(one.asked_at, form),
        "NguoiTiepNhanBoSung": "",
        "ThongTinTiepNhan": "",
        "NgayTiepNhanBoSung": moment(one.answered_at, form),
        "TrangThaiBoSung": "1" if one.answered_at else "0",
        "DanhSachGiayToBoSung": [{"TenGiayTo": item.name, "MaThanhPhanHoSo": item.component} for item in one.items],
        "DanhSachLePhiBoSung": [],
        "NgayHenTraTruoc": "",
        "NgayHenTraMoi": "",
    }


def _results(facts: ExchangeFacts) -> list[dict[str, Any]]:
    if not facts.result_token:
        return []
    return [
        {
            "TenGiayTo": facts.result_name,
            "MaThanhPhanHoSo": "",
            "GiayToId": facts.result_token,
            "MaKetQua": facts.result_token,
            "DuongDanTepTinKetQua": "",
        }
    ]
