"""Pages are scanned, put in order, made into one PDF per component, described, signed, kept, checked."""

import io
from datetime import timedelta

import pypdf
import pytest

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_jpeg, make_pdf
from tinhso.foundation.signing import public as signing
from tinhso.government.digitisation import content, reading, work
from tinhso.government.digitisation import public as digitisation
from tinhso.government.digitisation.data import ComponentState, DigitisedState, PageInput, PaperDescription, Review
from tinhso.government.digitisation.events import PaperDigitised, PaperRejected
from tinhso.government.digitisation.handlers import follow
from tinhso.government.digitisation.models import DigitisedPaper, ScanPage
from tinhso.government.digitisation.testing import (
    FINE,
    assign_all,
    check_paper,
    make_kept,
    make_letter,
    make_ready,
    scan,
)
from tinhso.government.dossiers.events import ResultSigned
from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.papers import public as papers
from tinhso.kernel import clock
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.ids import uuid7

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_ocr", "keys")]

NO_READER = ", ".join(reading.missing())


def pages_of(actor, info):
    return digitisation.list_pages(actor, dossier_id=info.id)


def prepare(actor, info, **more):
    return digitisation.prepare(actor, dossier_id=info.id, now=MONDAY, **more)


def state_of(actor, info):
    return digitisation.get_check(actor, dossier_id=info.id).lines[0].state


def test_every_page_of_a_file_is_added_once_with_its_resolution(binh, at_desk):
    check_paper(binh, at_desk.id)
    kept = files.save_bytes(make_pdf(3), name="a.pdf", actor=binh, now=MONDAY)
    add = {"dossier_id": at_desk.id, "file_id": kept.id, "now": MONDAY}
    assert digitisation.add_scan(binh, **add) == 3
    assert digitisation.add_scan(binh, **add) == 0
    scan(binh, at_desk.id, make_jpeg(800, 1131), component="no such")
    assert [(page.position, page.dpi, page.component) for page in pages_of(binh, at_desk)] == [
        (1, None, ""), (2, None, ""), (3, None, ""), (4, 97, ""),
    ]  # fmt: skip


def test_a_file_somebody_else_uploaded_cannot_be_added(an, binh, at_desk):
    check_paper(binh, at_desk.id)
    kept = files.save_bytes(make_jpeg(), name="a.jpg", actor=an, now=MONDAY)
    with pytest.raises(files.FileMissing):
        digitisation.add_scan(binh, dossier_id=at_desk.id, file_id=kept.id, now=MONDAY)


def test_pages_are_ordered_turned_and_put_aside_and_the_originals_stay(binh, at_desk):
    check_paper(binh, at_desk.id)
    for wide in (1700, 1701, 1702):
        scan(binh, at_desk.id, make_jpeg(wide, 2400), component="")
    first, second, third = pages_of(binh, at_desk)
    check = digitisation.get_check(binh, dossier_id=at_desk.id)
    said = [
        PageInput(third.id, 1, 90, "GT"),
        PageInput(first.id, 2, 450, "no such"),
        PageInput(second.id, 3, removed=True),
    ]
    digitisation.arrange(binh, dossier_id=at_desk.id, pages=said, revision=check.revision, now=MONDAY)
    left = pages_of(binh, at_desk)
    assert [(one.id, one.position, one.turn, one.component) for one in left] == [
        (third.id, 1, 90, "GT"), (first.id, 2, 90, ""),
    ]  # fmt: skip
    assert files.read_bytes(ScanPage.objects.get(pk=second.id).file_id)
    with pytest.raises(digitisation.CheckChanged):
        digitisation.arrange(binh, dossier_id=at_desk.id, pages=said, revision=check.revision, now=MONDAY)


def test_pages_that_do_not_make_the_paper_are_refused_with_what_to_do(binh, at_desk):
    check_paper(binh, at_desk.id, pages=2)
    with pytest.raises(digitisation.BadPages) as none:
        prepare(binh, at_desk)
    assert "Gán trang" in none.value.fields[""]
    scan(binh, at_desk.id, make_jpeg(800, 1131))
    with pytest.raises(digitisation.BadPages) as refused:
        prepare(binh, at_desk)
    assert "2 trang" in refused.value.fields["GT"]
    assert "200 dpi" in refused.value.fields["GT"]
    scan(binh, at_desk.id, make_jpeg(801, 1131))
    (made,) = prepare(binh, at_desk, low_reason="Bản giấy in mờ, máy quét hỏng")
    assert made.low_reason


def test_a_secret_paper_is_never_made(binh, at_desk):
    check_paper(binh, at_desk.id, exemption="secret")
    scan(binh, at_desk.id)
    with pytest.raises(digitisation.BadPages) as refused:
        prepare(binh, at_desk)
    assert "bí mật" in refused.value.fields["GT"]


