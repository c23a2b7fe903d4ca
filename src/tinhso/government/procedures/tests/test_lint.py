"""What an official who writes a package is told: file, line, sentence, code."""

import copy

import pytest
import yaml

from tinhso.foundation.workflow.testing import draw
from tinhso.government.procedures.package.lint import judge
from tinhso.government.procedures.package.marks import NotReadable, read_json, read_yaml
from tinhso.government.procedures.testing import make_package, raw_examples, raw_package


def codes(**changes) -> set[str]:
    return {problem.code for problem in judge(make_package(**changes))}


def changed(change) -> set[str]:
    raw = copy.deepcopy(raw_package())
    change(raw)
    return {problem.code for problem in judge(make_package(package=raw))}


def test_the_small_package_is_sound():
    assert judge(make_package()) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda r: r.pop("who"), "schema_required"),
        (lambda r: r.update(owner="x"), "schema_additionalProperties"),
        (lambda r: r.update(level="quarter"), "schema_enum"),
        (lambda r: r.update(minutes="5"), "schema_type"),
        (lambda r: r.update(slug="Có Dấu"), "schema_pattern"),
        (lambda r: r["fees"][0].pop("mark"), "schema_required"),
        (lambda r: r["fees"][0].update(amount=-1), "schema_minimum"),
        (lambda r: r["steps"][0].pop("role"), "schema_required"),
        (lambda r: r["steps"][0].pop("allowance"), "schema_required"),
        (lambda r: r["steps"][0].pop("citizen"), "schema_required"),
        (lambda r: r["steps"][0].update(citizen=""), "schema_minLength"),
        (lambda r: r["steps"].pop(0), "task_without_step"),
        (lambda r: r["steps"].append(dict(r["steps"][0], task="bay_len")), "step_not_drawn"),
        (lambda r: r["steps"].append(r["steps"][0]), "step_twice"),
        (lambda r: r["steps"][1]["outcomes"].pop("return"), "outcome_missing"),
        (lambda r: r["steps"][0]["outcomes"].update(again="Làm lại"), "outcome_not_drawn"),
        (lambda r: r["steps"][1].update(act="review"), "sign_once"),
        (lambda r: r["steps"][2].update(act="examine"), "hand_over_once"),
        (lambda r: r["steps"][2].update(role="clerk"), "hand_over_role"),
        (lambda r: r["steps"][0].update(allowance={"amount": 4, "unit": "working_day"}), "steps_too_long"),
        (lambda r: r["cases"][1].update(when=None), "two_plain_cases"),
        (lambda r: r["cases"][1].update(code="default"), "code_twice"),
        (lambda r: r["fees"][0].update(cases=["khac"]), "unknown_case"),
        (lambda r: r["fees"][0].update(when={"field": "/nothing", "equals": 1}), "unknown_field"),
        (lambda r: r["fees"][0].update(when={"field": "/request/urgent"}), "bad_condition"),
        (lambda r: r["fees"][0].update(quantity="/request/subject"), "quantity"),
        (lambda r: r["fees"][0].update(tiers=[{"amount": 1}, {"up_to": 2, "amount": 2}]), "tiers"),
        (lambda r: r["components"][0].pop("from_form"), "no_application"),
        (lambda r: r.update(level="department"), "department"),
        (lambda r: r.update(valid_to="2019-01-01"), "ends_first"),
        (lambda r: r["decision"].update(on="2020-02-30"), "no_such_day"),
        (lambda r: r["results"][0]["number"].update(pattern="{n}/XN"), "number_pattern"),
        (lambda r: r["results"][0]["number"].update(pattern="{x}/{on:%Y}"), "number_pattern"),
    ],
)
def test_each_fault_has_its_code(change, code):
    assert code in changed(change)


def test_a_fault_in_the_drawing_is_told_in_its_file():
    broken = draw(
        ("start", "tham_tra"), ("tham_tra", "end"), ("end", "ky_duyet"), tasks=("tham_tra", "ky_duyet")
    ).decode()

    problems = judge(make_package(bpmn=broken))

    assert problems
    assert all(p.file.endswith("process.bpmn") and p.line >= 1 for p in problems)


