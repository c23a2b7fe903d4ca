"""Reads scanned documents for the room of documents: the same tools, the same bounds as for papers of a dossier."""

from collections.abc import Callable
from uuid import UUID

from tinhso.foundation.files import public as files
from tinhso.government.digitisation import reading


class Scans:
    """A reader of scans, by ocrmypdf and Tesseract (`documents.ScanReader`)."""

    def is_there(self) -> bool:
        """Tell whether scans can be read on this machine."""
        return not reading.missing()

    def words_in(self, file_id: UUID, *, pages: int, alive: Callable[[], None]) -> str:
        """Return the text of a kept PDF; "" when it cannot be read."""
        try:
            return reading.read(files.read_bytes(file_id), pages=pages, alive=alive).text
        except reading.ReadingFailed:
            return ""
