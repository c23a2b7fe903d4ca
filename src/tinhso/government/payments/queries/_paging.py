"""Cursors that hold the id of the last row shown."""

from uuid import UUID

from tinhso.kernel.paging import BadCursor, decode_cursor


def id_in(cursor: str) -> UUID:
    """Return the id in a cursor. Raises BadCursor for one we did not make."""
    (text,) = decode_cursor(cursor, length=1)
    try:
        return UUID(str(text))
    except ValueError:
        raise BadCursor from None
