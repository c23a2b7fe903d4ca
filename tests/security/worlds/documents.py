"""A letter in the register of commune A, for Chi, with one file; Hà was told to answer it."""

from datetime import timedelta

from tinhso.foundation.work.data import Part
from tinhso.government.documents import public as documents
from tinhso.government.documents.models import Book
from tinhso.government.documents.testing import make_clerk, make_file, make_incoming, make_issued
from tinhso.kernel import clock

PRIVATE = {"document_id", "instruction_id", "book_id"}


def things(cast):
    """Register it as the clerk of commune A would; Chi directs it."""
    now, unit = clock.now(), cast["units"].commune_a.id
    clerk = make_clerk(unit, code="VT-MATRIX")
    info = make_incoming(clerk, unit, now=now, files=(make_file(now=now),))
    order = documents.NewInstruction(cast["ha"].account_id, Part.MAIN, now + timedelta(days=5))
    (told,) = documents.instruct(cast["chi"], document_id=info.id, text="Tham mưu trả lời", orders=[order], now=now)
    sent = make_issued(clerk, unit, now=now)
    return {
        "document_id": info.id,
        "attached_id": info.files[0].file_id,
        "instruction_id": told.id,
        "book_id": Book.objects.get(unit_id=unit, code=sent.book).id,
    }
