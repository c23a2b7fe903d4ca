"""From a published package (JSON) to the data objects others hold. Takes whatever lint once took."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from tinhso.foundation.forms.public import compile_form, parse_condition
from tinhso.government.procedures.data import (
    Act,
    Case,
    Component,
    Exemption,
    Fee,
    FeeTier,
    LegalBasis,
    Level,
    OnlineLevel,
    ProcedureInfo,
    ProcedureVersion,
    Question,
    ResultKind,
    Step,
    TimeLimit,
)
from tinhso.kernel.money import Dong

Raw = Mapping[str, Any]


def build_info(raw: Raw, *, version_id: UUID, procedure_id: UUID, valid_to: date | None) -> ProcedureInfo:
    """Return what a list shows of a package."""
    return ProcedureInfo(
        id=version_id,
        procedure_id=procedure_id,
        code=raw["code"],
        valid_from=date.fromisoformat(raw["version"]),
        valid_to=valid_to,
        name=raw["name"],
        name_en=raw.get("name_en", ""),
        slug=raw["slug"],
        short_code=raw["short_code"],
        summary=raw["summary"],
        life_event=raw["life_event"],
        field_code=raw["field"]["code"],
        field_name=raw["field"]["name"],
        level=Level(raw["level"]),
        department=raw.get("department") or "",
        online_level=OnlineLevel(raw["online_level"]),
        online=raw["channels"]["online"],
        counter=raw["channels"]["counter"],
        audience=tuple(raw["audience"]),
    )


def build_version(
    info: ProcedureInfo, raw: Raw, *, form: Raw, digest: str, templates: Mapping[str, str] | None = None
) -> ProcedureVersion:
    """Return the whole version."""
    cases = build_cases(raw)
    every = tuple(case.code for case in cases)
    return ProcedureVersion(
        info=info,
        digest=digest,
        form=_compiled(digest, form),
        cases=cases,
        fees=build_fees(raw),
        exemptions=build_exemptions(raw),
        components=tuple(_component(one, every) for one in raw["components"]),
        results=tuple(_result(one) for one in raw["results"]),
        steps=tuple(_step(one) for one in raw["steps"]),
        legal_basis=tuple(LegalBasis(one["number"], one["name"], one["mark"]) for one in raw["legal_basis"]),
        eligibility=tuple(
            Question(one["question"], one["yes_continues"], one["otherwise"]) for one in raw.get("eligibility", ())
        ),
        who=raw["who"],
        minutes=raw["minutes"],
        prepare=tuple(raw["prepare"]),
        procedure_text=tuple(raw["procedure_text"]),
        requirements=tuple(raw["requirements"]),
        copies=raw["copies"],
        agency=raw["agency"]["name"],
        signer=raw["agency"]["signer"],
        prints=dict(raw["prints"]),
        templates=dict(templates or {}),
        package=raw,
    )


class _ByDigest:
    """A form to compile, compared by the digest of the package it stands in."""

    def __init__(self, digest: str, raw: Raw) -> None:
        self.digest = digest
        self.raw = raw

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and other.digest == self.digest


@lru_cache(maxsize=256)
def _compile(key: _ByDigest) -> Any:
    return compile_form(key.raw)


def _compiled(digest: str, raw: Raw) -> Any:
    return _compile(_ByDigest(digest, raw))


def build_cases(raw: Raw) -> tuple[Case, ...]:
    """Return the cases of a package."""
    return tuple(
        Case(
            one["code"],
            one["name"],
            parse_condition(one.get("when")),
            build_limit(one["allowance"]),
            build_limit(one["allowance_online"]) if one.get("allowance_online") else None,
        )
        for one in raw["cases"]
    )


def build_fees(raw: Raw) -> tuple[Fee, ...]:
    """Return the fees of a package."""
    return tuple(
        Fee(
            code=one["code"],
            name=one["name"],
            amount=Dong(one["amount"]),
            per=one["per"],
            when=parse_condition(one.get("when")),
            channel=one.get("channel", "any"),
            cases=tuple(one["cases"]),
            mark=one["mark"],
            note=one.get("note", ""),
            quantity=one.get("quantity", ""),
            times=one.get("times", ""),
            tiers=tuple(FeeTier(tier.get("up_to"), Dong(tier["amount"])) for tier in one.get("tiers", ())),
            at_most=Dong(one["max"]) if "max" in one else None,
            kind=one.get("kind", "fee"),
            collect=one.get("collect", "receipt"),
        )
        for one in raw["fees"]
    )


def build_exemptions(raw: Raw) -> tuple[Exemption, ...]:
    """Return who pays less, as the package says."""
    return tuple(
        Exemption(
            code=one["code"],
            name=one["name"],
            percent=one["percent"],
            fees=tuple(one["fees"]),
            paper=one.get("paper", ""),
            when=parse_condition(one["when"]) if one.get("when") else None,
            basis=one["basis"],
            mark=one["mark"],
        )
        for one in raw.get("exemptions", ())
    )


def build_limit(raw: Raw) -> TimeLimit:
    """Return a span of time as the package writes it."""
    return TimeLimit(Decimal(str(raw["amount"])), raw["unit"], raw.get("mark", ""))


def _component(raw: Raw, every: tuple[str, ...]) -> Component:
    return Component(
        code=raw["code"],
        name=raw["name"],
        kind=raw["kind"],
        count=raw["count"],
        required=raw["required"],
        when=parse_condition(raw.get("when")),
        cases=tuple(raw.get("cases") or every),
        from_form=raw.get("from_form", False),
        hint=raw.get("hint", ""),
        example=raw.get("example", ""),
        accepts=tuple(raw.get("accepts", ())),
    )


def _result(raw: Raw) -> ResultKind:
    number = raw["number"]
    return ResultKind(
        raw["code"],
        raw["name"],
        raw["template"],
        number["series"],
        number["pattern"],
        number["period"],
        raw["validity"] or "",
        number.get("unique_within", "ever"),
    )


def _step(raw: Raw) -> Step:
    return Step(
        raw["task"],
        raw["title"],
        raw["role"],
        Act(raw["act"]),
        build_limit(raw["allowance"]),
        dict(raw["outcomes"]),
        raw["citizen"],
        {case: build_limit(limit) for case, limit in raw.get("allowances", {}).items()},
        raw.get("citizen_en", ""),
        bool(raw.get("needs_opinions")),
    )
