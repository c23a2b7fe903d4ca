"""A linked procedure as a state machine: whatever happens to its parts, the whole ends, once, and rightly."""

from hypothesis import given
from hypothesis import strategies as st

from tinhso.government.cooperation.data import PartState
from tinhso.government.cooperation.rules import parts as rules
from tinhso.government.cooperation.rules.parts import ENDED, FAILED, NEXT, PartMove, Piece, Whole

PLAN = (
    Piece("khai_sinh", PartState.WAITING),
    Piece("thuong_tru", PartState.WAITING, ("khai_sinh",)),
    Piece("the_bhyt", PartState.WAITING, ("khai_sinh",)),
)
HAPPENINGS = [PartMove.ASK, PartMove.ANSWER, PartMove.FINISH, PartMove.REFUSE, PartMove.CANCEL]


def gone_on(pieces: list[Piece]) -> list[Piece]:
    """Do what the room does after each happening: cancel what waits in vain, open what is ready."""
    lost, free = rules.doomed(pieces), rules.ready(pieces)
    moves = dict.fromkeys(lost, PartMove.CANCEL) | dict.fromkeys(free, PartMove.OPEN)
    return [Piece(p.key, rules.move(p.state, moves[p.key]) if p.key in moves else p.state, p.after) for p in pieces]


@given(st.lists(st.tuples(st.sampled_from([p.key for p in PLAN]), st.sampled_from(HAPPENINGS)), max_size=40))
def test_no_part_opens_before_the_result_it_needs_and_none_waits_for_one_that_will_not_come(happenings):
    pieces = gone_on(list(PLAN))
    for key, by in happenings:
        pieces = [
            Piece(p.key, rules.move(p.state, by), p.after)
            if p.key == key and rules.may(p.state, by) and p.state is not PartState.WAITING
            else p
            for p in pieces
        ]
        pieces = gone_on(pieces)
        state = {p.key: p.state for p in pieces}
        for piece in pieces:
            if piece.state not in (PartState.WAITING, PartState.CANCELLED):
                assert all(state[one] is PartState.DONE for one in piece.after)
            if piece.state is PartState.WAITING:
                assert not FAILED.intersection(state[one] for one in piece.after)


@given(st.lists(st.sampled_from(list(PartState)), min_size=1, max_size=8))
def test_the_whole_ends_with_its_last_part_and_is_done_when_one_has_a_result(states):
    found = rules.whole([Piece(str(place), state) for place, state in enumerate(states)])

    assert (found is Whole.OPEN) == any(state not in ENDED for state in states)
    if found is not Whole.OPEN:
        assert (found is Whole.DONE) == (PartState.DONE in states)


def test_every_part_that_has_not_ended_can_still_end():
    for state in set(PartState) - ENDED:
        assert any(after in ENDED for (before, _by), after in NEXT.items() if before is state)


def test_what_waits_for_what_waits_in_vain_waits_in_vain():
    chain = [
        Piece("a", PartState.REFUSED),
        Piece("b", PartState.WAITING, ("a",)),
        Piece("c", PartState.WAITING, ("b",)),
    ]

    assert rules.doomed(chain) == ["b", "c"]
