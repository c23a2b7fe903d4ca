"""Looking one person up, through the real client, at the simulator in a process of its own."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tinhso.data.population import actions, holding, queries
from tinhso.data.population.data import IDENTITY, Operation, Outcome, Part, PartialDate, Sex, Standing
from tinhso.data.population.errors import (
    AnswerUnreadable,
    BadQuestion,
    LimitReached,
    NotConnected,
    PersonMismatch,
    PersonNotFound,
    PurposeMissing,
    SourceRefused,
    SourceUnavailable,
)
from tinhso.data.population.events import LimitReached as LimitReachedFact
from tinhso.data.population.models import HeldPerson, LookUp
from tinhso.data.population.pseudonyms import person_id, pseudonym
from tinhso.foundation.audit import public as audit
from tinhso.foundation.work import public as work
from tinhso.kernel import clock
from tinhso.kernel.actors import ANONYMOUS
from tinhso.kernel.errors import Forbidden, Unauthenticated

HER = {"number": "086190000017", "name": "Nguyễn Thị Minh Họa", "birth": date(1990, 3, 27)}
PURPOSE = "tiếp nhận hồ sơ"


def look_up(actor, *, verb=actions.look_up, **given):
    wanted = {**HER, "purpose": PURPOSE, "subject_kind": "dossier", "subject_id": uuid4(), "now": clock.now(), **given}
    return verb(actor, **wanted)


def test_a_person_comes_with_what_was_asked_for_and_no_more(source, binh):
    person = look_up(binh)
    assert (person.number, person.name, str(person.birth)) == (HER["number"], HER["name"], "1990-03-27")
    assert person.sex is Sex.FEMALE
    assert person.permanent.detail == "số 17, khóm Tân Vĩnh"
    assert person.spouse is None and person.head is None and person.origin is None


def test_family_comes_only_when_it_is_asked_for(source, binh):
    person = look_up(binh, parts=IDENTITY | {Part.FAMILY, Part.HOUSEHOLD})
    assert person.spouse.name == "Trần Văn Minh Họa"
    assert (person.head.relation, person.head.number) == ("Vợ", "086085000025")


def test_the_record_says_who_asked_what_for_what_and_nothing_of_the_person(source, binh):
    subject = uuid4()
    look_up(binh, subject_id=subject, subject_code="H61.01-261123-0001")
    row = LookUp.objects.get(subject_id=subject)
    assert (row.account_id, row.unit_id, row.purpose) == (binh.account_id, binh.unit_id, PURPOSE)
    assert (row.subject_code, row.outcome, row.operation) == ("H61.01-261123-0001", "matched", "look_up")
    assert row.parts == sorted(part.value for part in IDENTITY)
    assert row.pseudonym == pseudonym(HER["number"])
    assert row.latency_ms >= 0 and row.http_status == 200
    assert len(row.request_hash) == len(row.response_hash) == 64
    written = " ".join(str(value) for value in LookUp.objects.filter(subject_id=subject).values().get().values())
    assert HER["number"] not in written and HER["name"] not in written


def test_what_the_visits_were_about_costs_one_query_however_many(source, binh, django_assert_num_queries):
    for n in range(3):
        visit = actions.open_visit(binh, note=f"Việc {n}", now=clock.now())
        look_up(binh, subject_kind="desk_visit", subject_id=visit)

    with django_assert_num_queries(1):
        page = queries.list_own_look_ups(binh)

    assert [one.subject_code for one in page.items] == ["Việc 2", "Việc 1", "Việc 0"]


def test_the_person_reads_on_their_record_who_looked_and_for_which_dossier(source, binh):
    look_up(binh, subject_code="H61.01-261123-0001")
    entry = audit.list_reads_of(person_id(HER["number"])).items[0]
    assert entry.account_id == binh.account_id
    assert entry.purpose == (
        f"Tra cứu thông tin trong CSDL quốc gia về dân cư: tiếp nhận hồ sơ, hồ sơ H61.01-261123-0001, {binh.unit_name}"
    )


def test_a_line_of_the_record_is_never_changed_nor_removed(source, binh):
    look_up(binh)
    for statement in ("UPDATE population_look_up SET purpose = 'khác'", "DELETE FROM population_look_up"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_answer_is_kept_with_its_dossier_and_with_no_other(source, binh):
    subject = uuid4()
    found = look_up(binh, subject_id=subject)
    kept = queries.find_person(subject_kind="dossier", subject_id=subject, number=HER["number"])
    assert kept == found
    assert queries.find_person(subject_kind="dossier", subject_id=uuid4(), number=HER["number"]) is None
    assert queries.standing_of(subject_kind="dossier", subject_id=subject).standing is Standing.VERIFIED


def test_a_draft_that_is_filed_hands_its_answer_to_the_dossier(source, binh):
    draft, dossier = uuid4(), uuid4()
    look_up(binh, subject_kind="draft", subject_id=draft)
    holding.rebind(from_kind="draft", from_id=draft, to_kind="dossier", to_id=dossier, code="X")
    assert queries.find_person(subject_kind="dossier", subject_id=dossier, number=HER["number"]) is not None
    assert queries.find_person(subject_kind="draft", subject_id=draft, number=HER["number"]) is None


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"birth": date(1990, 3, 28)}, PersonMismatch),
        ({"name": "Nguyễn Thị Minh Hoạ"}, PersonMismatch),
        ({"name": "Nguyễn Thị Minh Hoa"}, PersonMismatch),
        ({"number": "086190000018"}, PersonNotFound),
    ],
)
def test_three_things_must_fit_together(source, binh, changed, refusal):
    subject = uuid4()
    with pytest.raises(refusal):
        look_up(binh, subject_id=subject, **changed)
    kept = HeldPerson.objects.get(subject_id=subject)
    assert kept.person == {}
    assert not audit.list_reads_of(person_id(HER["number"])).items


def test_verification_tells_only_whether_they_fit(source, binh):
    assert look_up(binh, verb=actions.verify).outcome is Outcome.MATCHED
    assert look_up(binh, verb=actions.verify, birth="28/3/1990").outcome is Outcome.MISMATCH
    assert look_up(binh, verb=actions.verify, number="086190000018").outcome is Outcome.NOT_FOUND
    assert list(HeldPerson.objects.values_list("person", flat=True)) == [{}, {}, {}]


def test_a_year_of_birth_alone_is_enough_when_that_is_all_that_is_known(source, binh):
    assert look_up(binh, birth="1990").birth == PartialDate(1990, 3, 27)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"number": "12345"}, "number"),
        ({"number": "000190000017"}, "number"),
        ({"name": " "}, "name"),
        ({"name": "12"}, "name"),
        ({"birth": "31/2/1990"}, "birth"),
        ({"birth": ""}, "birth"),
    ],
)
def test_what_cannot_be_asked_for_is_named(source, binh, asked, given, field):
    with pytest.raises(BadQuestion) as refused:
        look_up(binh, **given)
    assert list(refused.value.fields) == [field]
    assert asked() == []


def test_nobody_asks_without_a_purpose_and_a_subject(source, binh, asked):
    for given in ({"purpose": " "}, {"subject_kind": ""}, {"subject_id": uuid4().__class__(int=0)}):
        with pytest.raises(PurposeMissing):
            look_up(binh, **given)
    assert asked() == []


def test_only_those_who_may_ask(source, binh, chi, em, an, asked):
    for actor in (chi, em):
        with pytest.raises(Forbidden):
            look_up(actor)
    with pytest.raises(Unauthenticated):
        look_up(ANONYMOUS)
    with pytest.raises(Forbidden):
        look_up(an)
    assert asked() == []


def test_the_source_learns_which_officer_asks(source, binh, asked):
    look_up(binh)
    assert [(one["officer"], one["operation"]) for one in asked()] == [("A-MC", "TraCuuThongTinCongDan")]
    assert asked()[0]["request_id"] == LookUp.objects.get().id.hex


def test_past_the_limit_of_an_hour_the_officer_waits_and_the_head_is_told_once(
    source, binh, chi, dung, settings, announced
):
    settings.POPULATION_HOURLY = 2
    for _ in range(2):
        look_up(binh)
    for _ in range(3):
        with pytest.raises(LimitReached):
            look_up(binh)
    assert [fact.account_id for fact in announced() if isinstance(fact, LimitReachedFact)] == [binh.account_id]
    items = work.list_items(chi, box=work.Box.GROUP).items
    assert [item.kind for item in items] == ["population.excess"]
    assert len(queries.list_excess(chi, alert_id=items[0].subject_id).items) == 2
    look_up(dung)
    look_up(binh, now=clock.now() + timedelta(minutes=61))


def test_without_a_source_it_says_so(binh, settings):
    settings.SIMULATORS = settings.POPULATION_URL = ""
    with pytest.raises(NotConnected):
        look_up(binh)
    assert LookUp.objects.count() == 0


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("POPULATION_KEY", "mo-phong:sai:mo-phong", "Server.ServerProxy.AuthenticationFailed"),
        ("POPULATION_KEY", "mo-phong:mo-phong:sai", "Server.ServerProxy.AccessDenied"),
        ("POPULATION_CLIENT", "VN/GOV/KHAC", "Client.UnknownMember"),
        ("POPULATION_AUTH_URL", "http://khac", "Server.ServerProxy.AuthenticationFailed"),
    ],
)
def test_a_wrong_key_or_name_is_refused_by_the_source(source, binh, settings, line, setting, value, code):
    settings.POPULATION_URL = f"{source.url}/"
    settings.POPULATION_KEY = "mo-phong:mo-phong:mo-phong"
    settings.POPULATION_AUTH_URL = "http://dancuquocgia.bca/xac-thuc"
    settings.POPULATION_CLIENT = "VN/GOV/MO-PHONG/TINH-SO"
    look_up(binh)
    setattr(settings, setting, value)
    with pytest.raises(SourceRefused):
        look_up(binh)
    assert LookUp.objects.get(outcome="refused").error_code == code
    assert line().failures == 0


def test_a_clock_that_is_wrong_is_refused_by_the_source(source, binh):
    with clock.frozen(clock.now() - timedelta(minutes=6)), pytest.raises(SourceRefused):
        look_up(binh)


@pytest.mark.parametrize(
    "quirk",
    [{"garbled": True}, {"windows_1258": True}, {"bomb": True}, {"deep": 100_000}, {"other_person": True}],
    ids=lambda quirk: next(iter(quirk)),
)
def test_a_hostile_answer_is_unreadable_and_hurts_nobody(source, binh, quirk):
    source.behave(quirks=quirk)
    begun = clock.now()
    with pytest.raises(AnswerUnreadable):
        look_up(binh)
    assert clock.now() - begun < timedelta(seconds=2)
    assert LookUp.objects.get().outcome == "unreadable"
    assert HeldPerson.objects.count() == 0


def test_a_hundred_megabytes_are_left_after_half_a_megabyte(source, binh):
    import resource

    source.behave(quirks={"huge": 100 * 1024 * 1024})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(AnswerUnreadable):
        look_up(binh)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


def test_a_record_with_another_birth_date_is_never_handed_on(source, binh):
    source.behave(quirks={"wrong_birth": True})
    with pytest.raises(PersonMismatch) as refused:
        look_up(binh)
    assert refused.value.detail["differing"] == ("birth",)


@pytest.mark.parametrize("how", [{"delay": 30}, {"quirks": {"drip": 0.5}}], ids=["silent", "in drops"])
def test_a_slow_source_is_left_after_two_seconds(source, binh, how):
    source.behave(**how)
    begun = clock.now()
    with pytest.raises(SourceUnavailable):
        look_up(binh)
    assert clock.now() - begun < timedelta(seconds=2.8)


@pytest.mark.parametrize(
    "how", [{"down": True}, {"quirks": {"half": True}}, {"quirks": {"fault": "Server.ClientProxy.NetworkError"}}]
)
def test_a_source_that_is_down_is_unavailable(source, binh, how):
    source.behave(**how)
    with pytest.raises(SourceUnavailable):
        look_up(binh)
    assert LookUp.objects.get().outcome == "unavailable"


def test_after_five_failures_nobody_knocks_for_a_while_and_then_one_asks_first(source, binh, asked, line):
    source.behave(down=True)
    now = clock.now()
    for _ in range(7):
        with pytest.raises(SourceUnavailable):
            look_up(binh, now=now)
    assert line().failures == 5 and line().open_until is not None
    assert LookUp.objects.filter(error_code="resting").count() == 2
    source.forgive()
    with pytest.raises(SourceUnavailable):
        look_up(binh, now=now + timedelta(seconds=29))
    look_up(binh, now=now + timedelta(seconds=31))
    assert line().failures == 0 and line().open_until is None


def test_a_question_is_on_record_even_when_the_process_dies_before_the_answer(source, binh, monkeypatch):
    class Died(BaseException):
        pass

    def die(*_):
        raise Died

    monkeypatch.setattr("tinhso.data.population.adapters.soap.SoapSource.ask", die)
    with pytest.raises(Died):
        look_up(binh)
    assert LookUp.objects.get().outcome == Outcome.ASKING
    assert LookUp.objects.get().operation == Operation.LOOK_UP
