"""What came after a signature: further signatures, filled fields, or something nobody signed (ISO 32000-2, 12.8.2.2).

pyHanko decides whether the updates are among those that may follow a signature; this says in countable facts what they
did, so that a person can be told.
"""

from collections.abc import Iterator
from typing import Any, Final

from tinhso.foundation.signing.verification.examine.fields import TooMany, compared
from tinhso.foundation.signing.verification.examine.job import entry, items

MAX_PAGES: Final = 3000
MAX_TOLD: Final = 20


def since(embedded: Any) -> tuple[str, dict[str, Any] | None]:
    """Return what the signature covers (file · revision · part · unclear) and what came after it (None: nothing)."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.diff_analysis.policy_api import DiffResult
    from pyhanko.sign.validation.status import SignatureCoverageLevel as Level

    embedded.compute_integrity_info()
    said = embedded.summarise_integrity_info()
    coverage = {Level.ENTIRE_FILE: "file", Level.ENTIRE_REVISION: "revision"}.get(said["coverage"], "part")
    if said["coverage"] is Level.UNCLEAR:
        coverage = "unclear"
    if coverage != "revision" or embedded.signed_revision >= embedded.reader.xrefs.total_revisions - 1:
        return coverage, None
    result = said["diff_result"]
    level = result.modification_level if isinstance(result, DiffResult) else ModificationLevel.OTHER
    words = {ModificationLevel.NONE: "none", ModificationLevel.LTA_UPDATES: "evidence"}
    words |= {ModificationLevel.FORM_FILLING: "form", ModificationLevel.ANNOTATIONS: "annotations"}
    found = {
        "level": words.get(level, "other"),
        "permitted": bool(said["docmdp_ok"]),
        "certified": _certified(embedded),
    }
    try:
        return coverage, found | _facts(embedded)
    except Exception:  # noqa: BLE001 - a hostile file may break any walk; what was not compared is said to be so
        return coverage, found | {"unread": True}


def _certified(embedded: Any) -> int:
    permission = embedded.docmdp_level
    return int(permission.value) if permission is not None else 0


def _facts(embedded: Any) -> dict[str, Any]:
    reader = embedded.reader
    then = reader.get_historical_resolver(embedded.signed_revision)
    changed = set()
    for revision in range(embedded.signed_revision + 1, reader.xrefs.total_revisions):
        changed |= {(one.idnum, one.generation) for one in reader.xrefs.explicit_refs_in_revision(revision)}
    before, after = list(_pages(then)), list(_pages(reader))
    fields = {name: told[:MAX_TOLD] for name, told in compared(then, reader).items()}
    touched = [at + 1 for at, page in enumerate(after) if at < len(before) and _touched(before[at], page, changed)]
    notes = sum(max(0, _notes(page) - _notes(before[at])) for at, page in enumerate(after) if at < len(before))
    return {
        "pages_before": len(before),
        "pages_after": len(after),
        "pages_changed": touched[:MAX_TOLD],
        "annotations": notes,
        **fields,
    }


def _pages(handler: Any) -> Iterator[Any]:
    waiting = [handler.root["/Pages"]]
    seen = 0
    while waiting and seen < MAX_PAGES:
        node = waiting.pop()
        seen += 1
        if "/Kids" in node:
            waiting.extend(reversed(items(node["/Kids"])))
        else:
            yield node
    if waiting:
        raise TooMany


def _touched(before: Any, after: Any, changed: set[tuple[int, int]]) -> bool:
    """Tell whether what a page shows was replaced: its content or resources, or the objects behind them."""
    for name in ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate"):
        old, new = _raw(before, name), _raw(after, name)
        if _named(old) != _named(new) or any(one in changed for one in _refs(new)):
            return True
    return False


def _raw(page: Any, name: str) -> Any:
    try:
        return page.raw_get(name)
    except KeyError:
        return None


def _named(value: Any) -> str:
    return ",".join(f"{number} {generation}" for number, generation in _refs(value)) if value is not None else ""


def _refs(value: Any, depth: int = 0) -> list[tuple[int, int]]:
    """Return the objects a value names, three levels down."""
    holder: Any = value
    reference = getattr(value, "reference", None)
    if reference is not None and hasattr(value, "idnum"):
        return [(value.idnum, value.generation)]
    if depth > 3:
        return []
    if isinstance(value, dict):
        return [ref for key in value for ref in _refs(holder.raw_get(key), depth + 1)]
    if isinstance(value, list):
        return [ref for at in range(len(value)) for ref in _refs(holder.raw_get(at), depth + 1)]
    return []


def _notes(page: Any) -> int:
    """Return how many annotations of a page are no form fields."""
    return sum(entry(one, "/Subtype") != "/Widget" for one in items(entry(page, "/Annots"))[:1000])
