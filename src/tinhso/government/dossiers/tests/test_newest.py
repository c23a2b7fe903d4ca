"""A result whose proofs were renewed is given out in its newest version."""

import pytest

from tinhso.foundation.signing.testing import make_renewal
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import make_done

pytestmark = pytest.mark.django_db


def test_the_newest_version_of_a_result_is_given(an, binh, ha, chi, units):
    info = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    newest = make_renewal(dossiers.open_result(an, dossier_id=info.id))

    assert dossiers.open_result(an, dossier_id=info.id) == newest
