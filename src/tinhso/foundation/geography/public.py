"""The door of geography."""

from tinhso.foundation.geography.data import Pin, Point
from tinhso.foundation.geography.sheet import sheet, unit_at

__all__ = ["Pin", "Point", "sheet", "unit_at"]
