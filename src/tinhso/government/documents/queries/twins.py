"""Incoming documents that came before: by number, issuer and day, and by what is in their files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from tinhso.government.documents import access
from tinhso.government.documents.data import REGISTER, State
from tinhso.government.documents.rules.twins import code_key, issuer_key
from tinhso.kernel.actors import Actor

MOST: Final = 20
_OF_UNIT: Final = """d.unit_id = %(unit)s AND d.direction = 'incoming' AND d.state <> 'refused'
       AND (%(besides)s::uuid IS NULL OR d.id <> %(besides)s::uuid)"""
_TWINS: Final = f"""
    WITH same_file AS MATERIALIZED (
        SELECT DISTINCT f.document_id FROM documents_documentfile f WHERE f.sha256 = ANY(%(hashes)s::text[])
    )
    (SELECT d.id, d.number, d.state, d.way, d.restricted, true
       FROM documents_document d
      WHERE {_OF_UNIT} AND %(has_code)s::boolean AND d.code_key = %(code_key)s
        AND (d.issuer_key = %(issuer_key)s OR (%(issuer_code)s::text <> '' AND d.issuer_code = %(issuer_code)s::text))
        AND (%(issued_on)s::date IS NULL OR d.issued_on = %(issued_on)s::date)
      ORDER BY d.id DESC LIMIT %(most)s)
    UNION ALL
    (SELECT d.id, d.number, d.state, d.way, d.restricted, false
       FROM same_file JOIN documents_document d ON d.id = same_file.document_id
      WHERE {_OF_UNIT}
      ORDER BY d.id DESC LIMIT %(most)s)
"""  # noqa: S608 - our own names
"""Files first, then their documents: a plan that walks an agency's register newest first would read all of it."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A document that may be the same one. `is_same_code`: number, issuer and day agree; `is_same_file`: a file does.

    Whoever registers learns that there is one, under which number and how it came, even of a restricted one whose words
    stay hidden: otherwise it would be registered twice.
    """

    document_id: UUID
    number: int | None
    state: State
    way: str
    is_same_code: bool
    is_same_file: bool
    restricted: bool


def find_twins(
    actor: Actor,
    *,
    unit_id: UUID,
    code: str,
    issuer_name: str,
    issuer_code: str = "",
    issued_on: date | None = None,
    sha256s: Sequence[str] = (),
) -> list[Twin]:
    """Return documents of a register that may be the one in hand, whatever way they came. Raises DocumentMissing."""
    access.unit_required(actor, REGISTER, unit_id)
    return twins_of(
        unit_id=unit_id,
        code=code,
        issuer_name=issuer_name,
        issuer_code=issuer_code,
        issued_on=issued_on,
        sha256s=sha256s,
    )


def twins_of(
    *,
    unit_id: UUID,
    code: str,
    issuer_name: str,
    issuer_code: str = "",
    issued_on: date | None = None,
    sha256s: Sequence[str] = (),
    besides: UUID | None = None,
) -> list[Twin]:
    """Return the same for whoever passed a gate already: at most 20, one statement. Same number first."""
    asked = {
        "unit": unit_id,
        "besides": besides,
        "has_code": bool(code),
        "code_key": code_key(code)[:60],
        "issuer_key": issuer_key(issuer_name),
        "issuer_code": issuer_code,
        "issued_on": issued_on,
        "hashes": list(sha256s),
        "most": MOST,
    }
    found: dict[UUID, Twin] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TWINS, asked)
        for id_, number, state, way, restricted, is_same_code in cursor.fetchall():
            known = found.get(id_)
            found[id_] = (
                replace(known, is_same_code=True, is_same_file=True)
                if known
                else Twin(id_, number, State(state), way, is_same_code, not is_same_code, restricted)
            )
    return sorted(found.values(), key=lambda one: not one.is_same_code)[:MOST]
