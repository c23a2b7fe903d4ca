"""When an account becomes proven, whoever came into it on a weaker word does not stay inside.

An account opened on somebody's own word may have been opened by another in their name. Once it counts as the true
holder's, what the other set up is worth nothing: password, second factors, telephone, mail, sessions, and what other
systems were given.
"""

from datetime import datetime

from tinhso.foundation.identity import locking, second_factor
from tinhso.foundation.identity.data import Assurance
from tinhso.foundation.identity.events import HolderProven
from tinhso.foundation.identity.models import Account
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce


def is_proven(account: Account) -> bool:
    """Tell whether somebody has shown who the holder is."""
    return account.assurance >= Assurance.VERIFIED


def clear_ways_in(account: Account, *, actor: Actor, now: datetime) -> None:
    """Take away every way into an account that is not proven yet, inside an act at the counter (a locked row).

    No password opens it, no second factor is asked, nobody is signed in, and nothing says how to reach the holder: the
    act that follows asks the holder anew.
    """
    account.set_unusable_password()
    account.phone = account.email = account.address = ""
    account.save(update_fields=["password", "phone", "email", "address"])
    second_factor.forget_all(account, actor=actor)
    locking.end_everywhere(account, now=now)
    announce(HolderProven(account_id=account.id), actor=actor)
