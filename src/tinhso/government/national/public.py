"""The door of the national exchange."""

from tinhso.government.national.data import Sync, SyncState
from tinhso.government.national.outage import outages
from tinhso.government.national.queries.standing import sync_state

__all__ = ["Sync", "SyncState", "outages", "sync_state"]
