"""The agency's online editor opens a draft: one key for one person and one draft, one lock, every save a version."""

import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from django.core import signing

from tinhso.foundation.identity.public import Account
from tinhso.government.drafting import discovery, office
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.actions import editor as sessions
from tinhso.government.drafting.actions.links import EDITOR_LASTS, find_editor_link, make_editor_link
from tinhso.government.drafting.data import Source
from tinhso.government.drafting.errors import EditorUnavailable
from tinhso.government.drafting.models import DraftLink
from tinhso.government.drafting.testing import BODY, MONDAY, account, make_draft
from tinhso.government.drafting.tests.editor_simulator import EditorSimulator, new_key
from tinhso.government.drafting.web.wopi import SALT, token_for
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program(settings):
    made = EditorSimulator()
    settings.EDITOR_DISCOVERY = f"{made.origin}/hosting/discovery"
    discovery.forget()
    yield made
    made.stop()
    discovery.forget()


class Opened:
    """A draft opened in the simulator's editor by one person."""

    def __init__(self, program, server, actor, made):
        self.program, self.made = program, made
        self.link = make_editor_link(actor, draft_id=made.id, now=clock.now())
        self.token = token_for(self.link)
        self.place = f"{server.url}/wopi/files/{made.id}"

    def info(self, **how):
        return self.program.ask("GET", self.place, how.pop("token", self.token), **how)

    def get(self, **headers):
        return self.program.ask("GET", f"{self.place}/contents", self.token, **headers)

    def put(self, data, lock="", **how):
        headers = {"Lock": lock} if lock else {}
        return self.program.ask(
            "POST", f"{self.place}/contents", self.token, data=data, Override="PUT", **headers, **how
        )

    def do(self, verb, lock="", **headers):
        named = {"Lock": lock} if lock else {}
        return self.program.ask("POST", self.place, self.token, Override=verb, **named, **headers)


@pytest.fixture
def opened(program, live_server, ha):
    return Opened(program, live_server, ha, make_draft(ha))


def changed(data, words):
    before = office.read(data, before=drafting.Content()).content
    return office.write(replace(before, body=f"{before.body}\n{words}"), kind="Quyết định", agency="UBND")


def detail_of(opened, actor):
    return drafting.get_draft(actor, draft_id=opened.made.id, now=MONDAY)


def said(answer):
    return answer.status_code, answer.headers.get("X-WOPI-Lock")


def test_the_editor_reads_holds_saves_and_gives_back(opened, ha):
    told = opened.info().json()
    assert (told["BaseFileName"], told["UserFriendlyName"], told["UserCanWrite"]) == ("quyet_dinh.docx", ha.name, True)
    assert (told["SupportsLocks"], told["SupportsUpdate"], told["Version"]) == (True, True, str(opened.made.head))
    got = opened.get()
    assert got.headers["X-WOPI-ItemVersion"] == told["Version"]
    assert len(got.content) == told["Size"]
    assert opened.do("LOCK", "L1").status_code == 200

    kept = opened.put(changed(got.content, "Đoạn từ trình soạn thảo."), "L1")

    detail = detail_of(opened, ha)
    assert (kept.status_code, kept.headers["X-WOPI-ItemVersion"]) == (200, str(detail.info.head))
    assert detail.content.body.endswith("Đoạn từ trình soạn thảo.")
    assert (detail.versions[0].source, detail.versions[0].author_name) == (Source.WOPI, ha.name)
    assert opened.do("UNLOCK", "L1").status_code == 200
    assert said(opened.do("GET_LOCK")) == (200, "")


def test_a_lock_answers_as_the_protocol_says(opened):
    assert said(opened.do("UNLOCK", "L1")) == (409, "")
    assert said(opened.do("REFRESH_LOCK", "L1")) == (409, "")
    assert said(opened.do("LOCK", "L2", OldLock="L1")) == (409, "")
    assert opened.do("LOCK", "L1").status_code == 200
    assert opened.do("LOCK", "L1").status_code == 200
    assert said(opened.do("LOCK", "L2")) == (409, "L1")
    assert said(opened.do("UNLOCK", "L2")) == (409, "L1")
    assert said(opened.do("REFRESH_LOCK", "L2")) == (409, "L1")
    assert said(opened.do("LOCK", "L3", OldLock="L2")) == (409, "L1")
    assert opened.do("REFRESH_LOCK", "L1").status_code == 200
    assert said(opened.do("GET_LOCK")) == (200, "L1")
    assert opened.do("LOCK", "L2", OldLock="L1").status_code == 200
    assert said(opened.do("GET_LOCK")) == (200, "L2")
    assert opened.do("LOCK").status_code == 400
    assert opened.do("LOCK", "x" * 1025).status_code == 400
    assert opened.do("RENAME_FILE", "L2").status_code == 501


