"""Reads."""

from collections.abc import Sequence
from uuid import UUID

from tinhso.foundation.workflow import processes
from tinhso.foundation.workflow.data import Progress
from tinhso.foundation.workflow.errors import NotStarted
from tinhso.foundation.workflow.models import Instance


def get_progress(subject_id: UUID) -> Progress:
    """Return how far the process of a subject has come. Raises NotStarted when there is none."""
    progress = list_progress([subject_id]).get(subject_id)
    if progress is None:
        raise NotStarted
    return progress


def list_progress(subject_ids: Sequence[UUID]) -> dict[UUID, Progress]:
    """Return the progress of up to 100 subjects in one query; those without a process are left out."""
    rows = Instance.objects.filter(subject_id__in=list(subject_ids)[:100]).values_list(
        "subject_id", "ready", "process__titles"
    )
    return {subject: processes.progress_of(ready, titles) for subject, ready, titles in rows}
