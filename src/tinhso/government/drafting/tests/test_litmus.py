"""An independent WebDAV client (litmus) over our road: the address, the bridge to wsgidav, holds in the database.

Litmus begins by making a folder, which an address of ours refuses (it opens one file of one draft; test_dav holds
that). So an ordinary folder stands where the one file would; all that carries requests there and keeps holds is ours.
"""

import os
import re
import shutil
import subprocess

import pytest

from tinhso.government.drafting import dav
from tinhso.government.drafting.actions.links import make_link
from tinhso.government.drafting.testing import make_draft
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
SUITES = {"basic": 16, "copymove": 13, "locks": 41, "http": 4, "props": 30}


@pytest.fixture
def folder(ha, live_server, tmp_path, monkeypatch):
    """An address of ours that opens an empty folder."""
    from wsgidav.fs_dav_provider import FilesystemProvider

    (tmp_path / "served").mkdir()
    dav.application.cache_clear()

    class Folder(dav.Mounted, FilesystemProvider):
        """An ordinary folder at the address."""

    monkeypatch.setattr(dav, "_provider", lambda: Folder(str(tmp_path / "served"), fs_opts={}))
    token = make_link(ha, draft_id=make_draft(ha).id, now=clock.now())
    yield f"{live_server.url}/dav/{token}/"
    dav.application.cache_clear()


@pytest.mark.parametrize("suite", SUITES)
def test_litmus_finds_no_fault_in_how_we_carry_webdav(suite, folder, tmp_path):
    litmus = shutil.which("litmus")
    if litmus is None:
        pytest.skip("litmus is not installed (Debian package litmus)")
    told = subprocess.run(
        [litmus, "-k", folder],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"TESTS": suite},
    ).stdout
    counted = re.search(r"of (\d+) tests run: (\d+) passed, 0 failed", told)
    assert counted, told
    assert counted[1] == counted[2], told
    assert int(counted[1]) == SUITES[suite], told
    assert "WARNING" not in told, told