@pytest.mark.parametrize(
    ("place", "change", "code"),
    [
        (0, {"fee": 8000}, "example_fee"),
        (0, {"case": "xac_minh"}, "example_case"),
        (0, {"path": ["ky_duyet:forward"]}, "example_path"),
        (0, {"path": ["tham_tra:forward"]}, "example_path"),
        (0, {"valid": False}, "example_valid"),
        (2, {"valid": True}, "example_invalid"),
        (2, {"errors": ["/request/subject"]}, "example_errors"),
        (0, {"promised_at": "mai"}, "example_promise"),
        (0, {"colour": "red"}, "example_key"),
    ],
)
def test_an_example_that_comes_out_otherwise_is_told(place, change, code):
    examples = raw_examples()
    examples[place]["expect"].update(change)

    problems = judge(make_package(examples=examples))

    assert code in {p.code for p in problems}
    assert all(p.file.endswith("examples.yaml") for p in problems)


def test_an_example_without_a_required_paper_is_told():
    examples = raw_examples()
    examples[0]["papers"] = []

    assert codes(examples=examples) == {"example_papers"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "found"), [("2023-11-23T09:00:00+07:00", set()), ("2023-11-22T09:00:00+07:00", {"example_promise_differs"})]
)
def test_a_promised_time_is_reckoned_by_the_calendar(due, found):
    examples = raw_examples()
    examples[0] |= {"received_at": "2023-11-20T09:00:00+07:00"}
    examples[0]["expect"]["promised_at"] = due
    package = make_package(examples=examples)
    package.with_calendar = True

    assert {p.code for p in judge(package)} == found


def test_a_line_is_the_line_an_editor_shows():
    package = make_package(package=raw_package(level="quarter"))
    text = package.texts["procedure.yaml"].splitlines()

    (problem,) = judge(package)

    assert text[problem.line - 1] == "level: quarter"
    assert str(problem) == f"1.999001/2020-01-01/procedure.yaml:{problem.line}: {problem.sentence} [schema_enum]"


def test_text_with_loose_marks_is_told():
    assert "not_nfc" in codes(package=raw_package(name="Xa\u0301c nhận"))


def test_yaml_is_read_as_plain_data_with_lines():
    marked = read_yaml('a: 1\nb:\n  - on: 2020-01-01\n    no: "x"\nc: yes\nd: 0.5\n')

    assert marked.value == {"a": 1, "b": [{"on": "2020-01-01", "no": "x"}], "c": True, "d": 0.5}
    assert (marked.line("/b/0/on"), marked.line("/b/0/no"), marked.line("/b/7")) == (3, 4, 2)


@pytest.mark.parametrize("text", ["a: !!python/object:os.system {}\n", "a: [", "a:\n\t- b", "\x00"])
def test_yaml_that_is_more_or_less_than_data_is_refused(text):
    with pytest.raises(NotReadable):
        read_yaml(text)


def test_an_alias_bomb_is_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]

    with pytest.raises(NotReadable):
        read_yaml("\n".join(lines))


def test_a_key_given_twice_is_told():
    assert read_yaml("a: 1\nb: 2\na: 3\n").twice == [(3, "a")]
    assert read_json('{"a": 1,\n "a": 2}').twice == [(2, "a")]


@pytest.mark.parametrize(
    "text", ['{"a": 1', '{"a" 1}', '{"a": 1,}', "[1 2]", "[1,]", '{"a": tru}', '{"a": "x}', "{} {}", "", "[" * 99]
)
def test_json_that_is_not_json_is_refused(text):
    with pytest.raises(NotReadable):
        read_json(text)


def test_json_is_read_as_the_standard_reader_does():
    import json

    text = json.dumps({"a": [1, -2.5, 1e3, True, None, 'đ\n"x"', {"b": []}], "c": {}}, ensure_ascii=True, indent=2)

    marked = read_json(text)

    assert marked.value == json.loads(text)
    assert marked.line("/a/6/b") == 9 + 1


def test_the_package_file_of_the_tests_is_yaml_that_everybody_reads_alike():
    text = make_package().texts["procedure.yaml"]

    assert read_yaml(text).value == yaml.safe_load(text)


def test_an_exemption_names_fees_papers_and_answers_that_are_there():
    poor = {"code": "ho_ngheo", "name": "Hộ nghèo", "percent": 100, "basis": "Điều 10", "mark": "known"}
    for wrong, code in (
        ({"fees": ["LP99"]}, "unknown_fee"),
        ({"fees": ["LP01"], "paper": "XX"}, "unknown_paper"),
        ({"fees": ["LP01"], "when": {"field": "/nothing", "equals": 1}}, "unknown_field"),
        ({"fees": ["LP01"], "percent": 101}, "schema_maximum"),
    ):
        package = make_package(exemptions=[{**poor, **wrong}])
        assert code in {problem.code for problem in judge(package)}
