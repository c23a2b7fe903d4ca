"""What a row says over what all share, how a sheet is read, and how a group stands: no database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.forms import public as forms
from tinhso.foundation.forms.testing import good_answers, raw_form
from tinhso.government.dossiers.data import Applicant, Channel, DossierInfo, Status
from tinhso.government.groups import sheets
from tinhso.government.groups.data import MAX_MEMBERS
from tinhso.government.groups.errors import BadSheet
from tinhso.government.groups.rules.columns import columns, merged, name_of, own_part, posted
from tinhso.government.groups.rules.standing import standing
from tinhso.kernel.ids import uuid7

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
LEAVES = st.one_of(st.booleans(), st.integers(), st.text("aẨ0 ", min_size=1, max_size=5))
LEAF_GROUP = st.dictionaries(st.sampled_from("abcd"), LEAVES, max_size=4)
ANSWERS = st.fixed_dictionaries(
    {}, optional={"p": LEAF_GROUP, "q": st.fixed_dictionaries({}, optional={"r": LEAF_GROUP, "e": LEAVES}), "f": LEAVES}
)
"""Answers of one form: a key is a question in all of them, or a group in all of them."""


@pytest.fixture(scope="module")
def form():
    return forms.load_form(raw_form())


def flat(data, prefix=""):
    found = {}
    for key, value in data.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}/{key}")
        else:
            found[f"{prefix}/{key}"] = value
    return found


@given(ANSWERS, ANSWERS)
def test_what_is_a_members_own_laid_over_what_all_share_gives_the_members_answers(common, own):
    answers = merged(common, own)
    assert flat(merged(common, own_part(common, answers))) == flat(answers)


@given(ANSWERS)
def test_a_member_that_says_only_what_all_say_has_nothing_of_its_own(common):
    assert own_part(common, merged(common, {})) == {}


def test_the_sheet_asks_for_what_is_not_answered_for_all(form):
    shown = columns(form, {"request": {"subject": "Xin việc làm"}})
    pointers = [one.field.pointer for one in shown]
    assert "/request/subject" not in pointers
    assert "/applicant/name" in pointers and "/applicant/address/commune" in pointers
    assert len({one.title for one in shown}) == len(shown)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_filled_in_comes_back_row_by_row(form, kind):
    shown = columns(form, {})
    data, _media = sheets.template(shown, form=kind)
    with pytest.raises(BadSheet, match="chưa có dòng nào"):
        sheets.read(data, shown)  # the line of examples is no member
    filled = fill(data, kind, [["Trần Văn Một", "086080000011", "", "0912345678"], [], ["Lê Thị Hai"]])
    rows = sheets.read(filled, shown)
    assert [number for number, _row in rows] == [3, 5]
    assert rows[0][1][0] == "Trần Văn Một" and rows[0][1][1] == "086080000011"


def fill(data, kind, rows):
    if kind == "csv":
        return data + "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in rows).encode()
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    for place, row in enumerate(rows, 3):
        for column, cell in enumerate(row, 1):
            book.active.cell(place, column, cell)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_columns_are_found_by_their_titles_in_whatever_order(form):
    shown = columns(form, {})
    number, name = shown[1].title, shown[0].title
    rows = sheets.read(f"{number};{name}\n086080000011;Trần Văn Một\n".encode(), shown)
    assert rows == [(2, {1: "086080000011", 0: "Trần Văn Một"})]


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 no workbook", b"\xff\xfe\x00", "Tên lạ;Cột lạ\na;b\n".encode(), b"x" * (sheets.MAX_BYTES + 1)],
)
def test_what_is_no_list_is_refused_with_what_to_do(form, data):
    with pytest.raises(BadSheet) as refused:
        sheets.read(data, columns(form, {}))
    assert "tệp" in refused.value.sentence.lower()


def test_a_list_longer_than_a_group_is_refused(form):
    shown = columns(form, {})
    lines = f"{shown[0].title}\n" + "Nguyễn Văn A\n" * (MAX_MEMBERS + 1)
    with pytest.raises(BadSheet, match="200"):
        sheets.read(lines.encode(), shown)


def test_yes_and_no_are_read_as_people_write_them(form):
    shown = {one.field.pointer: one for one in columns(form, {})}
    urgent = shown["/request/urgent"]
    assert (posted(urgent, "Có"), posted(urgent, "không"), posted(urgent, "có lẽ")) == ("true", "false", "có lẽ")


def test_a_member_is_told_by_the_applicants_name():
    assert name_of(good_answers()) == good_answers()["applicant"]["name"]
    assert name_of({"child": {"full_name": "Lê Bé"}}) == "Lê Bé" and name_of({}) == ""


def dossier(status=Status.PROCESSING, due=NOON):
    info = DossierInfo(
        id=uuid7(), code="", procedure_code="", procedure_name="", status=status, channel=Channel.ONLINE,
        unit_id=uuid7(), unit_name="", applicant=Applicant(""), subject="", submitted_at=NOON, received_at=NOON,
        promised_at=due, paused_at=None, finished_at=None, handed_over_at=None, step_task="", step_title="",
        step_role="", step_act="", step_due_at=None, handler_id=None, handler_name="", token="", version=1,
    )  # fmt: skip
    return replace(info, finished_at=NOON if status in (Status.DONE, Status.HANDED_OVER) else None)


def test_one_late_member_does_not_paint_the_group_late_before_its_own_date():
    late, last = dossier(due=NOON - timedelta(days=1)), dossier(due=NOON + timedelta(days=2))
    stands = standing([late, last], now=NOON)
    assert (stands.due_at, stands.late, stands.is_late) == (last.promised_at, 1, False)
    assert standing([late, last], now=NOON + timedelta(days=3)).is_late


def test_a_group_whose_members_are_all_done_is_never_late():
    done = [dossier(Status.DONE, NOON - timedelta(days=3)), dossier(Status.HANDED_OVER, NOON - timedelta(days=2))]
    stands = standing(done, now=NOON)
    assert stands.is_finished and not stands.is_late and stands.finished == 2


def test_a_member_waiting_for_its_applicant_is_not_late_but_keeps_the_group_open():
    stands = standing([dossier(Status.WAITING_SUPPLEMENT, NOON - timedelta(days=1))], now=NOON)
    assert not stands.is_late and not stands.is_finished and stands.late == 0
