"""What is measured from within: runs in the environment of an installation, answers one JSON document."""

import json
import re
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from benchmarks import registers
from benchmarks.figures import percentile
from benchmarks.installation import PASSWORD

EXAMPLE = "2.000635"
_UUID7 = r"(?<![0-9a-f])[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-f])"


def main() -> None:
    """Answer one question."""
    django.setup()
    print(json.dumps(QUESTIONS[sys.argv[1]](*sys.argv[2:])))


def offices() -> dict[str, Any]:
    """Return communes with the numbers of their officers, a good request, and what to look for."""
    from django.conf import settings

    from tinhso.foundation.identity.models import Account
    from tinhso.foundation.organisations import public as organisations
    from tinhso.government.dossiers.models import Dossier

    numbers = set(Account.objects.values_list("number", flat=True))
    communes = [u for u in organisations.list_units(kind="commune") if f"{u.code}-MC1" in numbers]
    some = Dossier.objects.order_by("id").first()
    return {
        "communes": [{"id": str(u.id), "code": u.code} for u in communes],
        "citizens": list(Account.objects.filter(kind="citizen", is_demo=True).values_list("number", flat=True)),
        "leader": f"{organisations.root().code}-LD",
        "filing": {"procedure_code": EXAMPLE, "data": _example(Path(settings.CONTENT_DIR)), "papers": []},
        "dossiers": Dossier.objects.count(),
        "code": some.code if some else "",
        "number": some.applicant_number if some else "",
    }


def people(count: str) -> list[dict[str, Any]]:
    """Open accounts for so many citizens who can sign in; return what each writes of themselves on a form."""
    from datetime import date

    from tinhso.foundation.identity import public as identity
    from tinhso.kernel import clock

    born, made = date(1995, 3, 27), []
    for place in range(int(count)):
        person = {"number": f"086195{700_000 + place}", "name": "Người Nộp Thử", "birth_on": born.isoformat()}
        identity.register_citizen(
            number=person["number"], name=person["name"], birth_on=born, phone="0912345678", password=PASSWORD,
            now=clock.now(),
        )  # fmt: skip
        made.append(person)
    return made


def filing_of(known: dict[str, Any], number: str, unit_id: str) -> dict[str, Any]:
    """Return the good request as the citizen with this number files it: nobody files under another's."""
    data = known["filing"]["data"]
    own = {**data, "applicant": {**data["applicant"], "number": number}}
    return {**known["filing"], "data": own, "unit_id": unit_id}


def _example(content: Path) -> dict[str, Any]:
    import yaml

    file = max((content / "procedures" / EXAMPLE).glob("*/examples.yaml"))
    data: dict[str, Any] = yaml.safe_load(file.read_text())[0]["data"]
    return data


def _browser(number: str) -> Any:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    answer = client.post("/dang-nhap/", {"number": number, "password": PASSWORD})
    if answer.status_code != 302:
        raise RuntimeError(f"cannot sign in as {number}")
    return client


