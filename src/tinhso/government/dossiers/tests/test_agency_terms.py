"""What an agency sets for itself (its fees, its shorter spans, its channels) reaches every paper and page of a dossier."""

import io
from datetime import timedelta
from decimal import Decimal

import pypdf
import pytest
from django.urls import reverse

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.forms.testing import good_answers
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.actions.extend import promise_from_record
from tinhso.government.dossiers.data import Status
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.testing import MONDAY, SEEN, make_submitted
from tinhso.government.payments import public as payments
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.errors import SettingRefused
from tinhso.government.procedures.services import set_service
from tinhso.government.procedures.testing import make_procedure, raw_package
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM

CODE = "1.999078"
BEFORE = MONDAY - timedelta(hours=1)
LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def version(db):
    """A fee of 8.000 a copy, to be paid before processing; three working days."""
    return make_procedure(code=CODE, fees=[{**raw_package()["fees"][0], "collect": "before_processing"}])


def agency_says(unit, *, now=BEFORE, **terms):
    return set_service(
        SYSTEM,
        code=CODE,
        unit_id=unit.id,
        valid_from=clock.local_day(now),
        basis="Nghị quyết 10/NQ-HĐND",
        now=now,
        **{"offered": True, **terms},
    )


def at_counter(desk, unit, now=MONDAY):
    return dossiers.receive_at_counter(
        desk, procedure_code=CODE, unit_id=unit.id, data=good_answers(copies=2), papers=SEEN, now=now
    )


def words(days):
    return calendar.allowance_words(calendar.Allowance(Decimal(days), calendar.AllowanceUnit.WORKING_DAY))


def asked(info):
    return payments.get_request(Dossier.objects.get(pk=info.id).fee_request_id).total.amount


def receipt(desk, info):
    pdf = dossiers.print_paper(desk, dossier_id=info.id, paper="receipt", now=MONDAY)
    return " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def test_the_agencys_fee_and_span_stand_on_the_receipt_in_the_request_and_in_the_due_date(binh, units, version):
    agency_says(units.commune_a, fees={"LP01": 5000}, limits={"default": Decimal(1)})

    info = at_counter(binh, units.commune_a)

    assert asked(info) == 10_000
    assert info.promised_at == MONDAY + timedelta(days=1)
    paper = receipt(binh, info)
    assert "10.000 ₫" in paper and words(1) in paper
    facts = dossiers.exchange_facts(SYSTEM, dossier_id=info.id)
    assert [fee.amount.amount for fee in facts.fees] == [10_000]


def test_a_dossier_keeps_what_held_when_it_was_filed(an, binh, units, version):
    agency_says(units.commune_a, fees={"LP01": 5000}, limits={"default": Decimal(2)})
    first = at_counter(binh, units.commune_a)
    filed = make_submitted(an, unit_id=units.commune_a.id, code=CODE, data=good_answers(copies=2))

    agency_says(units.commune_a, now=LATER + timedelta(days=1), fees={"LP01": 1000}, limits={"default": Decimal(1)})
    received = dossiers.receive(binh, dossier_id=filed.id, now=LATER + timedelta(days=2))
    new = at_counter(binh, units.commune_a, now=LATER + timedelta(days=2))

    assert (asked(first), asked(received), asked(new)) == (10_000, 10_000, 2_000)
    assert received.promised_at - new.promised_at == timedelta(days=1)  # two working days, and one
    assert "10.000 ₫" in receipt(binh, first)
    assert promise_from_record(Dossier.objects.get(pk=first.id)) == first.promised_at


def test_what_is_set_in_the_afternoon_does_not_change_what_was_filed_in_the_morning(binh, units, version):
    info = at_counter(binh, units.commune_a)
    agency_says(units.commune_a, now=LATER, fees={"LP01": 5000})

    assert asked(info) == 16_000
    assert "16.000 ₫" in receipt(binh, info)
    assert asked(at_counter(binh, units.commune_a, now=LATER + timedelta(minutes=1))) == 10_000


def test_an_agency_never_promises_longer_than_the_law(units, version):
    with pytest.raises(SettingRefused) as refused:
        agency_says(units.commune_a, limits={"default": Decimal(4)})
    assert "thoi_han" in refused.value.fields
    with pytest.raises(SettingRefused):
        agency_says(units.commune_a, limits={"khong_co": Decimal(1)})


