"""Bank notices booked through HTTP, signed, each paying a request of its own; beside pgbench writing the same rows."""

import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
import time
from typing import Any
from uuid import UUID

from benchmarks.figures import Figure
from benchmarks.installation import Installation, installation
from benchmarks.limits import pgbench
from benchmarks.load import Client, Round, drive

CLIENTS = 8
_UUID7 = r"(?<![0-9a-f])[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-f])"


def run(*, small: bool = False) -> list[Figure]:
    """Return notices a second with 8 clients, and the statements of one."""
    with installation() as house:
        return measure(house, seconds=3 if small else 15)


def measure(house: Installation, *, seconds: int) -> list[Figure]:
    """Return the figures of a running installation."""
    found = _inside(house, "prepare", str(400 * seconds))
    result = drive(lambda at: _bank(house.port, found, at), clients=CLIENTS, seconds=seconds)
    if result.failures:
        raise RuntimeError(f"{len(result.failures)} notices failed: {result.failures[0]}")
    limit = pgbench(house, found["script"], clients=CLIENTS, seconds=min(seconds, 10))
    return [
        Figure(
            "báo có ghi sổ và khớp (bank notices)", result.rate, "báo có/s", "pgbench cùng số dòng, một giao dịch",
            limit, "≥ 50/s, 8 kết nối", result.rate >= 50,
            f"p50 {result.milliseconds(0.5):.0f} ms, p95 {result.milliseconds(0.95):.0f} ms; "
            f"{found['queries']} câu SQL một báo có; tải máy {os.getloadavg()[0]:.1f}",
        )
    ]  # fmt: skip


def _bank(port: int, found: dict[str, Any], at: int) -> Round:
    client, waiting = Client(port), iter(found["waiting"][at::CLIENTS])

    def act(number: int) -> None:
        code, account = next(waiting)
        body = json.dumps(
            {
                "transaction_id": f"BM{at}-{number}-{time.time_ns()}",
                "account_number": account,
                "amount": 8000,
                "text": f"CT {code} nop le phi",
                "happened_at": found["now"],
            }
        ).encode()
        stamp = str(time.time_ns() // 1_000_000_000)
        signed = hmac.new(found["secret"].encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        headers = {"X-Timestamp": stamp, "X-Signature": signed}
        answer = client.ask("POST", f"/ngan-hang/bao-co/{found['bank']}/", body, "application/json", headers)
        if answer.status != 200:
            raise RuntimeError(f"notice: {answer.status} {answer.body[:200]!r}")

    return act


def _inside(house: Installation, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.payments", *arguments],
        cwd=house.root,
        env=house.environment(),
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout)


def prepare(count: int) -> dict[str, Any]:
    """Ask for `count` payments in 20 communes; return codes, accounts, the demo bank's secret, a pgbench script."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tinhso.foundation.organisations import public as organisations
    from tinhso.government.payments import public as payments
    from tinhso.government.payments.adapters.connections import DEMO_BANK, demo_secret
    from tinhso.government.payments.testing import make_request, raw_notice
    from tinhso.kernel import clock

    units = [u.id for u in organisations.list_units(kind="commune")[:20]]
    now = clock.now()
    accounts = {unit: raw_notice(unit, "").account_number for unit in units}
    made = [make_request(units[n % len(units)], now=now) for n in range(count + 2)]
    for info in made[:2]:
        with CaptureQueriesContext(connection) as queries:
            payments.book_notice(raw_notice(info.unit_id, info.code, at=now), source="webhook", now=now)
    statements = [query["sql"] for query in queries.captured_queries]
    return {
        "waiting": [(info.code, accounts[info.unit_id]) for info in made[2:]],
        "secret": demo_secret("webhook"),
        "bank": DEMO_BANK,
        "now": now.isoformat(),
        "queries": sum(not re.match(r"(SAVEPOINT|RELEASE|BEGIN|COMMIT)", one) for one in statements),
        "script": _script(statements, made[1], [str(info.id) for info in made[2:202]]),
    }


def _script(statements: list[str], info: Any, others: list[str]) -> str:
    """Return the writes of one booking as one transaction: ids are made anew, the request is any of `others`."""
    writes = [" ".join(s.split()) for s in statements if re.match(r"\s*(INSERT|UPDATE|WITH)", s)]
    text = ";\n".join(writes) + ";\n"
    text = text.replace(str(info.id), ":request").replace(info.id.hex, ":request")
    found = dict.fromkeys(UUID(one) for one in re.findall(_UUID7, text))
    fresh = [one for one in found if one != info.unit_id]
    for place, one in enumerate(fresh):
        text = text.replace(str(one), f":u{place}").replace(one.hex, f":u{place}")
    text = re.sub(r"\bFT[0-9A-F]{12}\b", ":number", text)
    text = re.sub(r"\b[0-9A-HJKMNP-TV-Z]{13}\b", ":token", text)
    text = re.sub(r"(numbering_counter.*?VALUES \('[^']*', ')[^']*", r"\g<1>bench:client_id", text)
    text = re.sub(r'(INSERT INTO "payments_receipt".*?VALUES \(.*?), \d+, (\'fee\')', r"\g<1>, :n, \g<2>", text)
    ids = "".join(f", uuidv7() AS u{place}" for place in range(len(fresh)))
    names = "substr(md5(random()::text), 1, 20) AS number, upper(substr(md5(random()::text), 1, 13)) AS token"
    chosen = f"('{{{','.join(others)}}}'::uuid[])[1 + floor(random() * {len(others)})::int] AS request"
    return f"\\set n random(1000, 2000000000)\nSELECT {names}, {chosen}{ids} \\gset\nBEGIN;\n{text}COMMIT;\n"


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(prepare(int(sys.argv[2]))))
