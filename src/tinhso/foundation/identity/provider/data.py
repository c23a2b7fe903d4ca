"""Words of our sign-on."""

from typing import Final

CLIENTS: Final = "identity.clients"
