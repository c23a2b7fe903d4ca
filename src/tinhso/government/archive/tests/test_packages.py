"""Packages as Thông tư 05/2025/TT-BNV has them, written and read back."""

import io
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from shutil import which
from uuid import uuid4

import pytest
from lxml import etree

from tinhso.government.archive.packages import (
    Attachment,
    Kind,
    Link,
    Origin,
    PackageRefused,
    Profile,
    build,
    field_list,
    read,
    zip_name,
)
from tinhso.government.archive.testing import PDF, make_item, make_order, write_package

ALL = [(kind, profile) for kind in Kind for profile in Profile]


@pytest.mark.parametrize(("kind", "profile"), ALL)
def test_every_kind_of_package_reads_back_sound_in_both_ways_of_writing(kind, profile, tmp_path):
    order = make_order(kind, profile=profile)
    path, built = write_package(order, tmp_path)

    found = read(path)

    assert found.findings == ()
    assert (found.objid, found.kind, found.profile, found.fonds) == (built.objid, kind, profile, "P_UBND")
    assert found.sha256 == built.sha256
    assert found.bytes > 2 * len(PDF)
    assert [item.fields["subject"] for item in found.items] == [item.fields["subject"] for item in order.items]
    assert dict(found.fields).items() >= dict(order.fields).items()


def test_the_number_of_fields_is_that_of_each_annex():
    counted = {kind: len(field_list(kind)) for kind in Kind}
    assert counted == {
        Kind.SIP_HOSO: 18, Kind.AIP_HOSO: 18, Kind.SIP_TAILIEU: 5, Kind.AIP_TAILIEU: 4, Kind.DIP: 7,
    }  # fmt: skip
    documents = {kind: len(field_list(kind, "doc", Profile.PRACTICE)) for kind in Kind}
    assert documents == {
        Kind.SIP_HOSO: 21, Kind.SIP_TAILIEU: 21, Kind.AIP_HOSO: 19, Kind.AIP_TAILIEU: 19, Kind.DIP: 20,
    }  # fmt: skip
    assert len(field_list(Kind.SIP_HOSO, "doc", Profile.TEXT)) == 19


def test_a_preserved_package_is_named_by_its_fonds_and_its_folder_has_no_colon(tmp_path):
    path, built = write_package(make_order(Kind.AIP_HOSO), tmp_path)

    assert built.objid == "urn:P_UBND:uuid-0F203B84-6641-4CDA-9F52-DAAE55FEF6B1"
    with zipfile.ZipFile(path) as archive:
        tops = {name.split("/", 1)[0] for name in archive.namelist()}
        names = {name.split("/", 1)[1] for name in archive.namelist()}
    assert tops == {"urn_P_UBND_uuid-0F203B84-6641-4CDA-9F52-DAAE55FEF6B1"}
    assert {"METS.xml", "metadata/descriptive/EAD.xml", "metadata/preservation/PREMIS.xml"} <= names
    assert "representations/rep1/metadata/preservation/PREMIS_rep1.xml" in names


def test_what_is_handed_over_says_nothing_of_preservation(tmp_path):
    path, _built = write_package(make_order(Kind.SIP_HOSO), tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "PREMIS" in name]
        mets = etree.fromstring(archive.read(next(n for n in archive.namelist() if n.count("/") == 1)))
    assert len(mets.findall("{*}amdSec")) == 1
    assert len(mets.find("{*}amdSec")) == 0


def test_the_way_of_the_text_and_of_the_field_differ_where_they_should():
    assert zip_name(make_order(Kind.SIP_HOSO, profile=Profile.TEXT)).startswith("1uuid-0F203B84")
    assert "uuid-" not in zip_name(make_order(Kind.SIP_HOSO))


def test_the_same_order_gives_the_same_bytes(tmp_path):
    order = make_order(Kind.AIP_HOSO)
    assert write_package(order, tmp_path, "a.zip")[1].sha256 == write_package(order, tmp_path, "b.zip")[1].sha256


