"""Finding a procedure: by words without marks, by filters, by where one stands."""

from datetime import date

import pytest

from tinhso.foundation.organisations.testing import make_small_province
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.testing import make_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    procedures.forget_versions()


@pytest.fixture
def catalogue():
    for code, name, words, short in (
        ("1.001193", "Đăng ký khai sinh", ["giấy khai sinh", "sinh con"], "KS01"),
        ("2.000635", "Cấp bản sao trích lục hộ tịch", ["bản sao khai sinh"], "TL01"),
        ("1.000656", "Đăng ký khai tử", ["qua đời"], "KT01"),
        ("1.004884", "Đăng ký lại khai sinh", ["mất giấy khai sinh"], "KS02"),
    ):
        make_procedure(code=code, name=name, keywords=words, short_code=short, slug=short.lower(), name_en="")


def names(found) -> list[str]:
    return [info.name for info in found]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("dang ky khai sinh", "Đăng ký khai sinh"),
        ("ĐĂNG KÝ KHAI SINH", "Đăng ký khai sinh"),
        ("Đăng ký khai sinh", "Đăng ký khai sinh"),
        ("trich luc", "Cấp bản sao trích lục hộ tịch"),
        ("ks02", "Đăng ký lại khai sinh"),
        ("1.000656", "Đăng ký khai tử"),
        ("qua doi", "Đăng ký khai tử"),
        ("khai sinh lai", "Đăng ký lại khai sinh"),
        ("trich lucc ho tich", "Cấp bản sao trích lục hộ tịch"),
    ],
)
def test_words_are_found_with_or_without_marks_the_best_first(catalogue, words, first):
    assert names(procedures.search(words))[0] == first


def test_a_name_that_begins_so_comes_before_a_word_and_a_keyword(catalogue):
    assert names(procedures.search("khai sinh")) == [
        "Đăng ký khai sinh",
        "Đăng ký lại khai sinh",
        "Cấp bản sao trích lục hộ tịch",
    ]


def test_searching_is_one_query(catalogue, django_assert_num_queries):
    with django_assert_num_queries(1):
        procedures.search("khai sinh")


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "zzzzzz", "'; --", "x" * 500])
def test_nothing_is_found_for_nothing(catalogue, words):
    assert procedures.search(words) == []


def test_a_version_not_in_force_is_not_found(catalogue):
    assert procedures.search("khai sinh", on=date(2019, 1, 1)) == []


def test_filters_narrow_the_list(catalogue):
    make_procedure(
        code="2.000488",
        name="Cấp Phiếu lý lịch tư pháp",
        level="department",
        department="STP",
        life_event="tu-phap",
        audience=["citizen", "business"],
        field={"code": "LLTP", "name": "Lý lịch tư pháp"},
    )

    assert len(procedures.list_procedures().items) == 5
    assert names(procedures.list_procedures(level="department").items) == ["Cấp Phiếu lý lịch tư pháp"]
    assert names(procedures.list_procedures(audience="business").items) == ["Cấp Phiếu lý lịch tư pháp"]
    assert names(procedures.list_procedures(life_event="tu-phap", field="LLTP", online_level="full").items) == [
        "Cấp Phiếu lý lịch tư pháp"
    ]
    assert procedures.list_procedures(department="SXD").items == []
    assert procedures.list_fields() == [("LLTP", "Lý lịch tư pháp", 1), ("TH", "Thử nghiệm", 4)]


def test_pages_follow_each_other_in_vietnamese_order(catalogue):
    first = procedures.list_procedures(size=2)
    second = procedures.list_procedures(size=2, cursor=first.next_cursor)

    assert names([*first.items, *second.items]) == [
        "Cấp bản sao trích lục hộ tịch",
        "Đăng ký khai sinh",
        "Đăng ký khai tử",
        "Đăng ký lại khai sinh",
    ]
    assert second.next_cursor == ""


def test_a_counter_offers_what_its_agency_decides(catalogue):
    place = make_small_province()
    make_procedure(code="1.001612", name="Đăng ký hộ kinh doanh", level="district")
    police = make_procedure(code="2.000488", name="Cấp Phiếu lý lịch tư pháp", level="department", department="STP")
    make_procedure(code="2.000499", name="Việc của sở khác", level="department", department="SXD")

    assert len(procedures.offered_at(place.counter_a.id)) == 4
    assert names(procedures.offered_at(place.district_counter.id)) == ["Đăng ký hộ kinh doanh"]
    assert names(procedures.offered_at(place.department_counter.id)) == ["Cấp Phiếu lý lịch tư pháp"]
    assert procedures.is_offered_at(police, place.department.id)
    assert not procedures.is_offered_at(police, place.commune_a.id)


def test_a_procedure_is_found_by_its_address_and_short_code(catalogue):
    assert procedures.get_by_slug("ks01").code == "1.001193"
    found = procedures.find_by_short_code(" ks01 ")
    assert found is not None
    assert found.code == "1.001193"
    assert procedures.find_by_short_code("XX") is None
    with pytest.raises(procedures.ProcedureNotFound):
        procedures.get_by_slug("khong-co")
