"""The door of the officers' portal: what stands around every officer's page."""

from tinhso.portals.officer.shell import surroundings

__all__ = ["surroundings"]
