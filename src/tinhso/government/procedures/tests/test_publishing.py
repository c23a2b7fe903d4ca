"""Publishing: what is taken, what is refused, what never changes."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.db import IntegrityError, InternalError, connection, transaction

from tinhso.foundation.forms.testing import good_answers
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.events import ProcedurePublished
from tinhso.government.procedures.models import PublishedVersion
from tinhso.government.procedures.testing import make_package, make_procedure, raw_examples, raw_package

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    procedures.forget_versions()


def write(folder: Path, **changes) -> Path:
    """Write the small package into content/procedures/<code>/<version>, with its templates beside."""
    package = make_package(**changes)
    place = folder / "procedures" / package.code / package.version
    place.mkdir(parents=True, exist_ok=True)
    for name, text in package.texts.items():
        (place / name).write_text(text, encoding="utf-8")
    prints = folder / "prints"
    prints.mkdir(exist_ok=True)
    for name in ("ket_qua", "to_khai"):
        (prints / f"{name}.typ").touch()
    return place


def test_a_new_package_is_published_and_announced(tmp_path, announced):
    write(tmp_path)

    report = procedures.load_packages(tmp_path / "procedures")

    assert report.is_clean
    assert report.published == ("1.999001/2020-01-01",)
    version = procedures.get_current("1.999001")
    assert version.name == "Xác nhận tình trạng cư trú"
    assert announced() == [ProcedurePublished(version.id, "1.999001", date(2020, 1, 1))]


def test_loading_again_changes_nothing(tmp_path, announced):
    write(tmp_path)
    procedures.load_packages(tmp_path / "procedures")

    report = procedures.load_packages(tmp_path / "procedures")

    assert (report.published, report.unchanged, report.refused) == ((), 1, ())
    assert len(announced()) == 1


def test_an_example_reckoned_with_other_hours_is_a_warning_and_the_version_is_published(tmp_path):
    examples = raw_examples()
    examples[0] |= {"received_at": "2023-11-20T09:00:00+07:00"}
    examples[0]["expect"]["promised_at"] = "2023-11-22T09:00:00+07:00"
    write(tmp_path, examples=examples)

    report = procedures.load_packages(tmp_path / "procedures")

    assert report.is_clean
    assert report.published == ("1.999001/2020-01-01",)
    assert [problem.code for problem in report.warnings] == ["example_promise_differs"]
    assert "09:00 23/11/2023" in report.warnings[0].sentence


def test_a_published_version_edited_on_disk_is_refused_with_the_line_and_what_to_do(tmp_path):
    place = write(tmp_path)
    procedures.load_packages(tmp_path / "procedures")
    text = (place / "procedure.yaml").read_text()
    line = next(n for n, words in enumerate(text.splitlines(), 1) if "amount: 8000" in words)
    (place / "procedure.yaml").write_text(text.replace("amount: 8000", "amount: 9000"))

    report = procedures.load_packages(tmp_path / "procedures")

    (problem,) = report.problems
    assert (problem.file, problem.line) == ("1.999001/2020-01-01/procedure.yaml", line)
    assert "tạo thư mục phiên bản mới" in problem.sentence
    assert procedures.get_current("1.999001").fees[0].amount.amount == 8000


def test_a_new_version_of_the_law_is_a_new_folder_and_the_old_one_stays(tmp_path):
    write(tmp_path)
    write(tmp_path, version="2025-07-01", name="Xác nhận nơi ở")

    procedures.load_packages(tmp_path / "procedures")

    assert procedures.get_current("1.999001", date(2025, 6, 30)).name == "Xác nhận tình trạng cư trú"
    assert procedures.get_current("1.999001", date(2025, 7, 1)).name == "Xác nhận nơi ở"
    assert [info.valid_from.year for info in procedures.list_versions("1.999001")] == [2025, 2020]


def test_a_broken_package_is_refused_whole_and_the_others_are_published(tmp_path):
    place = write(tmp_path)
    raw = yaml.safe_load((place / "procedure.yaml").read_text())
    raw["steps"][0]["role"] = "boss"
    del raw["who"]
    (place / "procedure.yaml").write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False))
    write(tmp_path, code="1.999002")

    report = procedures.load_packages(tmp_path / "procedures")

    assert report.published == ("1.999002/2020-01-01",)
    assert report.refused == ("1.999001/2020-01-01",)
    assert {problem.code for problem in report.problems} == {"schema_enum", "schema_required"}
    with pytest.raises(procedures.ProcedureNotFound):
        procedures.get_current("1.999001")


def test_a_missing_file_a_missing_template_and_unreadable_files_are_told(tmp_path):
    place = write(tmp_path)
    shutil.rmtree(tmp_path / "prints")
    assert {p.code for p in procedures.lint(place)} == {"no_template"}

    (place / "form.json").write_text('{"title": "Tờ khai",\n "type" "object"}')
    (place / "examples.yaml").write_text("- name: [\n")
    (place / "process.bpmn").unlink()

    assert {(Path(p.file).name, p.line, p.code) for p in procedures.lint(place)} == {
        ("form.json", 2, "not_readable"),
        ("examples.yaml", 2, "not_readable"),
        ("process.bpmn", 1, "file_missing"),
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE procedures_version SET name = 'khác'",
        "UPDATE procedures_version SET package = jsonb_set(package, '{copies}', '2')",
        "UPDATE procedures_version SET form = '{}'",
        "DELETE FROM procedures_version",
    ],
)
def test_even_the_database_refuses_to_change_or_remove_a_published_version(statement):
    make_procedure()

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_version_may_be_ended():
    make_procedure()

    PublishedVersion.objects.update(valid_to=date(2024, 1, 1))

    assert procedures.get_current("1.999001", date(2023, 12, 31)).code == "1.999001"
    with pytest.raises(procedures.ProcedureNotFound):
        procedures.get_current("1.999001", date(2024, 1, 1))


def test_a_small_procedure_for_tests_is_whole():
    version = make_procedure()

    assert make_procedure().id == version.id
    assert [step.task for step in version.steps] == ["tham_tra", "ky_duyet", "tra_ket_qua"]
    case = procedures.case_of(version, good_answers())
    assert case.code == "default"
    assert [
        line.amount.amount for line in procedures.fee_for(version, case, "online", data=good_answers(copies=3))
    ] == [24000]
    assert [c.code for c in procedures.components_for(version, case, good_answers())] == ["TK", "GT"]
    assert str(procedures.allowance_for(version, "xac_minh", "counter").amount) == "5"


def test_the_folder_says_which_version_it_is(tmp_path):
    place = write(tmp_path)
    moved = place.with_name("2021-01-01")
    place.rename(moved)

    assert [(p.code, p.line) for p in procedures.lint(moved)] == [("folder_differs", 2)]


def test_the_form_of_a_version_is_compiled_once(django_assert_num_queries):
    version = make_procedure()

    with django_assert_num_queries(0):
        assert procedures.get_version(version.id).form is version.form


def test_the_package_file_is_kept_word_for_word():
    make_procedure()

    row = PublishedVersion.objects.get()
    assert yaml.safe_load(row.sources["procedure.yaml"]) == raw_package()
    assert json.loads(row.sources["form.json"]) == row.form