def _captured(act: Callable[[], Any]) -> tuple[list[str], Any]:
    """Run a request twice; return the statements of the second, when what is kept in memory is kept, and its answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    act()
    with CaptureQueriesContext(connection) as queries:
        answer = act()
    if answer.status_code >= 400:
        raise RuntimeError(answer.content.decode()[:1000])
    return [query["sql"] for query in queries.captured_queries], answer


def pair() -> dict[str, Any]:
    """Return the statements of submitting and receiving, and a pgbench script that writes the same rows at once."""
    known = offices()
    commune = known["communes"][0]
    citizen, desk = _browser(known["citizens"][0]), _browser(f"{commune['code']}-MC1")
    filing = filing_of(known, known["citizens"][0], commune["id"])
    made: list[Any] = []

    def submit() -> Any:
        answer = citizen.post("/api/v1/dossiers", json.dumps(filing), content_type="application/json")
        made.append(answer.json())
        return answer

    began = time.time_ns() // 1_000_000
    submitted, _ = _captured(submit)
    waiting = iter(made)
    received, _ = _captured(
        lambda: desk.post(f"/api/v1/dossiers/{next(waiting)['id']}/receive", "{}", content_type="application/json")
    )
    return {
        "submit": _kinds(submitted),
        "receive": _kinds(received),
        "script": _script([*submitted, *received], made, began),
    }


def _kinds(statements: list[str]) -> dict[str, Any]:
    marks = [s for s in statements if re.match(r"(SAVEPOINT|RELEASE|BEGIN|COMMIT|ROLLBACK)", s)]
    return {"queries": len(statements) - len(marks), "marks": len(marks), "list": [s[:90] for s in statements]}


def _script(statements: list[str], made: list[Any], began: int) -> str:
    """Return the writes as one transaction; what was made for this request is made anew in each."""
    writes = [s for s in statements if re.match(r"\s*(INSERT|UPDATE)", s) and "session" not in s[:60]]
    text = ";\n".join(" ".join(write.split("\n")) for write in writes) + ";\n"
    found = {UUID(one) for one in re.findall(_UUID7, text)}
    fresh = [one for one in found if one.int >> 80 >= began]
    names = {one: f"u{place}" for place, one in enumerate(fresh)}
    # The second receipt belongs to the first dossier captured: both halves must speak of one.
    for one in made:
        names[UUID(one["id"])] = "dossier"
        text = text.replace(one["code"], ":dossier").replace(one["token"], ":token")
    for one, name in names.items():
        text = text.replace(str(one), f":{name}").replace(one.hex, f":{name}")
    text = re.sub(r"(numbering_counter.*?VALUES \('dossier', ')[^']*", r"\g<1>bench:client_id", text)
    wanted = ", ".join(f"uuidv7() AS {name}" for name in sorted(set(names.values())))
    return f"SELECT {wanted}, substr(md5(random()::text), 1, 13) AS token \\gset\nBEGIN;\n{text}COMMIT;\n"


def select(number: str, path: str, rounds: str) -> dict[str, Any]:
    """Return how long the database alone takes for the queries of a page: percentiles in milliseconds."""
    from django.db import connection

    browser = _browser(number)
    statements, _ = _captured(lambda: browser.get(path))
    reads = [
        s
        for s in statements
        if re.match(r"\s*\(?SELECT", s) and re.search(r"dossiers_|work_|figures_|petitions_|documents_", s)
    ]
    seconds = []
    with connection.cursor() as cursor:
        for _ in range(int(rounds)):
            began = time.perf_counter()
            for statement in reads:
                cursor.execute(statement)
                cursor.fetchall()
            seconds.append(time.perf_counter() - began)
    return {
        "p50": percentile(seconds, 0.5) * 1000,
        "p95": percentile(seconds, 0.95) * 1000,
        "queries": _kinds(statements)["queries"],
        "statements": reads,
    }


def figures() -> dict[str, Any]:
    """Make every figure anew and count again: seconds of both, dossiers, wrong sums, the bare rate of reading."""
    from tinhso.government.dossiers import public as dossiers
    from tinhso.government.figures import public as rolled
    from tinhso.government.figures.models import MonthCell
    from tinhso.kernel.actors import SYSTEM

    began, after, there = time.perf_counter(), None, 0
    while found := dossiers.figure_facts(SYSTEM, after=after, size=500):
        after, there = found[-1].id, there + len(found)
    read = there / (time.perf_counter() - began)
    began = time.perf_counter()
    done = rolled.rebuild()
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    rolled.follow_all()
    check = rolled.recount()
    last = MonthCell.objects.filter(received__gt=0).order_by("-on").values_list("on", flat=True).first()
    return {
        "dossiers": done,
        "seconds": seconds,
        "read": read,
        "recount": time.perf_counter() - began,
        "wrong": check.facts + check.days + check.months,
        "last": f"{last:%Y-%m}" if last else "",
    }


def papers(seconds: str) -> dict[str, Any]:
    """Return prints and PAdES signatures a second of this one process, beside an empty page and a bare signature."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from django.core.serializers.json import DjangoJSONEncoder

    from tinhso.foundation.prints import public as prints
    from tinhso.foundation.signing import public as signing
    from tinhso.foundation.signing.testing import make_demo_key, make_paper
    from tinhso.government.dossiers.models import Dossier
    from tinhso.kernel import clock
    from tinhso.kernel.actors import SYSTEM

    wanted = float(seconds)
    if not Dossier.objects.filter(received_at__isnull=False).exists():
        pair()
    dossier = Dossier.objects.filter(received_at__isnull=False).order_by("-id")[0]
    template, data = _receipt(SYSTEM, dossier.id)
    text, number = json.dumps(data, cls=DjangoJSONEncoder), count(1)

    def print_another() -> bytes:
        """Print with another code each time: Typst remembers what it has set before."""
        return prints.render_pdf(template, json.loads(text.replace(dossier.code, f"H61.12-261122-{next(number):04d}")))

    key, paper = make_demo_key(), make_paper("leader")
    appearance = signing.Appearance(anchor="leader", name="Phạm Văn Thử", location="Vĩnh Long")
    raw = ec.generate_private_key(ec.SECP256R1())
    return {
        "template": template,
        "size": len(print_another()),
        "prints": _rate(print_another, wanted),
        "empty_prints": _rate(_empty_page(), wanted),
        "signatures": _rate(
            lambda: signing.sign_pdf(
                paper, key_ref=key.ref, appearance=appearance, reason="Đo", holder_id=key.holder_id, now=clock.now()
            ),
            wanted,
        ),
        "raw": _rate(lambda: raw.sign(b"x" * 300, ec.ECDSA(hashes.SHA256())), wanted / 2),
    }


