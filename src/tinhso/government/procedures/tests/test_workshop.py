"""The workshop: a working copy from an import to a published version, by two people."""

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest

from tinhso.foundation.forms.public import compile_form, form_problems
from tinhso.foundation.organisations.testing import SmallProvince
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.errors import CopyChanged, CopyClosed, NotOfferedYet, OwnWork, PackageRefused, PastDay
from tinhso.government.procedures.models import PublishedVersion, WorkingCopy
from tinhso.government.procedures.package.archive import ArchiveRefused, read_archive, write_archive
from tinhso.government.procedures.package.difference import compare
from tinhso.government.procedures.package.reading import FILES, FORM, PROCEDURE, PROCESS, Package
from tinhso.government.procedures.services import at_agency, set_service
from tinhso.government.procedures.testing import make_package, make_procedure
from tinhso.government.procedures.workshop import actions
from tinhso.government.procedures.workshop.editing import edit_content, edit_fields, edit_steps
from tinhso.government.procedures.workshop.packages import package_of
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    procedures.forget_versions()


@pytest.fixture
def writer(units: SmallProvince) -> Actor:
    return officer_actor(code="T-MC", name="Vũ Thị Lan", unit_id=units.province.id, roles=("one_stop_head",))


@pytest.fixture
def publisher(giang: Actor) -> Actor:
    return giang


def archive_of(package: Package) -> bytes:
    return write_archive(package.texts, {}, place=package.place)


def imported(writer: Actor, **changes: Any) -> WorkingCopy:
    made = actions.start_from_archive(writer, data=archive_of(make_package(**changes)), now=clock.now())
    return WorkingCopy.objects.get(id=made)


def test_a_new_procedure_comes_from_an_import_and_is_published_from_tomorrow(writer: Actor, publisher: Actor) -> None:
    copy = imported(writer, code="1.999501")
    tomorrow = clock.today() + timedelta(days=1)
    actions.offer(writer, copy_id=copy.id, now=clock.now())

    made = actions.publish_copy(publisher, copy_id=copy.id, on=tomorrow, now=clock.now())

    assert procedures.get_current("1.999501", tomorrow).id == made
    with pytest.raises(procedures.ProcedureNotFound):
        procedures.get_current("1.999501", clock.today())


def test_who_wrote_does_not_publish(units: SmallProvince) -> None:
    both = officer_actor(
        code="T-HAI", name="Võ Văn Hai", unit_id=units.province.id, roles=("one_stop_head", "province_leader")
    )
    copy = imported(both)
    actions.offer(both, copy_id=copy.id, now=clock.now())

    with pytest.raises(OwnWork):
        actions.publish_copy(both, copy_id=copy.id, on=clock.today(), now=clock.now())


def test_a_commune_or_a_citizen_writes_no_procedures(an: Actor, chi: Actor, units: SmallProvince) -> None:
    head = officer_actor(code="A-TMC", name="Mai Thị Hoa", unit_id=units.counter_a.id, roles=("one_stop_head",))

    for actor in (an, chi, head):
        with pytest.raises(Forbidden):
            imported(actor)


def test_only_what_was_offered_is_published_and_never_from_the_past(writer: Actor, publisher: Actor) -> None:
    copy = imported(writer)

    with pytest.raises(NotOfferedYet):
        actions.publish_copy(publisher, copy_id=copy.id, on=clock.today(), now=clock.now())
    actions.offer(writer, copy_id=copy.id, now=clock.now())
    with pytest.raises(PastDay):
        actions.publish_copy(publisher, copy_id=copy.id, on=clock.today() - timedelta(days=1), now=clock.now())
    with pytest.raises(CopyClosed):
        actions.save_files(writer, copy_id=copy.id, revision=copy.revision, files={FORM: "{}"}, now=clock.now())


def test_two_who_write_at_once_do_not_overwrite_each_other(writer: Actor) -> None:
    copy = imported(writer)
    actions.save_files(writer, copy_id=copy.id, revision=1, files={FORM: "{}"}, now=clock.now())

    with pytest.raises(CopyChanged):
        actions.save_files(writer, copy_id=copy.id, revision=1, files={FORM: "[]"}, now=clock.now())


def test_a_faulty_copy_is_not_offered_and_every_fault_has_its_line(writer: Actor) -> None:
    copy = imported(writer)
    text = copy.texts[PROCEDURE].replace("role: leader", "role: thu_ky").replace("note: Mức thử nghiệm.", "note: ''")
    actions.save_files(writer, copy_id=copy.id, revision=1, files={PROCEDURE: text}, now=clock.now())

    with pytest.raises(PackageRefused) as refused:
        actions.offer(writer, copy_id=copy.id, now=clock.now())

    assert all(problem.line > 1 for problem in refused.value.problems)


def test_the_workshop_and_content_give_the_same_bytes(writer: Actor, publisher: Actor) -> None:
    version = make_procedure(code="1.999502")
    made = actions.start_from_version(writer, version_id=version.id, now=clock.now())
    copy = WorkingCopy.objects.get(id=made)

    assert package_of(copy).digest == version.digest
    assert read_archive(archive_of(package_of(copy))).texts == copy.texts
    assert archive_of(package_of(copy)) == archive_of(package_of(copy))


