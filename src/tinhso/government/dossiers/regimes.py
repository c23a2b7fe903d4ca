"""The regimes of this installation, read once from its content."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import UUID

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers.errors import NotOffered
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.rules.regimes import Regime, build, regime_on
from tinhso.kernel.clock import local_day

FILE: Final = "reference/regimes.yaml"


@lru_cache(maxsize=2)
def _read(folder: str) -> tuple[Regime, ...]:
    return build(yaml.safe_load((Path(folder) / FILE).read_text(encoding="utf-8")))


def get_regime(on: date) -> Regime:
    """Return the regime in force on a day."""
    return regime_on(_read(str(settings.CONTENT_DIR)), on)


def regime_of(dossier: Dossier) -> Regime:
    """Return the regime of a dossier: of the day it was received, or was filed while it is not received."""
    return get_regime(local_day(dossier.received_at or dossier.submitted_at))


def require_any_commune(regime: Regime, *, desk_id: UUID, target_id: UUID) -> None:
    """Refuse a desk to receive for another unit unless the law of the day allows it (NĐ 118/2025/NĐ-CP).

    A commune's desk receives for every commune and every agency of the province; others only for themselves. Raises
    NotOffered, saying why.
    """
    if not regime.any_commune_receives:
        raise NotOffered(
            _("Ngày này chưa áp dụng tiếp nhận không phụ thuộc địa giới hành chính. Nộp hồ sơ tại đơn vị giải quyết.")
        )
    desk, target = organisations.agency_of(desk_id), organisations.agency_of(target_id)
    if desk.kind != organisations.UnitKind.COMMUNE:
        raise NotOffered(_("Chỉ Bộ phận Một cửa cấp xã tiếp nhận hồ sơ cho đơn vị khác trong tỉnh."))
    if target.valid_to is not None:
        raise NotOffered(_("Đơn vị giải quyết đã chọn không còn hoạt động. Chọn đơn vị kế thừa trong danh sách."))
