"""A birth registered here shows who the parents are; everything else is for the desk."""

from datetime import date

import pytest

from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.mandates.public import Proof, Role, State
from tinhso.foundation.mandates.testing import proven
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.testing import MONDAY, make_done
from tinhso.government.results import public as results
from tinhso.kernel.actors import SYSTEM

CHILD = {"number": "086319000111", "name": "Nguyễn Văn Bé", "born_on": date(2019, 5, 4)}
MOTHER = "086190000123"


@pytest.fixture
def birth(an, binh, ha, chi, units):
    """A birth certificate of An's child, signed here; the small procedure stands in for the registration."""
    info = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    Dossier.objects.filter(pk=info.id).update(
        procedure_code="1.001193",
        applicant_number=MOTHER,
        data={"mother": {"number": MOTHER}},
        draft_result={"child_number": CHILD["number"], "child_name": "NGUYỄN VĂN BÉ", "child_birth_on": "04/05/2019"},
    )
    return info


def declared(actor, **changes):
    role = changes.pop("role", Role.PARENT)
    return mandates.declare_child(actor, role=role, **{**CHILD, **changes}, now=MONDAY)


@pytest.mark.django_db
def test_a_mother_whose_childs_birth_was_registered_here_needs_no_desk(an, birth):
    made = declared(proven(an))
    assert (made.state, made.proof) == (State.IN_FORCE, Proof.BIRTH_CERTIFICATE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [{"name": "Nguyễn Văn Khác"}, {"born_on": date(2019, 5, 5)}, {"number": "086319000222"}, {"role": Role.GUARDIAN}],
)
def test_whatever_differs_from_the_certificate_goes_to_the_desk(an, birth, changes):
    assert declared(proven(an), **changes).state is State.DECLARED


@pytest.mark.django_db
def test_who_only_filed_for_the_parents_is_no_parent(an, birth):
    Dossier.objects.filter(pk=birth.id).update(data={"mother": {"number": "086190000999"}})
    assert declared(proven(an)).state is State.DECLARED


@pytest.mark.django_db
def test_a_certificate_that_was_revoked_shows_nothing(an, birth):
    result_id = Dossier.objects.values_list("result_id", flat=True).get(pk=birth.id)
    results.revoke(SYSTEM, result_id=result_id, reason="Đăng ký trái pháp luật, đã hủy.", now=MONDAY)
    assert declared(proven(an)).state is State.DECLARED
