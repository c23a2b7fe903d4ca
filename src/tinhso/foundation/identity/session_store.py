"""Django's sessions in the database, read by one statement that is not compiled anew at every request."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import connection


class SessionStore(DatabaseStore):
    """What `django.contrib.sessions.backends.db` promises; only reading is its own."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing, and a new key at the next write, for one that has ended."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()",
                [self.session_key],
            )
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(found[0])
        return held

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table of Django's own store: sessions begun under it go on."""
        return Session
