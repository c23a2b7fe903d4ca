"""Who may sign a document of an agency, by what right, and how that is written (Nghị định 30/2020/NĐ-CP, Điều 13)."""

import re
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from tinhso.foundation.organisations.data import COUNCILS, UnitInfo, UnitKind
from tinhso.government.drafting.data import Competence

_HEADS: Final = (
    "Chủ tịch",
    "Giám đốc",
    "Cục trưởng",
    "Chánh Thanh tra",
    "Chánh Văn phòng",
    "Trưởng ban",
    "Trưởng phòng",
)
_OWN_HEADS: Final = MappingProxyType(
    {
        UnitKind.DEPARTMENT: ("Giám đốc", "Chánh Thanh tra", "Cục trưởng"),
        UnitKind.BOARD: ("Trưởng ban",),
        UnitKind.OFFICE: ("Chánh Văn phòng",),
        UnitKind.CENTRE: ("Giám đốc",),
    }
)
"""Who heads an agency of a kind that works under one head."""
_CHAIRS: Final = re.compile(
    r"chủ tịch(?: (?:ủy ban nhân dân|ubnd|phường|xã|đặc khu|thị trấn|thị xã|huyện|thành phố|tỉnh)\b.*)?"
)
"""The chairman of a people's committee, not of a council, a front or a union with a post in the same house."""
_DEPUTY: Final = "Phó "
_ACTING: Final = "Quyền "


@dataclass(frozen=True, slots=True)
class Post:
    """A post as it counts here: its title, and whether it is a post of the agency itself, not of a part of it."""

    title: str
    is_of_agency: bool


def short(title: str) -> str:
    """Return the office alone: «Chủ tịch» of «Chủ tịch Ủy ban nhân dân phường»; the title itself when none is known."""
    deputy = title.startswith(_DEPUTY)
    bare = title.removeprefix(_ACTING).removeprefix(_DEPUTY)
    head = next((one for one in _HEADS if bare.casefold().startswith(one.casefold())), bare)
    return f"{_DEPUTY}{head}" if deputy else head


def is_deputy(title: str) -> bool:
    """Tell whether the post is a deputy's."""
    return title.startswith(_DEPUTY)


def is_head(title: str) -> bool:
    """Tell whether the post is that of somebody who heads an agency or a part of one."""
    bare = title.removeprefix(_ACTING)
    return any(bare.casefold().startswith(one.casefold()) for one in _HEADS)


def heads(title: str, kind: UnitKind) -> bool:
    """Tell whether a post heads an agency of a kind, for the time being or as its head's deputy.

    The head of the office or of a centre who has their post at the committee itself heads a part of it.
    """
    bare = title.removeprefix(_ACTING).removeprefix(_DEPUTY).casefold().replace("uỷ", "ủy")
    if kind in COUNCILS:
        return _CHAIRS.fullmatch(bare) is not None
    return any(bare.startswith(one.casefold()) for one in _OWN_HEADS.get(kind, _HEADS))


def allowed(post: Post, kind: UnitKind, *, is_mandated: bool) -> tuple[Competence, ...]:
    """Return the rights by which the holder of a post may sign for an agency, the usual one first.

    A deputy signs for the head (KT.); the head of a part signs by order (TL.); a mandate in writing lets its holder
    sign TUQ.; whoever heads the agency for the time being signs Q.; a committee's head also signs TM.
    """
    found: list[Competence] = []
    post = replace(post, is_of_agency=post.is_of_agency and heads(post.title, kind))
    if post.is_of_agency and is_deputy(post.title):
        found.append(Competence.DEPUTY)
    elif post.is_of_agency and post.title.startswith(_ACTING) and is_head(post.title):
        found.append(Competence.ACTING)
    elif post.is_of_agency and is_head(post.title):
        found.append(Competence.HEAD)
    elif is_head(post.title):
        found.append(Competence.BY_ORDER)
    if kind in COUNCILS and found and found[0] in (Competence.HEAD, Competence.DEPUTY, Competence.ACTING):
        found.append(Competence.COLLECTIVE)
    if is_mandated:
        found.append(Competence.MANDATED)
    return tuple(found)


def authority_lines(competence: Competence, *, title: str, head_title: str, issuer: str) -> list[str]:
    """Return the lines over the signature (Phụ lục I, phần I, mục II.7).

    `title` is the signer's post, `head_title` that of the agency's head, `issuer` the agency as written on papers.
    """
    own, head = short(title).upper(), short(head_title).upper()
    if competence is Competence.COLLECTIVE and title.startswith(_ACTING):
        return [f"TM. {_body_of(issuer)}", f"Q. {head}"]
    if competence is Competence.COLLECTIVE:
        return [f"TM. {_body_of(issuer)}", *([f"KT. {head}"] if is_deputy(title) else []), own]
    if competence is Competence.ACTING:
        return [f"Q. {head}"]
    return [own] if competence is Competence.HEAD else [f"{competence} {head}", own]


def _body_of(issuer: str) -> str:
    """Return the collective body alone: the letterhead says of where."""
    body = "Ủy ban nhân dân"
    return body.upper() if issuer.casefold().startswith(body.casefold()) else issuer.upper()


def head_of(kind: UnitKind) -> str:
    """Return the title of whoever heads an agency of a kind, for one whose head's post stands empty."""
    return {
        UnitKind.DEPARTMENT: "Giám đốc",
        UnitKind.BOARD: "Trưởng ban",
        UnitKind.OFFICE: "Chánh Văn phòng",
        UnitKind.CENTRE: "Giám đốc",
    }.get(kind, "Chủ tịch")


def issuer_lines(unit: UnitInfo) -> str:
    """Return the agency for the letterhead: the body on one line, of where on the next."""
    name = unit.issuer.upper()
    body = "ỦY BAN NHÂN DÂN "
    return f"{body.strip()}\n{name.removeprefix(body)}" if name.startswith(body) else name
