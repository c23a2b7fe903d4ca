"""Builders for tests of the exchange: a portal that holds nothing yet, and the drain as the worker runs it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from tinhso.government.national.adapters.lgsp import LgspPortal, disconnect
from tinhso.government.national.drain import Drain
from tinhso.kernel import clock, outbox
from tinhso.testing.horizon import wait_for_horizon
from tinhso.testing.simulators import Simulator, ask


@dataclass
class TestPortal:
    """The simulated portal, emptied: what it holds, what it is told to hold, and what is told to it."""

    __test__ = False
    simulator: Simulator
    client: LgspPortal
    drains: list[Drain] = field(default_factory=list)

    def held(self, code: str = "") -> dict[str, Any]:
        """Return all the portal holds of a dossier, or how much it holds in all."""
        found: dict[str, Any] = ask(f"{self.simulator.url}/_control/held?MaHoSo={code}")
        return found

    def plant(self, **wanted: Any) -> None:
        """Put procedures, agencies, fields, filings, files or dossiers into the portal, or `lose` dossiers."""
        ask(f"{self.simulator.url}/_control/plant", wanted)

    def behave(self, **wanted: Any) -> None:
        """Let it be slow, failing, down or odd."""
        self.simulator.behave(**wanted)

    def tell(self, *, connections: int = 4, now: datetime | None = None) -> int:
        """Tell it what is due, until nothing is; return how many lanes were tried."""
        if not self.drains or self.drains[0].connections != connections:
            self.drains.insert(0, Drain(connections))
        moment: Callable[[], datetime] = clock.now if now is None else lambda: now
        return self.drains[0].run(self.client, seconds=60, now=moment)


def deliver() -> int:
    """Let the exchange hear of everything that happened so far."""
    wait_for_horizon()
    return outbox.deliver_pending()


@pytest.fixture
def portal(simulator: Callable[[str], Simulator], settings: Any) -> Iterator[TestPortal]:
    """An empty portal to which this installation is connected."""
    one = simulator("national-portal")
    ask(f"{one.url}/_control/forget", {})
    settings.NATIONAL_URL, settings.NATIONAL_KEY, settings.NATIONAL_PARTNER = one.url, "a:b", "TinhSo:H61:H61"
    found = TestPortal(one, LgspPortal(one.url, key="a:b", partner="TinhSo:H61:H61"))
    yield found
    found.client.close()
    disconnect()
    for drain in found.drains:
        drain.pool.shutdown()