@pytest.mark.parametrize("kind", list(Kind))
def test_descriptions_fit_the_schemas_that_travel_with_them(kind, tmp_path):
    path, built = write_package(make_order(kind), tmp_path)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    root = tmp_path / built.folder
    for schema, pattern in (
        ("ead.xsd", "metadata/descriptive/EAD.xml"),
        ("ead_doc.xsd", "representations/**/EAD_DOC_*"),
    ):
        checked = etree.XMLSchema(etree.parse(str(root / "schemas" / schema)))
        found = list(root.glob(pattern))
        assert found
        for one in found:
            checked.assertValid(etree.parse(str(one)))


@pytest.mark.skipif(which("xmllint") is None, reason="xmllint (libxml2-utils) chưa cài")
@pytest.mark.parametrize(("kind", "profile"), ALL)
def test_xmllint_finds_mets_valid_by_the_schema_inside(kind, profile, tmp_path):
    path, built = write_package(make_order(kind, profile=profile), tmp_path)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    root = tmp_path / built.folder
    schema = next(root.glob("schemas/[mM][eE][tT][sS]*.xsd"))
    for mets in (root / "METS.xml", root / "representations/rep1/METS.xml"):
        done = subprocess.run(
            ["xmllint", "--nonet", "--noout", "--schema", str(schema), str(mets)], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["mets.xsd", "mets.csip.local.v2-0.xsd"])
def test_mets_fits_the_schemas_of_an_independent_validator(name, tmp_path):
    package = pytest.importorskip("eark_validator")
    folder = Path(package.__file__).parent / "xml" / "resources" / "schema"
    local = tmp_path / "schema"
    local.mkdir()
    for one in folder.glob("*.xsd"):
        text = one.read_text().replace("http://www.loc.gov/standards/xlink/xlink.xsd", "xlink.xsd")
        (local / one.name).write_text(text)
    schema = etree.XMLSchema(etree.parse(str(local / name), etree.XMLParser(no_network=True)))
    for kind in Kind:
        path, built = write_package(make_order(kind), tmp_path)
        with zipfile.ZipFile(path) as archive:
            for inside in ("METS.xml", "representations/rep1/METS.xml"):
                schema.assertValid(etree.fromstring(archive.read(f"{built.folder}/{inside}")).getroottree())


def test_pictures_and_recordings_have_descriptions_of_their_own(tmp_path):
    kind = Kind.AIP_TAILIEU
    items = (
        make_item(kind, 1, b"\xff\xd8\xff\xe0" + bytes(40), name="anh.jpg", shape="pic"),
        make_item(kind, 2, bytes(50), name="phim.mp4", shape="media"),
    )
    found = read(write_package(make_order(kind, *items), tmp_path)[0])
    assert [item.shape for item in found.items] == ["pic", "media"]
    assert found.findings == ()


def test_a_document_handed_over_before_is_only_pointed_to(tmp_path):
    kind = Kind.AIP_HOSO
    link = Link("urn:P_UBND:uuid-AAAA", "representations/rep1/data/1.pdf", 120, "H61.2025.12.QLDD.9")
    linked = replace(make_item(kind, 2), open=None, link=link)
    found = read(write_package(make_order(kind, make_item(kind, 1), linked), tmp_path)[0])

    assert found.findings == ()
    assert found.items[1].path == ""
    assert found.items[1].link.startswith("urn_P_UBND_uuid-AAAA_representations/rep1/data/1.pdf 120 ")


def test_loose_documents_cannot_be_pointed_to():
    kind = Kind.SIP_TAILIEU
    linked = replace(make_item(kind, 1), open=None, link=Link("uuid-A", "x", 1, "y"))
    with pytest.raises(PackageRefused) as refused:
        build(make_order(kind, linked), io.BytesIO())
    assert "1.link" in refused.value.fields


