"""What the exchange asks of the portal, whoever answers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

_LONG_NUMBER: Final = re.compile(r"\d{9,}")
"""What may be somebody's number or phone in a sentence of the portal's."""


class PortalFault(Exception):
    """The portal did not take it. The text names no person."""


class NotArrived(PortalFault):
    """It certainly was not taken: nobody there, too busy, not let in."""


class Unanswered(PortalFault):
    """It may have been taken: the line died or the answer cannot be read."""


class Refused(PortalFault):
    """It was read and refused, for good: `code` is the portal's."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(f"{code}: {_LONG_NUMBER.sub('…', sentence)}"[:500])


class Portal(Protocol):
    """The services of the exchange. Every call may raise NotArrived, Unanswered or Refused; none blocks for long."""

    def put_dossier(self, payload: Mapping[str, Any], *, key: str) -> None:
        """DongBoHoSoMC, once for each key."""

    def put_progress(self, payload: Mapping[str, Any], *, key: str) -> None:
        """CapNhatTienDoHoSoMC, once for each key."""

    def look_up(self, codes: Sequence[str], *, with_steps: bool = False) -> list[dict[str, Any]]:
        """TraCuuHoSo of the dossiers named; those it does not know are left out."""

    def list_dossiers(self, *, after: str, size: int) -> tuple[list[dict[str, Any]], str]:
        """TraCuuHoSo, a page after a code; and the code the next page comes after, "" when there is none."""

    def list_procedures(self) -> list[dict[str, Any]]:
        """LayDanhSachTTHC."""

    def get_procedure(self, code: str) -> dict[str, Any]:
        """LayThuTuc."""

    def list_agencies(self) -> list[dict[str, Any]]:
        """LayDanhMucCoQuan."""

    def list_fields(self) -> list[dict[str, Any]]:
        """LayDanhMucLinhVuc."""

    def list_filings(self, *, mark: str, size: int) -> tuple[list[dict[str, Any]], str]:
        """LayHoSo: what citizens filed after a mark, and the next mark."""

    def fetch_file(self, path: str, *, limit: int) -> bytes:
        """Return a file of a filing, at most `limit` bytes; only from the portal itself."""

    def confirm_filing(self, *, external_code: str, code: str, key: str) -> None:
        """XacNhanHoSo: under which code it was taken here."""
