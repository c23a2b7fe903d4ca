"""Registers of documents from within an installation: a million made, some registered as the clerk does (see `inside`).

Subjects are put together of what offices write to each other: a matter, what it is about, where and for when; so that
words are as common and as rare as in a real register. Nothing of it is of anybody.
"""

import hashlib
import io
import os
import random
import tempfile
import time
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Final

SHARE_OF_LARGEST: Final = 0.3
SHARE_OF_SECOND: Final = 0.02
NAMED: Final = 2_000
PARAGRAPHS: Final = 4_000
BYTES: Final = 40_000

MATTERS: Final = (
    "triển khai kế hoạch", "báo cáo kết quả thực hiện", "đôn đốc thực hiện", "rà soát, chuẩn hóa",
    "hướng dẫn nghiệp vụ",
    "phối hợp cung cấp thông tin", "góp ý dự thảo", "tổ chức hội nghị", "kiểm tra, giám sát", "phê duyệt danh mục",
    "tăng cường quản lý", "xử lý vướng mắc", "tổng kết, đánh giá", "mời dự họp", "cử cán bộ tham gia",
    "thông báo kết luận",
    "điều chỉnh, bổ sung", "công bố, công khai", "đăng ký nhu cầu", "tiếp nhận, giải quyết đơn",
)  # fmt: skip
THEMES: Final = (
    "cải cách hành chính", "dữ liệu hộ tịch", "phòng, chống thiên tai", "giảm nghèo bền vững", "nông thôn mới",
    "tiêm chủng mở rộng", "quyết toán ngân sách", "kinh phí hỗ trợ", "giải phóng mặt bằng", "cấp giấy chứng nhận",
    "đất đai", "hòa giải ở cơ sở", "trợ giúp pháp lý", "bảo vệ môi trường", "an toàn thực phẩm", "chuyển đổi số",
    "phòng cháy, chữa cháy", "giáo dục mầm non", "bảo hiểm y tế", "người có công", "lễ hội truyền thống",
    "xâm nhập mặn",
    "hạn hán", "nuôi trồng thủy sản", "thu hoạch lúa", "giao thông nông thôn", "cấp nước sạch", "tín dụng chính sách",
    "nghĩa vụ quân sự", "bầu cử", "dân số", "trẻ em", "bình đẳng giới", "thanh tra chuyên ngành", "tiếp công dân",
    "văn thư, lưu trữ", "thi đua, khen thưởng", "tuyển dụng viên chức", "đào tạo, bồi dưỡng", "xúc tiến du lịch",
)  # fmt: skip
TIMES: Final = (
    "năm 2026", "quý I", "quý II", "quý III", "quý IV", "sáu tháng đầu năm", "giai đoạn 2026 đến 2030", "tháng 11",
    "theo Nghị định 30", "trước ngày 15", "đợt 2", "vụ Đông Xuân",
)  # fmt: skip
ISSUERS: Final = (
    ("Sở Tư pháp", "STP-HCTP"), ("Sở Nội vụ", "SNV-CCHC"), ("Sở Tài chính", "STC-NS"), ("Sở Y tế", "SYT-NV"),
    ("Ủy ban nhân dân tỉnh", "UBND-VX"), ("Sở Nông nghiệp và Môi trường", "SNNMT-KH"), ("Công an tỉnh", "CAT-PV01"),
    ("Văn phòng Ủy ban nhân dân tỉnh", "VP-TH"), ("Sở Giáo dục và Đào tạo", "SGDĐT-TCCB"), ("Thuế tỉnh", "TT-NV1"),
)  # fmt: skip
SYLLABLES: Final = "An Bình Châu Đông Hòa Long Mỹ Phú Tân Thạnh Trung Vĩnh Xuân Hưng Lộc Quới Sơn Thới Tường Yên"
PLACES: Final = 400


def places() -> list[str]:
    """Return names of places that nobody lives in: two syllables and a number each."""
    first = tuple(SYLLABLES.split())
    chance = random.Random(30)
    return [f"xã {chance.choice(first)} {chance.choice(first)} {n}" for n in range(1, PLACES + 1)]


def clerks() -> list[dict[str, str]]:
    """Return the clerks of the demo: their number, the agency they register for, and a specialist beside each."""
    from tinhso.foundation.identity.models import Account
    from tinhso.foundation.organisations import public as organisations
    from tinhso.government.documents.actions.books import ensure_books
    from tinhso.kernel import clock

    found = []
    for number in Account.objects.filter(number__endswith="-VT").order_by("number").values_list("number", flat=True):
        unit = organisations.find_unit(number.removesuffix("-VT"))
        other = f"{number.removesuffix('-VT')}-TP"
        if unit is not None and Account.objects.filter(number=other).exists():
            ensure_books(unit.id, now=clock.now())
            found.append({"number": number, "unit_id": str(unit.id), "specialist": other})
    return found


