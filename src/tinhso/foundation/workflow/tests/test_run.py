"""A process runs as drawn, one step at a time, and never twice."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tinhso.foundation.workflow import engine, errors
from tinhso.foundation.workflow.models import Instance, Process
from tinhso.foundation.workflow.public import complete, get_progress, list_progress, register, start, stop
from tinhso.foundation.workflow.testing import draw, draw_approval
from tinhso.kernel.ids import uuid7

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def subject(db):
    register("1.0/2026", draw_approval())
    subject_id = uuid7()
    start("1.0/2026", subject_id=subject_id, data={"fee": 8000})
    return subject_id


def ready(progress):
    return [task.task for task in progress.ready]


def test_a_dossier_goes_the_way_that_is_drawn(subject):
    assert ready(get_progress(subject)) == ["tham_tra"]
    assert ready(complete(subject, task="tham_tra", data={"outcome": "forward"})) == ["ky_duyet"]
    assert ready(complete(subject, task="ky_duyet", data={"outcome": "return"})) == ["tham_tra"]
    assert ready(complete(subject, task="tham_tra")) == ["ky_duyet"]
    assert ready(complete(subject, task="ky_duyet", data={"outcome": "forward"})) == ["tra_ket_qua"]
    ended = complete(subject, task="tra_ket_qua", now=MONDAY)
    assert ended.finished and ended.ready == ()
    instance = Instance.objects.get(subject_id=subject)
    assert instance.finished_at == MONDAY and instance.steps == 5 and bytes(instance.state) == b""
    assert instance.data["fee"] == 8000


def test_the_title_of_a_ready_task_comes_with_it(subject):
    assert get_progress(subject).ready[0].title == "Việc tham_tra"


def test_a_step_is_done_once(subject):
    complete(subject, task="tham_tra")
    with pytest.raises(errors.TaskNotReady):
        complete(subject, task="tham_tra")


def test_a_step_whose_turn_has_not_come_is_refused(subject):
    with pytest.raises(errors.TaskNotReady):
        complete(subject, task="tra_ket_qua")
    with pytest.raises(errors.TaskNotReady):
        complete(subject, task="khong_co")


def test_an_outcome_that_is_not_drawn_is_refused(subject):
    complete(subject, task="tham_tra")
    wrong: list[dict[str, Any]] = [{}, {"outcome": "approve"}, {"outcome": None}, {"outcome": 1}]
    for data in wrong:
        with pytest.raises(errors.OutcomeUnknown):
            complete(subject, task="ky_duyet", data=data)
    assert ready(get_progress(subject)) == ["ky_duyet"]


def test_only_small_plain_values_go_in(subject):
    wrong: list[dict[str, Any]] = [
        {"x": []},
        {"x": {"y": 1}},
        {"x": "a" * 501},
        {"X": 1},
        {"x": float("nan")},
        {"x": 2**60},
        {"x": object()},
        {f"k{n}": 1 for n in range(33)},
    ]
    for data in wrong:
        with pytest.raises(errors.DataRefused):
            complete(subject, task="tham_tra", data=data)


def test_a_process_starts_once_for_a_subject(subject):
    with pytest.raises(errors.AlreadyStarted):
        start("1.0/2026", subject_id=subject)


def test_an_unknown_process_does_not_start(db):
    with pytest.raises(errors.ProcessUnknown):
        start("nothing", subject_id=uuid7())
    with pytest.raises(errors.NotStarted):
        complete(uuid7(), task="a")
    with pytest.raises(errors.NotStarted):
        get_progress(uuid7())


def test_registering_again_changes_nothing_and_other_bytes_are_refused(db):
    register("k", draw_approval())
    register("k", draw_approval())
    assert Process.objects.count() == 1
    with pytest.raises(errors.ProcessChanged):
        register("k", draw_approval() + b" ")


def test_a_faulty_drawing_is_refused_with_its_lines(db):
    with pytest.raises(errors.ProcessRefused) as refused:
        register("k", draw(("start", "a"), ("a", "end"), ("b", "end"), tasks=["a", "b"]))
    assert any("dòng" in line for line in refused.value.fields)
    assert Process.objects.count() == 0


def test_parallel_branches_wait_for_each_other(db):
    xml = draw(
        ("start", "f"), ("f", "a"), ("f", "b"), ("a", "j"), ("b", "g"), ("g", "j"), ("g", "b", "again"),
        ("j", "c"), ("c", "end"), tasks=["a", "b", "c"], forks=["f", "j"],
    )  # fmt: skip
    register("par", xml)
    subject = uuid7()
    assert ready(start("par", subject_id=subject)) == ["a", "b"]
    assert ready(complete(subject, task="b", data={"outcome": "again"})) == ["a", "b"]
    assert ready(complete(subject, task="b", data={"outcome": "forward"})) == ["a"]
    assert ready(complete(subject, task="a")) == ["c"]
    assert complete(subject, task="c").finished


def test_two_ends_are_both_awaited(db):
    xml = draw(
        ("start", "f"), ("f", "a"), ("f", "b"), ("a", "end"), ("b", "end2"), tasks=["a", "b"], forks=["f"]
    )  # fmt: skip
    register("ends", xml)
    subject = uuid7()
    start("ends", subject_id=subject)
    assert not complete(subject, task="b").finished
    assert complete(subject, task="a").finished


def test_parallel_branches_inside_a_loop_join_every_time(db):
    xml = draw(
        ("start", "m"), ("m", "f"), ("f", "a"), ("f", "b"), ("a", "j"), ("b", "j"), ("j", "c"), ("c", "g"),
        ("g", "end"), ("g", "m", "return"), tasks=["a", "b", "c"], forks=["f", "j"],
    )  # fmt: skip
    register("loop", xml)
    subject = uuid7()
    start("loop", subject_id=subject)
    for _ in range(30):
        assert ready(complete(subject, task="b")) == ["a"]
        assert ready(complete(subject, task="a")) == ["c"]
        assert sorted(ready(complete(subject, task="c", data={"outcome": "return"}))) == ["a", "b"]
    complete(subject, task="a")
    complete(subject, task="b")
    assert complete(subject, task="c", data={"outcome": "forward"}).finished


def test_a_dossier_sent_back_a_hundred_times_stays_small(subject):
    sizes = []
    for _ in range(100):
        complete(subject, task="tham_tra")
        complete(subject, task="ky_duyet", data={"outcome": "return"})
        sizes.append(len(bytes(Instance.objects.get(subject_id=subject).state)))
    assert sizes[-1] == sizes[0] < 400


def test_branches_that_go_round_for_ever_are_stopped_with_a_sentence(db):
    xml = draw(
        ("start", "f"), ("f", "a"), ("f", "b"), ("a", "j"), ("b", "g"), ("g", "j"), ("g", "b", "again"),
        ("j", "end"), tasks=["a", "b"], forks=["f", "j"],
    )  # fmt: skip
    register("round", xml)
    subject = uuid7()
    start("round", subject_id=subject)
    with pytest.raises(errors.TooManyRounds):
        for _ in range(engine.MAX_TASKS):
            complete(subject, task="b", data={"outcome": "again"})
    complete(subject, task="b", data={"outcome": "forward"})
    assert complete(subject, task="a").finished


def test_a_stopped_process_takes_no_more_steps(subject):
    assert stop(subject, now=MONDAY).finished
    assert stop(subject).finished
    assert Instance.objects.get(subject_id=subject).finished_at == MONDAY
    with pytest.raises(errors.TaskNotReady):
        complete(subject, task="tham_tra")


def test_progress_of_many_is_one_query(subject, django_assert_num_queries):
    other = uuid7()
    start("1.0/2026", subject_id=other)
    with django_assert_num_queries(1):
        found = list_progress([subject, other, uuid7()])
    assert set(found) == {subject, other}


def test_an_instance_without_a_next_step_cannot_be_stored(subject):
    with pytest.raises(IntegrityError), transaction.atomic():
        Instance.objects.filter(subject_id=subject).update(ready=[])


def test_of_two_officers_at_once_one_moves_the_dossier(transactional_db):
    register("race", draw_approval())
    subject, answers = uuid7(), []
    start("race", subject_id=subject)
    barrier = threading.Barrier(8)

    def press():
        barrier.wait()
        try:
            answers.append(ready(complete(subject, task="tham_tra")))
        except errors.TaskNotReady:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, answers)) == ["['ky_duyet']"] + ["refused"] * 7


def test_the_engine_runs_no_script_and_no_service():
    script_engine = engine._script_engine()
    for forbidden in (
        lambda: script_engine.execute(None, "1"),
        lambda: script_engine.call_service(None),
        lambda: script_engine.evaluate(None, "1 == 1"),
    ):
        with pytest.raises(PermissionError):
            forbidden()
