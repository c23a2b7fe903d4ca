"""Composition at start: gather the declaration of every installed room."""

from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec

from django.apps import AppConfig, apps

from tinhso.kernel.modules import Module, declared_in, install
from tinhso.ui.site import describe


class EntryConfig(AppConfig):
    """Installed last, so that every room is there to be asked."""

    name = "tinhso.entry"
    label = "entry"

    def ready(self) -> None:
        """Install the modules of the house and of third parties (entry-point group `tinhso.modules`)."""
        install([*_own_modules(), *_foreign_modules()])
        from tinhso.entry.whose import communes, former_commune, site
        from tinhso.foundation.forms import public as forms

        describe(site)
        forms.provide_communes(communes, former_commune)
        from tinhso.data.population import public as population
        from tinhso.entry.whose import dossier_of_code

        population.provide_dossiers(dossier_of_code)
        from tinhso.portals.officer import public as officers
        from tinhso.ui.shell import surround

        surround(officers.surroundings)
        from tinhso.government.national import public as national
        from tinhso.ui import outages

        outages.watch(national.outages)


def _own_modules() -> list[Module]:
    found = []
    for config in apps.get_app_configs():
        name = f"{config.name}.module"
        if config.name.startswith("tinhso.") and find_spec(name):
            declared = declared_in(import_module(name))
            if declared:
                found.append(declared)
    return found


def _foreign_modules() -> list[Module]:
    return [point.load() for point in entry_points(group="tinhso.modules")]
