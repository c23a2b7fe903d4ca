"""How a paper of a dossier goes to the national portal: by where its file came from (DuocSoHoa 0 to 3)."""

from types import SimpleNamespace

from tinhso.government.dossiers.data import PaperForm, PaperInfo, PaperOrigin
from tinhso.government.national.rules.payload import _papers
from tinhso.kernel.ids import uuid7

MAPPING = SimpleNamespace(paper_form={"original": "BC", "certified": "CT", "photo": "BS", "electronic": "DT"})


def sent(*papers):
    return [(one["MaThanhPhanHoSo"], one["DuocSoHoa"], one["LoaiBan"]) for one in _papers(papers, MAPPING)]


def paper(component, form, *, file=True, origin=PaperOrigin.HANDED_IN):
    return PaperInfo(uuid7(), component, "Giấy tờ", form, 1, uuid7() if file else None, None, origin)


def test_paper_nobody_scanned_is_not_digitised():
    assert sent(paper("GT", PaperForm.ORIGINAL, file=False)) == [("GT", "0", "BC")]


def test_paper_that_was_scanned_goes_as_its_scan_with_the_kind_of_copy_it_was():
    original = paper("GT", PaperForm.ORIGINAL, file=False)
    scan = paper("GT", PaperForm.ELECTRONIC, origin=PaperOrigin.DIGITISED)
    other = paper("TK", PaperForm.PHOTO, file=False)
    assert sent(original, scan, other) == [("GT", "1", "BC"), ("TK", "0", "BS")]


def test_what_came_from_the_store_is_reused_and_a_result_says_so():
    store = paper("GT", PaperForm.ELECTRONIC, origin=PaperOrigin.STORE)
    result = paper("KQ", PaperForm.ELECTRONIC, origin=PaperOrigin.RESULT)
    assert sent(store, result) == [("GT", "2", "DT"), ("KQ", "3", "DT")]
