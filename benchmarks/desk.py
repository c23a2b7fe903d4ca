"""What a desk and a citizen wait for: filing with files, and intake at the counter with the receipt printed."""

import os
from typing import Any

from benchmarks.figures import Figure
from benchmarks.installation import PASSWORD, Installation, installation
from benchmarks.limits import bare_page
from benchmarks.load import Client, Round, drive

CLIENTS = 2
FILES = 2
COMPONENTS = ("VBUQ", "GTC")
"""What the two photographs are of, in the procedure that is filed."""
PEOPLE = 12
"""Citizens a client files for in turn: one person may send so many files an hour, and no more."""
BOUNDARY = "tinhso-bench"


def run(*, small: bool = False) -> list[Figure]:
    """Return p95 of a filing with two photographs, and of an intake with its receipt as PDF."""
    with installation() as house:
        return measure(house, seconds=3 if small else 15)


def measure(house: Installation, *, seconds: int) -> list[Figure]:
    """Return the figures of a running installation."""
    known = {**house.ask("offices"), "people": house.ask("people", str(PEOPLE * CLIENTS))}
    filed = drive(lambda at: _with_files(house.port, known, at), clients=CLIENTS, seconds=seconds)
    taken = drive(lambda at: _intake(house.port, known, at), clients=CLIENTS, seconds=seconds)
    for result in (filed, taken):
        if result.failures:
            raise RuntimeError(f"{len(result.failures)} requests failed: {result.failures[0]}")
    page = bare_page(house, clients=CLIENTS, seconds=min(seconds, 5))
    print_rate = house.ask("papers", "1")["prints"]
    return [
        Figure(
            f"nộp hồ sơ kèm {FILES} ảnh (submit with files)", filed.milliseconds(0.95), "ms p95",
            "ba trang Django trống, ms", 1000 * (FILES + 1) * CLIENTS / page, "< 500 ms",
            filed.milliseconds(0.95) < 500,
            f"p50 {filed.milliseconds(0.5):.0f} ms, {filed.rate:.0f}/s; tải máy {os.getloadavg()[0]:.1f}",
        ),
        Figure(
            "tiếp nhận tại quầy, in giấy tiếp nhận (counter intake)", taken.milliseconds(0.95), "ms p95",
            "chỉ in một giấy, ms", 1000 / print_rate, "< 300 ms", taken.milliseconds(0.95) < 300,
            f"p50 {taken.milliseconds(0.5):.0f} ms, {taken.rate:.0f}/s, {CLIENTS} quầy",
        ),
    ]  # fmt: skip


def photograph(seed: int) -> bytes:
    """Return a photograph of a paper as a telephone makes it, a quarter of a megabyte, another one for each seed."""
    import io
    import random

    from PIL import Image

    grain = Image.frombytes("L", (300, 400), random.Random(seed).randbytes(300 * 400))
    held = io.BytesIO()
    grain.resize((1200, 1600)).convert("RGB").save(held, "JPEG", quality=70)
    return held.getvalue()


def _with_files(port: int, known: dict[str, Any], at: int) -> Round:
    commune = known["communes"][at % len(known["communes"])]
    people = known["people"][at % CLIENTS * PEOPLE :][:PEOPLE]
    citizens = [Client(port).sign_in(person["number"], PASSWORD) for person in people]
    filings = [_filing(known, person, commune["id"]) for person in people]
    pictures = [photograph(100 * at + number) for number in range(4)]

    def act(number: int) -> None:
        place = number % PEOPLE
        citizen, papers = citizens[place], []
        for nth, component in enumerate(COMPONENTS):
            picture = pictures[(number + nth) % len(pictures)]
            sent = citizen.ask("POST", "/api/v1/files", _form(picture), f"multipart/form-data; boundary={BOUNDARY}")
            if sent.status not in (200, 201):
                raise RuntimeError(f"upload: {sent.status} {sent.body[:200]!r}")
            papers.append({"component": component, "file_id": sent.json()["id"], "form": "photo", "count": 1})
        filed = citizen.send("POST", "/api/v1/dossiers", {**filings[place], "papers": papers})
        if filed.status != 201:
            raise RuntimeError(f"filing: {filed.status} {filed.body[:200]!r}")

    return act


def _filing(known: dict[str, Any], person: dict[str, Any], unit_id: str) -> dict[str, Any]:
    """Return the example as this person files it for themselves."""
    data = known["filing"]["data"]
    return {**known["filing"], "unit_id": unit_id, "data": {**data, "applicant": {**data["applicant"], **person}}}


def _form(picture: bytes) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="anh.jpg"\r\n'
    return f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + picture + f"\r\n--{BOUNDARY}--\r\n".encode()


def _intake(port: int, known: dict[str, Any], at: int) -> Round:
    commune = known["communes"][at % len(known["communes"])]
    desk = Client(port).sign_in(f"{commune['code']}-MC1", PASSWORD)
    filing = {**known["filing"], "unit_id": commune["id"]}

    def act(_number: int) -> None:
        taken = desk.send("POST", "/api/v1/dossiers/counter", filing)
        if taken.status != 201:
            raise RuntimeError(f"intake: {taken.status} {taken.body[:200]!r}")
        receipt = desk.ask("GET", f"/api/v1/dossiers/{taken.json()['id']}/prints/receipt")
        if not receipt.body.startswith(b"%PDF"):
            raise RuntimeError(f"receipt: {receipt.status} {receipt.body[:200]!r}")

    return act
