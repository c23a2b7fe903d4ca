"""A verdict as data for programs and printed forms: the same facts as on the screen, in the same order."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tinhso.foundation.signing.data import CertificateFacts, SignatureReport, Trust, Verdict, VerdictState
from tinhso.foundation.signing.verification.wording import day_time


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at, and when."""

    name: str
    size: int
    sha256: str
    checked_at: datetime


def looked_at(name: str, data: bytes, now: datetime) -> Looked:
    """Return what says which file a report is about."""
    return Looked(" ".join(name.split())[:200], len(data), hashlib.sha256(data).hexdigest(), now)


def report_of(verdict: Verdict, looked: Looked) -> dict[str, Any]:
    """Return the report as JSON: moments in ISO 8601, UTC; `state` valid, invalid, unknown or unsigned."""
    return {
        "file": {"name": looked.name, "size": looked.size, "sha256": looked.sha256, "kind": verdict.kind},
        "checked_at": looked.checked_at.isoformat(),
        "state": verdict.state.value,
        "sentence": verdict.headline,
        "notes": list(verdict.notes),
        "findings": list(verdict.findings),
        "signatures": [_signature(one) for one in verdict.signatures],
    }


def _signature(one: SignatureReport) -> dict[str, Any]:
    revocation = one.revocation
    return {
        "place": one.field,
        "state": one.state.value,
        "sentence": one.headline,
        "sentences": list(one.sentences),
        "findings": list(one.findings),
        "signer": {
            "name": one.signer,
            "organisation": one.organisation,
            "serial": one.serial,
            "trust": one.trust.value,
        },
        "claimed": {"name": one.claimed_name, "reason": one.reason, "location": one.location},
        "signed_at": one.signed_at.isoformat() if one.signed_at else None,
        "time_source": one.time.value,
        "stamped_by": one.stamped_by,
        "profile": one.profile,
        "algorithm": one.algorithm,
        "covers_whole_file": one.covers_whole_document,
        "changed_after": one.changed_after,
        "changes": list(one.changes),
        "revocation": {
            "state": revocation.state if revocation else "not_asked",
            "since": revocation.since.isoformat() if revocation and revocation.since else None,
            "source": revocation.source if revocation else "",
        },
        "certificates": [_certificate(found) for found in one.chain],
    }


def _certificate(one: CertificateFacts) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "issuer": one.issuer,
        "serial": one.serial,
        "not_before": one.not_before.isoformat(),
        "not_after": one.not_after.isoformat(),
        "key": one.key,
        "sha256": one.sha256,
    }


def state_words(state: VerdictState) -> str:
    """Return a state in a word or two."""
    return {
        VerdictState.VALID: _("Hợp lệ"),
        VerdictState.INVALID: _("Không hợp lệ"),
        VerdictState.UNKNOWN: _("Chưa xác nhận được"),
        VerdictState.UNSIGNED: _("Không có chữ ký số"),
    }[state]


def print_data(verdict: Verdict, looked: Looked, *, local: datetime) -> dict[str, Any]:
    """Return what the printed report (phieu_kiem_tra_chu_ky) shows; `local` is the moment in Vietnamese time."""
    return {
        "demo": any(one.trust is Trust.DEMO for one in verdict.signatures),
        "date": f"{local:%Y-%m-%d}",
        "checked_at": f"{local:%Y-%m-%dT%H:%M}",
        "state": state_words(verdict.state),
        "sentence": verdict.headline,
        "file": looked.name or _("không có tên"),
        "size": _("%(n)d byte") % {"n": looked.size},
        "sha256": looked.sha256,
        "notes": list(verdict.notes),
        "signatures": [_printed(one) for one in verdict.signatures],
    }


def _printed(one: SignatureReport) -> dict[str, Any]:
    details = [
        (_("Người ký"), one.signer),
        (_("Tổ chức"), one.organisation),
        (_("Số chứng thư"), one.serial),
        (_("Thời điểm ký"), day_time(one.signed_at) if one.signed_at else ""),
        (_("Dấu thời gian"), one.stamped_by),
        (_("Định dạng"), one.profile),
        (_("Thuật toán"), one.algorithm),
        (_("Lý do do người ký ghi"), one.reason),
        (_("Nơi cấp chứng thư"), one.chain[0].issuer if one.chain else ""),
    ]
    return {
        "title": one.headline,
        "state": state_words(one.state),
        "sentences": [*one.sentences, *one.changes],
        "details": [{"label": label, "value": value[:500]} for label, value in details if value],
    }
