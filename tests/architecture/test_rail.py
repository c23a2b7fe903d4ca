"""The officers' rail and shell: one for the house, and no two entries of a person under the same key."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from tinhso.foundation.access.data import ROLE_TITLES
from tinhso.kernel import modules
from tinhso.kernel.actors import EVERYWHERE, Actor, ActorKind
from tinhso.ui.menu import KEYS, menu_of

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tinhso"
KNOWS_THE_SHELL = ("ui", "portals/officer", "entry")


def officer(*roles):
    """An officer with these roles over everything."""
    held = {code for role in roles for code in modules.abilities_of_role(role)}
    return Actor(ActorKind.OFFICER, name="Cán bộ", abilities=dict.fromkeys(held, EVERYWHERE))


def keys(actor):
    return [item.key for item in menu_of(actor, "/")]


@pytest.mark.parametrize("roles", [*((role,) for role in ROLE_TITLES), *combinations(ROLE_TITLES, 2)], ids="+".join)
def test_the_key_of_each_place_in_the_rail_is_its_own(roles):
    found = keys(officer(*roles))
    assert found[:10] == [*"1234567890"][: len(found)]
    assert all(found[: len(KEYS)])
    assert len(set(found[: len(KEYS)])) == len(found[: len(KEYS)])


@pytest.mark.parametrize("role", ROLE_TITLES)
def test_what_a_role_does_all_day_and_its_first_themes_have_keys(role):
    shown = menu_of(officer(role), "/")
    assert all(item.key for item in shown if not item.theme)
    assert all(item.key for item in shown[: len(KEYS)])


@pytest.mark.parametrize("role", ROLE_TITLES)
def test_each_theme_stands_once_in_the_rail(role):
    themes = [item.theme for item in menu_of(officer(role), "/")]
    changes = [one for place, one in enumerate(themes) if place == 0 or themes[place - 1] != one]
    assert len(changes) == len(set(changes))


def test_places_past_the_last_key_have_none():
    found = keys(officer(*ROLE_TITLES))
    assert len(found) > len(KEYS)
    assert set(found[len(KEYS) :]) == {""}


def test_every_place_has_a_picture_that_is_drawn():
    sprite = (SOURCE / "ui/static/vendor/lucide/sprite.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    named = {entry.icon for module in modules.all_modules() for entry in (*module.menu, *module.citizen_menu)}
    assert named <= drawn


def test_no_room_makes_the_shell_again():
    """A page that extends `ui/officer.html` gets everything around it; a room that gives it too asks everything twice."""
    again = re.compile(r"[\"'](?:notice_count|posts_url|pin_counts_url|notices_url)[\"']")
    found = [
        str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("*.py")
        if "tests" not in file.parts
        and not str(file.relative_to(SOURCE)).startswith(KNOWS_THE_SHELL)
        and again.search(file.read_text())
    ]
    assert found == []
