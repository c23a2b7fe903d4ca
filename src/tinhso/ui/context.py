"""What every template may use."""

from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """Return the names every page shows."""
    return {"actor": getattr(request, "actor", None)}
