"""Made-up history keeps every promise real dossiers keep."""

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime

import pytest
from django.db import connection

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.identity.rules import personal_number
from tinhso.foundation.work import public as work
from tinhso.foundation.work.models import WorkItem
from tinhso.foundation.workflow.models import Instance
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import Channel, Status
from tinhso.government.dossiers.history import make_history
from tinhso.government.dossiers.models import Dossier, DossierPaper, Supplement, TimelineEvent
from tinhso.government.dossiers.testing import make_received, make_submitted
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.testing import make_procedure

NOW = datetime(2026, 11, 16, 7, 40, tzinfo=UTC)
MANY = 2500


@pytest.fixture
def history(units, ha, chi, binh):
    make_procedure()
    make_history(MANY, now=NOW)


def test_there_are_as_many_as_were_asked_for_and_more_can_be_added(history):
    assert Dossier.objects.count() == MANY
    assert make_history(50, now=NOW) == 50
    assert Dossier.objects.count() == MANY + 50
    assert make_history(0, now=NOW) == 0
    with pytest.raises(ValueError, match="0 to"):
        make_history(-1)


def test_codes_of_a_unit_and_day_run_from_one_without_hole_and_real_ones_go_on_from_there(history, an, units):
    taken = defaultdict(list)
    for code in Dossier.objects.values_list("code", flat=True):
        series, number = code.rsplit("-", 1)
        taken[series].append(int(number))
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in taken.values())
    info = make_submitted(an, unit_id=units.commune_a.id, now=NOW)
    series, number = info.code.rsplit("-", 1)
    assert int(number) == len(taken[series]) + 1


def test_promises_are_those_of_the_calendar(history):
    for dossier in Dossier.objects.filter(received_at__isnull=False, supplement_count=0)[:100]:
        version = procedures.get_version(dossier.version_id)
        channel = "counter" if dossier.channel == Channel.COUNTER else "online"
        allowance = procedures.allowance_for(version, dossier.case, channel)
        assert dossier.promised_at == calendar.add_working_time(dossier.received_at, allowance)


def test_every_open_dossier_has_the_work_its_state_says_and_no_other_has_any(history):
    live = Counter(WorkItem.objects.filter(state__in=["open", "claimed"]).values_list("subject_id", flat=True))
    progress = dict(Instance.objects.values_list("subject_id", "ready"))
    found = Counter()
    for dossier in Dossier.objects.defer("data"):
        status = Status(dossier.status)
        found[status] += 1
        wanted = 1 if status in (Status.NEW, Status.RECEIVED, Status.PROCESSING) else 0
        assert live.pop(dossier.id, 0) == wanted, status
        if status in (Status.RECEIVED, Status.PROCESSING):
            assert progress.pop(dossier.id) == [dossier.step_task]
        assert bool(dossier.step_title) == bool(wanted)
        assert (dossier.step_act == "sign") <= bool(dossier.draft_result)
    assert not live
    assert found[Status.HANDED_OVER] > MANY * 0.8 and found[Status.DONE] == 0
    assert found[Status.RECEIVED] + found[Status.PROCESSING] > 0


def test_every_story_begins_with_filing_goes_forward_and_is_read_out(history, giang):
    for dossier in Dossier.objects.order_by("id")[:200]:
        lines = list(TimelineEvent.objects.filter(dossier=dossier).order_by("at", "id"))
        assert lines[0].verb == "submitted" and lines[0].at == dossier.submitted_at
        assert dossier.acted_at == lines[-1].at and dossier.version == len(lines)
        assert all(line.at <= NOW for line in lines)
        assert dossier.papers.count() == 1
    detail = dossiers.get_dossier(giang, dossier_id=dossier.id)
    assert all(entry.sentence for entry in detail.timeline)


def test_who_waits_for_a_supplement_has_one_open_request(history):
    waiting = Dossier.objects.filter(status=Status.WAITING_SUPPLEMENT)
    asked = Supplement.objects.filter(answered_at=None)
    assert {s.dossier_id for s in asked} == {d.id for d in waiting}
    assert Supplement.objects.count() > 0


def test_applicants_are_found_by_name_without_marks_and_have_well_formed_numbers(history, giang):
    dossier = Dossier.objects.order_by("id").first()
    personal_number.check(dossier.applicant_number)
    words = dossiers.DossierFilter(words=re.sub("Đ", "D", dossier.applicant_name).lower())
    page = dossiers.list_dossiers(giang, wanted=words, now=NOW, size=100)
    assert dossier.id in {info.id for info in page.items}


def test_an_open_dossier_of_history_can_be_carried_on(history, binh, ha):
    item = next(i for i in work.list_items(binh, box=work.Box.GROUP).items if i.kind == "dossiers.receive")
    info = dossiers.receive(binh, dossier_id=item.subject_id, now=NOW)
    assert info.status is Status.RECEIVED


def test_indexes_built_afterwards_are_the_same_as_before(units, an, binh):
    make_received(an, binh, unit_id=units.commune_a.id, now=NOW)
    before = _shape()
    make_history(40, now=NOW, rebuild=True)
    assert _shape() == before
    assert Dossier.objects.count() == 41 and DossierPaper.objects.count() == 41


def _shape():
    tables = "('dossiers_dossier', 'dossiers_dossierpaper', 'dossiers_timelineevent', 'dossiers_supplement')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT indexdef FROM pg_indexes WHERE tablename IN {tables} ORDER BY 1")
        indexes = cursor.fetchall()
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint"
            f" WHERE conrelid::regclass::text IN {tables} ORDER BY 1, 2"
        )
        return indexes, cursor.fetchall()