def load(wanted: str) -> dict[str, Any]:
    """Put so many documents into the registers: three of ten in the first agency's, one of fifty in the second's."""
    from django.db import connection

    from tinhso.foundation.organisations import public as organisations
    from tinhso.government.documents.actions.books import ensure_books
    from tinhso.kernel import clock

    known = clerks()
    own = {one["unit_id"] for one in known[:2]}
    for unit in organisations.list_units(kind="commune"):
        ensure_books(unit.id, now=clock.now())
    others = [str(one.id) for one in organisations.list_units(kind="commune") if str(one.id) not in own]
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'; SET synchronous_commit = off")
        indexes = _without_indexes(cursor)
        _fill(cursor, int(wanted), known[0]["unit_id"], known[1]["unit_id"], others or [known[1]["unit_id"]])
        _name(cursor, known[0])
        for definition in indexes:
            cursor.execute(definition)
        cursor.execute("VACUUM ANALYZE documents_document, documents_documenttext, documents_documentreader")
    return {"seconds": time.perf_counter() - began, "clerks": known}


def _without_indexes(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT i.indexname, i.indexdef FROM pg_indexes i LEFT JOIN pg_constraint c ON c.conname = i.indexname"
        " WHERE i.tablename IN ('documents_document', 'documents_documenttext') AND c.oid IS NULL"
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found]


def _fill(cursor: Any, wanted: int, largest: str, second: str, others: list[str]) -> None:
    from tinhso.government.documents.rules.twins import issuer_key
    from tinhso.government.documents.rules.words import words_of

    lists = {"matters": MATTERS, "themes": THEMES, "times": TIMES, "places": places()}
    values: dict[str, Any] = {name: list(texts) for name, texts in lists.items()}
    values |= {f"{name}_words": [words_of(one) for one in texts] for name, texts in lists.items()}
    values |= {
        "issuers": [one for one, _symbol in ISSUERS],
        "issuer_words": [words_of(one) for one, _symbol in ISSUERS],
        "issuer_keys": [issuer_key(one) for one, _symbol in ISSUERS],
        "symbols": [symbol for _one, symbol in ISSUERS],
        "symbol_words": [words_of(symbol) for _one, symbol in ISSUERS],
        "others": others,
        "largest": largest,
        "second": second,
        "one": SHARE_OF_LARGEST,
        "two": SHARE_OF_LARGEST + SHARE_OF_SECOND,
        "n": wanted,
    }
    cursor.execute(_DOCUMENTS, values)
    cursor.execute("CREATE TEMP TABLE paragraph (n int, words text)")
    cursor.execute(
        "INSERT INTO paragraph SELECT ordinality, one FROM unnest(%s::text[]) WITH ORDINALITY AS t (one, ordinality)",
        [_paragraphs()],
    )
    cursor.execute(_TEXTS, [PARAGRAPHS])


def _pick(name: str, by: str) -> str:
    return f"(%({name})s::text[])[1 + {by} %% cardinality(%({name})s::text[])]"


