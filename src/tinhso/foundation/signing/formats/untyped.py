"""pyHanko's PDF objects and writers, which come without types."""

from typing import Any

from pyhanko.pdf_utils import generic as _generic

generic: Any = _generic

Writer = Any
"""An IncrementalPdfFileWriter."""
