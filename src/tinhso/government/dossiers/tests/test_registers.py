"""The register of dossiers: what stands in it, who gets it, and that ten thousand lines are no trouble."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from tinhso.foundation.audit import public as audit
from tinhso.foundation.forms.testing import good_answers
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.queries import registers
from tinhso.government.dossiers.queries.registers import RegisterFilter
from tinhso.government.dossiers.testing import MONDAY, SEEN, make_done, make_received
from tinhso.government.procedures.testing import CODE, make_procedure

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def wanted(units):
    return RegisterFilter(units.commune_a.id, *NOVEMBER)


def test_a_line_tells_who_asked_when_it_was_promised_and_who_took_it(an, binh, ha, chi, units, wanted):
    info = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    dossiers.hand_over(binh, dossier_id=info.id, to="Trần Người Nhà", remark="đã ký sổ", now=MONDAY)
    (row,) = dossiers.register_rows(binh, wanted=wanted)
    assert (row.ordinal, row.code, row.applicant) == (1, info.code, "Nguyễn Thị An")
    assert (row.received, row.promised) == ("09:00 16/11/2026", "09:00 19/11/2026")
    assert row.taken_by == "Trần Người Nhà; đã ký sổ"


def test_only_the_units_desk_and_its_head_get_it(an, binh, ha, dung, em, units, wanted):
    make_received(an, binh, unit_id=units.commune_a.id)
    for stranger in (an, ha, dung, em):
        with pytest.raises(dossiers.DossierNotFound):
            dossiers.register_rows(stranger, wanted=wanted)


def test_the_names_it_shows_are_on_the_persons_record_and_the_taking_on_the_audit(an, binh, units, wanted):
    make_received(an, binh, unit_id=units.commune_a.id)
    dossiers.export_register(binh, wanted=wanted)
    assert [r.actor_name for r in audit.list_reads_of(an.account_id).items] == [binh.name]
    assert "dossiers.register_taken" in [e.verb for e in audit.list_trail(units.commune_a.id).items]


def test_it_is_narrowed_by_days_and_field(an, binh, units, wanted):
    make_received(an, binh, unit_id=units.commune_a.id)
    before = RegisterFilter(wanted.unit_id, date(2026, 11, 1), date(2026, 11, 15))
    other = RegisterFilter(wanted.unit_id, *NOVEMBER, field_code="XD")
    assert dossiers.register_rows(binh, wanted=before) == dossiers.register_rows(binh, wanted=other) == []
    with pytest.raises(dossiers.NothingAsked):
        dossiers.register_rows(binh, wanted=RegisterFilter(wanted.unit_id, *reversed(NOVEMBER)))


def test_what_a_desk_received_for_another_commune_stands_in_both_registers(binh, dung, units, wanted):
    make_procedure()
    info = dossiers.receive_at_counter(
        binh,
        procedure_code=CODE,
        unit_id=units.commune_a.id,
        for_unit=units.commune_b.id,
        data=good_answers(),
        papers=SEEN,
        now=MONDAY,
    )
    theirs = RegisterFilter(units.commune_b.id, *NOVEMBER)
    assert [r.code for r in dossiers.register_rows(binh, wanted=wanted)] == [info.code]
    assert [r.unit for r in dossiers.register_rows(dung, wanted=theirs)] == ["Xã An Bình, Thành phố Vĩnh Long"]


def test_nothing_a_person_typed_becomes_a_formula(an, binh, units, wanted, monkeypatch):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    from tinhso.government.dossiers.models import Dossier

    Dossier.objects.filter(pk=info.id).update(applicant_name='=HYPERLINK("http://x")', applicant_address="a\x07b")
    sheet = load_workbook(io.BytesIO(dossiers.export_register(binh, wanted=wanted))).active
    cell = sheet["D2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")
    assert sheet.max_row == 2 and sheet["A1"].value == "STT"


def test_more_lines_than_a_register_holds_are_refused(an, binh, units, wanted, monkeypatch):
    for _ in range(3):
        make_received(an, binh, unit_id=units.commune_a.id, now=MONDAY + timedelta(hours=1))
    monkeypatch.setattr(registers, "MAX_ROWS", 2)
    with pytest.raises(Exception, match=r"10\.000"):
        dossiers.register_rows(binh, wanted=wanted)


def test_a_long_register_is_printed_in_parts_numbered_through(an, binh, units, wanted, monkeypatch):
    for _ in range(3):
        make_received(an, binh, unit_id=units.commune_a.id)
    monkeypatch.setattr(registers, "PART", 2)
    assert dossiers.count_parts(binh, wanted=wanted) == 2
    parts = [dossiers.register_rows(binh, wanted=wanted, part=part) for part in (1, 2, 3)]
    assert [[row.ordinal for row in rows] for rows in parts] == [[1, 2], [3], []]


def test_it_prints(an, binh, units, wanted):
    make_received(an, binh, unit_id=units.commune_a.id)
    assert dossiers.print_register(binh, wanted=wanted, now=MONDAY).startswith(b"%PDF")
