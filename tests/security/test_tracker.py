"""Every road by which an officer reads a person's data leaves a line that the person can read.

One row for each road: who walks it, and how. A room that gives officers another way to An's data adds its row to
`ROADS`; what the row does must be exactly one way of reading. The line is looked for where An looks: in her tracker.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tinhso.foundation.forms import public as forms
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import make_done, make_received
from tinhso.government.papers import public as papers
from tinhso.government.papers.public import ShareKind, ShareScope
from tinhso.government.papers.testing import OWNER, make_copy, make_paper
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.ids import uuid7
from tinhso.portals.citizen.testing import provide_small_communes

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """An's things, made before the road is walked."""

    an: Any
    people: dict[str, Any]
    units: Any
    client_of: Callable[[Any], Any]

    def get(self, who, address, **query):
        answer = self.client_of(self.people[who]).get(address, query)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return b"".join(answer.streaming_content) if answer.streaming else answer.content

    def received(self):
        return make_received(self.an, self.people["binh"], unit_id=self.units.commune_a.id, now=clock.now())

    def done(self):
        people = (self.people[name] for name in ("binh", "ha", "chi"))
        return make_done(self.an, *people, unit_id=self.units.commune_a.id, now=clock.now())

    def shared(self):
        return papers.share_paper(
            self.an,
            paper_id=make_paper(now=clock.now(), issued_on=None).id,
            kind=ShareKind.AGENCY,
            unit_id=self.units.commune_a.id,
            scope=ShareScope.FILE,
            purpose="Làm thủ tục vay vốn",
            days=5,
            consent=True,
            now=clock.now(),
        )


def dossier_page(world):
    info = world.received()
    return lambda: world.get("ha", f"/ho-so/{info.id}/")


def dossier_list(world):
    world.received()
    return lambda: world.get("ha", "/ho-so/")


def dossier_search(world):
    info = world.received()
    return lambda: world.get("ha", "/ho-so/", tim=info.code)


def inbox(world):
    world.received()
    return lambda: world.get("ha", "/viec/", hop="nhom")


def printed(world):
    info = world.received()
    return lambda: world.get("ha", f"/ho-so/{info.id}/in/receipt/")


def paper_of_dossier(world):
    info = world.received()
    paper = dossiers.get_dossier(world.an, dossier_id=info.id).papers[0]
    return lambda: world.get("ha", f"/ho-so/{info.id}/giay-to/{paper.id}/")


def result_of_dossier(world):
    info = world.done()
    return lambda: world.get("ha", f"/ho-so/{info.id}/ket-qua/")


def draft_page(world):
    info = world.received()
    return lambda: world.get("ha", f"/ho-so/{info.id}/du-thao/")


def api_dossier(world):
    info = world.received()
    return lambda: world.get("ha", f"/api/v1/dossiers/{info.id}")


def api_list(world):
    world.received()
    return lambda: world.get("ha", "/api/v1/dossiers")


def store_look(world):
    make_paper(now=clock.now(), issued_on=None)
    post = {"so": OWNER, "muc_dich": "Đối chiếu giấy tờ hồ sơ"}
    return lambda: world.client_of(world.people["ha"]).post("/kho-giay-to/", post)


def store_file(world):
    paper, ha = make_paper(now=clock.now(), issued_on=None), world.people["ha"]
    look = papers.begin_look(ha, number=OWNER, purpose="Đối chiếu giấy tờ hồ sơ", now=clock.now())
    return lambda: world.get("ha", f"/kho-giay-to/{look}/{paper.id}/")


def store_offer(world):
    make_paper(now=clock.now(), issued_on=None)
    return lambda: papers.offer(world.people["ha"], owner_number=OWNER, paper_types=["CNKH"], on=clock.today())


def store_use(world):
    paper = make_paper(now=clock.now(), issued_on=None)
    return lambda: papers.use(
        world.people["ha"],
        paper_id=paper.id,
        owner_number=OWNER,
        subject_kind="dossier",
        subject_id=uuid7(),
        now=clock.now(),
    )


def agency_share(world):
    share = world.shared()
    return lambda: world.get("ha", f"/kho-giay-to/duoc-chia-se/{share.id}/")


def agency_share_file(world):
    share = world.shared()
    return lambda: world.get("ha", f"/kho-giay-to/duoc-chia-se/{share.id}/tep/")


def copy_page(world):
    copy = make_copy(world.people["binh"])
    return lambda: world.get("ha", f"/chung-thuc/{copy.id}/")


def copy_file(world):
    copy = make_copy(world.people["binh"])
    return lambda: world.get("ha", f"/chung-thuc/{copy.id}/tep/")


def copies_waiting(world):
    make_copy(world.people["binh"])
    return lambda: world.get("ha", "/chung-thuc/")


def signed_book(address):
    def road(world):
        copy = make_copy(world.people["binh"], now=clock.now())
        papers.sign_copy(world.people["chi"], copy_id=copy.id, now=clock.now())
        return lambda: world.get("ha", address)

    return road


ROADS = {
    "dossier: page": dossier_page,
    "dossier: list": dossier_list,
    "dossier: search": dossier_search,
    "dossier: inbox": inbox,
    "dossier: print": printed,
    "dossier: paper": paper_of_dossier,
    "dossier: result": result_of_dossier,
    "dossier: draft": draft_page,
    "api: dossier": api_dossier,
    "api: list": api_list,
    "store: look by number": store_look,
    "store: file": store_file,
    "store: offer at the counter": store_offer,
    "store: use": store_use,
    "share: page": agency_share,
    "share: file": agency_share_file,
    "certified copy: page": copy_page,
    "certified copy: file": copy_file,
    "certified copy: desk": copies_waiting,
    "certified copy: book": signed_book("/chung-thuc/so/"),
    "certified copy: print": signed_book("/chung-thuc/so/in/"),
    "certified copy: spreadsheet": signed_book("/chung-thuc/so/xlsx/"),
}


@pytest.fixture
def world(an, binh, ha, chi, units, client_of, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    provide_small_communes()
    procedures.forget_versions()
    yield World(an, {"binh": binh, "ha": ha, "chi": chi}, units, client_of)
    forms.provide_communes(None)
    procedures.forget_versions()


@pytest.mark.parametrize("name", ROADS)
def test_the_person_reads_who_came_along_this_road_for_which_agency_and_why(world, name):
    walk = ROADS[name](world)
    before = {look.id for look in papers.list_looks_at_me(world.an, size=100).items}

    walk()

    fresh = [look for look in papers.list_looks_at_me(world.an, size=100).items if look.id not in before]
    assert fresh, f"{name} leaves no line"
    assert all(look.who == "Phạm Thu Hà" and look.purpose and look.unit_name for look in fresh)
