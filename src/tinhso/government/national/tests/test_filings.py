"""What citizens file at the National Portal becomes a dossier here: once, with its papers, confirmed."""

import base64

import pytest

from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.forms.testing import good_answers
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.models import Dossier
from tinhso.government.national.actions import filings, operate
from tinhso.government.national.actions.filings import MAX_TRIES, pull
from tinhso.government.national.errors import NotFailed
from tinhso.government.national.health import portal_hears
from tinhso.government.national.models import NationalCircuit, NationalFiling
from tinhso.government.national.queries import standing
from tinhso.government.national.testing import portal
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel import clock
from tinhso.testing.simulators import simulator, simulators

__all__ = ["portal", "simulator", "simulators"]
pytestmark = pytest.mark.django_db(transaction=True)
FILE = base64.b64encode(make_pdf()).decode()


@pytest.fixture(autouse=True)
def small_procedures(db):
    procedures.forget_versions()
    make_procedure()
    yield
    procedures.forget_versions()


def filing(number=1, **changes):
    paper = {"MaThanhPhanHoSo": "GT", "TenTepDinhKem": "giay-to.pdf", "DuongDanTaiTepTin": f"/TaiTep/f{number}"}
    return {
        "MaHoSoQuocGia": f"G22.99-261116-{number:04d}",
        "MaTTHC": CODE,
        "MaDonVi": "H61.21.03",
        "DuLieuToKhai": good_answers(),
        "TaiLieuNop": [paper],
        **changes,
    }


def test_a_filing_becomes_one_dossier_with_its_papers_and_is_confirmed(portal, units, binh, an):
    portal.plant(filings=[filing()], files={"f1": FILE})
    assert pull() == 1
    info = Dossier.objects.get()
    assert (info.channel, info.unit_id, info.status) == ("npsp", units.commune_a.id, 1)
    assert info.papers.get().file_id
    assert portal.held()["filings"] == {"G22.99-261116-0001": info.code}
    assert dossiers.get_dossier(binh, dossier_id=info.id).info.channel == "npsp"
    assert pull() == 0


def test_the_applicants_account_gets_it(portal, units, an):
    from tinhso.testing.cast import AN_NUMBER

    answers = good_answers()
    answers["applicant"]["number"] = AN_NUMBER
    portal.plant(filings=[filing(DuLieuToKhai=answers)], files={"f1": FILE})
    pull()
    assert Dossier.objects.get().applicant_account_id == an.account_id


def test_fetched_again_after_the_mark_is_lost_it_stays_one(portal, units):
    portal.plant(filings=[filing(1), filing(2)], files={"f1": FILE, "f2": FILE})
    assert pull() == 2
    NationalCircuit.objects.update(filings_mark="")
    assert pull() == 0
    assert Dossier.objects.count() == 2


def test_a_confirmation_that_did_not_get_through_is_sent_again_without_a_second_dossier(portal, units):
    portal.plant(filings=[filing()], files={"f1": FILE})
    NationalFiling.objects.create(
        external_code="G22.99-261116-0001",
        procedure_code=CODE,
        payload=filing(),
        fetched_at=clock.now(),
        next_at=clock.now(),
    )
    from tinhso.government.national.actions import filings as taking
    from tinhso.government.national.adapters.lgsp import portal as connected

    row = NationalFiling.objects.get()
    assert taking._file(connected(), row, clock.now())  # and the process dies here
    assert portal.held()["filings"] == {"G22.99-261116-0001": ""}
    pull()
    assert portal.held()["filings"] == {"G22.99-261116-0001": Dossier.objects.get().code}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"DuLieuToKhai": {}}, "applicant"),
        ({"MaDonVi": "H99"}, "đơn vị"),
        ({"MaTTHC": "1.000000"}, ""),
        ({"TaiLieuNop": []}, "papers/GT"),
        ({"DuLieuToKhai": "khong phai bang"}, "applicant"),
    ],
)
def test_what_cannot_be_taken_waits_for_people_and_says_why_without_a_name(portal, units, em, changes, said):
    portal.plant(filings=[filing(**changes), filing(2)], files={"f1": FILE, "f2": FILE})
    assert pull() == 1  # the other one is not held up
    (failed,) = standing.list_filings(em).items
    assert failed.error and said in failed.error
    assert good_answers()["applicant"]["name"] not in failed.error
    operate.retry_filing(em, filing_id=failed.id, now=clock.now())
    assert NationalFiling.objects.get(pk=failed.id).state == "waiting"