def test_a_save_without_the_lock_in_force_is_refused_and_changes_nothing(opened, ha):
    data = changed(opened.get().content, "Đoạn lạ.")
    assert said(opened.put(data)) == (409, "")
    assert opened.do("LOCK", "L1").status_code == 200
    assert said(opened.put(data, "L2")) == (409, "L1")
    assert said(opened.put(data)) == (409, "L1")
    assert detail_of(opened, ha).info.head == opened.made.head


def test_a_key_that_is_bad_old_or_of_a_locked_account_is_401(opened, ha):
    other = signing.TimestampSigner(salt="another", sep=".").sign_object({"link": opened.link.hex, "right": "edit"})
    assert opened.info().status_code == 200
    assert [opened.info(token=one).status_code for one in ("", "x", opened.token[:-2], other)] == [401] * 4
    DraftLink.objects.filter(pk=opened.link).update(ends_at=clock.now() - timedelta(seconds=1))
    assert opened.info().status_code == 401
    DraftLink.objects.filter(pk=opened.link).update(ends_at=clock.now() + timedelta(hours=1))
    Account.objects.filter(pk=ha.account_id).update(is_active=False)
    assert opened.info().status_code == 401


def test_a_key_ends_after_four_hours(opened):
    assert find_editor_link(opened.link, now=clock.now()) is not None
    assert find_editor_link(opened.link, now=clock.now() + EDITOR_LASTS) is None


def test_a_key_for_reading_saves_and_holds_nothing(opened):
    assert opened.do("LOCK", "L1").status_code == 200
    data = changed(opened.get().content, "Đoạn lạ.")
    opened.token = signing.TimestampSigner(salt=SALT, sep=".").sign_object({"link": opened.link.hex, "right": "view"})
    assert opened.info().json()["UserCanWrite"] is False
    assert opened.put(data, "L1").status_code == 401
    assert opened.do("UNLOCK", "L1").status_code == 401


def test_a_key_opens_no_other_draft(opened, chi):
    theirs = make_draft(chi)
    opened.place = opened.place.replace(str(opened.made.id), str(theirs.id))
    assert opened.info().status_code == 404
    assert opened.get().status_code == 404
    assert opened.do("LOCK", "L1").status_code == 404


def test_a_request_without_the_editors_proof_is_500(opened):
    stranger = new_key()
    assert opened.info(key=stranger, old=stranger).status_code == 500
    assert opened.info(at=clock.now() - timedelta(minutes=21)).status_code == 500
    assert httpx.get(f"{opened.place}?access_token={opened.token}", trust_env=False).status_code == 500


def test_proofs_hold_while_the_editor_changes_its_key(opened, monkeypatch):
    program = opened.program
    assert opened.info().status_code == 200
    before, program.old, program.key = program.key, program.key, new_key()
    # The house still knows the key before: the old proof is by it.
    assert opened.info().status_code == 200
    # The house knows both keys, another part of the editor still signs with the old one alone.
    discovery.forget()
    assert opened.info(key=before, old=new_key()).status_code == 200
    # Both keys are new: discovery is asked again, not more than once a minute.
    program.old, program.key = new_key(), new_key()
    assert opened.info().status_code == 500
    monkeypatch.setattr(discovery, "AGAIN_SECONDS", 0.0)
    assert opened.info().status_code == 200


