"""A name an officer is shown in a list is on the citizen's record, once an hour."""

import pytest

from tinhso.foundation.audit import public as audit
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_submitted
from tinhso.government.procedures.testing import CODE

pytestmark = pytest.mark.django_db
ALL = dossiers.DossierFilter()


@pytest.fixture
def a(units):
    return units.commune_a.id


def said(person):
    return [line.purpose for line in audit.list_reads_of(person.account_id).items]


def test_a_list_puts_its_names_on_record_once(an, binh, a):
    for _ in range(3):
        make_submitted(an, unit_id=a)
    for _ in range(2):
        assert len(dossiers.list_dossiers(binh, wanted=ALL, now=MONDAY).items) == 3
    assert said(an) == ["Xem tên trong danh sách hồ sơ"]


def test_a_search_and_a_warning_of_doubles_are_told_apart_from_a_list(an, binh, a):
    info = make_submitted(an, unit_id=a)
    dossiers.list_dossiers(binh, wanted=dossiers.DossierFilter(words="nguyen"), now=MONDAY)
    assert dossiers.recent_duplicates(binh, number=info.applicant.number, procedure_code=CODE, now=MONDAY)
    assert said(an) == ["Xem tên khi kiểm tra hồ sơ trùng", "Xem tên khi tra cứu hồ sơ"]


def test_ones_own_list_and_what_a_stranger_does_not_see_are_no_looks(an, dung, a):
    make_submitted(an, unit_id=a)
    dossiers.list_dossiers(an, wanted=ALL, now=MONDAY)
    dossiers.list_dossiers(dung, wanted=ALL, now=MONDAY)
    assert said(an) == []


def test_a_list_costs_as_many_statements_for_five_as_for_one(an, binh, a, django_assert_num_queries):
    make_submitted(an, unit_id=a)
    with django_assert_num_queries(2):
        dossiers.list_dossiers(binh, wanted=ALL, now=MONDAY)
    for _ in range(4):
        make_submitted(an, unit_id=a)
    with django_assert_num_queries(2):
        dossiers.list_dossiers(binh, wanted=ALL, now=MONDAY)
