"""`python -m tinhso.simulators --port 8090 --data DIR`: every simulator in one process, on loopback alone."""

import argparse
import importlib
import os
import pkgutil
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

import tinhso.simulators as house

FOLDER = "TINHSO_SIMULATORS_DATA"


def simulators() -> dict[str, Any]:
    """Return the modules that are simulators, by name."""
    found = {}
    for one in pkgutil.iter_modules(house.__path__):
        if one.name.startswith("_") or one.name == "behaviour":
            continue
        module = importlib.import_module(f"tinhso.simulators.{one.name}")
        if hasattr(module, "make_app"):
            found[one.name.replace("_", "-")] = module
    return found


def make_application() -> Starlette:
    """Return one application with every simulator mounted; its first page names them."""
    folder = Path(os.environ[FOLDER])
    mounted = simulators()

    async def index(_request: Request) -> Response:
        return JSONResponse({"simulators": {name: module.TITLE for name, module in mounted.items()}})

    routes: list[Any] = [Route("/", index)]
    for name, module in mounted.items():
        own = folder / name
        own.mkdir(parents=True, exist_ok=True)
        routes.append(Mount(f"/{name}", app=module.make_app(own)))
    return Starlette(routes=routes)


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="tinhso.simulators", description="Máy giả lập các hệ thống bên ngoài.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", required=True)
    options = parser.parse_args()
    folder = Path(options.data).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[FOLDER] = str(folder)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "tinhso.simulators.__main__:make_application",
        factory=True,
        address="127.0.0.1",
        port=options.port,
        interface=Interfaces.ASGI,
        workers=1,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
