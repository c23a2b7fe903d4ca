"""What the simulated National Portal keeps: dossiers, their progress, its catalogues and what citizens filed there."""

import base64
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

MAX_PAGE: Final = 1000
CORRECTION: Final = "Đính chính"
NEXT: Final[dict[int, frozenset[int]]] = {
    1: frozenset({2, 3, 5, 7}),
    2: frozenset({4, 5, 6, 7, 8, 9}),
    3: frozenset(),
    4: frozenset({5, 6, 7, 8, 9}),
    5: frozenset({1, 2, 3, 4, 7, 8}),
    6: frozenset({2, 4, 7, 8}),
    7: frozenset(),
    8: frozenset(),
    9: frozenset({4, 10}),
    10: frozenset(),
}
"""TrangThaiHoSo: which state may follow which; a correction may go anywhere."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS dossier (code TEXT PRIMARY KEY, status INTEGER NOT NULL, body TEXT NOT NULL,
  pushes INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS progress (id INTEGER PRIMARY KEY, code TEXT NOT NULL, at TEXT NOT NULL,
  status INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS progress_of ON progress (code, id);
CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, digest TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS catalogue (kind TEXT NOT NULL, code TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (kind, code));
CREATE TABLE IF NOT EXISTS filing (seq INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
  our_code TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS file (id TEXT PRIMARY KEY, content BLOB NOT NULL);
"""