def test_the_page_before_filing_shows_what_the_chosen_agency_takes(an, client_of, units, version):
    agency_says(units.commune_a, fees={"LP01": 5000}, limits={"default": Decimal(1)})
    me, shown = client_of(an), {}
    for unit in (units.commune_a, units.commune_b):
        with clock.frozen(MONDAY):
            page = me.get(reverse("citizen:review", args=[drafted(an, unit, version).id]))
        assert page.status_code == 200
        shown[unit.id] = page.context["total"].amount, page.context["limit"]
    assert shown == {
        units.commune_a.id: (10_000, words(1)),
        units.commune_b.id: (16_000, words(3)),
    }


def test_the_procedures_page_names_the_places_that_differ(client, units, version):
    agency_says(units.commune_a, fees={"LP01": 5000})
    agency_says(units.commune_b, online="none")
    with clock.frozen(MONDAY):
        page = client.get(reverse("citizen:procedure", args=[version.info.slug])).content.decode()
    assert "5.000\xa0₫" in page and "Không nhận trực tuyến." in page


def test_an_agency_that_closed_its_channel_is_not_offered_and_refuses_what_was_begun(an, client_of, units, version):
    draft = drafted(an, units.commune_a, version)
    agency_says(units.commune_a, online="none", now=LATER)
    after = LATER + timedelta(minutes=1)

    with clock.frozen(after):
        with pytest.raises(dossiers.NotOffered):
            dossiers.submit(an, draft_id=draft.id, now=after)
        sent = client_of(an).get(reverse("citizen:review", args=[draft.id]))
        assert sent.url == reverse("citizen:where", args=[draft.id])
        assert units.commune_a not in procedures.agencies_of(version, online=True)
        assert units.commune_a in procedures.agencies_of(version)


def test_one_agency_may_take_on_line_what_the_national_record_does_not(an, units):
    make_procedure(code=CODE, channels={"online": "none", "counter": True})
    with clock.frozen(MONDAY), pytest.raises(dossiers.NotOffered):
        dossiers.start_draft(an, procedure_code=CODE, now=MONDAY)
    agency_says(units.commune_a, online="local")
    with clock.frozen(MONDAY):
        draft = dossiers.start_draft(an, procedure_code=CODE, now=MONDAY)
        with pytest.raises(dossiers.NotOffered):
            dossiers.choose(an, draft_id=draft.id, unit_id=units.commune_b.id, now=MONDAY)
        assert dossiers.choose(an, draft_id=draft.id, unit_id=units.commune_a.id, now=MONDAY).unit_id


def drafted(citizen, unit, version):
    """A draft with everything filled in, to be filed at a unit."""
    with clock.frozen(MONDAY):
        draft = dossiers.start_draft(citizen, procedure_code=CODE, unit_id=unit.id, now=MONDAY)
        dossiers.choose(citizen, draft_id=draft.id, unit_id=unit.id, now=MONDAY)
        answers = good_answers(copies=2)
        for page in version.form.pages:
            draft, errors = dossiers.save_page(citizen, draft_id=draft.id, page=page.key, answers=answers, now=MONDAY)
            assert not errors
        if not draft.papers:
            kept = files.save_bytes(make_pdf(), name="giay-to.pdf", actor=citizen, now=MONDAY)
            draft = dossiers.attach(citizen, draft_id=draft.id, component="GT", file_id=kept.id, now=MONDAY)
    return draft


def test_a_dossier_received_for_free_does_not_wait_for_money(binh, units, version):
    agency_says(units.commune_a, fees={"LP01": 0})
    assert at_counter(binh, units.commune_a).status is Status.RECEIVED


def test_the_workshop_sets_an_agencys_fee_and_span_and_refuses_longer_ones(giang, client_of, units, version):
    page = reverse("procedures:version_service", args=[version.id])
    me = client_of(giang)
    shown = me.get(page).content.decode()
    assert f"Công bố: {words(3)}." in shown
    post = {
        "don_vi": str(units.commune_a.id),
        "ngay": f"{clock.today():%d/%m/%Y}",
        "tiep_nhan": "co",
        "phi-LP01": "5.000",
        "han-default": "7",
        "can_cu": "Nghị quyết 10/NQ-HĐND",
    }
    refused = me.post(page, post)
    assert refused.status_code == 422
    assert "ngắn hơn thời hạn công bố" in refused.content.decode() and 'value="7"' in refused.content.decode()
    assert me.post(page, {**post, "han-default": "1,5"}).status_code == 302
    told = me.get(reverse("procedures:version", args=[version.id])).content.decode()
    assert "Lệ phí bản sao: 5.000\xa0₫" in told and "Thông thường: " in told
    (service,) = procedures.services_of(CODE).values()
    assert service.limits == {"default": {"amount": "1.5", "unit": "working_day"}}
