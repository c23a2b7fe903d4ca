"""Sign-in by number and password."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from tinhso.foundation.identity.models import Account
from tinhso.kernel.rows import Rows

_ACCOUNTS = Rows(Account)


class NumberBackend(ModelBackend):
    """Django's own, over `Account.number`."""

    def get_user(self, user_id: Any) -> Account | None:
        """Return the account of a session, None when it is gone or locked. Asked at every request."""
        found = _ACCOUNTS.find("t.id = %s AND t.is_active", [user_id])
        return found[0] if found else None