def test_a_version_ends_on_a_day_and_dossiers_begun_keep_it(writer: Actor, publisher: Actor) -> None:
    version = make_procedure(code="1.999503")
    tomorrow = clock.today() + timedelta(days=1)

    actions.retire(publisher, version_id=version.id, on=tomorrow, reason="Bãi bỏ", now=clock.now())

    procedures.forget_versions()
    assert procedures.get_version(version.id).info.valid_to == tomorrow
    with pytest.raises(procedures.ProcedureNotFound):
        procedures.get_current("1.999503", tomorrow)
    with pytest.raises(Forbidden):
        actions.retire(writer, version_id=version.id, on=tomorrow, reason="", now=clock.now())


# What changed


def test_the_difference_names_the_part_the_row_and_both_values() -> None:
    old, new = make_package(), make_package()
    texts = {**new.texts, PROCEDURE: new.texts[PROCEDURE].replace("amount: 8000", "amount: 9000")}
    new = Package(new.place, new.code, new.version, texts)
    old.parse()
    new.parse()

    assert [(c.part, c.name, c.before, c.after, c.kind) for c in compare(old, new)] == [
        ("fees", "LP01: amount", "8000", "9000", "changed")
    ]


def test_nothing_changed_is_no_difference_and_saving_unchanged_forms_keeps_the_bytes() -> None:
    package = make_package()
    package.parse()

    assert compare(package, package) == []
    assert edit_content(package, {}) == package.texts[PROCEDURE]
    assert edit_fields(package, {}) == package.texts[FORM]


# Editing by tables


def test_a_step_more_is_drawn_and_a_step_less_is_gone() -> None:
    package = make_package()
    package.parse()
    posted = {
        "steps-3-task": "kiem_tra",
        "steps-3-title": "Kiểm tra dự thảo",
        "steps-3-role": "unit_head",
        "steps-3-act": "review",
        "steps-3-amount": "1",
        "steps-3-unit": "working_hour",
        "steps-3-forward": "Đồng ý",
        "steps-3-return": "Trả lại",
        "steps-3-citizen": "Dự thảo đang được kiểm tra.",
        "steps-3-order": "0.5",
    }

    files = edit_steps(package, posted)

    assert "kiem_tra" in files[PROCESS]
    assert files[PROCEDURE].index("tham_tra") < files[PROCEDURE].index("kiem_tra") < files[PROCEDURE].index("ky_duyet")


def test_a_field_more_is_asked_on_the_page_of_its_group() -> None:
    package = make_package()
    package.parse()

    text = edit_fields(
        package, {"new-key": "ly_do", "new-group": "request", "new-kind": "textarea", "new-title": "Lý do"}
    )

    raw = json.loads(text)
    assert not list(form_problems(raw))
    assert "/request/ly_do" in compile_form(raw).fields


# Services of agencies


def test_an_agency_sets_its_fee_and_closes_its_counter_from_a_day(publisher: Actor, units: SmallProvince) -> None:
    version = make_procedure(code="1.999504")
    a, b, today = units.commune_a.id, units.commune_b.id, clock.today()
    set_service(
        publisher,
        code="1.999504",
        unit_id=a,
        valid_from=today,
        offered=True,
        fees={"LP01": 5000},
        basis="Nghị quyết 10/NQ-HĐND",
        now=clock.now(),
    )
    set_service(
        publisher,
        code="1.999504",
        unit_id=b,
        valid_from=today,
        offered=False,
        basis="Quyết định 1/QĐ-UBND",
        now=clock.now(),
    )

    assert at_agency(version, a).fees[0].amount.amount == 5000
    assert at_agency(version, a, on=date(2020, 1, 1)).fees[0].amount.amount == 8000
    assert procedures.is_offered_at(version, a)
    assert not procedures.is_offered_at(version, b)
    assert "1.999504" not in [one.code for one in procedures.offered_at(b)]


# What comes from outside is trusted in nothing


def zipped(entries: dict[str, bytes], **options: object) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "entries",
    [
        {"../procedure.yaml": b"x"},
        {"/etc/procedure.yaml": b"x"},
        {"a\\..\\procedure.yaml": b"x"},
        {"1.1/chay.sh": b"x"},
        {"procedure.yaml": b"x"},
        {"prints/../../x.typ": b"x"},
        dict.fromkeys(FILES, b"a" * (2 * 1024 * 1024)),
        dict.fromkeys(FILES, b"\xff\xfe"),
        {"a/procedure.yaml": b"", "b/procedure.yaml": b""},
        {f"{n}.yaml": b"" for n in range(100)},
    ],
)
def test_a_zip_that_leads_out_grows_or_brings_other_files_is_refused(entries: dict[str, bytes]) -> None:
    with pytest.raises(ArchiveRefused):
        read_archive(zipped(entries))


def test_a_zip_that_is_none_is_refused() -> None:
    for data in (b"", b"PK", b"x" * 100, b"0" * (3 * 1024 * 1024)):
        with pytest.raises(ArchiveRefused):
            read_archive(data)


def test_a_link_in_a_zip_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("procedure.yaml")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(ArchiveRefused):
        read_archive(buffer.getvalue())


def test_published_versions_stay_what_they_were(writer: Actor, publisher: Actor) -> None:
    version = make_procedure(code="1.999505")
    made = actions.start_from_version(writer, version_id=version.id, now=clock.now())
    copy = WorkingCopy.objects.get(id=made)
    text = copy.texts[PROCEDURE].replace("amount: 8000", "amount: 9000")
    form = {PROCEDURE: text, "examples.yaml": copy.texts["examples.yaml"]}
    actions.save_files(writer, copy_id=made, revision=1, files=form, now=clock.now())

    assert PublishedVersion.objects.get(id=version.id).digest == version.digest
    assert procedures.get_version(version.id).fees[0].amount.amount == 8000
