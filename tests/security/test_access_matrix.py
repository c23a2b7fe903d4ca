"""Every address of the house against every person of the cast.

`matrix/` says what each person gets at each address: a status, or `in` for being asked to sign in. The test walks
the addresses that there really are, so it fails for one that is not in the table yet and for one that is gone. What it
asks for is An's, in commune A: her dossier with its signed result, her draft, notice, session, second factor, upload.

To strangers (nobody, another citizen, an officer of commune B, the operator) her things answer exactly as things that
are not there. Nothing answers 500, whatever is posted.
"""

import importlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import yaml
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, set_script_prefix

from tinhso.foundation.files.uploads import create
from tinhso.foundation.forms import public as forms
from tinhso.foundation.identity.models import Account, SignInSession
from tinhso.foundation.notifications.testing import make_notice
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_done, scanned
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.testing import CODE
from tinhso.kernel import clock
from tinhso.kernel.models import DeadLetter
from tinhso.portals.citizen.testing import provide_small_communes
from tinhso.testing.cast import an, binh, chi, citizen_actor, dung, em, giang, ha, units  # noqa: F401 - fixtures

HERE = Path(__file__).parent
TABLE = {
    name: row
    for file in sorted((HERE / "matrix").glob("*.yaml"))
    for name, row in yaml.safe_load(file.read_text())["routes"].items()
}
ROLES = ["anonymous", "an", "khoa", "binh", "ha", "chi", "dung", "giang", "em"]
STRANGERS = {"anonymous", "khoa", "dung", "em"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PAGES = {"GET", "POST"}
ONE_OF_EACH = ["anonymous", "an", "binh", "em"]
"""Nobody, a citizen, an officer, the operator: enough to see that an address takes no PUT, PATCH or DELETE at all."""
SOUND = {
    ("PUT", "api-v1:save_page"): {"answers": {}},
    ("PUT", "api-v1:draft_result"): {"fields": {}},
}
"""Bodies good enough to reach the gate, where an empty one is refused before it."""
WORLDS = [
    importlib.import_module(f"tests.security.worlds.{file.stem}")
    for file in sorted((HERE / "worlds").glob("[a-z]*.py"))
]
PRIVATE = {"dossier_id", "draft_id", "paper_id", "notice_id", "session_id", "factor_id", "upload_id"}.union(
    *(world.PRIVATE for world in WORLDS)
)
"""What belongs to An alone. Tokens are not here: who holds the paper may read what is behind its code."""
_CHANGING = re.compile(r'(?:name="csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+|<code>[0-9a-f]{32}</code>')


@dataclass(frozen=True)
class Route:
    """One address: its name, its pattern and the names in it."""

    name: str
    pattern: str

    @property
    def parameters(self):
        return re.findall(r"<(?:\w+:)?(\w+)>", self.pattern)

    def path(self, values):
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), self.pattern)


def all_routes(patterns=None, prefix="", spaces=()):
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from all_routes(one.url_patterns, prefix + str(one.pattern), inner)
        elif isinstance(one, URLPattern):
            yield Route(":".join([*spaces, one.name or ""]), prefix + str(one.pattern))


@pytest.fixture
def khoa(db):
    """Another citizen."""
    return citizen_actor(number="086290000456", name="Lâm Đăng Khoa")


