"""A file that was changed after it was signed is refused when it is handed in, not when somebody opens it."""

import pytest

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing.testing import make_demo_key, make_paper
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import PaperInput, SupplementItem
from tinhso.government.dossiers.models import SignedFile
from tinhso.government.dossiers.testing import MONDAY, make_received, make_submitted
from tinhso.government.procedures.testing import CODE, make_procedure

pytestmark = pytest.mark.django_db


def signed():
    key = make_demo_key(name="Phạm Văn Thử")
    appearance = signing.Appearance(anchor="leader", name="Phạm Văn Thử", location="Minh Họa")
    return signing.sign_pdf(make_paper("leader"), key_ref=key.ref, appearance=appearance, reason="Ký", now=MONDAY).data


def changed(data):
    """The amount somebody wrote another figure into, after it was signed."""
    assert b"1.000.000" in data
    return data.replace(b"1.000.000", b"9.000.000", 1)


def kept(actor, data, name="quyet-dinh.pdf"):
    return files.save_bytes(data, name=name, actor=actor, now=MONDAY).id


@pytest.fixture
def draft(an, units):
    make_procedure()
    return dossiers.start_draft(an, procedure_code=CODE, unit_id=units.commune_a.id, now=MONDAY)


def test_a_file_changed_after_signing_is_refused_with_its_name_and_what_to_do(an, draft):
    with pytest.raises(dossiers.SignatureBroken) as refused:
        dossiers.attach(an, draft_id=draft.id, component="GT", file_id=kept(an, changed(signed())), now=MONDAY)
    assert "«quyet-dinh.pdf»" in refused.value.sentence and "Xuất lại tệp đã ký" in refused.value.sentence
    assert dossiers.get_draft(an, draft_id=draft.id).papers == ()


def test_a_good_signature_and_none_at_all_are_taken_and_the_officer_sees_whose_it_is(an, binh, units):
    make_procedure()
    good = kept(an, signed())
    plain = kept(an, make_paper(), "khong-ky.pdf")
    info = make_submitted(an, unit_id=units.commune_a.id, papers=[PaperInput("GT", good), PaperInput("GT", plain)])
    found = dossiers.signatures_of(dossiers.get_dossier(binh, dossier_id=info.id))
    assert set(found) == {good}
    assert "Phạm Văn Thử" in found[good].signer


def test_a_supplement_with_a_broken_signature_names_its_paper_and_the_clock_stands_still(an, ha, binh, units):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    item = SupplementItem("GT", "Giấy tờ chứng minh", "Chưa ký số.", "")
    dossiers.ask_supplement(ha, dossier_id=info.id, items=[item], now=MONDAY)
    with pytest.raises(dossiers.SignatureBroken) as refused:
        dossiers.supplement(an, dossier_id=info.id, papers={"GT": [kept(an, changed(signed()))]}, now=MONDAY)
    assert list(refused.value.fields) == ["papers/GT"]
    assert dossiers.get_dossier(an, dossier_id=info.id).info.paused_at is not None
    assert not SignedFile.objects.exists()


def test_one_call_through_the_api_and_the_counter_look_too(an, binh, units):
    make_procedure()
    with pytest.raises(dossiers.SignatureBroken):
        make_submitted(an, unit_id=units.commune_a.id, papers=[PaperInput("GT", kept(an, changed(signed())))])