class Refused(Exception):
    """The portal does not take it."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code, self.sentence = code, sentence
        super().__init__(sentence)


class Store:
    """One sqlite file. A write is on its way to the disk before anybody hears of it: it outlives a kill -9."""

    def __init__(self, path: Path) -> None:
        self.base = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.base.execute("PRAGMA journal_mode=WAL")
        self.base.execute("PRAGMA synchronous=NORMAL")
        self.base.executescript(_SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit at the end, or leave no trace."""
        self.base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.base.execute("ROLLBACK")
            raise
        self.base.execute("COMMIT")

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        return self.base.execute(sql, values).fetchall()

    def answer_to(self, key: str) -> tuple[str, dict[str, Any]] | None:
        """Return the digest and the answer of a request that was taken before."""
        rows = self._rows("SELECT digest, body FROM answer WHERE key = ?", key[:200])
        return (rows[0][0], json.loads(rows[0][1])) if rows else None

    def keep_answer(self, key: str, digest: str, answer: dict[str, Any]) -> None:
        """Remember what was answered."""
        self.base.execute("INSERT INTO answer VALUES (?, ?, ?)", (key[:200], digest, json.dumps(answer)))

    def put_dossier(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Take a dossier in, or bring it up to date (DongBoHoSoMC)."""
        code, procedure, status = _text(asked, "MaHoSo"), _text(asked, "MaTTHC"), _status(asked, "TrangThaiHoSo")
        known_procedures = self._rows("SELECT 1 FROM catalogue WHERE kind = 'procedures' LIMIT 1")
        found = self._rows("SELECT 1 FROM catalogue WHERE kind = 'procedures' AND code = ?", procedure)
        if known_procedures and not found:
            raise Refused("MA_TTHC", f"Không có thủ tục {procedure}")
        for name in ("NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra"):
            _moment(asked, name, empty=True)
        rows = self._rows("SELECT status FROM dossier WHERE code = ?", code)
        if rows and not str(asked.get("GhiChu", "")).startswith(CORRECTION):
            _require_move(rows[0][0], status)
        self.base.execute(
            "INSERT INTO dossier (code, status, body) VALUES (?, ?, ?) ON CONFLICT (code) DO UPDATE"
            " SET status = excluded.status, body = excluded.body, pushes = pushes + 1",
            (code, status, json.dumps(asked, ensure_ascii=False)),
        )
        return {"MaHoSo": code}

    def put_progress(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Take one step of a known dossier (CapNhatTienDoHoSoMC): never before the last, never to a wrong state."""
        code, at, status = _text(asked, "MaHoSo"), _moment(asked, "ThoiDiemXuLy"), _status(asked, "TrangThai")
        rows = self._rows("SELECT status FROM dossier WHERE code = ?", code)
        if not rows:
            raise Refused("MA_HO_SO", f"Chưa có hồ sơ {code}")
        _require_move(rows[0][0], status)
        last = self._rows("SELECT max(at) FROM progress WHERE code = ?", code)[0][0]
        if last and at < last:
            raise Refused("THU_TU", "Tiến độ gửi sai thứ tự")
        body = json.dumps(asked, ensure_ascii=False)
        self.base.execute("INSERT INTO progress (code, at, status, body) VALUES (?, ?, ?, ?)", (code, at, status, body))
        self.base.execute("UPDATE dossier SET status = ? WHERE code = ?", (status, code))
        return {"MaHoSo": code}

    def look_up(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell of the dossiers named (at most 1000), or of all, page by page by code (TraCuuHoSo)."""
        size = max(1, min(int(asked.get("SoBanGhi") or 100), MAX_PAGE))
        codes = asked.get("DanhSachMaHoSo")
        if codes is not None:
            wanted = [str(one) for one in codes[:MAX_PAGE]]
            marks = ",".join("?" * len(wanted))
            rows = self._rows(f"SELECT code, status, body FROM dossier WHERE code IN ({marks})", *wanted)  # noqa: S608
            return {"DanhSachHoSo": [self._told(row, steps=bool(asked.get("TienDo"))) for row in rows], "TiepTheo": ""}
        rows = self._rows(
            "SELECT code, status, body FROM dossier WHERE code > ? ORDER BY code LIMIT ?",
            str(asked.get("SauMaHoSo") or ""),
            size,
        )
        return {
            "DanhSachHoSo": [self._told(row) for row in rows],
            "TiepTheo": rows[-1][0] if len(rows) == size else "",
        }

    def _told(self, row: Any, *, steps: bool = False) -> dict[str, Any]:
        code, status, text = row
        body = json.loads(text)
        kept = ("NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "MaTTHC")
        told = {"MaHoSo": code, "TrangThaiHoSo": status, **{name: body.get(name, "") for name in kept}}
        if steps:
            told["GhiChu"] = body.get("GhiChu", "")
            found = self._rows("SELECT body FROM progress WHERE code = ? ORDER BY id DESC LIMIT 20", code)
            told["TienDo"] = [json.loads(one[0]) for one in reversed(found)]
        return told

    def list_procedures(self, _asked: dict[str, Any]) -> dict[str, Any]:
        """Name every procedure (LayDanhSachTTHC)."""
        short = [{"MATTHC": one["MATTHC"], "TENTTHC": one.get("TENTTHC", "")} for one in self.catalogue("procedures")]
        return {"DanhSachTTHC": short}

    def get_procedure(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give one procedure whole (LayThuTuc)."""
        code = _text(asked, "MaTTHC")
        rows = self._rows("SELECT body FROM catalogue WHERE kind = 'procedures' AND code = ?", code)
        if not rows:
            raise Refused("MA_TTHC", f"Không có thủ tục {code}")
        return {"ThuTuc": json.loads(rows[0][0])}

    def catalogue(self, kind: str) -> list[dict[str, Any]]:
        """Return a catalogue, in the order of its codes."""
        rows = self._rows("SELECT body FROM catalogue WHERE kind = ? ORDER BY code", kind)
        return [json.loads(row[0]) for row in rows]

    def list_filings(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give the filings after a mark, oldest first; the confirmed ones too, for a mark may be set back."""
        size = max(1, min(int(asked.get("SoBanGhi") or 50), 100))
        rows = self._rows(
            "SELECT seq, body FROM filing WHERE seq > ? ORDER BY seq LIMIT ?", int(asked.get("Moc") or 0), size
        )
        return {
            "DanhSachHoSo": [json.loads(row[1]) for row in rows],
            "Moc": str(rows[-1][0]) if rows else str(asked.get("Moc") or 0),
        }

    def confirm_filing(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Note under which code the province took a filing (XacNhanHoSo)."""
        code, ours = _text(asked, "MaHoSoQuocGia"), _text(asked, "MaHoSo")
        rows = self._rows("SELECT our_code FROM filing WHERE code = ?", code)
        if not rows:
            raise Refused("MA_HO_SO", f"Không có hồ sơ {code}")
        if rows[0][0] not in ("", ours):
            raise Refused("DA_XAC_NHAN", f"Hồ sơ {code} đã được xác nhận bằng mã khác")
        self.base.execute("UPDATE filing SET our_code = ? WHERE code = ?", (ours, code))
        return {"MaHoSo": ours}

    def file(self, file_id: str) -> bytes | None:
        """Return the content of a file."""
        rows = self._rows("SELECT content FROM file WHERE id = ?", file_id)
        return bytes(rows[0][0]) if rows else None

    def plant(self, wanted: dict[str, Any]) -> None:
        """Put things into the portal: catalogues by kind and code, filings, files (base64), dossiers as they are."""
        for kind, key in (("procedures", "MATTHC"), ("agencies", "MADONVI"), ("fields", "MALINHVUC")):
            for one in wanted.get(kind, ()):
                self.base.execute(
                    "INSERT OR REPLACE INTO catalogue VALUES (?, ?, ?)", (kind, one[key], json.dumps(one))
                )
        for one in wanted.get("filings", ()):
            row = (one["MaHoSoQuocGia"], json.dumps(one))
            self.base.execute("INSERT OR IGNORE INTO filing (code, body) VALUES (?, ?)", row)
        for file_id, content in wanted.get("files", {}).items():
            self.base.execute("INSERT OR REPLACE INTO file VALUES (?, ?)", (file_id, base64.b64decode(content)))
        for one in wanted.get("dossiers", ()):
            held = (one["MaHoSo"], one["TrangThaiHoSo"], json.dumps(one))
            self.base.execute("INSERT OR REPLACE INTO dossier (code, status, body) VALUES (?, ?, ?)", held)
        for code in wanted.get("lose", ()):
            self.base.execute("DELETE FROM dossier WHERE code = ?", (code,))

    def held(self, code: str) -> dict[str, Any]:
        """Return all the portal holds of a dossier, or how many things it holds."""
        if not code:
            count = {name: self._rows(f"SELECT count(*) FROM {name}")[0][0] for name in ("dossier", "progress")}  # noqa: S608
            filings = self._rows("SELECT code, our_code FROM filing ORDER BY seq")
            return {**count, "filings": dict(filings)}
        rows = self._rows("SELECT status, body, pushes FROM dossier WHERE code = ?", code)
        steps = self._rows("SELECT body FROM progress WHERE code = ? ORDER BY id", code)
        return {
            "status": rows[0][0] if rows else None,
            "dossier": json.loads(rows[0][1]) if rows else None,
            "pushes": rows[0][2] if rows else 0,
            "progress": [json.loads(row[0]) for row in steps],
        }

    def forget(self) -> None:
        """Empty every table."""
        with self.transaction():
            for name in ("dossier", "progress", "answer", "catalogue", "filing", "file"):
                self.base.execute(f"DELETE FROM {name}")  # noqa: S608 - our own names


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value or len(value) > 100:
        raise Refused("THIEU", f"Thiếu {name}")
    return value


def _status(asked: dict[str, Any], name: str) -> int:
    try:
        status = int(asked.get(name, 0))
    except (TypeError, ValueError):
        status = 0
    if status not in NEXT:
        raise Refused("TRANG_THAI", f"{name} phải từ 1 đến 10")
    return status


def _moment(asked: dict[str, Any], name: str, *, empty: bool = False) -> str:
    value = str(asked.get(name) or "")
    if empty and not value:
        return ""
    try:
        datetime.strptime(value, "%Y%m%d%H%M%S")  # noqa: DTZ007 - the wire has no zone
    except ValueError:
        raise Refused("NGAY", f"{name} phải theo dạng yyyyMMddHHmmss") from None
    return value


def _require_move(before: int, after: int) -> None:
    if after != before and after not in NEXT[before]:
        raise Refused("CHUYEN_TRANG_THAI", f"Không chuyển được từ trạng thái {before} sang {after}")
