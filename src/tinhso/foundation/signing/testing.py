"""Builders for the tests of whoever signs."""

from uuid import UUID

from tinhso.foundation.signing.actions import ensure_demo_key
from tinhso.foundation.signing.data import KeyInfo
from tinhso.kernel.ids import uuid7


def make_demo_key(
    holder_id: UUID | None = None,
    *,
    name: str = "Phạm Văn Thử",
    title: str = "Chủ tịch",
    unit: str = "UBND xã Minh Họa",
) -> KeyInfo:
    """Return a demonstration key of a made-up officer."""
    return ensure_demo_key(holder_id or uuid7(), name=name, title=title, unit=unit)
