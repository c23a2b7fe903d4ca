import csv
import io
from uuid import uuid4

import pytest

from tinhso.kernel.clock import frozen
from tinhso.portals.leader.tests.conftest import ASKED, LATER, count_of, figures_of

pytestmark = pytest.mark.urls("tinhso.portals.leader.tests.site_urls")


def text_of(response):
    return response.content.decode()


@pytest.fixture(autouse=True)
def two_months_later():
    with frozen(LATER):
        yield


def test_every_number_equals_the_list_it_leads_to(giang, client_of, some_dossiers, units):
    # L-01, L-02: at the level of the province and of one unit.
    for address in (f"/dieu-hanh/{ASKED}", f"/dieu-hanh/{ASKED}&don_vi={units.commune_a.id}"):
        found = figures_of(text_of(client_of(giang).get(address)))
        assert len(found) >= 10
        for number, words, link in found:
            assert number == count_of(giang, link, LATER), words
    assert any(number for number, _words, _link in found)


def test_the_province_sees_both_communes_and_their_sum(giang, client_of, some_dossiers):
    page = text_of(client_of(giang).get(f"/dieu-hanh/{ASKED}"))
    assert "2 hồ sơ quá hạn, nhiều nhất ở" in page
    assert page.count('scope="row"') >= 2
    assert "Số liệu lúc" in page


def test_the_leader_of_a_commune_sees_that_commune_alone(chi, client_of, some_dossiers, units):
    page = text_of(client_of(chi).get(f"/dieu-hanh/{ASKED}"))
    assert "1 hồ sơ quá hạn, đều ở" in page
    assert str(units.commune_b.id) not in page
    for number, words, link in figures_of(page):
        assert number == count_of(chi, link, LATER), words


def test_a_unit_of_somebody_else_and_a_unit_that_is_not_there_look_the_same(chi, client_of, units):
    client = client_of(chi)
    answers = [client.get(f"/dieu-hanh/?don_vi={unit}") for unit in (units.commune_b.id, uuid4(), "not-an-id")]
    assert {answer.status_code for answer in answers} == {404}
    strip = [text_of(answer).replace(answer["X-Request-Id"], "") for answer in answers]
    assert strip[0].count("Không tìm thấy nội dung này") == 1
    assert len({len(text) for text in strip[:2]}) == 1


@pytest.mark.parametrize("who", ["binh", "ha", "dung", "em", "an"])
def test_who_oversees_nothing_is_refused(who, request, client_of):
    client = client_of(request.getfixturevalue(who))
    assert client.get("/dieu-hanh/").status_code == 403
    assert client.get("/dieu-hanh/so-lieu.csv").status_code == 403


def test_nobody_is_asked_to_sign_in(client, db):
    answer = client.get("/dieu-hanh/?ky=nam-nay")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/dang-nhap/?next=%2Fdieu-hanh%2F")


def test_days_that_cannot_be_read_are_said_and_kept(chi, client_of):
    answer = client_of(chi).get("/dieu-hanh/?ky=tu-chon&tu=31/02/2026&den=abc")
    page = text_of(answer)
    assert answer.status_code == 422
    assert page.count('href="#tu"') == page.count('href="#den"') == 1
    assert 'value="31/02/2026"' in page
    assert "<title>Lỗi:" in page


@pytest.mark.parametrize("days", ["tu=30/11/2026&den=01/11/2026", "tu=01/01/2000&den=01/01/2026"])
def test_a_period_backwards_or_without_end_is_refused(chi, client_of, days):
    assert client_of(chi).get(f"/dieu-hanh/?ky=tu-chon&{days}").status_code == 422
    assert client_of(chi).get(f"/dieu-hanh/so-lieu.csv?ky=tu-chon&{days}").status_code == 422


def test_the_csv_has_the_same_numbers_as_the_page(giang, client_of, some_dossiers):
    answer = client_of(giang).get(f"/dieu-hanh/so-lieu.csv{ASKED}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [int(row["Tiếp nhận"]) for row in rows] == [2, 1]
    assert [int(row["Quá hạn"]) for row in rows] == [1, 1]
    assert {row["Mã đơn vị"] for row in rows} == {"H61.21.03", "H61.22.05"}


def test_the_page_takes_the_same_number_of_queries_whatever_is_counted(
    giang, client_of, django_assert_num_queries, some_dossiers
):
    client = client_of(giang)
    client.get("/dieu-hanh/")
    with django_assert_num_queries(10):
        client.get(f"/dieu-hanh/{ASKED}")


def test_the_rail_shows_leading_to_those_who_may_and_to_nobody_else(chi, client_of):
    page = text_of(client_of(chi).get("/dieu-hanh/"))
    assert 'href="/dieu-hanh/" aria-current="page"' in page
    assert "/ky-thuat/" not in page
