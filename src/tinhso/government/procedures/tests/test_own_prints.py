"""A template written in the workshop prints the papers of its procedure from the version's day on, by itself."""

import io
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest
import yaml

from tinhso.foundation.organisations.testing import SmallProvince
from tinhso.foundation.prints import public as prints
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.errors import PackageRefused
from tinhso.government.procedures.models import WorkingCopy
from tinhso.government.procedures.package.archive import read_archive, write_archive
from tinhso.government.procedures.package.reading import EXAMPLES, read_folder
from tinhso.government.procedures.testing import make_procedure, raw_examples
from tinhso.government.procedures.workshop import actions
from tinhso.government.procedures.workshop.packages import package_of
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.testing.cast import officer_actor

CODE = "1.999610"
OWN = """#import "lib/nd30.typ": *
#show: document.with(title: "Giấy xác nhận")
MẪU RIÊNG CỦA XÃ \
#data.kind
#signature-place("leader")
"""

pytestmark = pytest.mark.django_db


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.fixture(autouse=True)
def fresh() -> None:
    procedures.forget_versions()


@pytest.fixture
def writer(units: SmallProvince) -> Actor:
    return officer_actor(code="T-MC", name="Vũ Thị Lan", unit_id=units.province.id, roles=("one_stop_head",))


@pytest.fixture
def publisher(giang: Actor) -> Actor:
    return giang


@pytest.fixture
def old() -> procedures.ProcedureVersion:
    return make_procedure(code=CODE)


def offered(writer: Actor, version: procedures.ProcedureVersion, source: str = OWN, template: str = "ket_qua"):
    made = actions.start_from_version(writer, version_id=version.id, now=clock.now())
    examples = yaml.safe_dump(raw_examples(), allow_unicode=True, sort_keys=False)
    revision = actions.save_files(writer, copy_id=made, revision=1, files={EXAMPLES: examples}, now=clock.now())
    actions.save_print(writer, copy_id=made, revision=revision, template=template, source=source, now=clock.now())
    actions.offer(writer, copy_id=made, now=clock.now())
    return made


def test_it_holds_from_the_versions_day_and_older_dossiers_keep_the_old_look(writer, publisher, old) -> None:
    made = offered(writer, old)
    tomorrow = clock.today() + timedelta(days=1)
    version = actions.publish_copy(publisher, copy_id=made, on=tomorrow, now=clock.now())

    new, data = procedures.get_version(version), prints.get_example("ket_qua")
    assert procedures.get_current(CODE).id == old.id  # today still the old one
    assert procedures.get_current(CODE, tomorrow).id == new.id
    assert "MẪU RIÊNG CỦA XÃ" in words(procedures.render(new, "ket_qua", data))
    assert procedures.render(new, "ket_qua", data) == procedures.render(new, "ket_qua", data)
    assert procedures.render(old, "ket_qua", data) == prints.render_pdf("ket_qua", data)
    assert procedures.render(new, "to_khai", prints.get_example("to_khai"))[:5] == b"%PDF-"


def test_a_template_that_fails_or_reaches_for_a_file_is_never_offered(writer, old) -> None:
    for source in ('#import "lib/nd30.typ": *\n#khong_co()', '#image("/etc/hostname")', "#while true { }"):
        with pytest.raises(PackageRefused):
            offered(writer, old, source)


def test_a_template_the_procedure_does_not_name_is_refused(writer, old) -> None:
    with pytest.raises(PackageRefused) as refused:
        offered(writer, old, template="mau_01")
    assert {problem.code for problem in refused.value.problems} == {"print_not_named"}


def test_a_template_that_cannot_print_what_it_is_given_says_where_and_to_whom(old) -> None:
    broken = replace(old, templates={"ket_qua": OWN + "#data.khong_co\n"})
    with pytest.raises(procedures.TemplateFails) as refused:
        procedures.render(broken, "ket_qua", prints.get_example("ket_qua"))
    assert "dòng" in refused.value.sentence and "xưởng thủ tục" in refused.value.sentence
    with pytest.raises(prints.PrintRefused):  # data are held against the contract before anything else
        procedures.render(broken, "ket_qua", {})


def test_the_template_goes_along_in_a_copy_a_zip_and_a_folder_under_one_digest(
    writer, publisher, old, tmp_path
) -> None:
    made = offered(writer, old)
    version = actions.publish_copy(publisher, copy_id=made, on=clock.today() + timedelta(days=1), now=clock.now())
    again = actions.start_from_version(writer, version_id=version, now=clock.now())
    assert WorkingCopy.objects.get(id=again).prints["ket_qua"].startswith("#import")

    package = package_of(WorkingCopy.objects.get(id=again))
    assert package.digest == procedures.get_version(version).digest
    archive = read_archive(write_archive(package.texts, package.own_prints, place=package.place))
    assert archive.prints == package.own_prints
    folder = tmp_path / "procedures" / CODE / package.version
    (folder / "prints").mkdir(parents=True)
    for name, text in archive.texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "prints" / "ket_qua.typ").write_text(archive.prints["ket_qua"], encoding="utf-8")
    assert read_folder(folder).digest == package.digest