def test_the_worker_makes_one_pdf_and_says_that_it_is_not_searchable_without_ocr(binh, at_desk):
    ready = make_ready(binh, at_desk.id)
    assert (ready.state, ready.percent, ready.is_searchable) == (DigitisedState.READY, 100, False)
    assert files.get_info(ready.file_id).pages == 1
    assert work.run_once() is False


def test_a_worker_killed_half_way_is_followed_by_another_that_does_not_merge_again(binh, at_desk, monkeypatch):
    check_paper(binh, at_desk.id)
    scan(binh, at_desk.id)
    (made,) = prepare(binh, at_desk)
    now = clock.now()
    assert work.claim(now=now) == (made.id, 1)
    row = DigitisedPaper.objects.select_related("line").get(pk=made.id)
    merged = work._merge(row)
    work._advance(made.id, 1, stage="merged", percent=20, merged_file_id=merged)
    assert work.claim(now=now) is None

    later = clock.now() + 2 * work.LEASE
    monkeypatch.setattr(work, "_merge", lambda _row: pytest.fail("merged twice"))
    assert work.claim(now=later) == (made.id, 2)
    work._do(made.id, 2)
    assert digitisation.get_digitised(binh, digitised_id=made.id).file_id == merged
    with pytest.raises(work.Taken):
        work._advance(made.id, 1, percent=50)


def test_what_kills_its_worker_three_times_is_given_up_with_a_sentence(binh, at_desk):
    check_paper(binh, at_desk.id)
    scan(binh, at_desk.id)
    (made,) = prepare(binh, at_desk)
    now = clock.now()
    for attempt in (1, 2, 3):
        assert work.claim(now=now) == (made.id, attempt)
        now += work.LEASE + timedelta(seconds=1)
    assert work.claim(now=now) is None
    given_up = digitisation.get_digitised(binh, digitised_id=made.id)
    assert (given_up.state, given_up.error) == (DigitisedState.FAILED, work.GAVE_UP)
    again = digitisation.redo(binh, digitised_id=made.id, now=MONDAY)
    assert again.state is DigitisedState.QUEUED


def test_a_described_paper_is_stamped_signed_kept_and_the_component_digitised(binh, at_desk, announced):
    kept = make_kept(binh, at_desk.id)

    assert state_of(binh, at_desk) is ComponentState.DIGITISED
    assert digitisation.get_check(binh, dossier_id=at_desk.id).pending == 0
    assert pages_of(binh, at_desk) == []
    data = files.read_bytes(digitisation.open_digitised(binh, digitised_id=kept.id))
    verdict = signing.verify_pdf(data)
    assert verdict.covers_whole_document
    assert not verdict.changed_after
    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert content.stamp_form() in text
    assert "2026-11-16T09:00:00+07:00" in text
    assert PaperDigitised(at_desk.id, "GT", kept.paper_id, kept.file_id) in announced()
    number = digitisation_owner(binh, at_desk)
    there = papers.held_types(number, paper_types=["GXNKT"], on=MONDAY.date())
    assert set(there) == {"GXNKT"}


def digitisation_owner(actor, info):
    from tinhso.government.dossiers import public as dossiers

    return dossiers.get_dossier(actor, dossier_id=info.id).info.applicant.number


def test_keeping_twice_keeps_once(binh, at_desk):
    kept = make_kept(binh, at_desk.id)
    with pytest.raises(digitisation.WrongState):
        digitisation.keep_digitised(
            binh, digitised_id=kept.id, description=PaperDescription(paper_type="GXNKT"), now=MONDAY
        )


def test_a_description_with_a_fault_names_its_field_and_nothing_is_kept(binh, at_desk):
    ready = make_ready(binh, at_desk.id)
    for said, field in (
        (PaperDescription(paper_type="no such"), "paper_type"),
        (PaperDescription(paper_type="GXNKT", issued_on=MONDAY.date() + timedelta(days=1)), "issued_on"),
        (PaperDescription(paper_type="GXNKT", owner_number="123"), "owner_number"),
    ):
        with pytest.raises(digitisation.BadDescription) as refused:
            digitisation.keep_digitised(binh, digitised_id=ready.id, description=said, now=MONDAY)
        assert list(refused.value.fields) == [field]
    assert state_of(binh, at_desk) is ComponentState.NOT_YET


def test_a_second_person_checks_the_sample_and_a_bad_copy_goes_back(binh, ha, at_desk, announced, monkeypatch):
    monkeypatch.setattr(content, "review_percent", lambda: 100)
    kept = make_kept(binh, at_desk.id)
    assert kept.review is Review.WANTED
    assert digitisation.list_to_review(binh) == []
    assert [one.id for one in digitisation.list_to_review(ha)] == [kept.id]
    with pytest.raises(digitisation.NoSecondPerson):
        digitisation.review(binh, digitised_id=kept.id, is_good=True, now=MONDAY)
    with pytest.raises(digitisation.BadDescription):
        digitisation.review(ha, digitised_id=kept.id, is_good=False, note="mờ", now=MONDAY)

    bad = digitisation.review(ha, digitised_id=kept.id, is_good=False, note="Thiếu mặt sau của giấy", now=MONDAY)

    assert (bad.state, bad.review) == (DigitisedState.REJECTED, Review.FAILED)
    assert state_of(binh, at_desk) is ComponentState.NOT_YET
    assert len(pages_of(binh, at_desk)) == 1
    assert PaperRejected(at_desk.id, "GT", kept.paper_id) in announced()
    assert papers.standing(kept.paper_id, on=MONDAY.date()) is papers.PaperState.REVOKED
    assert prepare(binh, at_desk)[0].state is DigitisedState.QUEUED


