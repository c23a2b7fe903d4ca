"""What must hold in an installation whatever was killed in it. Imported once Django is set up."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.foundation.work.models import WorkItem
from tinhso.foundation.workflow.models import Instance
from tinhso.government.dossiers.data import Status
from tinhso.government.dossiers.models import Dossier, TimelineEvent
from tinhso.government.results.models import Result
from tinhso.kernel.models import DeadLetter

ON_A_DESK = (Status.NEW, Status.RECEIVED, Status.PROCESSING, Status.DONE)
OF_THE_ROAD = ("dossiers.receive", "dossiers.step", "dossiers.signing")


def report() -> dict[str, Any]:
    """Return the code of each dossier, those received and those done, and a sentence for every fault."""
    dossiers = list(Dossier.objects.all())
    return {
        "faults": [*_of_work(dossiers), *_of_codes(dossiers), *_of_results(dossiers), *_of_events(dossiers)],
        "codes": {str(one.id): one.code for one in dossiers},
        "done": [str(one.id) for one in dossiers if _is_done(one)],
        "received": [str(one.id) for one in dossiers if one.received_at],
    }


def _is_done(one: Dossier) -> bool:
    return one.status in (Status.DONE, Status.HANDED_OVER)


def _of_work(dossiers: list[Dossier]) -> Iterator[str]:
    """A dossier somebody must act on has exactly one work item of the road, no other has any; its process agrees."""
    of_the_road = WorkItem.objects.filter(state__in=["open", "claimed"], kind__in=OF_THE_ROAD)
    live = Counter(of_the_road.values_list("subject_id", flat=True))
    ready = dict(Instance.objects.values_list("subject_id", "ready"))
    for one in dossiers:
        status = Status(one.status)
        if live.pop(one.id, 0) != int(status in ON_A_DESK):
            yield f"{one.code} in state {status.name} has a wrong number of work items"
        if status in ON_A_DESK and status is not Status.NEW and ready.get(one.id) != [one.step_task]:
            yield f"{one.code} is at {one.step_task}, its process at {ready.get(one.id)}"
    yield from (f"a work item belongs to no dossier: {key}" for key in live)


def _of_codes(dossiers: list[Dossier]) -> Iterator[str]:
    """The codes of a unit and day are 1 to n: no hole, no twin."""
    series = defaultdict(list)
    for one in dossiers:
        start, number = one.code.rsplit("-", 1)
        series[start].append(int(number))
    for start, numbers in series.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"{start} has {sorted(numbers)}"


def _of_results(dossiers: list[Dossier]) -> Iterator[str]:
    """Who is done has one result, whose file is there and whose signature is valid; no number was given twice."""
    results = {one.dossier_id: one for one in Result.objects.all()}
    for one in dossiers:
        result = results.pop(one.id, None)
        if (result is not None) != _is_done(one):
            yield f"{one.code} is in state {one.status}, its result is {result and result.number}"
        elif result and signing.verify_pdf(files.read_bytes(result.file_id)).state is not signing.VerdictState.VALID:
            yield f"the signature of {one.code} is not valid"
    yield from (f"the result {one.number} belongs to no dossier" for one in results.values())
    numbers = Counter(Result.objects.values_list("unit_id", "title", "number"))
    yield from (f"the number {key} was given {many} times" for key, many in numbers.items() if many > 1)


def _of_events(dossiers: list[Dossier]) -> Iterator[str]:
    """Every dossier was filed once, and no event was given up."""
    stories = Counter(TimelineEvent.objects.filter(verb="submitted").values_list("dossier_id", flat=True))
    yield from (f"{one.code} was filed {stories[one.id]} times" for one in dossiers if stories[one.id] != 1)
    yield from (f"an event was buried: {letter.error}" for letter in DeadLetter.objects.all())
