"""What this room's tests share."""

import pytest

from tinhso.foundation.signing import public as signing
from tinhso.government.digitisation import reading
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, SEEN, make_submitted


@pytest.fixture
def dossier(an, binh, units):
    """An's dossier, filed on line and received by Bình."""
    info = make_submitted(an, unit_id=units.commune_a.id)
    return dossiers.receive(binh, dossier_id=info.id, now=MONDAY)


@pytest.fixture
def at_desk(binh, units):
    """A dossier received at the counter of commune A, with one original seen."""
    return receive_here(binh, units)


def receive_here(desk, units):
    """Receive An's dossier at the counter."""
    from tinhso.foundation.forms.testing import good_answers
    from tinhso.government.procedures.testing import CODE, make_procedure

    make_procedure()
    return dossiers.receive_at_counter(
        desk,
        procedure_code=CODE,
        unit_id=units.commune_a.id,
        data=good_answers(),
        papers=SEEN,
        now=MONDAY,
    )


@pytest.fixture
def without_ocr(monkeypatch):
    """As on a machine without the Debian packages."""
    monkeypatch.setattr(reading, "missing", lambda: ("ocrmypdf", "tesseract-ocr-vie"))


@pytest.fixture
def keys(binh, ha):
    """Keys for the officers to sign with."""
    for actor in (binh, ha):
        signing.ensure_demo_key(actor.account_id, name=actor.name, title=actor.title, unit=actor.unit_name, now=MONDAY)


@pytest.fixture
def envelope_of():
    """Return a fact as a subscriber gets it."""
    from tinhso.kernel.clock import now
    from tinhso.kernel.events import Envelope
    from tinhso.kernel.ids import uuid7

    return lambda fact: Envelope(uuid7(), fact, now())