def test_a_good_copy_stays_and_is_checked_once(binh, ha, at_desk, monkeypatch):
    monkeypatch.setattr(content, "review_percent", lambda: 100)
    kept = make_kept(binh, at_desk.id)
    good = digitisation.review(ha, digitised_id=kept.id, is_good=True, now=MONDAY)
    assert (good.state, good.review, good.reviewed_by) == (DigitisedState.KEPT, Review.PASSED, ha.name)
    with pytest.raises(digitisation.WrongState):
        digitisation.review(ha, digitised_id=kept.id, is_good=True, now=MONDAY)


def test_strangers_see_nothing_and_the_head_makes_nothing(an, chi, dung, em, binh, at_desk):
    ready = make_ready(binh, at_desk.id)
    for actor in (an, dung, em):
        with pytest.raises(digitisation.CheckNotFound):
            digitisation.get_digitised(actor, digitised_id=ready.id)
        with pytest.raises(digitisation.CheckNotFound):
            prepare(actor, at_desk)
    with pytest.raises(Forbidden):
        prepare(chi, at_desk)
    with pytest.raises(digitisation.CheckNotFound):
        digitisation.get_digitised(binh, digitised_id=uuid7())


def test_the_figures_count_results_and_those_wholly_digitised(binh, dung, at_desk, envelope_of):
    check_paper(binh, at_desk.id)
    follow(envelope_of(ResultSigned(at_desk.id, uuid7())))
    day = clock.today()
    days = {"first": day - timedelta(days=40), "last": day}
    (before,) = digitisation.figures(binh, **days)
    assert (before.dossiers, before.digitised, before.points) == (1, 0, 0.0)
    make_kept(binh, at_desk.id)
    (after,) = digitisation.figures(binh, **days)
    assert (after.digitised, after.percent, after.points) == (1, 100.0, 4.0)
    assert digitisation.figures(dung, **days) == []
    assert digitisation.component_states([at_desk.id]) == {at_desk.id: {"GT": ComponentState.DIGITISED}}


@pytest.mark.skipif(bool(NO_READER), reason=f"scans cannot be read here, not installed: {NO_READER}")
def test_where_ocr_is_installed_a_scan_becomes_searchable_pdf_a_with_suggestions(binh, at_desk, monkeypatch):
    monkeypatch.undo()
    check_paper(binh, at_desk.id)
    scan(binh, at_desk.id, make_letter())
    prepare(binh, at_desk)
    assert work.run_once()
    (made,) = digitisation.list_digitised(binh, dossier_id=at_desk.id)
    assert made.is_searchable
    assert made.suggestions.number == "15/GXN-UBND"
    assert made.suggestions.issued_on.isoformat() == "2026-03-05"
    assert "PHƯỜNG 1" in made.suggestions.issuer_name
    assert made.suggestions.paper_type == "GXNKT"
    kept = digitisation.keep_digitised(
        binh, digitised_id=made.id, description=PaperDescription(paper_type="GXNKT"), now=MONDAY
    )
    reader = pypdf.PdfReader(io.BytesIO(files.read_bytes(kept.file_id)))
    metadata = reader.root_object["/Metadata"].get_object().get_data().replace(b" ", b"")
    assert b"part>2<" in metadata or b'part="2"' in metadata
    assert b"conformance>B<" in metadata or b'conformance="B"' in metadata
    assert "UBND" in reader.pages[0].extract_text()


def test_a_reader_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    slow = tmp_path / "ocrmypdf"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(0o755)
    monkeypatch.undo()
    monkeypatch.setattr(reading, "missing", tuple)
    monkeypatch.setattr(reading, "BASE_SECONDS", 1)
    monkeypatch.setattr(content, "seconds_per_page", lambda: 0)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(reading.ReadingFailed):
        reading.read(make_pdf(), pages=1)


def test_pages_given_to_a_component_by_hand_are_used(binh, at_desk):
    check_paper(binh, at_desk.id, pages=2)
    scan(binh, at_desk.id, make_jpeg(*FINE), component="")
    scan(binh, at_desk.id, make_jpeg(FINE[0] + 1, FINE[1]), component="")
    assign_all(binh, at_desk.id)
    (made,) = prepare(binh, at_desk)
    assert made.pages == 2
