"""Money: whole Vietnamese đồng, never a float (the đồng has no fraction in circulation)."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Dong:
    """An amount in đồng. Refuses anything but int with TypeError."""

    amount: int

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError(f"money is a whole number of đồng, not {type(self.amount).__name__}")

    def __add__(self, other: Self) -> "Dong":
        return Dong(self.amount + other.amount)

    def __sub__(self, other: Self) -> "Dong":
        return Dong(self.amount - other.amount)

    def __mul__(self, times: int) -> "Dong":
        return Dong(self.amount * times)

    def __bool__(self) -> bool:
        return self.amount != 0
