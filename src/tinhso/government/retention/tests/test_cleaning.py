"""What no law asks to keep is cleaned, and only under a standing decision."""

from datetime import timedelta

import pytest

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.models import DossierPaper, Draft
from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.government.retention import public as retention
from tinhso.government.retention.actions.standing import clean
from tinhso.government.retention.models import CleaningRun
from tinhso.kernel.clock import local_day

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=200)


def record(head, kinds, now=LATER):
    paper = files.save_bytes(make_pdf(), name="qd.pdf", actor=head, now=now)
    return retention.record_standing(
        head,
        number="20/QĐ-UBND",
        decided_on=local_day(now),
        signer_name=head.name,
        kinds=kinds,
        file_id=paper.id,
        now=now,
    )


def make_draft(citizen, now):
    make_procedure()
    return dossiers.start_draft(citizen, procedure_code=CODE, now=now)


def test_without_a_decision_nothing_is_cleaned(an):
    make_draft(an, MONDAY)
    assert clean(now=LATER) == {}
    assert Draft.objects.count() == 1


def test_an_abandoned_draft_goes_and_a_fresh_or_filed_one_stays(closed, an, giang):
    make_draft(an, MONDAY)
    record(giang, ["drafts"])
    filed = Draft.objects.exclude(dossier=None).count()
    assert clean(now=MONDAY + timedelta(days=100)) == {}
    assert clean(now=LATER) == {retention.Cleaning.DRAFTS: 1}
    assert Draft.objects.filter(dossier=None).count() == 0
    assert Draft.objects.exclude(dossier=None).count() == filed
    assert CleaningRun.objects.get().standing.number == "20/QĐ-UBND"


def test_an_upload_attached_to_nothing_goes_and_an_attached_one_stays(closed, an, giang):
    loose = files.save_bytes(make_pdf(2), name="le.pdf", actor=an, now=MONDAY)
    held = DossierPaper.objects.get(dossier_id=closed.id).file_id
    record(giang, ["uploads"])
    clean(now=LATER)

    assert files.get_info(loose.id).is_disposed
    assert not files.get_info(held).is_disposed
    assert files.read_bytes(held)


def test_a_decision_that_ended_lets_nothing_be_cleaned(an, giang):
    made = record(giang, ["drafts"])
    make_draft(an, MONDAY)
    retention.end_standing(giang, standing_id=made.id, now=LATER)
    assert clean(now=LATER) == {}


def test_only_the_head_of_the_province_records_one(chi, lan):
    for actor in (chi, lan):
        with pytest.raises(retention.StandingNotFound):
            record(actor, ["drafts"])


def test_a_decision_names_a_kind_and_its_file(giang):
    with pytest.raises(retention.BadDecision) as refused:
        retention.record_standing(
            giang, number="", decided_on=None, signer_name="", kinds=["khac"], file_id=None, now=LATER
        )
    assert set(refused.value.fields) == {"so", "nguoi_ky", "ngay", "loai", "tep"}
