"""Rules without a database: markup, comparing, merging, who may sign how."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.organisations.data import UnitKind
from tinhso.government.drafting.data import Appendix, Competence, Content
from tinhso.government.drafting.rules import comparing, competence, markup
from tinhso.government.drafting.rules import content as boxes

LINES = st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm", "sáu bảy", "tám"]), max_size=8)


def test_articles_clauses_points_headings_and_tables_are_told_apart():
    body = "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Khoản một\na) Điểm a\nđ) Điểm đ\n| STT | Tên |\n|---|---|\n| 1 | A |\nĐoạn thường."
    found = markup.blocks_of(body)
    assert [one["style"] for one in found] == [
        "heading", "heading", "article", "clause", "point", "point", "table", "text",
    ]  # fmt: skip
    assert found[2]["label"] == "Điều 1."
    assert found[6] == {"style": "table", "header": ["STT", "Tên"], "rows": [["1", "A"]]}


def test_a_table_prints_every_cell_of_its_widest_row():
    (table,) = markup.blocks_of("| A | B |\n| 1 | 2 | 3 |\n| 4 |")
    assert table == {"style": "table", "header": ["A", "B", ""], "rows": [["1", "2", "3"], ["4", "", ""]]}
    (wide,) = markup.blocks_of("| " + " | ".join(str(n) for n in range(1, 15)) + " |")
    assert len(wide["header"]) == markup.MAX_CELLS
    assert wide["header"][-1] == "12 13 14"


def test_bold_and_italic_become_runs_and_a_lone_star_stays_what_it_is():
    assert markup.runs_of("a **b** c *d*, 3 * 4") == [
        {"text": "a "}, {"text": "b", "bold": True}, {"text": " c "}, {"text": "d", "italic": True}, {"text": ", 3 * 4"},
    ]  # fmt: skip


def test_lists_lose_the_marks_the_printer_sets_itself():
    kept = boxes.cleaned(
        Content(subject=" Về  việc ", grounds=("- Căn cứ Luật A;", "", "Căn cứ Luật B."), body="a\r\nb")
    )
    assert kept.subject == "Về việc"
    assert kept.grounds == ("Căn cứ Luật A", "Căn cứ Luật B")
    assert kept.body == "a\nb"


@pytest.mark.parametrize(
    ("content", "box"),
    [
        (Content(), ""),
        (Content(recipients=("Nơi nhận",) * 60), ""),
        (Content(recipients=("Nơi nhận",) * 61), "recipients"),
        (Content(grounds=("Căn cứ",) * 31), "grounds"),
        (Content(addressees=("a" * 501,)), "addressees"),
        (Content(body="a" * 200_001), "body"),
        (Content(appendices=(Appendix("Danh sách", "b"),) * 11), "appendices"),
    ],
)
def test_what_would_be_cut_off_is_named(content, box):
    assert boxes.excess(content) == box


def test_boxes_go_into_lines_and_back():
    content = Content("S", ("A",), ("G",), "Điều 1. x\nĐiều 2. y", ("R",), "VT", "NV.1", 1, (Appendix("T", "b\nc"),))
    assert boxes.of_boxes(boxes.boxes_of(content), urgency=1) == content
    assert boxes.from_json(boxes.to_json(content)) == content


@given(LINES, LINES)
def test_a_comparison_holds_both_texts_whole(old, new):
    lines = comparing.compare_lines(old, new)
    before = ["".join(p.text for p in line.pieces if p.mark != "new") for line in lines]
    after = ["".join(p.text for p in line.pieces if p.mark != "gone") for line in lines]
    assert [one for one in before if one] == old
    assert [one for one in after if one] == new


def test_only_the_words_that_changed_are_marked():
    (line,) = comparing.compare_lines(["Giao Phòng Nội vụ chủ trì."], ["Giao Phòng Tư pháp chủ trì."])
    assert [(p.mark, p.text) for p in line.pieces if p.mark != "same"] == [
        ("gone", "Nội"), ("new", "Tư"), ("gone", "vụ"), ("new", "pháp"),
    ]  # fmt: skip


@given(LINES, LINES, LINES)
def test_merging_loses_no_line_anybody_added(base, first, second):
    merged = comparing.merge_lines(base, first, second)
    added = [line for line in (*first, *second) if line not in base]
    assert all(line in merged.lines for line in added)


@given(LINES, LINES)
def test_merging_with_somebody_who_changed_nothing_gives_what_the_other_wrote(base, changed):
    assert comparing.merge_lines(base, changed, base).lines == changed
    assert comparing.merge_lines(base, base, changed).lines == changed
    assert comparing.merge_lines(base, changed, changed).lines == changed


def test_two_who_changed_different_articles_need_nobody_to_decide():
    base = ["Điều 1. a", "Điều 2. b", "Điều 3. c"]
    merged = comparing.merge_lines(base, ["Điều 1. A", *base[1:]], [*base[:2], "Điều 3. C"])
    assert merged == comparing.Merged(["Điều 1. A", "Điều 2. b", "Điều 3. C"], 0)


def test_two_who_changed_the_same_article_leave_both_to_be_decided():
    merged = comparing.merge_lines(["x"], ["y"], ["z"])
    assert merged == comparing.Merged(["y", "z"], 1)


CHAIR = competence.Post("Chủ tịch Ủy ban nhân dân", is_of_agency=True)
VICE = competence.Post("Phó Chủ tịch Ủy ban nhân dân", is_of_agency=True)
OFFICE = competence.Post("Chánh Văn phòng", is_of_agency=False)
CHAIR_RIGHTS = (Competence.HEAD, Competence.COLLECTIVE)


@pytest.mark.parametrize(
    ("post", "kind", "mandated", "rights"),
    [
        (CHAIR, UnitKind.COMMUNE, False, (Competence.HEAD, Competence.COLLECTIVE)),
        (VICE, UnitKind.COMMUNE, False, (Competence.DEPUTY, Competence.COLLECTIVE)),
        (competence.Post("Giám đốc", True), UnitKind.DEPARTMENT, False, (Competence.HEAD,)),
        (competence.Post("Phó Giám đốc", True), UnitKind.DEPARTMENT, False, (Competence.DEPUTY,)),
        (competence.Post("Quyền Giám đốc", True), UnitKind.DEPARTMENT, False, (Competence.ACTING,)),
        (OFFICE, UnitKind.DEPARTMENT, False, (Competence.BY_ORDER,)),
        (OFFICE, UnitKind.DEPARTMENT, True, (Competence.BY_ORDER, Competence.MANDATED)),
        (competence.Post("Chuyên viên", True), UnitKind.DEPARTMENT, False, ()),
        (competence.Post("Chánh Văn phòng", True), UnitKind.COMMUNE, False, (Competence.BY_ORDER,)),
        (competence.Post("Giám đốc Trung tâm", True), UnitKind.COMMUNE, False, (Competence.BY_ORDER,)),
        (competence.Post("Chủ tịch Hội đồng nhân dân", True), UnitKind.COMMUNE, False, (Competence.BY_ORDER,)),
        (competence.Post("Phó Chánh Văn phòng", True), UnitKind.COMMUNE, False, ()),
        (competence.Post("Phó phòng Kinh tế", True), UnitKind.COMMUNE, False, ()),
        (competence.Post("Trưởng phòng Đất đai", True), UnitKind.DEPARTMENT, False, (Competence.BY_ORDER,)),
        (competence.Post("Chánh Văn phòng", True), UnitKind.OFFICE, False, (Competence.HEAD,)),
        (competence.Post("Chủ tịch UBND phường 1", True), UnitKind.COMMUNE, False, CHAIR_RIGHTS),
        (competence.Post("Chủ tịch Uỷ ban nhân dân tỉnh", True), UnitKind.PROVINCE, False, CHAIR_RIGHTS),
    ],
)
def test_the_post_decides_by_what_right_somebody_signs(post, kind, mandated, rights):
    assert competence.allowed(post, kind, is_mandated=mandated) == rights


@pytest.mark.parametrize(
    ("right", "title", "lines"),
    [
        (Competence.HEAD, "Chủ tịch Ủy ban nhân dân", ["CHỦ TỊCH"]),
        (Competence.DEPUTY, "Phó Chủ tịch Ủy ban nhân dân", ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        (Competence.COLLECTIVE, "Chủ tịch", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        (Competence.COLLECTIVE, "Phó Chủ tịch", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        (Competence.BY_ORDER, "Chánh Văn phòng", ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]),
        (Competence.MANDATED, "Trưởng phòng Nội vụ", ["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG"]),
        (Competence.ACTING, "Quyền Chủ tịch", ["Q. CHỦ TỊCH"]),
        (Competence.COLLECTIVE, "Quyền Chủ tịch", ["TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"]),
    ],
)
def test_the_lines_over_a_signature_are_those_of_the_decree(right, title, lines):
    head, issuer = "Chủ tịch Ủy ban nhân dân", "Ủy ban nhân dân phường 1"
    assert competence.authority_lines(right, title=title, head_title=head, issuer=issuer) == lines
