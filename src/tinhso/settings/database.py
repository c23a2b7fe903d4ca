"""From a PostgreSQL URL to Django's DATABASES entry."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def from_url(url: str, *, pool: int) -> dict[str, Any]:
    """Return Django's settings for a `postgresql://` URL; `?host=/folder` names a socket folder (libpq's own form).

    `?prepare_threshold=0` is for a pooler that hands a connection to somebody else after each transaction: nothing is
    then left on the server between two of ours, no prepared statement and no cursor. `?options=` (empty) is for a
    pooler that refuses the start-up option: the role or the pooler must set `plan_cache_mode` instead.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme!r}")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = query.pop("host", None) or parts.hostname or ""
    options: dict[str, Any] = dict(query)
    # Values travel apart from the text, so the server parses and plans a statement once a connection, not every time.
    threshold = int(options.pop("prepare_threshold", "3"))
    options |= {"server_side_binding": bool(threshold), "prepare_threshold": threshold or None}
    # Planned for the values asked for, every time: a plan for any values is a bad one where a word is rare or common.
    options.setdefault("options", "-c plan_cache_mode=force_custom_plan")
    if not options["options"]:
        del options["options"]
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "tinhso",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
        "DISABLE_SERVER_SIDE_CURSORS": not threshold,
        "ATOMIC_REQUESTS": False,
    }