def verifying(seconds: str) -> dict[str, Any]:
    """Return documents verified a second, one after another and on both cores, beside a bare hash and P-256 check."""
    import hashlib

    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    from tinhso.foundation.signing import public as signing
    from tinhso.foundation.signing.testing import make_demo_key, make_paper
    from tinhso.kernel import clock

    wanted, key = float(seconds), make_demo_key()
    look = signing.Appearance(anchor="leader", name="Phạm Văn Thử", location="Vĩnh Long")
    paper = signing.sign_pdf(make_paper("leader"), key_ref=key.ref, appearance=look, reason="Đo", now=clock.now()).data
    private = ec.generate_private_key(ec.SECP256R1())
    mark, public = private.sign(paper, ec.ECDSA(hashes.SHA256())), private.public_key()

    def bare() -> None:
        hashlib.sha256(paper).digest()
        public.verify(mark, paper, ec.ECDSA(hashes.SHA256()))

    def look_at() -> None:
        if signing.verify_pdf(paper, ask=False).state is not signing.VerdictState.VALID:
            raise RuntimeError("a good signature was not found valid")

    def many() -> None:
        if not all(
            isinstance(found, signing.Verdict) and found.state is signing.VerdictState.VALID
            for _name, found in signing.verify_many((("x.pdf", paper) for _turn in range(100)), ask=False)
        ):
            raise RuntimeError("a good signature was not found valid")

    look_at()
    one = _rate(look_at, wanted)
    return {"one": one, "both": 100 * _rate(many, wanted), "raw": _rate(bare, wanted / 3), "size": len(paper)}


def _receipt(actor: Any, dossier_id: Any) -> tuple[str, dict[str, Any]]:
    """Return the template and data of a real receipt, as the dossier's room makes them."""
    from unittest.mock import patch

    from tinhso.government.dossiers import public as dossiers
    from tinhso.kernel import clock

    seen: list[Any] = []

    def keep(template: str, data: dict[str, Any]) -> bytes:
        seen.append((template, data))
        return b"%PDF"

    with patch("tinhso.foundation.prints.public.render_pdf", keep):
        dossiers.print_paper(actor, dossier_id=dossier_id, paper="receipt", now=clock.now())
    template, data = seen[0]
    return template, data


def _empty_page() -> Callable[[], Any]:
    import typst

    compiler = typst.Compiler()
    return lambda: compiler.compile(input=b"x", format="pdf")


def _rate(act: Callable[[], Any], seconds: float) -> float:
    act()
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        act()
        done += 1
    return done / (time.perf_counter() - began)


def waiting() -> int:
    """Return how many events no subscriber has taken yet, and how many signatures are asked for and not made."""
    from tinhso.foundation.signing.models import SignatureRequest
    from tinhso.foundation.signing.queue.data import OPEN
    from tinhso.kernel import outbox

    unsigned = SignatureRequest.objects.filter(state__in=OPEN).count()
    return sum(one.waiting for one in outbox.progress()) + unsigned


def invariants() -> dict[str, Any]:
    """Return codes and states by dossier, and every fault found (see `benchmarks.invariants`)."""
    from benchmarks.invariants import report

    return report()


QUESTIONS: dict[str, Callable[..., Any]] = {
    "figures": figures,
    "invariants": invariants,
    "offices": offices,
    "pair": pair,
    "load_documents": registers.load,
    "papers": papers,
    "people": people,
    "register": registers.register,
    "read_texts": registers.read_texts,
    "select": select,
    "verifying": verifying,
    "waiting": waiting,
}

if __name__ == "__main__":
    main()
