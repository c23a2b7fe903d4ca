"""What the house makes waits in the database for a store far away, and can be read all the while."""

import pytest

from tinhso.foundation.files import stores
from tinhso.foundation.files.adapters.folder import FolderStore
from tinhso.foundation.files.errors import FileMissing, StoreDown
from tinhso.foundation.files.models import WaitingFile
from tinhso.foundation.files.public import get_info, keep_made, read_bytes, respond
from tinhso.foundation.files.testing import MONDAY, make_pdf, make_person
from tinhso.foundation.files.waiting import WaitingStore

pytestmark = pytest.mark.django_db


class FarFolder(FolderStore):
    """A folder that plays the bucket: it can be away, and counts who calls."""

    is_away, calls = False, 0

    def put(self, staged, sha256):
        self.calls += 1
        if self.is_away:
            raise StoreDown
        copy = self.root / "sent"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(staged.read_bytes())
        super().put(copy, sha256)


@pytest.fixture
def far(tmp_path, monkeypatch):
    far = FarFolder(tmp_path / "far")
    store = WaitingStore(far)
    for place in ("stores", "actions", "queries", "responses"):
        monkeypatch.setattr(f"tinhso.foundation.files.{place}.get_store", lambda: store)
    return far


def made():
    return keep_made(make_pdf(), name="ket-qua.pdf", actor=make_person(), now=MONDAY)


def test_a_made_document_is_kept_without_calling_the_store_and_carried_over_later(far):
    info = made()
    assert far.calls == 0
    assert read_bytes(info.id) == make_pdf()
    assert b"".join(respond(info.id)) == make_pdf()

    assert stores.carry_over() == 1

    assert not WaitingFile.objects.exists()
    assert read_bytes(info.id) == make_pdf()
    assert stores.carry_over() == 0


def test_while_the_store_is_away_nothing_is_lost_and_the_next_turn_tries_again(far):
    info = made()
    far.is_away = True
    assert stores.carry_over() == 0
    assert read_bytes(info.id) == make_pdf()
    far.is_away = False
    assert stores.carry_over() == 1


def test_a_part_of_what_waits_is_given_out_as_a_part(far):
    info = made()
    store = stores.get_store()
    assert store.open(info.sha256, start=2, length=5).read() == make_pdf()[2:7]
    with store.local(info.sha256) as path:
        assert path.read_bytes() == make_pdf()
    assert "1 tệp chờ" in store.check().sentence
    assert get_info(info.id).size == len(make_pdf())


def test_what_is_nowhere_is_missing(far):
    with pytest.raises(FileMissing):
        stores.get_store().open("0" * 64)
    with pytest.raises(FileMissing), stores.get_store().local("0" * 64):
        pass
