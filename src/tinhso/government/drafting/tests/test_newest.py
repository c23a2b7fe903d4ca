"""A signed paper whose proofs were renewed is opened in its newest version."""

import pytest

from tinhso.foundation.signing.testing import make_renewal
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.testing import MONDAY, make_signed

pytestmark = pytest.mark.django_db


def test_the_newest_version_of_a_signed_paper_is_opened(ha, chi):
    made = make_signed(ha, chi)
    (given,) = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).signatures
    wanted = {"draft_id": made.id, "signature_id": given.id}
    assert drafting.signed_file(ha, **wanted) == given.file_id

    newest = make_renewal(given.file_id)

    assert drafting.signed_file(ha, **wanted) == newest
