"""Closing an account to sign-ins, and opening it again: sessions here and tokens given to other systems end at once."""

from datetime import datetime

from tinhso.foundation.identity.events import AccountLocked, AccountUnlocked
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.provider import ending
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce


def lock(account: Account, *, actor: Actor, now: datetime) -> None:
    """Lock, inside an act whose gate has been passed and that puts it on record."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_everywhere(account, now=now)
    announce(AccountLocked(account_id=account.id), actor=actor)


def unlock(account: Account, *, actor: Actor) -> None:
    """Unlock, inside an act whose gate has been passed and that puts it on record."""
    account.is_active = True
    account.save(update_fields=["is_active"])
    announce(AccountUnlocked(account_id=account.id), actor=actor)


def end_everywhere(account: Account, *, now: datetime) -> None:
    """End every session here and every token other systems hold, and queue the word to those that want to be told.

    One act, so that no way of signing somebody out leaves them signed in elsewhere. The caller has locked the row.
    """
    account.session_epoch += 1
    account.save(update_fields=["session_epoch"])
    ending.end_tokens(account, now=now)
