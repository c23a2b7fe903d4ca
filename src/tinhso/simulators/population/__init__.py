"""A stand-in for the national population database (Cơ sở dữ liệu quốc gia về dân cư), over SOAP 1.1.

It knows 100,000 invented people, told from their number by arithmetic alone, and the people of the demo. Headers and
the order of elements are checked as strictly as the documented service does. `/_control` takes the common modes and
these quirks, each `true` unless said otherwise:

`garbled` (an answer that is no XML), `windows_1258` (says UTF-8, is not), `bomb` (entities), `huge` (bytes, a number),
`deep` (elements within elements, a number), `other_person` (the record of somebody else), `wrong_birth` (the record
with another birth date), `no_reason` (nobody found without a code), `fault` (a fault code to answer with), `drip`
(seconds between the parts of an answer, a number), `half` (the line breaks in the middle).
"""

from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Route

from tinhso.simulators.behaviour import Behaviour, with_control
from tinhso.simulators.population.service import Service

TITLE = "Cơ sở dữ liệu quốc gia về dân cư"


def make_app(folder: Path) -> Starlette:
    """Return the application; `folder` keeps what was asked (asked.sqlite), so that a test can read it after a kill."""
    behaviour = Behaviour()
    service = Service(folder, behaviour)
    routes = [
        Route("/", service.call, methods=["POST"]),
        Route("/_control/asked", service.asked, methods=["GET"]),
        Route("/_control/people/{index:int}", service.person, methods=["GET"]),
    ]
    return with_control(Starlette(routes=routes), behaviour)
