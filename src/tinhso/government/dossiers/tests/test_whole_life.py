"""Any acts, by anybody, in any order: what must hold of a dossier holds after each of them."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.actions import fees
from tinhso.government.dossiers.actions._write import LETTER_WORK
from tinhso.government.dossiers.data import OPEN, PaperForm, Reason, Status, SupplementItem
from tinhso.government.dossiers.models import Dossier, Supplement, TimelineEvent
from tinhso.government.dossiers.rules.lifecycle import NEXT
from tinhso.government.dossiers.rules.undo import COMPANIONS
from tinhso.government.dossiers.signing_data import SIGNING
from tinhso.government.dossiers.testing import MONDAY, make_submitted, scanned
from tinhso.government.results import public as results
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError
from tinhso.testing.cast import citizen_actor

WAITING = {Status.WAITING_SUPPLEMENT, Status.WAITING_FEE}
BACK = {
    (Status.WAITING_SUPPLEMENT, Status.NEW),
    (Status.WAITING_SUPPLEMENT, Status.RECEIVED),
    (Status.WAITING_FEE, Status.RECEIVED),
}
WAYS = {(old, new) for (old, _move), new in NEXT.items()} | BACK
UNDONE = {(new, old) for old, new in WAYS}
"""Undoing leads back the way an act came."""
ITEM = SupplementItem("GT", "Giấy tờ chứng minh", "Ảnh mờ, không đọc được số", "Ảnh chụp rõ bốn góc")
REASONS = [Reason("Không thuộc thẩm quyền", "Điều 13 Luật Hộ tịch")]
ENDINGS = ("refused", "stopped", "stopped_at_wish", "withdrawn")
OWNERS = (
    "dossiers_",
    "work_",
    "results_",
    "files_",
    "workflow_",
    "numbering_",
    "audit_",
    "kernel_outbox",
    "signing_",
    "payments_",
)

WHY = "Ghi nhầm, cần làm lại cho đúng"


def later_day(now):
    """Return a working day far enough for any promise."""
    day = local_day(now) + timedelta(days=60)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def last_line(dossier_id):
    """Return the line an officer would undo: the newest that is an act of its own."""
    lines = TimelineEvent.objects.filter(dossier_id=dossier_id).exclude(verb__in=COMPANIONS).order_by("-id")
    return lines.first().id


def settle(at, who):
    """Let the money come in, as the bank's notice would; nobody else can do that."""
    dossier = Dossier.objects.get(pk=at["dossier_id"])
    if who.name != "Trần Văn Bình" or dossier.status != Status.WAITING_FEE:
        raise dossiers.IllegalMove("chưa có tiền")
    fees.fee_settled(dossier_id=dossier.id, request_id=dossier.fee_request_id, total=8000, at=at["now"], now=at["now"])


def run_queue(at, who):
    """Let the worker sign what waits; nobody else can do that."""
    if who.name != "Trần Văn Bình" or Dossier.objects.get(pk=at["dossier_id"]).step_act != SIGNING:
        raise dossiers.IllegalMove("không có gì chờ ký")
    dossiers.settle_signing(SYSTEM, dossier_id=at["dossier_id"], now=at["now"])


