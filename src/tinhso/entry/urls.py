"""Every address of the house: each room brings its own, `entry` puts them side by side."""

from importlib.util import find_spec
from typing import Final

from django.urls import URLPattern, URLResolver, include, path

from tinhso.entry.health import alive

ROOMS: Final = (
    "tinhso.foundation.identity.urls",
    "tinhso.foundation.identity.provider_urls",
    "tinhso.foundation.access.urls",
    "tinhso.foundation.notifications.urls",
    "tinhso.foundation.files.urls",
    "tinhso.foundation.mandates.urls",
    "tinhso.foundation.signing.urls",
    "tinhso.foundation.certificates.urls",
    "tinhso.foundation.csc.urls",
    "tinhso.ui.urls",
    "tinhso.data.population.urls",
    "tinhso.government.procedures.urls",
    "tinhso.government.papers.urls",
    "tinhso.government.payments.urls",
    "tinhso.government.national.urls",
    "tinhso.government.appointments.urls",
    "tinhso.government.petitions.urls",
    "tinhso.government.ratings.urls",
    "tinhso.government.figures.urls",
    "tinhso.government.cooperation.urls",
    "tinhso.government.groups.urls",
    "tinhso.government.transfers.urls",
    "tinhso.government.digitisation.urls",
    "tinhso.government.retention.urls",
    "tinhso.government.documents.urls",
    "tinhso.government.drafting.urls",
    "tinhso.government.correspondence.urls",
    "tinhso.government.schedules.urls",
    "tinhso.government.casefiles.urls",
    "tinhso.government.archive.urls",
    "tinhso.portals.officer.urls",
    "tinhso.portals.leader.urls",
    "tinhso.portals.operator.urls",
    "tinhso.portals.citizen.urls",
)


def _is_there(module: str) -> bool:
    """Tell whether a room brings addresses; one that was taken out brings none."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("suc-khoe/", alive, name="health"),
]
if _is_there("tinhso.government.dossiers.api.v1") and _is_there("tinhso.government.procedures.api.v1"):
    from tinhso.entry.api import api

    urlpatterns.append(path("api/v1/", api.urls))  # before the rooms: they all begin at the root and are tried in turn
urlpatterns += [path("", include(room)) for room in ROOMS if _is_there(room)]

handler400 = "tinhso.entry.faults.bad_request"
handler403 = "tinhso.entry.faults.forbidden"
handler404 = "tinhso.entry.faults.not_found"
handler500 = "tinhso.entry.faults.fault"
