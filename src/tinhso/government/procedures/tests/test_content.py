"""The packages of this house are sound: every one is published, and every example comes out as it says."""

from pathlib import Path

import pytest
from django.conf import settings

from tinhso.government.procedures import public as procedures

FOLDER = Path(settings.CONTENT_DIR) / "procedures"


@pytest.mark.django_db
def test_every_package_is_published_and_a_second_load_changes_nothing():
    procedures.forget_versions()

    first = procedures.load_packages(FOLDER)
    second = procedures.load_packages(FOLDER)

    assert [str(problem) for problem in first.problems] == []
    assert len(first.published) >= 12
    assert (second.published, second.unchanged) == ((), len(first.published))
    for info in procedures.list_procedures(size=100).items:
        assert procedures.get_version(info.id).form.pages
