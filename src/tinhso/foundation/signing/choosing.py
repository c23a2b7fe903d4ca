"""With which key somebody signs: one rule for the whole house."""

from datetime import datetime
from uuid import UUID

from tinhso.foundation.signing.actions import ensure_demo_key
from tinhso.foundation.signing.data import ConsentNeed, KeyInfo, KeyKind
from tinhso.foundation.signing.errors import ConsentNeeded, KeyNotFound
from tinhso.foundation.signing.keyring import demo_allowed
from tinhso.foundation.signing.queries import keys_of
from tinhso.kernel.actors import Actor


def key_of(actor: Actor, *, at_once: bool = True, now: datetime | None = None) -> KeyInfo:
    """Return the key this person signs with: an official one before a demonstration one, the newest of its kind.

    With `at_once` only keys that ask nothing of their holder and nobody far away, so that they sign inside a
    transaction; when they have none but others, ConsentNeeded. In a demonstration installation who has none gets one,
    marked as such; elsewhere KeyNotFound.
    """
    if actor.account_id is None:
        raise KeyNotFound
    held = keys_of(actor.account_id, usable_only=True, now=now)
    found = _best(held, at_once=at_once)
    if found is not None:
        return found
    if held:
        raise ConsentNeeded
    if not demo_allowed():
        raise KeyNotFound
    return ensure_demo_key(actor.account_id, name=actor.name, title=actor.title, unit=actor.unit_name, now=now)


def key_for_queue(actor: Actor, *, now: datetime | None = None) -> KeyInfo:
    """Return the key by which the queue signs for this person: wherever it lies, as long as it asks nobody each time.

    An official one before a demonstration one. Raises ConsentNeeded when they hold only keys that do ask, else as
    `key_of`.
    """
    if actor.account_id is None:
        raise KeyNotFound
    found = _best([one for one in keys_of(actor.account_id, usable_only=True, now=now) if _asks_nobody(one)])
    return found or key_of(actor, now=now)


def key_to_sign(actor: Actor, *, now: datetime | None = None) -> KeyInfo:
    """Return the key this person signs with wherever it lies and whatever it asks of them.

    An official one before a demonstration one, then one that asks nobody before one that asks each time: with the first
    the queue signs, for the other a document is prepared (`prepare_signature`). Raises KeyNotFound as `key_of`.
    """
    if actor.account_id is None:
        raise KeyNotFound
    held = sorted(
        keys_of(actor.account_id, usable_only=True, now=now), key=lambda one: (one.is_demo, not _asks_nobody(one))
    )
    return held[0] if held else key_of(actor, now=now)


def find_seal(unit_id: UUID, *, now: datetime | None = None) -> KeyInfo | None:
    """Return the key of an agency's seal by which the queue can sign, None where the agency has none here."""
    return _best([one for one in keys_of(unit_id, usable_only=True, now=now) if _asks_nobody(one)])


def seal_or_own_key(actor: Actor, *, unit_id: UUID, now: datetime | None = None) -> KeyInfo:
    """Return the agency's key that signs by itself, or this person's own where the agency has none here.

    Who may put the agency's signature to a paper, the room that asks has decided. Raises as `key_of`.
    """
    if actor.account_id is None:
        raise KeyNotFound
    return _best(keys_of(unit_id, usable_only=True, now=now), at_once=True) or key_of(actor, now=now)


def signs_at_once(key: KeyInfo) -> bool:
    """Tell whether a key signs inside a transaction: it asks nobody, and no service far away."""
    return key.consent is ConsentNeed.NONE and key.kind is not KeyKind.REMOTE


def _asks_nobody(key: KeyInfo) -> bool:
    return key.consent is ConsentNeed.NONE


def _best(held: list[KeyInfo], *, at_once: bool = False) -> KeyInfo | None:
    fit = [one for one in held if not at_once or signs_at_once(one)]
    return next((one for one in fit if not one.is_demo), fit[0] if fit else None)