VERBS = {
    "receive": lambda at, who: dossiers.receive(who, **at),
    "refuse": lambda at, who: dossiers.refuse(who, reasons=REASONS, **at),
    "stop": lambda at, who: dossiers.stop(who, reasons=REASONS, **at),
    "withdraw": lambda at, who: dossiers.withdraw(who, reason="Đổi ý", **at),
    "ask_supplement": lambda at, who: dossiers.ask_supplement(who, items=[ITEM], **at),
    "ask_again": lambda at, who: dossiers.ask_supplement(who, items=[ITEM], confirmed_by_head=True, **at),
    "supplement": lambda at, who: dossiers.supplement(
        who, papers={"GT": [p.file_id for p in scanned(who) if p.file_id]}, **at
    ),
    "supplement_empty": lambda at, who: dossiers.supplement(who, papers={}, **at),
    "supplement_at_counter": lambda at, who: dossiers.supplement_at_counter(
        who, papers={}, form=PaperForm.ORIGINAL, **at
    ),
    "draft": lambda at, who: dossiers.draft_result(who, fields={"content": "Xác nhận."}, **at),
    "examine": lambda at, who: dossiers.take_step(who, task="tham_tra", **at),
    "return": lambda at, who: dossiers.take_step(who, task="ky_duyet", outcome="return", remark="Sai ngày", **at),
    "sign": lambda at, who: dossiers.sign_result(who, **at),
    "sign_again": lambda at, who: dossiers.sign_again(who, **at),
    "take_back": lambda at, who: dossiers.take_back_signing(who, **at),
    "queue": run_queue,
    "hand_over": lambda at, who: dossiers.hand_over(who, to="Người nhà", **at),
    "extend": lambda at, who: dossiers.extend(who, new_day=later_day(at["now"]), reason=WHY, **at),
    "stop_at_wish": lambda at, who: dossiers.stop_at_wish(who, reason=WHY, **at),
    "return_result": lambda at, who: dossiers.return_for_correction(who, reason=WHY, **at),
    "undo": lambda at, who: dossiers.undo(who, event_id=last_line(at["dossier_id"]), reason=WHY, **at),
    "ask_fee": lambda at, who: dossiers.ask_fee(who, **at),
    "pay": settle,
}
AUDITED = {
    "extend": ("extended", "apologised"),
    "stop_at_wish": "stopped_at_wish",
    "return_result": "returned",
    "undo": "undone",
    "ask_fee": "fee_asked",
    "pay": "fee_paid",
    "receive": "received",
    "refuse": "refused",
    "stop": "stopped",
    "withdraw": "withdrawn",
    "ask_supplement": "supplement_asked",
    "ask_again": "supplement_asked",
    "supplement": "supplemented",
    "supplement_at_counter": "supplemented",
    "draft": "result_drafted",
    "examine": "step_taken",
    "return": "step_taken",
    "sign": "signing_asked",
    "sign_again": "sign_again",
    "take_back": "signing_withdrawn",
    "queue": "result_signed",
    "hand_over": "handed_over",
}
"""The word each verb leaves in the audit."""

POSSIBLE = {
    "receive": [("receive", "binh")] * 3 + [("ask_supplement", "binh"), ("refuse", "binh"), ("withdraw", "an")],
    "draft": [("draft", "ha")] * 2
    + [("examine", "ha")] * 3
    + [("ask_again", "chi"), ("stop", "ha"), ("withdraw", "an"), ("extend", "chi"), ("ask_fee", "ha"), ("undo", "chi")],
    "sign": [("sign", "chi")] * 3 + [("return", "chi"), ("ask_again", "chi"), ("stop", "chi"), ("undo", "chi")],
    "signing": [("queue", "binh")] * 3
    + [("take_back", "chi"), ("sign_again", "chi"), ("stop", "chi"), ("extend", "chi")],
    "hand_over": [("hand_over", "binh"), ("return_result", "chi"), ("withdraw", "an")],
    "": [("supplement", "an")] * 2
    + [("supplement_at_counter", "binh")] * 2
    + [("pay", "binh")] * 2
    + [("stop", "ha"), ("refuse", "binh"), ("undo", "chi"), ("stop_at_wish", "binh")],
}
"""What may happen next by right, by what the dossier waits for ("" is the applicant); the common twice or thrice."""

OFFERED = {
    ("receive", ""): "receive",
    ("refuse", ""): "refuse",
    ("stop", ""): "stop",
    ("ask_supplement", ""): "ask_again",
    ("supplement", ""): "supplement_at_counter",
    ("draft", ""): "draft",
    ("step", "return"): "return",
    ("sign", "forward"): "sign",
    ("sign_again", ""): "sign_again",
    ("take_back_signing", ""): "take_back",
    ("hand_over", "forward"): "hand_over",
    ("extend", ""): "extend",
    ("stop_at_wish", ""): "stop_at_wish",
    ("return", ""): "return_result",
    ("ask_fee", ""): "ask_fee",
    ("undo", ""): "undo",
}
"""What an officer's page offers, by the verb behind it (passing on needs a draft first, so it is left out)."""


@pytest.fixture
def cast(an, binh, chi, ha, dung, giang, em):
    other = citizen_actor(number="086195000456", name="Trần Khác")
    return {"an": an, "binh": binh, "chi": chi, "ha": ha, "dung": dung, "giang": giang, "em": em, "other": other}