def test_a_file_too_large_or_of_another_house_is_not_fetched(portal, units, settings):
    settings.FILE_MAX_BYTES = 100
    portal.plant(filings=[filing()], files={"f1": FILE})
    assert pull() == 0
    assert Dossier.objects.count() == 0
    row = NationalFiling.objects.get()
    assert row.state == "failed" and row.next_at is None and "byte" in row.error


def test_a_file_the_portal_has_not_is_asked_once_and_shown(portal, units, em):
    portal.plant(filings=[filing(), filing(2)], files={"f2": FILE})
    assert pull() == 1
    (failed,) = standing.list_filings(em).items
    assert "HTTP_404" in failed.error and NationalFiling.objects.get(pk=failed.id).next_at is None
    assert "chưa tiếp nhận" in portal_hears().sentence


def test_characters_no_database_holds_keep_nobody_out(portal, units):
    answers = good_answers()
    answers["applicant"]["name"] += "\0"
    portal.plant(filings=[filing(DuLieuToKhai=answers)], files={"f1": FILE})
    assert pull() == 1
    assert Dossier.objects.get().applicant_name == good_answers()["applicant"]["name"]
    assert filings.clean({"a\0": ["x\ud800y", 1, None]}) == {"a": ["xy", 1, None]}


def test_a_body_out_of_bounds_waits_for_people_by_its_code_alone(portal, units, em):
    portal.plant(filings=[filing(GhiChu="x" * 300_000), filing(2)], files={"f1": FILE, "f2": FILE})
    assert pull() == 1
    (failed,) = standing.list_filings(em).items
    assert failed.external_code == filing()["MaHoSoQuocGia"] and NationalFiling.objects.get(pk=failed.id).payload == {}
    with pytest.raises(NotFailed):
        operate.retry_filing(em, filing_id=failed.id, now=clock.now())


def test_what_breaks_on_one_filing_is_tried_a_few_times_then_left_to_people(portal, units, em, monkeypatch):
    elsewhere = filing(MaDonVi=units.commune_b.code)
    portal.plant(filings=[elsewhere, filing(2)], files={"f1": FILE, "f2": FILE})
    whole = dossiers.file_from_national

    def breaks_there(actor, *, unit_id, **facts):
        if unit_id == units.commune_b.id:
            raise ZeroDivisionError
        return whole(actor, unit_id=unit_id, **facts)

    monkeypatch.setattr(dossiers, "file_from_national", breaks_there)
    assert pull() == 1
    for _ in range(MAX_TRIES):
        NationalFiling.objects.exclude(next_at=None).update(next_at=clock.now())
        assert pull() == 0
    (failed,) = standing.list_filings(em).items
    assert failed.attempts == MAX_TRIES and failed.error.endswith("(ZeroDivisionError)")
    monkeypatch.undo()
    operate.retry_filing(em, filing_id=failed.id, now=clock.now())
    assert pull() == 1 and not standing.list_filings(em).items


def test_an_address_of_a_file_leads_nowhere_but_to_the_portal(portal, units):
    evil = filing()
    evil["TaiLieuNop"][0]["DuongDanTaiTepTin"] = "http://169.254.169.254/latest/meta-data/f1"
    portal.plant(filings=[evil], files={"f1": FILE})
    assert pull() == 1  # the id is asked of the portal itself, whatever host was named


def test_only_the_system_files_so(an, binh, units):
    for actor in (an, binh):
        with pytest.raises(dossiers.DossierNotFound):
            dossiers.file_from_national(
                actor, procedure_code=CODE, unit_id=units.commune_a.id, data=good_answers(), now=clock.now()
            )
