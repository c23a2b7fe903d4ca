"""The source this installation is connected to."""

from typing import Final

from django.conf import settings

from tinhso.data.population.adapters.soap import Connection, SoapSource
from tinhso.data.population.ports import Source

_SIMULATED: Final = Connection(
    url="",
    auth_url="http://dancuquocgia.bca/xac-thuc",
    user="mo-phong",
    secret="mo-phong",  # noqa: S106 - the simulator guards nothing
    api_key="mo-phong",
    client="VN/GOV/MO-PHONG/TINH-SO",
    service="VPCP",
    integration="037",
)


def connection() -> Connection | None:
    """Return how the source is reached: by the settings, else the simulator when there is one, else None."""
    service, _, integration = settings.POPULATION_CODES.partition(":")
    if settings.POPULATION_URL:
        user, secret, api_key = [*settings.POPULATION_KEY.split(":", 2), "", "", ""][:3]
        return Connection(
            url=settings.POPULATION_URL,
            auth_url=settings.POPULATION_AUTH_URL or settings.POPULATION_URL,
            user=user,
            secret=secret,
            api_key=api_key,
            client=settings.POPULATION_CLIENT,
            service=service,
            integration=integration,
        )
    return _SIMULATED.at(f"{settings.SIMULATORS}/population/") if settings.SIMULATORS else None


def is_connected() -> bool:
    """Tell whether there is a source to ask."""
    return bool(settings.POPULATION_URL or settings.SIMULATORS)


def source() -> Source | None:
    """Return the source; None when this installation is not connected."""
    reached = connection()
    return SoapSource(reached) if reached else None