def everything():
    """Return a digest of every row a verb could write, by table.

    Each digest says its own table: over tables swollen by what was rolled back PostgreSQL takes a Parallel Append, and
    the answers of a UNION ALL then come in any order.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"
            " AND c.relname ~ %s ORDER BY 1",
            ["^(" + "|".join(OWNERS) + ")"],
        )
        parts = [
            f"SELECT '{name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {name} t"
            for (name,) in cursor.fetchall()
        ]
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def audit_verbs(dossier_id):
    from tinhso.foundation.audit import public as audit

    verbs = [entry.verb for entry in audit.list_trail(dossier_id, size=100).items]
    return [
        verb for verb in verbs if not verb.startswith(("signing.", "dossiers.letter_"))
    ]  # the queue and letters have their own lines


def story(dossier_id):
    return list(TimelineEvent.objects.filter(dossier_id=dossier_id).order_by("id").values())


def life_of_dossiers(cast, unit_id):
    people = st.sampled_from(sorted(cast))

    class Life(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.outer = transaction.atomic()
            self.outer.__enter__()
            self.now = MONDAY
            self.ids = []
            self.refusals = []

        def teardown(self):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

        @initialize(minutes=st.integers(0, 600))
        def begin(self, minutes):
            self.now += timedelta(minutes=minutes)
            self.ids.append(make_submitted(cast["an"], unit_id=unit_id, now=self.now).id)

        @precondition(lambda self: len(self.ids) < 2)
        @rule()
        def another_is_filed(self):
            self.ids.append(make_submitted(cast["an"], unit_id=unit_id, now=self.now).id)

        @rule(hours=st.sampled_from([1, 5, 24, 72, 400]))
        def time_passes(self, hours):
            self.now += timedelta(hours=hours)

        @rule(which=st.integers(0, 1), verb=st.sampled_from(sorted(VERBS)), who=people, behind=st.booleans())
        def anybody_tries_anything(self, which, verb, who, behind):
            self.act(which, verb, who, behind=behind and verb in {"receive", "draft", "examine", "sign", "hand_over"})

        @rule(which=st.integers(0, 1), choice=st.sampled_from(range(840)))
        def somebody_does_their_work(self, which, choice):
            self.go_on(which, choice)

        @rule(choices=st.lists(st.sampled_from(range(840)), min_size=3, max_size=8))
        def it_goes_on_for_a_while(self, choices):
            for choice in choices:
                self.now += timedelta(hours=choice % 7)
                self.go_on(-1, choice)

        def go_on(self, which, choice):
            dossier = Dossier.objects.get(pk=self.ids[which % len(self.ids)])
            if Status(dossier.status) not in OPEN:
                self.ids[which % len(self.ids)] = make_submitted(cast["an"], unit_id=unit_id, now=self.now).id
                return
            ways = POSSIBLE[dossier.step_act]
            self.act(which, *ways[choice % len(ways)])

        @rule(which=st.integers(0, 1), who=st.sampled_from(["binh", "ha", "chi"]))
        def what_the_page_offers_can_be_done(self, which, who):
            dossier_id = self.ids[which % len(self.ids)]
            for act in dossiers.available_acts(cast[who], dossier_id=dossier_id, now=self.now):
                verb = OFFERED.get((act.code, act.outcome))
                if verb is None or not act.is_offered:
                    assert act.is_offered or act.why_not
                    continue
                try:
                    with transaction.atomic():
                        VERBS[verb]({"dossier_id": dossier_id, "now": self.now}, cast[who])
                        transaction.set_rollback(True)
                except dossiers.SecondSupplement:
                    assert Dossier.objects.get(pk=dossier_id).supplement_count
                except dossiers.NothingAsked:
                    assert verb == "sign" and not Dossier.objects.get(pk=dossier_id).draft_result

        def act(self, which, verb, who, *, behind=False):
            dossier_id = self.ids[which % len(self.ids)]
            before, told, done = Dossier.objects.get(pk=dossier_id), story(dossier_id), audit_verbs(dossier_id)
            kept = everything()
            given = {"dossier_id": dossier_id, "now": self.now} | ({"expected_version": 99} if behind else {})
            try:
                VERBS[verb](given, cast[who])
            except DomainError as refused:
                self.refusals.append(refused.sentence)
                if verb.startswith("supplement"):
                    kept = {k: v for k, v in kept.items() if not k.startswith("files_")}  # uploaded before the verb
                assert {k: v for k, v in everything().items() if k in kept} == kept
                return
            assert not behind
            after = Dossier.objects.get(pk=dossier_id)
            self.judge_move(verb, before, after)
            lines = story(dossier_id)
            assert lines[: len(told)] == told and len(lines) > len(told)
            trail = audit_verbs(dossier_id)
            assert len(trail) == len(done) + 1
            words = AUDITED[verb] if isinstance(AUDITED[verb], tuple) else (AUDITED[verb],)
            assert {f"dossiers.{word}" for word in words} & {trail[0], trail[-1]}

        def judge_move(self, verb, before, after):
            moved = (Status(before.status), Status(after.status))
            if verb == "undo":
                assert moved in UNDONE
                return
            assert moved in WAYS or (verb == "draft" and moved[0] == moved[1])
            assert after.version == before.version + 1
            assert (after.code, after.token, after.submitted_at) == (before.code, before.token, before.submitted_at)
            if before.promised_at is None:
                assert (after.promised_at is not None) == (verb == "receive")
            elif after.promised_at != before.promised_at:
                assert before.paused_at is not None or verb == "extend"
                assert after.promised_at > before.promised_at

        @invariant()
        def the_database_agrees(self):
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")

        @invariant()
        def exactly_the_right_work_lies_in_an_inbox(self):
            for dossier in Dossier.objects.filter(pk__in=self.ids):
                items = [one for one in work.list_of_subject(SYSTEM, subject_id=dossier.id) if one.kind != LETTER_WORK]
                is_ours = Status(dossier.status) in OPEN - WAITING
                assert len(items) == (1 if is_ours else 0), dossier.status
                assert [(i.role, i.due_at, i.unit_id) for i in items] == (
                    [(dossier.step_role, dossier.step_due_at, dossier.unit_id)] if is_ours else []
                )
                if Status(dossier.status) in OPEN:
                    waits = dossier.status == Status.WAITING_SUPPLEMENT
                    still = Supplement.objects.filter(dossier=dossier, answered_at=None, undone_at=None)
                    assert still.exists() == waits
                self.the_clock_tells_the_same_story(dossier)

        def the_clock_tells_the_same_story(self, dossier):
            entries = list(dossier.clock.order_by("id"))
            pauses = [e for e in entries if e.operation in ("pause", "pause_late")]
            ends = [e for e in entries if e.operation in ("resume", "cancel")]
            if Status(dossier.status) in OPEN:
                assert len(pauses) - len(ends) <= 1 + dossier.timeline.filter(verb__in=ENDINGS).count()
            moving = [e for e in entries if e.old_promise != e.new_promise]
            assert {e.operation for e in moving} <= {"resume", "extend", "recompute"}
            assert all(e.ground for e in entries)

        @invariant()
        def no_state_is_without_owner_due_time_act_and_sentence(self):
            for dossier_id in self.ids:
                detail = dossiers.get_dossier(cast["an"], dossier_id=dossier_id)
                step = detail.next_step
                assert step.owner and step.act and step.sentence
                if detail.info.status in OPEN:
                    assert step.due_at is not None
                assert all(entry.sentence for entry in detail.timeline)
                assert [a.at <= b.at for a, b in pairwise(detail.timeline)].count(False) == 0
                has_result = detail.info.status in (Status.DONE, Status.HANDED_OVER)
                assert bool(detail.result_token and detail.result_file_id) == has_result
                if has_result:
                    assert results.find_by_token(detail.result_token) is not None

    return Life


def test_what_must_hold_of_a_dossier_holds_after_any_acts_by_anybody(cast, units):
    make_submitted(cast["an"], unit_id=units.commune_a.id)  # the procedure is published once for all runs
    files.save_bytes(make_pdf(), name="giay.pdf", actor=cast["an"], now=MONDAY)
    run_state_machine_as_test(
        life_of_dossiers(cast, units.commune_a.id),
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],  # shrinking would take minutes; the steps are printed as they were
            report_multiple_bugs=False,
            print_blob=True,  # the steps depend on what else is loaded: hypothesis draws constants found in the code
            suppress_health_check=list(HealthCheck),
        ),
    )
