"""One concept, one word: models and events use the words of docs/glossary.yaml, never those it forbids."""

import re
from pathlib import Path

import pytest
import yaml
from django.apps import apps

from tinhso.kernel import events

ROWS = yaml.safe_load((Path(__file__).resolve().parents[2] / "docs" / "glossary.yaml").read_text())
KNOWN = {word for row in ROWS for word in row["code"].split("_")}
FORBIDDEN = {word for row in ROWS for word in row["not"]}


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def models():
    return [m for m in apps.get_models() if m.__module__.startswith("tinhso.")]


@pytest.mark.parametrize("model", models(), ids=lambda m: m.__name__)
def test_a_table_is_named_with_a_word_of_the_glossary(model):
    words = snake(model.__name__).split("_")
    assert KNOWN & set(words), f"no word of {words} stands in docs/glossary.yaml"
    assert not FORBIDDEN & set(words)


def test_events_use_no_forbidden_word():
    names = {name: set(re.split(r"[._]", name)) for name in events.registered()}
    assert {name for name, words in names.items() if FORBIDDEN & words} == set()


def test_every_row_says_what_law_or_that_it_is_ours():
    assert [row["code"] for row in ROWS if not row.get("basis") or not row.get("vi")] == []
    codes = [row["code"] for row in ROWS]
    assert len(codes) == len(set(codes))
