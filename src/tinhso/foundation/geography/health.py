"""Whether what the operator named is there."""

from typing import Final

from django.conf import settings

from tinhso.foundation.geography.content import read_boundaries
from tinhso.foundation.geography.errors import BadBoundaries
from tinhso.kernel.modules import Health, HealthReport

NAME: Final = "geography.boundaries"


def boundaries_readable() -> HealthReport:
    """Say whether the file of boundaries can be read; without one the map shows points."""
    if not settings.BOUNDARIES:
        return HealthReport(NAME, Health.OK, "Bản đồ vẽ bằng điểm; chưa đặt tệp ranh giới.")
    try:
        found = read_boundaries(settings.BOUNDARIES)
    except BadBoundaries as refused:
        return HealthReport(NAME, Health.SLOW, refused.sentence)
    return HealthReport(NAME, Health.OK, f"Đọc được ranh giới của {len(found)} đơn vị.")
