"""The population source for real: the simulator in a process of its own on a loopback port."""

import pytest

from tinhso.data.population.models import SourceLine
from tinhso.testing.cast import an, binh, chi, client_of, dung, em, giang, ha, units  # noqa: F401 - fixtures
from tinhso.testing.simulators import ask, simulator, simulators  # noqa: F401 - fixtures


@pytest.fixture
def source(simulators, simulator, settings):  # noqa: F811
    """The source, well-behaved, and this installation connected to it."""
    one = simulator("population")
    settings.SIMULATORS = f"http://127.0.0.1:{simulators.port}"
    settings.POPULATION_URL = ""
    one.forgive()
    return one


@pytest.fixture
def asked(source):
    """Return a function that lists what the source was asked since the test began."""
    before = len(ask(f"{source.url}/_control/asked"))
    return lambda: ask(f"{source.url}/_control/asked")[before:]


@pytest.fixture
def line(db):
    return lambda: SourceLine.objects.filter(id=1).first() or SourceLine()