_DOCUMENTS: Final = f"""
INSERT INTO documents_document (id, direction, state, unit_id, unit_name, book_id, year, number, code, code_key, kind,
 kind_title, subject, issued_on, arrived_at, issued_at, registered_at, registered_by, way, issuer_name, issuer_key,
 issuer_code, signer_name, signer_position, signer_competence, urgency, restricted, secrecy, pages, copies, language,
 description, kept_by, recipients, reason, version, search_words)
SELECT uuidv7((row.n - %(n)s) * interval '31 seconds'), row.direction,
 CASE WHEN row.direction = 'outgoing' THEN 'issued' WHEN row.c %% 50 = 0 THEN 'assigned' ELSE 'done' END,
 row.unit, 'Cơ quan', book.id, extract(year FROM now())::int - 1, row.n, row.n || '/' || row.symbol,
 row.n || lower(replace(row.symbol, '-', '')), 'cong_van', 'Công văn',
 'Về việc ' || concat_ws(' ', row.matter, row.theme, 'tại', row.place, row.time),
 (now() - (%(n)s - row.n) * interval '31 seconds')::date,
 CASE WHEN row.direction = 'incoming' THEN now() - (%(n)s - row.n) * interval '31 seconds' END,
 CASE WHEN row.direction = 'outgoing' THEN now() - (%(n)s - row.n) * interval '31 seconds' END,
 now() - (%(n)s - row.n) * interval '31 seconds', 'Văn thư',
 CASE WHEN row.direction = 'incoming' THEN 'hand' ELSE '' END,
 row.issuer, row.issuer_key, '', '', '', '', row.c %% 40 / 38, false, '', 1 + row.a %% 9, 0, '', '', '', '[]', '', 1,
 concat_ws(' ', row.n, row.symbol_words, row.n, 'cong van ve viec', row.matter_words, row.theme_words, 'tai',
  row.place_words, row.time_words, row.issuer_words)
FROM (
 SELECT n, a, b, c, CASE WHEN c %% 7 = 0 THEN 'outgoing' ELSE 'incoming' END AS direction,
  CASE WHEN share < %(one)s THEN %(largest)s::uuid WHEN share < %(two)s THEN %(second)s::uuid
   ELSE {_pick("others", "b")}::uuid END AS unit,
  {_pick("symbols", "c")} AS symbol, {_pick("symbol_words", "c")} AS symbol_words,
  {_pick("issuers", "c")} AS issuer, {_pick("issuer_words", "c")} AS issuer_words,
  {_pick("issuer_keys", "c")} AS issuer_key,
  {_pick("matters", "a")} AS matter, {_pick("matters_words", "a")} AS matter_words,
  {_pick("themes", "b")} AS theme, {_pick("themes_words", "b")} AS theme_words,
  {_pick("places", "a / 64")} AS place, {_pick("places_words", "a / 64")} AS place_words,
  {_pick("times", "d")} AS time, {_pick("times_words", "d")} AS time_words
 FROM (
  SELECT n, (hashint8extended(n, 1) & 1048575)::int AS a, (hashint8extended(n, 2) & 1048575)::int AS b,
   (hashint8extended(n, 3) & 1048575)::int AS c, (hashint8extended(n, 4) & 1048575)::int AS d,
   (hashint8extended(n, 5) & 1048575) / 1048576.0 AS share
  FROM generate_series(1, %(n)s) AS n
 ) AS at
) AS row
JOIN LATERAL (
 SELECT id FROM documents_book b WHERE b.unit_id = row.unit AND b.direction = row.direction AND b.kinds = '{{}}' LIMIT 1
) AS book ON true
"""  # noqa: S608 - our own names; the texts are parameters
_TEXTS: Final = """
INSERT INTO documents_documenttext (document_id, unit_id, words)
SELECT d.id, d.unit_id, p.words || ' van ban so ' || d.number
FROM documents_document d JOIN paragraph p ON p.n = 1 + d.number %% %s
WHERE d.number %% 5 = 0 AND d.issuer_name <> '' AND NOT EXISTS (
 SELECT 1 FROM documents_documenttext t WHERE t.document_id = d.id)
"""


def _paragraphs() -> list[str]:
    """Return pages of a hundred words each: the common words of offices, and one in ten a rare one."""
    from tinhso.government.documents.rules.words import words_of

    chance = random.Random(31)
    common = words_of(*MATTERS, *THEMES, *TIMES).split()
    letters = "bcdghklmnpqrstvx"
    rare = [
        chance.choice(letters) + chance.choice(["uong", "oang", "uynh", "eo", "iep", "uat"]) + str(n)
        for n in range(9000)
    ]
    return [
        " ".join(chance.choice(rare) if chance.random() < 0.1 else chance.choice(common) for _word in range(100))
        for _page in range(PARAGRAPHS)
    ]


def _name(cursor: Any, clerk: dict[str, str]) -> None:
    """Let the specialist beside the first clerk open some thousand documents by name."""
    cursor.execute(
        "INSERT INTO documents_documentreader (id, document_id, account_id, name, since)"
        " SELECT uuidv7(), d.id, a.id, a.name, now() FROM identity_account a, LATERAL ("
        "  SELECT id FROM documents_document WHERE unit_id = %s::uuid ORDER BY hashtext(id::text) LIMIT %s) AS d"
        " WHERE a.number = %s ON CONFLICT DO NOTHING",
        [clerk["unit_id"], NAMED, clerk["specialist"]],
    )


