"""A row of a list says what the dossier says, by whichever way it was read."""

from dataclasses import fields

import pytest

from tinhso.government.dossiers.api.rows_v1 import moment, row_of
from tinhso.government.dossiers.api.schemas_v1 import DossierOut
from tinhso.government.dossiers.data import DossierInfo
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.queries.infos import infos
from tinhso.government.dossiers.testing import make_done
from tinhso.testing.cast import an, binh, chi, ha, units  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def test_columns_and_model_make_the_same_info(an, binh, ha, chi, units):  # noqa: F811
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    rows = Dossier.objects.filter(pk=done.id)
    by_columns, by_model = infos(rows)[0], rows.get().to_info()
    for field in fields(DossierInfo):
        assert getattr(by_columns, field.name) == getattr(by_model, field.name), field.name


def test_the_api_row_is_what_its_schema_says(an, binh, ha, chi, units):  # noqa: F811
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    info = infos(Dossier.objects.filter(pk=done.id))[0]
    row = row_of(info)
    assert row.keys() == DossierOut.model_fields.keys()
    by_schema = DossierOut.model_validate(row)
    assert by_schema.promised_at is not None
    assert abs((by_schema.promised_at - info.promised_at).total_seconds()) < 0.001
    assert moment(None) is None