@pytest.fixture
def world(an, binh, ha, chi, units, settings, tmp_path):  # noqa: F811
    """An's things, and a few of the operator's, each known to be there; and how to fill an address with them."""
    settings.STATIC_ROOT = tmp_path
    set_script_prefix("/")
    provide_small_communes()
    procedures.forget_versions()
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    detail = dossiers.get_dossier(chi, dossier_id=done.id)
    draft = dossiers.start_draft(an, procedure_code=CODE, unit_id=units.commune_a.id, now=MONDAY)
    info = procedures.get_current(CODE, on=clock.local_day(MONDAY)).info
    cast = {"an": an, "binh": binh, "ha": ha, "chi": chi, "units": units, "dossier": done, "draft": draft}
    given = [(name, value) for world in WORLDS for name, value in world.things(cast).items()]
    twice = sorted(name for name, n in Counter(name for name, _value in given).items() if n > 1)
    assert not twice, f"two rooms fill the same part of an address, one of them with a stranger's thing: {twice}"
    more = dict(given)
    yield {
        **more,
        "dossier_id": done.id,
        "draft_id": draft.id,
        "paper_id": detail.papers[0].id,
        "notice_id": make_notice(an.account_id).id,
        "session_id": SignInSession.objects.create(
            account_id=an.account_id, session_key="k", device="x", address="", is_shared=False, started_at=clock.now()
        ).id,
        "factor_id": _factor_of(an),
        "draft_paper_id": _paper_of(an, draft),
        "upload_id": create(an, size=10, name="a.pdf", now=clock.now()).id,
        "token": detail.result_token,
        "dossier_token": done.token,
        "paper": "receipt",
        "outcome": next(iter(procedures.get_version(detail.version_id).step(detail.info.step_task).outcomes)),
        "page": procedures.get_version(draft.version_id).form.pages[0].key,
        "slug": info.slug,
        "code": CODE,
        "name": "operator.verify_audit",
        **_of_the_operator(),
    }
    forms.provide_communes(None)
    procedures.forget_versions()


def _paper_of(actor, draft):
    scan = scanned(actor)[0]
    kept = dossiers.attach(actor, draft_id=draft.id, component=scan.component, file_id=scan.file_id, now=MONDAY)
    return kept.papers[0].id


def _factor_of(actor):
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.create(user_id=actor.account_id, type=Authenticator.Type.TOTP, data={"secret": "x"}).pk


def _of_the_operator():
    letter = DeadLetter.objects.create(
        subscriber="x", event_id=uuid4(), type="t", data={}, recorded_at=clock.now(), error="E", failed_at=clock.now()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES ('q', 't', '{}', 'failed')"
            " RETURNING id"
        )
        return {"letter_id": letter.pk, "job_id": cursor.fetchone()[0], "delivery_id": uuid4()}


@pytest.fixture
def asking(request, world):
    """Return a function that asks as one person of the cast, and leaves nothing behind."""
    keys = {}

    def session_of(role):
        if role not in keys:
            client = Client()
            client.force_login(Account.objects.get(pk=request.getfixturevalue(role).account_id))
            keys[role] = client.cookies["sessionid"].value
        return SimpleCookie({"sessionid": keys[role]})

    def ask(role, method, route, values):
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.cookies = session_of(role)
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"} if route.name.startswith("files:") else {}
        with transaction.atomic():
            answer = client.generic(method, route.path(values), headers=headers, **_body_for(method, route))
            answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        return answer

    return ask


@pytest.fixture
def asking_for_real(request, world):
    """Return a function that asks as one person of the cast, in no transaction but those the house itself opens."""

    def ask(role, method, route):
        client = Client(raise_request_exception=False)
        # signed in each time: what was asked before may have ended the session
        client.force_login(Account.objects.get(pk=request.getfixturevalue(role).account_id))
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"} if route.name.startswith("files:") else {}
        path = route.path(values_for(route, world))
        answer = client.generic(method, path, headers=headers, **_body_for(method, route))
        if answer.streaming:
            b"".join(answer.streaming_content)
        return answer.status_code

    return ask


def _body_for(method, route):
    """Return what is sent along: nothing with GET, a part to an upload, an object to the API, an empty form to pages."""
    if method == "GET":
        return {}
    if route.name == "files:upload":
        return {"content_type": "application/offset+octet-stream", "data": b"x"}
    if route.pattern.startswith("api/"):
        return {"content_type": "application/json", "data": json.dumps(SOUND.get((method, route.name), {}))}
    return {"content_type": "application/x-www-form-urlencoded", "data": ""}