def register(which: str, seconds: str) -> dict[str, Any]:
    """Keep a file and register a document with it, again and again, as one clerk; return how many a second.

    Beside it: the same bytes hashed and written, the same number of rows of the same size inserted, one commit each.
    """
    from tinhso.foundation.access import public as access
    from tinhso.foundation.files import public as files
    from tinhso.foundation.identity import public as identity
    from tinhso.government.documents import public as documents
    from tinhso.government.documents.testing import an_arrival
    from tinhso.kernel import clock

    known = clerks()
    clerk = known[int(which) % len(known)]
    account = identity.find_by_number(clerk["number"])
    if account is None:
        raise RuntimeError("the demo's clerk is gone")
    actor, numbers, chance = access.actor_for(account), count(int(time.time() * 1000)), random.Random(int(which))
    unit_id, names = documents.home(actor), places()
    unit = next(one for one in unit_id if str(one) == clerk["unit_id"])

    def once() -> None:
        number, moment = next(numbers), clock.now()
        kept = files.save_bytes(_pdf(number), name="van-ban.pdf", actor=actor, now=moment)
        issuer, symbol = chance.choice(ISSUERS)
        arrival = an_arrival(
            unit,
            code=f"{number}/{symbol}",
            issuer_name=issuer,
            subject=f"Về việc {chance.choice(MATTERS)} {chance.choice(THEMES)} tại {chance.choice(names)}",
            issued_on=clock.local_day(moment),
            files=(documents.NewFile(kept.id),),
        )
        documents.register_incoming(actor, arrival=arrival, now=moment)

    once()
    before = _rows()
    rate, done = _paced(once, float(seconds))
    after = _rows()
    written = [(after[table][0] - n, after[table][1]) for table, (n, _size) in before.items()]
    rows = sum(max(n, 0) for n, _size in written) / max(done, 1)
    size = sum(max(n, 0) * each for n, each in written) / max(sum(max(n, 0) for n, _size in written), 1)
    raw, _done = _paced(_raw(round(rows), int(size)), float(seconds) / 2)
    return {"rate": rate, "raw": raw, "rows": rows, "done": done}


def _pdf(number: int) -> bytes:
    """Return a PDF of 40 KB nobody has sent before: a page of forty lines to be read for the search."""
    return _blank().replace(b"0" * BYTES, random.Random(number).randbytes(BYTES // 2).hex().encode())


@cache
def _blank() -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer, content, out = PdfWriter(), DecodedStreamObject(), io.BytesIO()
    lines = b"".join(b"(Cong van ve viec trien khai ke hoach nam 2026, kinh phi ho tro) Tj T* " for _line in range(40))
    content.set_data(b"BT /F 10 Tf 12 TL 40 800 Td " + lines + b"ET\n%" + b"0" * BYTES + b"\n")
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject(
        {NameObject("/F"): DictionaryObject({NameObject(one): NameObject(is_) for one, is_ in font.items()})}
    )
    page = writer.add_blank_page(595, 842)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001
    writer.write(out)
    return out.getvalue()


TABLES: Final = (
    "documents_document", "documents_documentfile", "documents_documentevent", "work_workitem", "audit_entry",
    "kernel_outbox", "files_fileobject",
)  # fmt: skip


def _rows() -> dict[str, tuple[int, float]]:
    """Return for each table how many rows were written so far, and how long one is on average."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
            if cursor.fetchone()[0]:
                cursor.execute(
                    f"SELECT count(*), COALESCE((SELECT avg(pg_column_size(t)) FROM (SELECT * FROM {table} LIMIT 500) t), 0)"  # noqa: S608, E501 - our own names
                    f" FROM {table}"
                )
                number, size = cursor.fetchone()
                found[table] = (int(number), float(size))
    return found


def _raw(rows: int, size: int) -> Any:
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_raw (id uuid PRIMARY KEY, body text)")
    folder, body, numbers = Path(tempfile.mkdtemp()), "x" * size, count(1)

    def once() -> None:
        data = _pdf(next(numbers))
        with (folder / hashlib.sha256(data).hexdigest()).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with transaction.atomic(), connection.cursor() as cursor:
            for _row in range(rows):
                cursor.execute("INSERT INTO bench_raw VALUES (uuidv7(), %s)", [body])

    return once


def read_texts(wanted: str) -> dict[str, float]:
    """Wait until the worker has read what waits (at most `wanted` seconds); return how many files a second."""
    from tinhso.government.documents import texts

    began, before = time.perf_counter(), texts.waiting()
    while (left := texts.waiting()) and time.perf_counter() - began < float(wanted):
        time.sleep(0.1)
    return {"rate": (before - left) / max(time.perf_counter() - began, 0.001), "left": left, "before": before}


def _paced(act: Any, seconds: float) -> tuple[float, int]:
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        act()
        done += 1
    return done / (time.perf_counter() - began), done
