"""The door of the audit."""

from tinhso.foundation.audit.actions import record, record_read, record_reads
from tinhso.foundation.audit.data import READ_VERB, Entry

__all__ = ["READ_VERB", "Entry", "record", "record_read", "record_reads"]
