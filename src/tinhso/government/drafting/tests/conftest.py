"""The demonstration authority, started for real."""

from tinhso.testing.simulators import authority, simulator, simulators

__all__ = ["authority", "simulator", "simulators"]
