"""What the worker does for identity; heavy parts are imported when it does."""

from tinhso.foundation.identity import throttle
from tinhso.foundation.identity.national import attempts
from tinhso.foundation.identity.provider import codes
from tinhso.kernel import clock


def forget_old() -> int:
    """Drop counts of tries, taken answers and codes whose time has passed; return how many."""
    now = clock.now()
    return throttle.forget_old(now=now) + attempts.forget_old(now=now) + codes.forget_old()


def look_after_keys() -> int:
    """Make the next signing key of our sign-on in time."""
    from tinhso.foundation.identity.provider import keys

    return keys.ensure_keys(now=clock.now())


def send_notices() -> int:
    """Tell other systems whose sessions have ended."""
    from tinhso.foundation.identity.provider import ending

    return ending.send_notices()
