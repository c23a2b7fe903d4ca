"""The table between our words and the portal's: content, read and checked once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

KEEP: Final = "keep"
BACK: Final = "back"
CORRECT: Final = "correct"
NONE: Final = "none"
STATUSES: Final = range(1, 11)
_TABLES: Final = {
    "applicant_kind": {"citizen", "business"},
    "channel": {"counter", "online", "npsp", "post"},
    "delivery": {"counter", "online", "post"},
    "paper_form": {"original", "certified", "photo", "electronic"},
    "fee": {"collected", "kind"},
    "personal": {"number", "phone", "email"},
}


class MappingRefused(ValueError):
    """The table is not complete; the message says what is missing where."""


@dataclass(frozen=True, slots=True)
class ExchangeMapping:
    """The table, complete.

    `verbs` gives a state 1-10, "keep", "back", "correct" or "none" for a line of the story; `not_sent` says why one is
    no step of its own.
    """

    date_format: str
    applicant_kind: Mapping[str, str]
    channel: Mapping[str, str]
    delivery: Mapping[str, str]
    paper_form: Mapping[str, str]
    fee: Mapping[str, str]
    personal: Mapping[str, bool]
    verbs: Mapping[str, int | str]
    not_sent: Mapping[str, str]
    other_verbs: int | str

    def verb(self, name: str) -> int | str:
        """Return what a line of the story tells."""
        return NONE if name in self.not_sent else self.verbs.get(name, self.other_verbs)


def read_mapping(raw: Any) -> ExchangeMapping:
    """Return the table from content/national/mapping.yaml. Raises MappingRefused naming the first fault."""
    if not isinstance(raw, dict):
        raise MappingRefused("mapping.yaml holds a table")
    for name, keys in _TABLES.items():
        table = raw.get(name)
        missing = keys - set(table) if isinstance(table, dict) else keys
        if missing:
            raise MappingRefused(f"{name}: missing {', '.join(sorted(missing))}")
    verbs = raw.get("verbs")
    if not isinstance(verbs, dict) or not isinstance(raw.get("dates"), dict):
        raise MappingRefused("verbs and dates are tables")
    for verb, tells in {**verbs, "other_verbs": raw.get("other_verbs", NONE)}.items():
        if tells not in (KEEP, BACK, CORRECT, NONE) and tells not in STATUSES:
            raise MappingRefused(f"verbs.{verb}: a state 1-10, keep, back, correct or none")
    return ExchangeMapping(
        date_format=str(raw["dates"]["format"]),
        **{name: {key: raw[name][key] for key in keys} for name, keys in _TABLES.items()},
        verbs=dict(verbs),
        not_sent=_reasons(raw.get("not_sent") or {}, verbs),
        other_verbs=raw.get("other_verbs", NONE),
    )


def _reasons(raw: Any, verbs: Mapping[str, Any]) -> Mapping[str, str]:
    """Return why each verb that is not sent is not. Raises MappingRefused for one without a reason, or said twice."""
    if not isinstance(raw, dict):
        raise MappingRefused("not_sent is a table")
    for verb, reason in raw.items():
        if not isinstance(reason, str) or not reason.strip():
            raise MappingRefused(f"not_sent.{verb}: say why")
        if verb in verbs:
            raise MappingRefused(f"not_sent.{verb}: stands in verbs, too")
    return dict(raw)
