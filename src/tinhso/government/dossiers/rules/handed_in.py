"""What was handed in and how, as the receipt lists it (Mẫu 01) and the desk counts it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tinhso.government.dossiers.data import PaperCount, PaperForm, PaperInfo, PaperOrigin

ON_PAPER: Final = (PaperForm.ORIGINAL, PaperForm.CERTIFIED, PaperForm.PHOTO)
Kinds = tuple[tuple[PaperForm, int], ...]


def handed_in(papers: Iterable[PaperInfo]) -> list[PaperInfo]:
    """Return one line for each component and kind of copy, in order; what we scanned ourselves was not handed in.

    Several files of one paper are one paper; several files of an electronic component are one document.
    """
    lines: dict[tuple[str, PaperForm], PaperInfo] = {}
    for paper in papers:
        if paper.origin is not PaperOrigin.DIGITISED:
            known = lines.setdefault((paper.component, paper.form), paper)
            if paper.count > known.count:
                lines[paper.component, paper.form] = paper
    return list(lines.values())


def kinds_of(papers: Iterable[PaperInfo], component: str) -> Kinds:
    """Return the copies on paper of one component: (kind, how many), originals first."""
    found = {one.form: one.count for one in handed_in(papers) if one.component == component}
    return tuple((form, found[form]) for form in ON_PAPER if form in found)


def counted(one: PaperCount) -> Kinds:
    """Return a count of the desk as `kinds_of` gives it."""
    copies: Mapping[PaperForm, int] = {
        PaperForm.ORIGINAL: one.originals,
        PaperForm.CERTIFIED: one.certified,
        PaperForm.PHOTO: one.photos,
    }
    return tuple((form, copies[form]) for form in ON_PAPER if copies[form])


def changed(papers: Sequence[PaperInfo], counts: Iterable[PaperCount]) -> list[PaperCount]:
    """Return the counts that say otherwise than what is written down."""
    return [one for one in counts if counted(one) != kinds_of(papers, one.component)]
