"""The PostgreSQL that tests run on: TEST_DATABASE_URL when given, else an embedded server kept under var/."""

import os

from tinhso.settings import env
from tinhso.settings.embedded import OWNER, EmbeddedServer


def test_server_url() -> str:
    """Return the owner's URL on a server where this run may create its database; starts the embedded one if needed."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given
    kept = os.environ.get("TINHSO_TEST_SERVER")
    if not kept:
        server = EmbeddedServer(env.ROOT / "var" / "test")
        server.start()
        kept = os.environ["TINHSO_TEST_SERVER"] = server.url("postgres", role=OWNER)
    return kept
