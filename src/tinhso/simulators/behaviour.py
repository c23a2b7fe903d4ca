"""How a simulator misbehaves when told to: slow, failing, down; for tests, drills and the operator's curiosity."""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass
class Behaviour:
    """What a simulator does before it answers.

    `delay` seconds pass first; a share `failing` (0 to 1) of requests gets 503; `down` answers nothing but 503;
    `quirks` are words that only the one simulator understands.
    """

    delay: float = 0.0
    failing: float = 0.0
    down: bool = False
    quirks: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as the control address shows it."""
        return {"delay": self.delay, "failing": self.failing, "down": self.down, "quirks": self.quirks}

    def set(self, wanted: dict[str, Any]) -> None:
        """Take over what is named; the rest stays. Raises ValueError for what is no number or out of bounds."""
        delay, failing = float(wanted.get("delay", self.delay)), float(wanted.get("failing", self.failing))
        if not 0 <= delay <= 120 or not 0 <= failing <= 1:
            raise ValueError("delay: 0 to 120 seconds; failing: 0 to 1")
        self.delay, self.failing, self.down = delay, failing, bool(wanted.get("down", self.down))
        self.quirks = dict(wanted.get("quirks", self.quirks))


class Misbehaving:
    """ASGI middleware: every address but `/_control` goes through the behaviour."""

    def __init__(self, app: ASGIApp, behaviour: Behaviour) -> None:
        self.app, self.behaviour = app, behaviour

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, fail, or hand on."""
        own_path = str(scope.get("path", "")).removeprefix(str(scope.get("root_path", "")))
        if scope["type"] == "http" and not own_path.startswith("/_control"):
            if self.behaviour.delay:
                await asyncio.sleep(self.behaviour.delay)
            if self.behaviour.down or random.random() < self.behaviour.failing:  # noqa: S311 - a drill, not a secret
                await Response("service unavailable", status_code=503)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def with_control(app: Starlette, behaviour: Behaviour) -> Starlette:
    """Give an application `GET` and `POST /_control`, and put it behind its behaviour."""

    async def control(request: Request) -> Response:
        if request.method == "POST":
            try:
                behaviour.set(await request.json())
            except (ValueError, TypeError) as error:
                return JSONResponse({"error": str(error)}, status_code=422)
        return JSONResponse(behaviour.to_json())

    app.router.routes.append(Route("/_control", control, methods=["GET", "POST"]))
    app.add_middleware(Misbehaving, behaviour=behaviour)
    return app
