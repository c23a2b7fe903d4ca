"""What an edited package may not do: run code, read files, ask the network, keep the machine busy."""

import time

import pytest

from tinhso.government.procedures.package.lint import judge
from tinhso.government.procedures.package.lint_safety import pattern_fault, source_faults
from tinhso.government.procedures.package.picture import draw_svg
from tinhso.government.procedures.testing import draw_process, make_package
from tinhso.government.procedures.workshop.trying import try_print

NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"


@pytest.mark.parametrize(
    "condition",
    [
        "__import__('os').system('id')",
        "outcome == 'return' or open('/etc/passwd')",
        "outcome == 'return'; import os",
        "(lambda: 1)()",
        'outcome == "return" if exec("1") else 0',
    ],
)
def test_a_condition_that_is_more_than_a_comparison_is_refused_with_its_line(condition):
    escaped = condition.replace("&", "&amp;").replace("<", "&lt;")
    drawn = draw_process()
    start = drawn.index("outcome ==")
    end = drawn.index("<", start)

    problems = judge(make_package(bpmn=drawn[:start] + escaped + drawn[end:]))

    assert problems
    assert all(problem.file.endswith("process.bpmn") and problem.line for problem in problems)


@pytest.mark.parametrize(
    "element",
    [
        '<scriptTask id="x" xmlns="%s"><script>import os</script></scriptTask>',
        '<serviceTask id="x" xmlns="%s" operationRef="a"/>',
        '<callActivity id="x" xmlns="%s" calledElement="a"/>',
        '<businessRuleTask id="x" xmlns="%s"/>',
    ],
)
def test_a_task_for_a_machine_is_refused(element):
    drawn = draw_process().replace("</process>", element % NAMESPACE + "</process>")

    assert [problem.code for problem in judge(make_package(bpmn=drawn))]


def test_a_drawing_with_a_document_type_is_refused_and_not_shown():
    bomb = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + draw_process().split("?>")[-1]

    assert judge(make_package(bpmn=bomb))
    assert draw_svg(bomb) == ""


def test_words_in_a_drawing_are_words_not_markup():
    from tinhso.government.procedures.package.drawing import draw
    from tinhso.government.procedures.testing import raw_package

    raw = raw_package()
    raw["steps"][0]["title"] = "<script>alert(1)</script>"
    picture = draw_svg(draw(raw).decode())

    assert "<script" not in picture
    assert "&lt;script" in picture


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a*)*b",
        "(a|aa)+$",
        r"(\w+\s?)*$",
        "([a-z]+)*x",
        "(?:a{1,50}){1,50}",
        r"(a)\1",
        ".*.*.*=",
        "(a|b|ab)*c",
    ],
)
def test_a_pattern_that_may_run_for_ever_is_refused(pattern):
    assert pattern_fault(pattern)


@pytest.mark.parametrize("pattern", ["^[0-9]{12}$", r"^\d{2}[A-Z]-\d{3}\.\d{2}$", "^(nam|nữ)$", "^[^@ ]+@[^@ ]+$"])
def test_ordinary_patterns_are_taken_and_are_fast(pattern):
    import re

    began = time.perf_counter()
    re.search(pattern, "a" * 4000 + "!")

    assert pattern_fault(pattern) == ""
    assert time.perf_counter() - began < 20  # a pattern that runs away never ends


def test_an_unsafe_pattern_in_a_form_is_told_with_its_line():
    from tinhso.foundation.forms.testing import raw_form

    form = raw_form()
    form["properties"]["applicant"]["properties"]["name"]["pattern"] = "(a+)+$"

    assert "pattern_unsafe" in [problem.code for problem in judge(make_package(form=form))]


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#let f = read\n#f("../../../../../../etc/passwd")',
        '#import "@preview/cetz:0.2.0": *',
        '#import "../../settings/base.py"',
        '#image("/etc/hostname")',
        "#let f(n) = f(n + 1)\n#f(0)",
        '#let a = "xxxxxxxxxx"\n#for i in range(200) { a = a + a }\n#a.len()',
        "#let n = 0\n#while n < 100000000000 { n = n + 1 }",
    ],
)
def test_a_print_template_reads_no_files_asks_nobody_and_ends(source):
    began = time.monotonic()
    pdf, fault, _line = try_print("ket_qua", source)

    assert pdf == b""
    assert fault
    assert time.monotonic() - began < 20


def test_a_fault_in_a_print_template_is_told_at_its_line():
    assert try_print("ket_qua", "= Tiêu đề\n\n#khong_co()")[2] == 3
    assert [line for line, _ in source_faults('a\n#image("x.png")')] == [2]
    assert (
        try_print("ket_qua", '#import "lib/nd30.typ": *\n#show: document.with(title: "a")\nXin chào')[0][:5] == b"%PDF-"
    )
