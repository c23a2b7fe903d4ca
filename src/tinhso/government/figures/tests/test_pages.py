"""The pages: open to everybody without persons, for heads every number to its list."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tinhso.government.dossiers.testing import MONDAY, make_done, make_received
from tinhso.government.figures.models import DayCell, MonthCell
from tinhso.government.figures.testing import catch_up
from tinhso.kernel.clock import frozen

LATER = MONDAY + timedelta(days=9)
DECEMBER = MONDAY + timedelta(days=20)
LINK = re.compile(r'<a href="(/bang-so-lieu/ho-so/[^"]+)">([\d.]+)<')


@pytest.fixture(autouse=True)
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def counted(an, binh, ha, chi, units):
    make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    make_received(an, binh, unit_id=units.commune_a.id)
    catch_up()
    with frozen(LATER):
        yield units


def add(unit_id, month="2026-11", **sums):
    """Let a unit have more than a few, without walking a hundred dossiers."""
    for model, on in ((DayCell, f"{month}-16"), (MonthCell, f"{month}-01")):
        model.objects.create(unit_id=unit_id, field_code="HT", on=on, **sums)


def open_units(period):
    """Return what everybody reads of a period in December, by unit."""
    with frozen(DECEMBER):
        return {unit["code"]: unit for unit in Client().get(f"/so-lieu/du-lieu-mo.json?ky={period}").json()["units"]}


@pytest.mark.django_db(transaction=True)
def test_everybody_reads_the_figures_of_a_month_that_is_over_and_small_ones_are_not_told(counted):
    assert (
        Client().get("/so-lieu/?ky=2026-11").status_code == 422
    )  # November still runs: each day would tell what it adds
    assert [unit["received"] for unit in open_units("2026-11").values()] == [None]
    add(counted.commune_b.id, received=120, early=90, late=12)
    assert {unit["received"] for unit in open_units("2026-11").values()} == {None}  # the whole would tell the small one
    add(counted.province.id, received=44)
    told = [unit["received"] for unit in open_units("2026-11").values()]
    assert sorted(told, key=str) == [120, None, None]
    with frozen(DECEMBER):
        page = Client().get("/so-lieu/").content.decode()
        assert "Tháng 11 năm 2026" in page
        assert '<td class="num">*</td>' in page or ">*<" in page
        rows = Client().get("/so-lieu/du-lieu-mo.json").json()
        assert rows["licence"] == "CC-BY-4.0"
        csv_file = Client().get("/so-lieu/du-lieu-mo.csv").content.decode("utf-8-sig")
        assert len(list(csv.DictReader(io.StringIO(csv_file)))) == 3
        assert Client().get("/so-lieu/?ky=hom-nay").status_code == 422
        assert Client().get("/en/so-lieu/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_year_tells_nothing_its_months_keep_back(counted):
    a, b, whole = counted.commune_a, counted.commune_b, counted.province
    for unit, october in ((a, 30), (b, 50), (whole, 70)):
        add(unit.id, month="2026-10", received=october)
    add(b.id, received=120)
    add(whole.id, received=44)
    october, november, year = open_units("2026-10"), open_units("2026-11"), open_units("2026")
    assert [october[unit.code]["received"] for unit in (a, b, whole)] == [30, 50, 70]
    assert november[a.code]["received"] is None
    assert year[a.code]["received"] is None  # 32 less October's 30 would tell November's two
    assert year[a.code]["at_least"] == {"received": 30}
    assert year[b.code]["received"] == 170
    with frozen(DECEMBER):
        assert "≥ 30" in Client().get("/so-lieu/?ky=2026-q4").content.decode()


@pytest.mark.django_db(transaction=True)
def test_every_number_of_the_table_and_the_score_opens_as_many_dossiers(counted, chi, client_of):
    head = client_of(chi)
    seen = 0
    for address in ("/bang-so-lieu/", "/bang-so-lieu/diem/766/", "/bang-so-lieu/diem/chin-tieu-chi/"):
        page = head.get(address)
        assert page.status_code == 200
        for url, value in LINK.findall(page.content.decode()):
            behind = head.get(unescape(url)).content.decode()
            assert f'<span class="num">{value}</span></h1>' in behind
            assert behind.count('<th scope="row"') == int(value)
            seen += 1
    assert seen > 20


@pytest.mark.django_db(transaction=True)
def test_the_table_goes_as_a_workbook_of_numbers(counted, chi, client_of):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(client_of(chi).get("/bang-so-lieu/bang.xlsx").content))
    rows = list(book.active.values)
    assert len(rows[0]) == 26
    assert dict(zip(rows[0], rows[1], strict=True))["Tiếp nhận trong kỳ"] == 2


@pytest.mark.django_db(transaction=True)
def test_others_units_and_unknown_measures_are_not_there(counted, chi, dung, binh, client_of):
    assert client_of(chi).get(f"/bang-so-lieu/?don_vi={counted.commune_b.id}").status_code == 404
    assert client_of(chi).get("/bang-so-lieu/ho-so/?chi_so=open.trong").status_code == 404
    assert client_of(chi).get("/bang-so-lieu/diem/999/").status_code == 404
    assert client_of(binh).get("/bang-so-lieu/").status_code == 403