def test_what_is_saved_over_somebody_elses_version_stands_beside_it(opened, ha, binh):
    drafting.add_writer(ha, draft_id=opened.made.id, account_id=account(binh), now=MONDAY)
    data = opened.get().content
    opened.do("LOCK", "L1")
    mine = replace(detail_of(opened, ha).content, body=BODY.replace("Thành lập", "Kiện toàn"))
    drafting.save_version(binh, draft_id=opened.made.id, content=mine, base=opened.made.head, now=MONDAY)

    assert opened.put(changed(data, "Đoạn một."), "L1").status_code == 200
    assert office.read(opened.get().content, before=mine).content.body.endswith("Đoạn một.")
    assert opened.put(changed(data, "Đoạn một.\nĐoạn hai."), "L1").status_code == 200

    detail = detail_of(opened, ha)
    sides = [one for one in detail.versions if one.is_open_side]
    assert "Kiện toàn" in detail.content.body
    assert len(sides) == 1
    merged = drafting.propose_merge(ha, draft_id=opened.made.id, side=sides[0].number).content.body
    assert "Kiện toàn" in merged
    assert merged.endswith("Đoạn một.\nĐoạn hai.")


def test_who_takes_over_holds_it_and_what_the_other_still_saves_is_kept_beside(opened, live_server, ha, binh):
    drafting.add_writer(ha, draft_id=opened.made.id, account_id=account(binh), now=MONDAY)
    data = opened.get().content
    opened.do("LOCK", "L1")
    second = Opened(opened.program, live_server, binh, opened.made)
    assert said(second.do("LOCK", "L2")) == (409, "L1")

    sessions.take_over(binh, draft_id=opened.made.id, now=clock.now())

    assert second.do("LOCK", "L2").status_code == 200
    assert second.put(changed(data, "Của Bình."), "L2").status_code == 200
    assert said(opened.do("REFRESH_LOCK", "L1")) == (409, "L2")
    assert opened.put(changed(data, "Của Hà."), "L1").status_code == 200
    detail = detail_of(opened, ha)
    assert detail.content.body.endswith("Của Bình.")
    assert [one.author_name for one in detail.versions if one.is_open_side] == [ha.name]


def test_a_file_beyond_the_bound_is_refused_unread_or_unsent(opened, monkeypatch):
    opened.do("LOCK", "L1")
    assert opened.put(b"not a word file", "L1").status_code == 400
    assert opened.get(MaxExpectedSize="10").status_code == 412
    monkeypatch.setattr(office, "MAX_BYTES", 1000)
    assert opened.put(b"PK" + b"x" * 2000, "L1").status_code == 413


def test_nothing_is_saved_once_the_draft_lies_before_somebody_else(opened, ha, chi):
    data = opened.get().content
    opened.do("LOCK", "L1")
    drafting.submit(
        ha,
        draft_id=opened.made.id,
        steps=[drafting.NewStep(drafting.StepKind.SIGN, account(chi))],
        head=opened.made.head,
        now=MONDAY,
    )
    assert opened.info().json()["UserCanWrite"] is False
    assert opened.put(changed(data, "Muộn."), "L1").status_code == 404
    assert "Muộn." not in detail_of(opened, ha).content.body


def test_the_page_frames_the_named_editor_alone_and_gives_the_key_in_a_form(opened, client, ha):
    client.force_login(Account.objects.get(pk=ha.account_id))
    page = client.post(f"/du-thao/{opened.made.id}/trinh-soan-thao/")

    html, origin = page.content.decode(), opened.program.origin
    assert f"frame-src {origin};" in page["Content-Security-Policy"]
    assert f'action="{origin}/edit?WOPISrc=http%3A%2F%2Ftestserver%2Fwopi%2Ffiles%2F{opened.made.id}"' in html
    opened.token = re.search(r'name="access_token" value="([^"]+)"', html).group(1)
    assert opened.info().status_code == 200
    assert "Sửa trong trình soạn thảo của cơ quan" in client.get(f"/du-thao/{opened.made.id}/").content.decode()


def test_without_an_editor_there_is_no_button_and_no_host(opened, client, ha, settings):
    settings.EDITOR_DISCOVERY = ""
    client.force_login(Account.objects.get(pk=ha.account_id))
    assert "trình soạn thảo của cơ quan" not in client.get(f"/du-thao/{opened.made.id}/").content.decode()
    assert client.post(f"/du-thao/{opened.made.id}/trinh-soan-thao/").status_code == 404
    assert opened.info().status_code == 404


@pytest.mark.parametrize("told", ["no xml", "<wopi-discovery/>", "x" * (discovery.MAX_BYTES + 1)])
def test_an_editor_that_answers_badly_is_said_so(program, told):
    program.broken = told
    with pytest.raises(EditorUnavailable):
        discovery.editor()
