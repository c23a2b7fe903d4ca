"""Petitions on the map: where to point when reporting, and where the unit's are."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.foundation.geography import public as geography
from tinhso.foundation.geography.public import Pin, Point
from tinhso.government.petitions.data import TONES, PetitionInfo, PublicPetition
from tinhso.ui.data import MapPick, MapSheet

PICK = MapPick(latitude="#id_latitude", longitude="#id_longitude", unit="#id_unit")


def to_choose_on() -> MapSheet | None:
    """Return the map a point is chosen on, None where the province's places are not known."""
    return geography.sheet(_("Chọn điểm trên bản đồ"))


def of_list(rows: Sequence[tuple[str, PetitionInfo]]) -> MapSheet | None:
    """Return the map of a list's petitions; each pin bears the number it has in the list and leads to it."""
    pins = [
        Pin(at, number, info.title, reverse("petitions:one", args=[info.id]), TONES.get(info.status, "end"))
        for number, info in rows
        if (at := point_of(info.place.latitude, info.place.longitude)) is not None
    ]
    return geography.sheet(_("Phản ánh trên bản đồ"), pins=pins, focus=[pin.point for pin in pins]) if pins else None


def of_one(info: PetitionInfo) -> MapSheet | None:
    """Return the map of one petition, for who handles it."""
    at = point_of(info.place.latitude, info.place.longitude)
    if at is None:
        return None
    return geography.sheet(_("Nơi xảy ra sự việc"), pins=[Pin(at, "●", info.title)], focus=[at])


def of_public(found: PublicPetition) -> MapSheet | None:
    """Return the map of a published petition: the rounded point alone."""
    at = point_of(found.latitude, found.longitude)
    if at is None:
        return None
    return geography.sheet(
        _("Khu vực phản ánh, làm tròn đến khoảng 1 km"), pins=[Pin(at, "●", found.title)], focus=[at]
    )


def near_words(info: PetitionInfo) -> str:
    """Return the commune a point lies in, or how far it is from the nearest one's middle; "" without a point."""
    at = point_of(info.place.latitude, info.place.longitude)
    found = geography.unit_at(at) if at is not None else None
    if found is None:
        return ""
    _unit_id, name, far = found
    if not far:
        return name
    km = f"{far:.1f}".replace(".", ",")
    return _("cách trung tâm %(place)s khoảng %(km)s km") % {"place": name, "km": km}


def point_of(latitude: Decimal | None, longitude: Decimal | None) -> Point | None:
    """Return a point of two numbers, None without them."""
    return None if latitude is None or longitude is None else Point(float(latitude), float(longitude))
