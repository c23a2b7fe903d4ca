"""No table is forgotten: whose rows name a person, point to a file or belong to a dossier says so, or says why not."""

import re

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, ForeignKey, UUIDField

from tinhso.government.retention import content
from tinhso.kernel import modules

PERSON = re.compile(
    r"(^|_)(account|person|applicant|principal|agent|payer|citizen|holder|owner)(_id)?$|(granted|created|sent|asked)_by(_id)?$"
)
NUMBERS = re.compile(r"^(applicant|owner|person|principal|agent|receiver|payer|citizen)_number$")
CONTACT = re.compile(r"(^|_)(phone|email)$")
FILE = re.compile(r"(^|_)(file_ids?|photos)$")
SUBJECT = re.compile(r"^(dossier|subject|parent)_id$")

NOT_BY_FILE = {
    "retention.FileRemoval": "hàng chờ xóa nội dung: chính nó làm tệp mất, không giữ tệp",
}
NOT_BY_SUBJECT = {
    "numbering.BlockNumber": "chỉ có con số",
    "organisations.UnitPlace": "đơn vị cha, không phải hồ sơ",
}


def models():
    found = (m for m in apps.get_models() if m.__module__.startswith("tinhso."))
    return sorted(found, key=lambda m: m._meta.label)


def declared():
    return {one.model: one for module in modules.all_modules() for one in module.holdings}


def columns(model, pattern, *kinds):
    return {
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and pattern.search(field.attname) and not field.primary_key
    }


def keys_of_people(model):
    accounts = {
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model._meta.label == "identity.Account"
    }
    return accounts | columns(model, PERSON, UUIDField) | columns(model, NUMBERS, CharField)


@pytest.mark.parametrize("model", models(), ids=lambda m: m._meta.label)
def test_a_table_that_names_a_person_is_exported_or_says_why_not(model):
    label = model._meta.label
    why = dict(content.left_out())
    keys = keys_of_people(model)
    named = keys | columns(model, CONTACT, CharField)
    holding = declared().get(label)
    if not named or label in why:
        assert not (holding and holding.is_of_people and label in why), f"{label} is exported, and said not to be"
        return
    assert holding is not None, f"{sorted(named)}: neither in the room's holdings nor left out with a reason"
    assert holding.is_of_people, f"{sorted(named)}: the holding finds nobody by them"
    if holding.collect is None:
        used = {one.split("__")[0] for one in (*holding.account, *holding.number)}
        used |= {name for name in keys if name.removesuffix("_id") in used}
        missing = keys - used - set(holding.left_out)
        parent = any("__" in one for one in (*holding.account, *holding.number))
        assert not missing or parent, f"{sorted(missing)}: nobody is found by them"


@pytest.mark.parametrize("model", models(), ids=lambda m: m._meta.label)
def test_a_table_that_points_to_files_holds_them(model):
    label = model._meta.label
    files = columns(model, FILE, UUIDField, ArrayField) | {
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model._meta.label == "files.FileObject"
    }
    if not files or label in NOT_BY_FILE or model._meta.app_label == "files":
        return
    holding = declared().get(label)
    assert holding is not None, f"{sorted(files)}: a file nobody declares may be destroyed under its owner"
    assert files <= set(holding.files)


@pytest.mark.parametrize("model", models(), ids=lambda m: m._meta.label)
def test_a_table_that_belongs_to_a_dossier_says_what_becomes_of_its_rows(model):
    label = model._meta.label
    own = columns(model, SUBJECT, UUIDField) | {
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model._meta.label == "dossiers.Dossier"
    }
    if not own or label in NOT_BY_SUBJECT:
        return
    holding = declared().get(label)
    assert holding is not None, f"{sorted(own)}: what becomes of it when the dossier is destroyed?"
    assert holding.subject, f"{sorted(own)}: the holding knows no subject"


def test_a_declaration_names_tables_and_columns_there_are():
    wrong = []
    for module in modules.all_modules():
        for one in module.holdings:
            if one.collect is not None:
                continue
            model = apps.get_model(one.model)
            names = {f.attname for f in model._meta.concrete_fields} | {f.name for f in model._meta.concrete_fields}
            given = {*one.files, *one.left_out, *one.blank}
            wrong += [f"{one.model}.{name}" for name in sorted(given - names)]
            for lookup in (*one.account, *one.number, *one.subject):
                model._default_manager.filter(**{f"{lookup}__isnull": True})
    assert wrong == []


def test_what_is_left_out_of_an_export_is_a_table_there_is_and_has_a_reason():
    labels = {m._meta.label for m in models()}
    for name, why in content.left_out():
        assert ".".join(name.split(".")[:2]) in labels, name
        assert len(why) > 15, name
