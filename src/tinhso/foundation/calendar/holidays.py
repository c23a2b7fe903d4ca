"""Public holidays of Vietnam, lunar ones included, from the `holidays` package: an estimate until decided."""

from datetime import date
from functools import cache
from types import MappingProxyType


@cache
def holidays_of(year: int) -> MappingProxyType[date, str]:
    """Return the days off of a year and their Vietnamese names (Bộ luật Lao động 2019, Điều 111 khoản 3, Điều 112)."""
    from holidays import country_holidays

    return MappingProxyType(dict(country_holidays("VN", years=year, language="vi")))
