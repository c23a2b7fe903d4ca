"""Which profile a signature of this installation has, and where its time-stamps come from."""

from typing import Final

from django.conf import settings

from tinhso.foundation.signing.data import Profile

DEMO_PATH: Final = "/authority/tsa"


def wanted_profile() -> Profile:
    """Return the profile of this installation (SIGNING_PROFILE): by itself B-LT where a time-stamp source is connected.

    An installation connected to none says so by B-B; one that names a profile gets that or no signature at all.
    """
    named = settings.SIGNING_PROFILE.strip().lower()
    if named:
        return Profile(named)
    return Profile.B_LT if source_address() else Profile.B_B


def source_address() -> str:
    """Return where time-stamps come from: the setting, else the demonstration authority; "" when connected to none."""
    if settings.SIGNING_TSA_URL:
        return str(settings.SIGNING_TSA_URL)
    return f"{settings.SIMULATORS}{DEMO_PATH}" if settings.SIMULATORS else ""
