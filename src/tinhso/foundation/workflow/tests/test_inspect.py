"""An author of a process hears what to mend, with the line, before anybody's dossier depends on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.workflow.public import inspect
from tinhso.foundation.workflow.rules.conditions import outcome_of
from tinhso.foundation.workflow.testing import draw, draw_approval


def codes(xml):
    return [problem.code for problem in inspect(xml).problems]


def test_a_good_process_tells_its_tasks_and_outcomes():
    outline = inspect(draw_approval())
    assert outline.problems == ()
    assert [task.id for task in outline.tasks] == ["tham_tra", "ky_duyet", "tra_ket_qua"]
    assert outline.tasks[0].name == "Việc tham_tra"
    assert outline.outcomes_by_task == {
        "tham_tra": ("forward",),
        "ky_duyet": ("forward", "return"),
        "tra_ket_qua": ("forward",),
    }
    assert outline.first == ("tham_tra",)
    assert outline.moves["ky_duyet"] == {"forward": ("tra_ket_qua",), "return": ("tham_tra",)}
    assert outline.moves["tra_ket_qua"] == {"forward": ()}


def test_lanes_are_read():
    lanes = '<laneSet id="l"><lane id="l1" name="Chuyên viên"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    outline = inspect(draw(("start", "a"), ("a", "end"), tasks=["a"], extra=lanes))
    assert outline.problems == ()
    assert outline.tasks[0].lane == "Chuyên viên"


def test_a_default_without_condition_is_forward():
    xml = draw(("start", "a"), ("a", "g"), ("g", "end"), ("g", "a", "return"), tasks=["a"])
    assert inspect(xml).problems == ()
    assert inspect(xml).outcomes_by_task["a"] == ("forward", "return")


def test_the_line_of_a_problem_is_the_line_in_the_file():
    xml = draw(("start", "a"), ("a", "end"), ("b", "end"), tasks=["a", "b"])
    problem = inspect(xml).problems[0]
    assert problem.code == "unreachable"
    assert b'id="b"' in xml.splitlines()[problem.line - 1]
    assert "Việc b" in problem.sentence


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (draw(("a", "end"), tasks=["a"]), "no_start"),
        (draw(("start", "a"), tasks=["a"]), "no_end"),
        (draw(("start", "end"), tasks=[]), "no_task"),
        (draw(("start", "a"), ("start2", "a"), ("a", "end"), tasks=["a"]), "many_starts"),
        (draw(("start", "a"), ("a", "end"), ("b", "end"), tasks=["a", "b"]), "unreachable"),
        (
            draw(("start", "a"), ("a", "g"), ("g", "end"), ("g", "b", "x"), ("b", "b2"), tasks=["a", "b", "b2"]),
            "no_way_out",
        ),
        (draw(("start", "a"), ("a", "end"), ("a", "b"), ("b", "end"), tasks=["a", "b"]), "many_flows"),
        (draw(("start", "a"), ("a", "end"), tasks=["a"], extra='<scriptTask id="s"/>'), "forbidden"),
        (draw(("start", "a"), ("a", "end"), tasks=["a"], extra='<serviceTask id="s"/>'), "forbidden"),
        (draw(("start", "a"), ("a", "end"), tasks=["a"], extra='<subProcess id="s"/>'), "unknown_element"),
        (draw(("start", "a"), ("a", "end"), tasks=["a"], extra='<boundaryEvent id="s"/>'), "unknown_element"),
        (draw(("start", "a"), ("a", "end"), ("a2", "nowhere"), tasks=["a"]).replace(b'"f1"', b'"f0"'), "same_id"),
        (
            draw(("start", "a"), ("a", "end"), tasks=["a"]).replace(b'targetRef="end"', b'targetRef="gone"'),
            "loose_flow",
        ),
        (
            draw(("start", "a"), ("a", "g"), ("g", "end"), ("g", "a", "x"), tasks=["a"]).replace(b"default=", b"x="),
            "no_default",
        ),
        (
            draw(("start", "a"), ("a", "g"), ("g", "end"), ("g", "a", "x"), tasks=["a"]).replace(b"==", b"!="),
            "bad_condition",
        ),
        (draw(("start", "a"), ("a", "g"), ("g", "end", "x"), ("g", "a", "x"), tasks=["a"]), "same_outcome"),
        (draw(("start", "g"), ("g", "a"), ("g", "end", "x"), ("a", "end"), tasks=["a"]), "choice_after_task"),
        (draw(("start", "a"), ("a", "end", "x"), tasks=["a"]), "stray_condition"),
        (draw(("start", "a"), ("a", "end"), tasks=["a"]).replace(b"Vi\xe1\xbb\x87c a", b" "), "no_name"),
        (draw(("start", "a"), ("a", "end"), tasks=["a"]).replace(b'"a"', b'"Start"'), "bad_id"),
        (draw(("start", "a"), ("a", "end"), tasks=["a"]).replace(b'"true"', b'"false"'), "not_executable"),
        (b"<definitions/>", "not_bpmn"),
        (b"", "not_xml"),
        (b"<definitions", "not_xml"),
        (b" " * (1024 * 1024 + 1), "too_large"),
    ],
)
def test_what_cannot_work_is_named(xml, code):
    assert code in codes(xml)
    assert all(problem.line >= 1 and problem.sentence for problem in inspect(xml).problems)


def test_entities_are_refused_and_never_opened(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("password")
    head = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    body = draw_approval().partition(b"\n")[2].replace("Việc tham_tra".encode(), b"&x;")
    outline = inspect(head + body)
    assert "doctype" in [problem.code for problem in outline.problems] or "not_xml" in codes(head + body)
    assert "password" not in repr(outline)


def test_a_billion_laughs_are_not_laughed():
    layers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    assert inspect(f'<!DOCTYPE d [<!ENTITY a0 "ha">{layers}]><d>&a11;</d>'.encode()).problems


def test_a_join_that_would_wait_for_ever_is_found():
    xml = draw(
        ("start", "a"), ("a", "g"), ("g", "b"), ("g", "c", "x"), ("b", "j"), ("c", "j"), ("j", "end"),
        tasks=["a", "b", "c"], forks=["j"],
    )  # fmt: skip
    assert codes(xml) == ["waits_for_ever"]


def test_branches_that_come_together_without_a_join_are_found():
    xml = draw(
        ("start", "f"), ("f", "a"), ("f", "b"), ("a", "c"), ("b", "c"), ("c", "end"),
        tasks=["a", "b", "c"], forks=["f"],
    )  # fmt: skip
    assert codes(xml) == ["meets_twice"]


def test_parallel_branches_that_join_are_fine():
    xml = draw(
        ("start", "f"), ("f", "a"), ("f", "b"), ("a", "j"), ("b", "j"), ("j", "c"), ("c", "end"),
        tasks=["a", "b", "c"], forks=["f", "j"],
    )  # fmt: skip
    assert inspect(xml).problems == ()
    assert inspect(xml).first == ("a", "b")


@pytest.mark.parametrize(
    "condition",
    [
        "__import__('os').system('true')",
        'outcome == "x" or True',
        'outcome.upper() == "X"',
        'outcome == f"{x}"',
        'outcome != "x"',
        'data == "x"',
        'outcome == "X"',
        "outcome == 1",
        '"x" == outcome',
        'outcome == "x" == "x"',
        "(" * 500,
        "",
    ],
)
def test_only_one_form_of_condition_is_known(condition):
    assert outcome_of(condition) is None


def test_the_known_form_is_read():
    assert outcome_of(" outcome == 'return' ") == "return"


@given(st.binary(max_size=2000))
def test_no_bytes_break_the_inspection(data):
    assert inspect(data).problems


@given(st.text(max_size=300))
def test_no_condition_breaks_the_reading(text):
    code = outcome_of(text)
    assert code is None or code in text
