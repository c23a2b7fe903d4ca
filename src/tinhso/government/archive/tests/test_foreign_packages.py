"""Packages from others: what is wrong is named by its rule, and nothing hostile gets further."""

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.government.archive.packages import Kind, Severity, content, read
from tinhso.government.archive.testing import make_item, make_order, write_package


def rewrite(
    path: Path, change: Callable[[str, bytes], tuple[str, bytes] | None], *, more: dict[str, bytes] | None = None
):
    """Write the package again with changed entries; None drops one."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            kept = change(name, old.read(name))
            if kept is not None:
                new.writestr(*kept)
        for name, data in (more or {}).items():
            new.writestr(name, data)
    path.write_bytes(out.getvalue())
    return path


def same(name: str, data: bytes) -> tuple[str, bytes]:
    return name, data


def rules(path: Path) -> set[str]:
    return {one.rule for one in read(path).errors}


@pytest.fixture
def sip(tmp_path):
    return write_package(make_order(Kind.SIP_HOSO), tmp_path)


@pytest.fixture
def aip(tmp_path):
    return write_package(make_order(Kind.AIP_HOSO), tmp_path)


def test_a_changed_document_is_found_by_its_digest(sip):
    path, _built = sip
    rewrite(path, lambda name, data: (name, data + b" ") if name.endswith("1.pdf") else (name, data))
    assert rules(path) == {"digest.wrong", "digest.size"}


def test_a_missing_document_is_named(sip):
    path, _built = sip
    rewrite(path, lambda name, data: None if name.endswith("1.pdf") else (name, data))
    assert {"digest.missing", "link.broken", "docs.count"} <= rules(path)


def test_a_file_nobody_named_is_refused(sip):
    path, built = sip
    rewrite(path, same, more={f"{built.folder}/representations/rep1/data/la.pdf": b"%PDF-1.4"})
    assert rules(path) == {"tree.stray"}


def test_a_package_renamed_is_not_the_package_it_says(sip):
    path, built = sip
    rewrite(path, lambda name, data: (name.replace(built.folder, "uuid-KHAC"), data))
    assert "mets.objid" in rules(path)


def test_preserved_packages_need_their_preservation_metadata_to_agree(aip):
    path, _built = aip

    def forge(name: str, data: bytes) -> tuple[str, bytes]:
        return (
            (name, data.replace(b"messageDigest>", b"messageDigest>00", 1)) if "PREMIS_rep1" in name else (name, data)
        )

    rewrite(path, forge)
    assert {"premis.fixity", "digest.wrong"} <= rules(path)


def test_preserved_packages_without_preservation_metadata_are_refused(aip):
    path, _built = aip
    rewrite(path, lambda name, data: None if "PREMIS" in name else (name, data))
    assert "premis.missing" in rules(path)


@pytest.mark.parametrize("missing", ["EAD.xml", "rep1/METS.xml"])
def test_what_must_be_there_is_asked_for(sip, missing):
    path, _built = sip
    rewrite(path, lambda name, data: None if name.endswith(missing) else (name, data))
    assert rules(path) & {"tree.ead", "tree.mets"}


def test_a_package_without_mets_says_so_and_no_more(sip):
    path, _built = sip
    rewrite(path, lambda name, data: None if name.endswith("METS.xml") and name.count("/") == 1 else (name, data))
    assert rules(path) == {"tree.mets"}


@pytest.mark.parametrize(
    ("name", "rule"),
    [("../../etc/cron.d/x", "zip.path"), ("/tmp/x", "zip.path"), ("a\\..\\x", "zip.path"), ("C:/x", "zip.path")],
)
def test_names_that_lead_outside_are_refused(sip, name, rule):
    path, _built = sip
    rewrite(path, same)
    with zipfile.ZipFile(path, "a") as archive:
        entry = zipfile.ZipInfo("x")
        entry.filename = name
        archive.writestr(entry, b"x")
    assert rules(path) == {rule}


def test_symbolic_links_are_refused(sip):
    path, built = sip
    with zipfile.ZipFile(path, "a") as archive:
        entry = zipfile.ZipInfo(f"{built.folder}/lien-ket")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, b"/etc/passwd")
    assert rules(path) == {"zip.link"}


def test_two_entries_of_one_name_are_refused(sip):
    path, built = sip
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(f"{built.folder}/METS.xml", b"<mets/>")
    assert rules(path) == {"zip.duplicate"}


def test_a_bomb_is_not_unpacked(sip):
    path, built = sip
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{built.folder}/bom.xml", bytes(64 * 1024 * 1024))
    assert rules(path) == {"zip.bomb"}


def test_entries_that_share_their_bytes_are_refused(sip, tmp_path):
    path, _built = sip
    with zipfile.ZipFile(path, "a") as archive:
        first = archive.infolist()[0]
        twin = zipfile.ZipInfo(first.filename + ".2")
        for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
            setattr(twin, name, getattr(first, name))
        archive.filelist.append(twin)
        archive.NameToInfo[twin.filename] = twin
        archive._didModify = True
    assert "zip.overlap" in rules(path)


def test_entities_are_refused_before_they_unfold(sip):
    path, _built = sip
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><simpledc>&b;</simpledc>'
    )
    rewrite(path, lambda name, data: (name, bomb) if name.endswith("EAD.xml") else (name, data))
    assert "xml.hostile" in rules(path)


def test_a_file_that_is_no_zip_is_refused_with_one_sentence(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04 khong phai goi")
    found = read(path)
    assert [one.rule for one in found.errors] == ["zip.broken"]


def test_a_truncated_package_is_refused(sip):
    path, _built = sip
    path.write_bytes(path.read_bytes()[:-200])
    assert rules(path) == {"zip.broken"}


def test_fields_are_held_against_the_annex_in_packages_of_others(sip):
    path, _built = sip
    rewrite(
        path,
        lambda name, data: (
            (name, data.replace(b"<mode>01</mode>", b"<mode>xx</mode>")) if name.endswith("EAD.xml") else (name, data)
        ),
    )
    assert {"field.code", "digest.wrong"} <= rules(path)


def test_a_field_the_annex_does_not_have_goes_on_record_and_refuses_nothing(tmp_path):
    path, _built = write_package(make_order(Kind.DIP), tmp_path)
    rewrite(
        path,
        lambda name, data: (
            (name, data.replace(b"</simpledc>", b"<la>1</la></simpledc>")) if name.endswith("EAD.xml") else (name, data)
        ),
    )
    unknown = [one for one in read(path).findings if one.rule == "field.unknown"]
    assert [one.severity for one in unknown] == [Severity.WARNING]


def test_limits_come_from_content(sip, monkeypatch):
    path, _built = sip
    table = dict(content._table())
    table["limits"] = {**table["limits"], "entries": {"value": 3}}
    monkeypatch.setattr(content, "_table", lambda: table)
    assert rules(path) == {"zip.too_many"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), value=st.integers(0, 255))
def test_no_changed_byte_passes_for_the_package_that_was_made(place, value, tmp_path_factory):
    folder = tmp_path_factory.mktemp("goi")
    path, built = write_package(make_order(Kind.AIP_HOSO, make_item(Kind.AIP_HOSO, 1)), folder)
    data = bytearray(path.read_bytes())
    place %= len(data)
    before, data[place] = data[place], value
    path.write_bytes(bytes(data))

    found = read(path)

    assert found.sha256 != built.sha256 or value == before
