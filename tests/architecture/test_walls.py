"""The walls of the house: doors between rooms, foreign keys that fall, sizes that only shrink."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, OneToOneField

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tinhso"
AREAS = ("foundation", "data", "government", "portals")
DOORS = {"public", "data", "events"}
SELF_STANDING = {"urls"}  # composed by entry
LAYERS = ["kernel", "ui", "foundation", "data", "government", "portals", "entry"]

# May only shrink: files that are longer than 400 lines.
LONG_FILES: set[str] = set()


def rooms():
    return sorted(p.parent for area in AREAS for p in (SOURCE / area).glob("*/__init__.py"))


def sources(*, tests=False):
    for file in sorted(SOURCE.rglob("*.py")):
        parts = file.relative_to(SOURCE).parts
        if "migrations" in parts or (not tests and ("tests" in parts or file.name in {"testing.py", "conftest.py"})):
            continue
        yield file


def room_of(dotted):
    parts = dotted.split(".")
    return ".".join(parts[1:3]) if len(parts) > 2 and parts[1] in AREAS else ""


def imports_of(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                yield node.module, alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, ""


def test_rooms_meet_only_at_doors():
    through_the_wall = []
    for file in sources():
        own = ".".join(file.relative_to(SOURCE).parts[:2])
        if file.is_relative_to(SOURCE / "entry") or file.is_relative_to(SOURCE / "testing"):
            continue
        for module, name in imports_of(file):
            other = room_of(module) or (room_of(f"{module}.{name}") if name else "")
            if not other or other == own:
                continue
            rest = module.split(".")[3:] or [name]
            if rest[0] not in DOORS:
                through_the_wall.append(f"{file.relative_to(ROOT)}: {module} ({name})")
    assert through_the_wall == []


def test_foreign_keys_stay_inside_or_point_down():
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("tinhso."):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | OneToOneField):
                continue
            target = field.related_model
            if target._meta.app_label == model._meta.app_label or not target.__module__.startswith("tinhso."):
                continue
            if not target.__module__.startswith("tinhso.foundation.") or not model.__module__.startswith(
                "tinhso.foundation."
            ):
                wrong.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    assert wrong == []


def test_files_stay_short():
    long = {str(f.relative_to(ROOT)) for f in sources(tests=False) if len(f.read_text().splitlines()) > 400}
    assert long <= LONG_FILES, f"longer than 400 lines: {sorted(long - LONG_FILES)}"
    assert long >= LONG_FILES, "take these off the list: they have become short"


def test_nobody_asks_the_operating_system_for_the_time():
    asks = re.compile(r"datetime\.now\(|date\.today\(|timezone\.now\(|time\.time\(\)")
    allowed = {"kernel/clock.py", "kernel/ids.py"}
    # A simulator imports nothing of the house, so it has no clock of the house either.
    ours = (f for f in sources() if not f.is_relative_to(SOURCE / "simulators"))
    found = [
        str(f.relative_to(SOURCE))
        for f in ours
        if asks.search(f.read_text()) and str(f.relative_to(SOURCE)) not in allowed
    ]
    assert found == []


def test_every_room_has_a_charter():
    assert [str(r) for r in rooms() if len((r / "__init__.py").read_text().strip()) < 80] == []


def test_no_list_pages_by_counting():
    offset = re.compile(r"\bOFFSET\b|Paginator\(")
    assert [str(f.relative_to(SOURCE)) for f in sources() if offset.search(f.read_text())] == []


def test_pages_ask_nobody_else_for_anything():
    foreign = re.compile(r"""(?:\bsrc=|url\(|<link[^>]*\bhref=|\bimport\s)\s*["'(]?\s*https?://(?!www\.w3\.org)""")
    found = [
        str(f.relative_to(SOURCE))
        for pattern in ("**/*.html", "**/*.css", "ui/static/ui/js/*.js")
        for f in SOURCE.glob(pattern)
        if foreign.search(f.read_text())
    ]
    assert found == []


def test_templates_hold_no_inline_style_or_script():
    inline = re.compile(r"""\sstyle=["']|\son[a-z]+=["']|<script(?![^>]*\bsrc=)(?![^>]*type="application/json")""")
    assert [
        str(f.relative_to(SOURCE)) for f in SOURCE.glob("**/templates/**/*.html") if inline.search(f.read_text())
    ] == []


def test_a_comment_in_a_template_ends_on_its_line():
    unended = re.compile(r"\{#(?:(?!#\}).)*$", re.MULTILINE)
    assert [
        str(f.relative_to(SOURCE)) for f in SOURCE.glob("**/templates/**/*.html") if unended.search(f.read_text())
    ] == []


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_a_room_with_tables_or_abilities_declares_itself(room):
    if (room / "module.py").exists():
        assert re.search(r"^MODULE\b", (room / "module.py").read_text(), re.MULTILINE)
