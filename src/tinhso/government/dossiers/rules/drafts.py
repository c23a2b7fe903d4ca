"""Where a procedure version says how its result is drafted."""

from collections.abc import Mapping
from typing import Any, Final

from tinhso.government.procedures.data import ProcedureVersion

PLAIN: Final[Mapping[str, Any]] = {
    "fields": [{"key": "content", "title": "Nội dung kết quả", "kind": "textarea", "required": True}],
    "document": {"kind": "$result", "blocks": [{"paragraphs": ["$content"]}]},
}


def draft_of(version: ProcedureVersion) -> Mapping[str, Any]:
    """Return the draft's description; a package without one gets a plain text."""
    draft: Mapping[str, Any] = version.package["results"][0].get("draft") or PLAIN
    return draft