def values_for(route, world):
    """Return what fills an address; a few names mean another thing at another address."""
    own = {
        "ui:design_page": {"page": "citizen"},
        "citizen:print": {"paper": "giay-tiep-nhan"},
        "citizen:draft_paper": {"paper_id": world["draft_paper_id"]},
        "citizen:public_status": {"token": world["dossier_token"]},
    }
    return {**world, **own.get(route.name, {})}


def missing_for(route, values):
    """Return the same with ids that are nobody's."""
    nobodys = {name: 987_654 if name == "factor_id" else uuid4() for name in PRIVATE}
    return {**values, **{name: nobodys[name] for name in route.parameters if name in PRIVATE}}


def outcome(answer):
    asked = answer.status_code == 302 and answer["Location"].removeprefix("/en").startswith("/dang-nhap/")
    return "in" if asked else str(answer.status_code)


def alike(answer, values):
    """Return all of an answer that a person or a program could tell apart."""
    said = answer.whole.decode("utf-8", "replace") + answer.get("Location", "") + answer.get("Content-Type", "")
    said = _CHANGING.sub("…", said.replace(answer.get("X-Request-Id", "-"), "…"))
    for value in values.values():
        if isinstance(value, UUID):
            said = said.replace(str(value), "id")
        elif isinstance(value, int):
            said = said.replace(f"/{value}/", "/id/").replace(f"%2F{value}%2F", "%2Fid%2F")
    return answer.status_code, said


def test_the_table_names_every_address_that_there_is_and_no_other():
    there, named = {route.name for route in all_routes()}, set(TABLE)
    assert not there - named, f"not in matrix/: {sorted(there - named)}"
    assert not named - there, f"gone, but in matrix/: {sorted(named - there)}"


def test_everybody_gets_at_every_address_what_the_table_says(asking, world):
    wrong, faults = [], []
    for route in all_routes():
        row = TABLE.get(route.name) or {}
        for method in METHODS:
            roles = ROLES if method in PAGES or method in row else ONE_OF_EACH
            got = " ".join(outcome(asking(role, method, route, values_for(route, world))) for role in roles)
            if "500" in got.split():
                faults.append(f"{method} {route.pattern}: {got}")
            if got != str(row.get(method, " ".join(["405"] * len(roles)))):
                wrong.append(f"  {route.name}:\n    {method}: {got}   # the table says {row.get(method, 405)}")
    assert not faults, "answers 500:\n" + "\n".join(faults)
    assert not wrong, "look whether each is right, then put it into matrix/:\n" + "\n".join(wrong)


@pytest.mark.django_db(transaction=True)
def test_no_address_leans_on_a_transaction_that_only_tests_open(asking_for_real):
    """A row locked outside a verb's own transaction is a fault in production, which opens none around a request.

    Tests that run in one do not see it. Each address is asked by one signed-in person of each answer.
    """
    faults = []
    for method in ("GET", "POST"):
        for route in all_routes():
            told = str((TABLE.get(route.name) or {}).get(method, "")).split()
            people = {answer: role for role, answer in zip(ROLES[1:], told[1:], strict=bool(told))}
            faults += [
                f"{role} {method} {route.pattern}"
                for role in people.values()
                if asking_for_real(role, method, route) == 500
            ]
    assert not faults, "answers 500:\n" + "\n".join(faults)


def test_to_a_stranger_what_is_ans_and_what_is_not_there_are_the_same(asking, world):
    told = []
    for route in all_routes():
        if not PRIVATE & set(route.parameters):
            continue
        real, nobodys = values_for(route, world), missing_for(route, values_for(route, world))
        methods = [method for method in METHODS if method in (TABLE.get(route.name) or {})]  # the rest is 405 for all
        for role in sorted(STRANGERS):
            for method in methods:
                theirs, missing = (asking(role, method, route, values) for values in (real, nobodys))
                if alike(theirs, real) != alike(missing, nobodys):
                    told.append(f"{role} {method} {route.pattern}: {theirs.status_code} for {missing.status_code}")
    assert not told, "\n".join(told)
