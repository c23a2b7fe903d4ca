"""What is left to tell follows from the story alone: no order, number or loss of nudges changes it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tinhso.government.dossiers.rules.timeline import SENTENCES
from tinhso.government.national.content import exchange_mapping
from tinhso.government.national.data import RecordKind
from tinhso.government.national.rules.circuit import TRIPS_AT, Circuit, pause_after
from tinhso.government.national.rules.mapping import MappingRefused, read_mapping
from tinhso.government.national.rules.planning import NEXT, Standing, is_forward, plan
from tinhso.kernel import clock

VERBS = {
    2: "received",
    3: "refused",
    4: "step",
    5: "supplement_asked",
    7: "withdrawn",
    8: "stopped",
    9: "signed",
    10: "handed_over",
}


@dataclass(frozen=True)
class Told:
    id: UUID
    verb: str
    undoes: UUID | None = None


def told(verb, undoes=None):
    return Told(uuid4(), verb, undoes)


@st.composite
def lives(draw):
    """A story along the national table, and the states it leads through; at times the last act is undone."""
    status, before, lines, states, past = 1, 1, [told("submitted")], [1], []
    for _ in range(draw(st.integers(0, 12))):
        choices = [s for s in sorted(NEXT[status]) if s in VERBS]
        if status == 5:
            choices = ["back"]
        if draw(st.booleans()) and past:
            choices = ["undo"]
        if not choices:
            break
        step = draw(st.sampled_from(choices))
        if step == "undo":
            status, before, undone = past.pop()
            past = []  # what was undone is not undone further back
            lines.append(told("undone", undone))
        else:
            was = (status, before)
            if step == "back":
                status = before
                lines.append(told("supplemented"))
            else:
                before = status if step == 5 else before
                status = step
                lines.append(told(VERBS[step]))
            past.append((*was, lines[-1].id))
            if draw(st.booleans()):
                lines.append(told("assigned"))
        states.append(status)
    return lines, states


@given(lives(), st.randoms(use_true_random=False))
def test_whenever_it_is_looked_at_the_portal_ends_with_our_state_and_takes_every_record(life, dice):
    """Nudges come when they like: the story is told from wherever it stands, and every record is one the portal takes."""
    lines, states = life
    mapping = exchange_mapping()
    state_at = _states_by_line(lines, states)
    standing, known, records = Standing(), set(), []
    looks = [*sorted(dice.sample(range(1, len(lines) + 1), dice.randint(0, len(lines) - 1))), len(lines)]
    for seen in looks:
        found = plan(
            lines[:seen],
            known=known,
            standing=standing,
            status=state_at[seen - 1],
            is_changed=dice.random() < 0.3,
            mapping=mapping,
        )
        records += found.records
        standing = found.standing
        known |= {r.line_id for r in found.records if r.line_id}
    assert standing.status == states[-1]
    assert records[0].kind is RecordKind.DOSSIER and records[0].status == 1
    at = 1
    for one in records[1:]:
        assert one.kind is RecordKind.CORRECTION or is_forward(at, one.status)
        at = one.status
    lines_told = [r.line_id for r in records if r.line_id]
    assert len(lines_told) == len(set(lines_told))
    worth = [line.id for line in lines if mapping.verb(line.verb) != "none"]
    assert lines_told == worth


def _states_by_line(lines, states):
    found, place = [], 0
    for line in lines:
        if line.verb not in ("assigned", "submitted"):
            place += 1
        found.append(states[place])
    return found


def test_an_act_undone_after_it_was_told_becomes_a_correction():
    lines = [told("submitted"), told("received")]
    mapping = exchange_mapping()
    first = plan(lines, known=(), standing=Standing(), status=2, is_changed=True, mapping=mapping)
    known = {one.line_id for one in first.records}
    after = plan(
        [*lines, told("undone", lines[-1].id)],
        known=known,
        standing=first.standing,
        status=1,
        is_changed=True,
        mapping=mapping,
    )
    assert [(one.kind, one.status) for one in after.records] == [(RecordKind.CORRECTION, 1)]


def test_nothing_new_is_nothing_to_tell():
    lines = [told("submitted")]
    standing = Standing(1, 1)
    assert (
        plan(lines, known=(), standing=standing, status=1, is_changed=False, mapping=exchange_mapping()).records == ()
    )


@given(st.lists(st.booleans(), max_size=40))
def test_the_breaker_opens_at_the_fifth_failure_in_a_row_and_closes_at_an_answer(answers):
    now, circuit, row = clock.now(), Circuit(), 0
    for answered in answers:
        circuit = circuit.answered() if answered else circuit.failed(now)
        row = 0 if answered else row + 1
        assert (circuit.room(8, now) == 0) == (row >= TRIPS_AT)
        if circuit.open_until:
            now = circuit.open_until
            assert circuit.room(8, now) == 1


@given(st.integers(1, 10_000))
def test_no_pause_is_longer_than_a_minute_and_a_quarter(attempts):
    assert 0.7 <= pause_after(attempts).total_seconds() <= 75


@pytest.mark.parametrize("key", ["channel", "personal", "verbs", "dates"])
def test_a_mapping_with_a_part_missing_is_refused(key):
    raw = yaml.safe_load((settings.CONTENT_DIR / "national" / "mapping.yaml").read_text())
    del raw[key]
    with pytest.raises(MappingRefused):
        read_mapping(raw)


def test_a_verb_that_leads_nowhere_is_refused():
    raw = yaml.safe_load((settings.CONTENT_DIR / "national" / "mapping.yaml").read_text())
    raw["verbs"]["step"] = 11
    with pytest.raises(MappingRefused, match="step"):
        read_mapping(raw)


def test_a_step_undone_is_corrected_though_the_state_is_the_same():
    lines = [told("submitted"), told("received"), told("step"), told("step")]
    mapping = exchange_mapping()
    first = plan(lines, known=(), standing=Standing(), status=4, is_changed=False, mapping=mapping)
    after = plan(
        [*lines, told("undone", lines[-1].id)],
        known={one.line_id for one in first.records},
        standing=first.standing,
        status=4,
        is_changed=False,
        mapping=mapping,
    )
    assert [(one.kind, one.status) for one in after.records] == [(RecordKind.CORRECTION, 4)]


@pytest.mark.parametrize("verb", sorted({verb.partition(".")[0] for verb in SENTENCES}))
def test_every_verb_of_a_dossiers_story_is_sent_or_has_a_reason_why_not(verb):
    mapping = exchange_mapping()
    assert (verb in mapping.verbs) != (verb in mapping.not_sent)
    if verb in mapping.not_sent:
        assert len(mapping.not_sent[verb]) > 10


def test_nothing_is_mapped_that_no_dossier_ever_says():
    said = {verb.partition(".")[0] for verb in SENTENCES}
    mapping = exchange_mapping()
    assert set(mapping.verbs) | set(mapping.not_sent) <= said


def test_a_verb_kept_back_without_a_reason_is_refused():
    raw = yaml.safe_load((settings.CONTENT_DIR / "national" / "mapping.yaml").read_text())
    raw["not_sent"]["assigned"] = " "
    with pytest.raises(MappingRefused, match="assigned"):
        read_mapping(raw)
