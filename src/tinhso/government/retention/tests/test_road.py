"""The road of a disposal: due, proposed, the council, the decision, carried out."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.files.models import FileObject
from tinhso.foundation.files.stores import get_store
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.models import Dossier, DossierPaper, TimelineEvent
from tinhso.government.retention import public as retention
from tinhso.government.retention.actions.carry import carry_out, remove_contents
from tinhso.government.retention.models import Disposal, DisposalLine, DisposalStub, FileRemoval
from tinhso.government.retention.testing import COUNCIL, after_pause, make_decided, make_opined
from tinhso.kernel.clock import local_day

pytestmark = pytest.mark.django_db


def test_a_dossier_comes_up_when_its_term_is_over_and_not_a_day_before(closed, lan, term):
    day = local_day(closed.handed_over_at)
    from datetime import datetime, time

    from tinhso.kernel.clock import LOCAL_ZONE

    two_years = datetime.combine(day.replace(year=day.year + 2), time(8), LOCAL_ZONE)

    assert retention.list_due(lan, now=two_years - timedelta(days=1)).items == ()
    (line,) = retention.list_due(lan, now=two_years).items
    assert (line.code, line.reason, line.years) == (closed.code, "", 2)


def test_what_is_kept_for_ever_or_by_an_unsure_term_never_comes_up(closed, lan, later, monkeypatch):
    from tinhso.government.retention.testing import use_term

    use_term(monkeypatch, years=None)
    assert retention.list_due(lan, now=later).items == ()
    use_term(monkeypatch, mark="unsure")
    assert retention.list_due(lan, now=later).items == ()


def test_what_a_dossier_held_is_gone_and_its_stub_tells_by_which_decision(closed, an, lan, chi, term, later):
    paper = DossierPaper.objects.get(dossier_id=closed.id)
    info = files.get_info(paper.file_id)
    disposal = make_decided(lan, chi, dossier_ids=[closed.id], now=later)
    assert carry_out(now=later) == 0  # the pause

    now = after_pause(disposal)
    assert carry_out(now=now) == 1
    assert carry_out(now=now) == 0

    row = Dossier.objects.get(pk=closed.id)
    assert (row.applicant_number, row.applicant_phone, row.data, row.applicant_account_id) == ("", "", {}, None)
    assert row.disposed_at == now
    assert TimelineEvent.objects.filter(dossier=row).count() == 0
    stub = retention.find_stub(closed.id)
    assert (stub.code, stub.decision_number) == (closed.code, "15/QĐ-UBND")
    assert info.sha256 in [sha for sha, *_ in stub.files]
    with pytest.raises(files.FileDisposed):
        files.read_bytes(info.id)
    trail = audit.list_trail(closed.id).items
    assert trail[0].verb == "retention.destroyed"
    assert trail[0].detail["decision"] == "15/QĐ-UBND"
    assert Disposal.objects.get(pk=disposal.id).state == "done"


OUTLIVE = {
    "files_fileobject", "identity_account", "mandates_mandate", "organisations_officer", "papers_paper",
    "papers_paperuse", "results_result",
}  # fmt: skip
"""What has a term of its own: the account, the register of results, the store; and the audit, which nobody alters."""


def tables_with(*words):
    found = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (table,) in cursor.fetchall():
            if table in OUTLIVE or table.startswith(("audit_", "django_")):
                continue
            likes = " OR ".join(["t::text LIKE %s"] * len(words))
            cursor.execute(f'SELECT 1 FROM "{table}" t WHERE {likes} LIMIT 1', [f"%{word}%" for word in words])
            if cursor.fetchone():
                found.add(table)
    return found


def test_no_table_keeps_a_word_of_the_applicant_beside_what_outlives_the_dossier(closed, lan, chi, term, later):
    row = Dossier.objects.get(pk=closed.id)
    words = (row.applicant_name, row.applicant_number, row.applicant_phone)
    assert all(words)
    before = tables_with(*words)
    assert {"dossiers_dossier", "work_workitem"} <= before
    disposal = make_decided(lan, chi, dossier_ids=[closed.id], now=later)
    carry_out(now=after_pause(disposal))

    assert tables_with(*words) == set()


def test_bytes_go_only_when_nobody_else_has_the_same(closed, an, lan, chi, term, later):
    paper = DossierPaper.objects.get(dossier_id=closed.id)
    sha = files.get_info(paper.file_id).sha256
    twin = files.save_bytes(files.read_bytes(paper.file_id), name="ban-khac.pdf", actor=an, now=later)
    disposal = make_decided(lan, chi, dossier_ids=[closed.id], now=later)
    now = after_pause(disposal)
    carry_out(now=now)
    remove_contents(now=now + timedelta(minutes=11))

    assert FileRemoval.objects.get(file_id=paper.file_id).removed is False
    assert files.read_bytes(twin.id)
    with get_store().local(sha) as path:
        assert path.exists()


def test_bytes_nobody_else_has_are_gone_from_the_store(an, binh, ha, chi, units, lan, term, later):
    from tinhso.government.dossiers.data import PaperInput
    from tinhso.government.dossiers.testing import MONDAY

    own = files.save_bytes(make_pdf(3), name="rieng.pdf", actor=an, now=MONDAY)
    from tinhso.government.dossiers.testing import make_submitted

    filed = make_submitted(an, unit_id=units.commune_a.id, papers=(PaperInput("GT", own.id),))
    dossiers.withdraw(an, dossier_id=filed.id, reason="Tôi không có nhu cầu nữa.", now=MONDAY)
    disposal = make_decided(lan, chi, dossier_ids=[filed.id], now=later)
    now = after_pause(disposal)
    carry_out(now=now)
    assert remove_contents(now=now + timedelta(minutes=11)) >= 1

    with pytest.raises(files.FileMissing), get_store().local(own.sha256):
        pass
    assert FileObject.objects.get(pk=own.id).sha256 == own.sha256


def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(closed, lan, chi, term, later, monkeypatch):
    from tinhso.government.retention.actions import carry

    disposal = make_decided(lan, chi, dossier_ids=[closed.id], now=later)
    now = after_pause(disposal)
    with monkeypatch.context() as broken:
        broken.setattr(carry.audit, "record", lambda *_a, **_k: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            carry_out(now=now)
    assert Dossier.objects.get(pk=closed.id).disposed_at is None
    assert DisposalLine.objects.get(dossier_id=closed.id).state == "listed"

    assert carry_out(now=now) == 1
    assert DisposalStub.objects.count() == 1


def test_the_database_destroys_nothing_without_a_decision(closed, lan, chi, term, later):
    make_opined(lan, dossier_ids=[closed.id], now=later)
    paper = DossierPaper.objects.get(dossier_id=closed.id)

    for act in (
        lambda: Dossier.objects.filter(pk=closed.id).update(disposed_at=later),
        lambda: TimelineEvent.objects.filter(dossier_id=closed.id).delete(),
        lambda: DossierPaper.objects.filter(dossier_id=closed.id).delete(),
        lambda: FileObject.objects.filter(pk=paper.file_id).update(disposed_at=later),
        lambda: FileObject.objects.filter(pk=paper.file_id).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_what_is_decided_and_what_is_left_can_not_be_rewritten(closed, lan, chi, term, later):
    disposal = make_decided(lan, chi, dossier_ids=[closed.id], now=later)
    carry_out(now=after_pause(disposal))

    for act in (
        lambda: Disposal.objects.update(decision_number="1"),
        lambda: Disposal.objects.all().delete(),
        lambda: DisposalLine.objects.update(due_on=later),
        lambda: DisposalStub.objects.update(code="x"),
        lambda: Dossier.objects.filter(pk=closed.id).update(subject="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_who_proposed_does_not_decide(closed, units, term, later):
    from tinhso.testing.cast import officer_actor

    both = officer_actor(code="A-X", name="Đỗ Văn Minh", unit_id=units.commune_a.id, roles=("clerk", "leader"))
    with pytest.raises(retention.SamePerson):
        make_decided(both, both, dossier_ids=[closed.id], now=later)


def test_a_council_too_small_or_without_minutes_is_no_council(closed, lan, term, later):
    disposal = retention.propose(lan, dossier_ids=[closed.id], now=later)
    with pytest.raises(retention.BadOpinion) as refused:
        retention.record_opinion(
            lan, disposal_id=disposal.id, council=COUNCIL[:2], met_on=None, minutes_file_id=None, keep={}, now=later
        )
    assert set(refused.value.fields) == {"hoi_dong", "ngay_hop", "bien_ban"}


def test_a_line_the_council_keeps_stays_whole(closed, an, binh, ha, chi, units, lan, term, later):
    from tinhso.government.dossiers.testing import make_submitted

    other = make_submitted(an, unit_id=units.commune_a.id)
    dossiers.withdraw(an, dossier_id=other.id, reason="Tôi không có nhu cầu nữa.", now=other.submitted_at)
    disposal = retention.propose(lan, dossier_ids=[closed.id, other.id], now=later)
    kept = DisposalLine.objects.get(dossier_id=other.id)
    minutes = files.save_bytes(make_pdf(), name="bb.pdf", actor=lan, now=later)
    retention.record_opinion(
        lan,
        disposal_id=disposal.id,
        council=COUNCIL,
        met_on=local_day(later),
        minutes_file_id=minutes.id,
        keep={kept.id: "Có giá trị nghiên cứu"},
        now=later,
    )
    paper = files.save_bytes(make_pdf(), name="qd.pdf", actor=chi, now=later)
    decided = retention.decide(
        chi,
        disposal_id=disposal.id,
        number="15/QĐ-UBND",
        decided_on=local_day(later),
        signer_name=chi.name,
        file_id=paper.id,
        now=later,
    )
    carry_out(now=after_pause(decided))
    assert Dossier.objects.get(pk=other.id).disposed_at is None
    assert Dossier.objects.get(pk=closed.id).disposed_at is not None


def test_a_decision_can_be_stopped_until_it_begins_and_not_afterwards(closed, lan, chi, term, later):
    disposal = make_decided(lan, chi, dossier_ids=[closed.id], now=later)
    retention.drop(chi, disposal_id=disposal.id, reason="Phát hiện sai danh mục", now=later)
    carry_out(now=after_pause(disposal))
    assert Dossier.objects.get(pk=closed.id).disposed_at is None

    again = make_decided(lan, chi, dossier_ids=[closed.id], now=later)
    carry_out(now=after_pause(again))
    with pytest.raises(retention.DisposalMoved):
        retention.drop(chi, disposal_id=again.id, reason="Phát hiện sai danh mục", now=later)


def test_an_officer_of_another_commune_sees_and_does_nothing(closed, lan, units, dung, term, later):
    from tinhso.government.retention.testing import make_decided as _  # noqa: F401
    from tinhso.testing.cast import officer_actor

    disposal = retention.propose(lan, dossier_ids=[closed.id], now=later)
    stranger = officer_actor(code="B-VT", name="Hồ Thị Mơ", unit_id=units.commune_b.id, roles=("clerk", "leader"))
    with pytest.raises(retention.DisposalNotFound):
        retention.get_disposal(stranger, disposal_id=disposal.id)
    with pytest.raises(retention.NothingDue):
        retention.propose(stranger, dossier_ids=[closed.id], now=later)
    with pytest.raises(retention.DisposalNotFound):
        retention.list_due(dung, now=later)
