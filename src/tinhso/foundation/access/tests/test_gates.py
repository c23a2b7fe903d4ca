"""The table of gates: how far one must be proven for what."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.access import public as access
from tinhso.foundation.access.gates import DECLARED, TABLE, AssuranceTooLow, Gate
from tinhso.kernel.actors import SYSTEM, Actor, ActorKind

CITIZEN = Actor(ActorKind.CITIZEN, assurance=1)


def test_every_gate_has_its_row():
    assert set(TABLE) == set(Gate)


@pytest.mark.parametrize(
    ("gate", "declared", "setting", "needed"),
    [
        (Gate.START, None, 2, 1),
        (Gate.START, 1, 2, 1),
        (Gate.START, 2, 1, 2),
        (Gate.SUBMIT, 2, 1, 2),
        (Gate.READ_RESULTS, 2, 1, 1),
        (Gate.READ_RESULTS, None, 2, 2),
        (Gate.READ_STORE, None, 2, 2),
    ],
)
def test_the_level_comes_from_the_procedure_or_the_setting(settings, gate, declared, setting, needed):
    settings.READ_ASSURANCE = setting

    assert access.level_needed(gate, declared=declared) == needed
    assert access.is_proven(CITIZEN, gate, declared=declared) is (needed == 1)


@given(declared=st.integers(-10, 10) | st.none(), level=st.integers(0, 2), gate=st.sampled_from(Gate))
def test_a_higher_proof_never_opens_less(declared, level, gate):
    opens = [access.is_proven(replace(CITIZEN, assurance=n), gate, declared=declared) for n in (level, 2)]

    assert opens == sorted(opens)
    assert opens[1]
    assert not access.is_proven(replace(CITIZEN, assurance=0), gate, declared=declared)


def test_a_refusal_says_what_is_needed_and_how_to_get_it():
    with pytest.raises(AssuranceTooLow) as refused:
        access.assurance_required(CITIZEN, Gate.SUBMIT, declared=2)

    assert refused.value.detail == {"needed": 2}
    assert "Đăng nhập lại bằng tài khoản định danh điện tử mức 2" in refused.value.sentence


def test_an_officer_with_the_papers_before_them_passes():
    assert access.is_proven(Actor(ActorKind.OFFICER, assurance=0), Gate.SUBMIT, declared=2)
    assert access.is_proven(SYSTEM, Gate.SUBMIT, declared=2)


def test_declared_gates_are_those_of_filing_and_of_taking_all_ones_data_home():
    assert {gate for gate, source in TABLE.items() if source == DECLARED} == {Gate.START, Gate.SUBMIT, Gate.EXPORT}
