"""What applicants hand in, and the drawer of a desk."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from tinhso.foundation.files import public as files
from tinhso.foundation.prints import public as prints
from tinhso.government.dossiers.data import PaperForm, PaperInput
from tinhso.government.payments import public as payments
from tinhso.kernel.actors import Actor
from tinhso.kernel.money import Dong

SHEETS: Final = 12
"""So many different papers there are; content is kept once, each that is handed in has a record of its own."""


@lru_cache(maxsize=SHEETS)
def _sheet(number: int) -> bytes:
    return prints.render_pdf("to_khai", prints.get_example("to_khai")) + f"\n% {number}\n".encode()


def scans(citizen: Actor, components: Sequence[str], dice: random.Random, *, now: datetime) -> list[PaperInput]:
    """Return papers as this citizen uploads them: each goes the whole way of an upload."""
    return [
        PaperInput(
            component,
            files.save_bytes(_sheet(dice.randrange(SHEETS)), name=f"{component}.pdf", actor=citizen, now=now).id,
        )
        for component in components
    ]


def seen(components: Sequence[str]) -> list[PaperInput]:
    """Return papers the desk has seen."""
    return [PaperInput(component, None, PaperForm.ORIGINAL) for component in components]


def with_drawer(desk: Actor, take: Callable[[], None], *, now: datetime) -> None:
    """Open the desk's drawer, take the money, close it with exactly what came in."""
    if payments.shift_of(desk) is None:
        payments.open_shift(desk, opening_float=Dong(0), now=now)
    take()
    shift = payments.shift_of(desk)
    if shift is not None:
        payments.close_shift(desk, counted=shift.expected, now=now)