def test_attachments_stand_beside_their_document(tmp_path):
    kind = Kind.SIP_HOSO
    first = make_item(kind, 1)
    with_more = replace(first, attachments=(Attachment("phu-luc.xlsx", first.open),))
    found = read(write_package(make_order(kind, with_more), tmp_path)[0])
    assert found.findings == ()
    assert [name for name, _path in found.items[0].attachments] == ["H61.2025.12.QLDD.1_01.xlsx"]


def test_preservation_metadata_names_the_package_it_was_made_of_and_each_format(tmp_path):
    order = replace(make_order(Kind.AIP_HOSO), origin=Origin("uuid-SIP-1", note="Duyệt nộp lần 1"))
    path, built = write_package(order, tmp_path)
    with zipfile.ZipFile(path) as archive:
        package = etree.fromstring(archive.read(f"{built.folder}/metadata/preservation/PREMIS.xml"))
        files = etree.fromstring(
            archive.read(f"{built.folder}/representations/rep1/metadata/preservation/PREMIS_rep1.xml")
        )
    roles = [one.text for one in package.iter("{*}linkingObjectRole")]
    assert (roles, package.findtext(".//{*}eventType")) == (["source", "outcome"], "information package creation")
    assert files.findtext(".//{*}formatRegistryKey") == "fmt/276"
    assert files.findtext(".//{*}messageDigestAlgorithm") == "SHA-256"


def test_a_scan_is_told_as_a_transfer(tmp_path):
    kind = Kind.AIP_HOSO
    path, built = write_package(make_order(kind, make_item(kind, 1, confidenceLevel="02", process="")), tmp_path)
    with zipfile.ZipFile(path) as archive:
        text = archive.read(f"{built.folder}/representations/rep1/metadata/preservation/PREMIS_rep1.xml").decode()
    assert "<premis:eventType>transfer</premis:eventType>" in text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 1001}, "title"),
        ({"maintenance": "09"}, "maintenance"),
        ({"language": "01;77"}, "language"),
        ({"startDate": "2025-01-05"}, "startDate"),
        ({"startDate": "31/02/2025"}, "startDate"),
        ({"totalDoc": "hai"}, "totalDoc"),
        ({"confidenceLevel": "02"}, "paperFileCode"),
        ({"riskRecovery": "1"}, "riskRecoveryStatus"),
        ({"title": "a\x0bb"}, "title"),
    ],
)
def test_a_description_that_does_not_fit_the_annex_makes_no_package(change, field, tmp_path):
    with pytest.raises(PackageRefused) as refused:
        write_package(make_order(Kind.SIP_HOSO, **change), tmp_path)
    assert list(refused.value.fields) == [field]


def test_a_born_digital_document_must_say_whether_its_process_is_enclosed(tmp_path):
    item = make_item(Kind.SIP_HOSO, 1, process="")
    with pytest.raises(PackageRefused) as refused:
        write_package(make_order(Kind.SIP_HOSO, item), tmp_path)
    assert list(refused.value.fields) == ["1.process"]


def test_two_documents_of_one_name_do_not_cover_each_other(tmp_path):
    kind = Kind.SIP_HOSO
    items = (make_item(kind, 1, name="a.pdf"), make_item(kind, 2, PDF + b"%", name="a.pdf"))
    found = read(write_package(make_order(kind, *items, profile=Profile.TEXT), tmp_path)[0])
    assert len({item.path for item in found.items}) == 2
    assert found.findings == ()


def test_a_package_can_be_written_to_a_stream_that_cannot_go_back(tmp_path):
    class Pipe:
        def __init__(self):
            self.data = bytearray()

        def write(self, block):
            self.data += block
            return len(block)

        def flush(self):
            return None

    pipe = Pipe()
    order = replace(make_order(Kind.SIP_HOSO), uuid=uuid4())
    build(order, pipe)
    path = tmp_path / "goi.zip"
    path.write_bytes(bytes(pipe.data))
    assert read(path).is_sound
