"""Who may act for whom: agreed by both, for what was named, in the days named, and never longer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.access.public import actor_for
from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.identity.data import AccountKind
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.testing import make_account
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.mandates import queries, rules, subjects
from tinhso.foundation.mandates.models import Mandate
from tinhso.foundation.mandates.public import BadMandate, MandateMoved, MandateNotFound, Proof, Role, State
from tinhso.foundation.mandates.testing import GRANDSON, acting_for, known_person, make_authorisation, proven
from tinhso.government.dossiers.testing import MONDAY
from tinhso.kernel.clock import frozen, local_day
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.paging import BadCursor, encode_cursor

TODAY = local_day(MONDAY)
FIELD = "G14-HT02"
CHILD = {"number": "086319000111", "name": "Nguyễn Văn Bé", "born_on": date(2019, 5, 4)}


@pytest.fixture(autouse=True)
def subjects_as_before():
    """What a test lets people authorise for ends with it."""
    kept = list(subjects._listers)
    yield
    subjects._listers[:] = kept


@pytest.fixture
def khoa(db):
    """An's grandson, whose identity is proven."""
    return known_person(number=GRANDSON, name="Lâm Đăng Khoa")


@pytest.fixture
def sure_an(an):
    return proven(an)


@pytest.fixture
def company(db):
    return actor_for(make_account(number="0100047516", name="Công ty Sông Tiền", kind=AccountKind.BUSINESS))


def power(agent, principal, on=TODAY):
    return mandates.find_behalf(agent.account_id, principal_id=principal.account_id, on=on)


def test_an_authorisation_gives_nothing_until_the_other_agrees(sure_an, khoa):
    made = mandates.authorise(
        sure_an,
        number=GRANDSON,
        name="Lâm Đăng Khoa",
        fields=[FIELD],
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=10),
        is_confirmed=True,
        now=MONDAY,
    )
    assert (made.state, power(khoa, sure_an)) == (State.INVITED, None)
    mandates.accept(khoa, mandate_id=made.id, now=MONDAY)
    held = power(khoa, sure_an)
    assert held is not None
    assert (held.may_file, held.is_whole, held.covers("1.0", FIELD), held.covers("1.0", "other")) == (
        True,
        False,
        True,
        False,
    )


def test_it_holds_on_its_last_day_and_not_on_the_day_after(sure_an, khoa):
    made = make_authorisation(sure_an, khoa, fields=[FIELD], days=10, now=MONDAY)
    assert made.valid_to == TODAY + timedelta(days=10)
    assert power(khoa, sure_an, TODAY + timedelta(days=10)) is not None
    assert power(khoa, sure_an, TODAY + timedelta(days=11)) is None
    assert power(khoa, sure_an, TODAY - timedelta(days=1)) is None


@pytest.mark.parametrize("who", ["principal", "agent"])
def test_either_side_ends_it_at_once(sure_an, khoa, who):
    made = make_authorisation(sure_an, khoa, fields=[FIELD], now=MONDAY)
    mandates.end(sure_an if who == "principal" else khoa, mandate_id=made.id, now=MONDAY)
    assert power(khoa, sure_an) is None
    with pytest.raises(MandateMoved):
        mandates.end(sure_an, mandate_id=made.id, now=MONDAY)
    (kept,) = mandates.list_mandates(khoa).items
    assert (kept.state, kept.ended_at) == (State.ENDED, MONDAY)


def test_a_stranger_can_neither_answer_nor_end_nor_see_it(sure_an, khoa):
    made = make_authorisation(sure_an, khoa, fields=[FIELD], now=MONDAY)
    other = known_person(number="086290000456", name="Vũ Hoàng Long")
    for verb in (mandates.accept, mandates.decline, mandates.end):
        with pytest.raises(MandateNotFound):
            verb(other, mandate_id=made.id, now=MONDAY)
    assert mandates.list_mandates(other).items == []


def test_who_acts_for_another_cannot_hand_the_authority_on(sure_an, khoa):
    make_authorisation(sure_an, khoa, fields=[FIELD], now=MONDAY)
    agent = acting_for(khoa, sure_an.account_id, on=TODAY)
    days = {"valid_from": TODAY, "valid_to": TODAY, "is_confirmed": True, "now": MONDAY}
    with pytest.raises(Forbidden):
        mandates.authorise(agent, number="086290000456", name="Vũ", fields=[FIELD], **days)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"fields": []}, "codes"),
        ({"valid_to": None}, "valid_to"),
        ({"valid_to": TODAY + timedelta(days=400)}, "valid_to"),
        ({"valid_from": TODAY - timedelta(days=1)}, "valid_from"),
        ({"number": "123"}, "number"),
        ({"number": "086190000123"}, "number"),
        ({"name": " "}, "name"),
    ],
)
def test_what_cannot_be_authorised_is_named(sure_an, change, field):
    given_ = {
        "number": GRANDSON,
        "name": "Lâm Đăng Khoa",
        "fields": [FIELD],
        "valid_from": TODAY,
        "valid_to": TODAY + timedelta(days=9),
        "is_confirmed": True,
        "now": MONDAY,
    }
    with pytest.raises(BadMandate) as refused:
        mandates.authorise(sure_an, **{**given_, **change})
    assert field in refused.value.fields


def test_without_the_password_again_and_a_proven_identity_nothing_is_given(an, khoa):
    given_ = {"number": GRANDSON, "name": "K", "fields": [FIELD], "valid_from": TODAY, "valid_to": TODAY, "now": MONDAY}
    with pytest.raises(mandates.ProofNeeded):
        mandates.authorise(proven(an), **given_, is_confirmed=False)
    with pytest.raises(Forbidden):
        mandates.authorise(an, **given_, is_confirmed=True)


def test_several_people_act_for_a_business_each_with_their_own_account(company, khoa, sure_an):
    one = mandates.invite(company, role=Role.LEGAL_REPRESENTATIVE, number=GRANDSON, name="Lâm Đăng Khoa", now=MONDAY)
    with pytest.raises(mandates.AlreadyHeld):
        mandates.invite(company, role=Role.LEGAL_REPRESENTATIVE, number=GRANDSON, name="Khoa", now=MONDAY)
    mandates.accept(khoa, mandate_id=one.id, now=MONDAY)
    head = acting_for(khoa, company.account_id, on=TODAY)
    two = mandates.invite(head, role=Role.VIEWER, number="086190000123", name="Nguyễn Thị An", now=MONDAY)
    mandates.accept(sure_an, mandate_id=two.id, now=MONDAY)
    looks, files_ = power(sure_an, company), power(khoa, company)
    assert looks is not None
    assert files_ is not None
    assert (looks.may_file, looks.is_whole, files_.may_file) == (False, True, True)
    viewer = acting_for(sure_an, company.account_id, on=TODAY)
    with pytest.raises(Forbidden):
        mandates.invite(viewer, role=Role.FILER, number="086290000456", name="Vũ", now=MONDAY)
    assert len(mandates.list_mandates(head).items) == 2


def test_an_invitation_with_another_persons_name_gives_nothing(company, khoa, sure_an):
    wrong = mandates.invite(company, role=Role.FILER, number=GRANDSON, name="Trần Thị Khác", now=MONDAY)
    with pytest.raises(mandates.NotInvited):
        mandates.accept(khoa, mandate_id=wrong.id, now=MONDAY)
    assert power(khoa, company) is None
    mandates.decline(khoa, mandate_id=wrong.id, now=MONDAY)
    hasty = mandates.invite(company, role=Role.FILER, number="086190000123", name="nguyen thi an", now=MONDAY)
    mandates.accept(sure_an, mandate_id=hasty.id, now=MONDAY)
    assert power(sure_an, company) is not None


@pytest.mark.parametrize("cursor", [encode_cursor("x"), encode_cursor(1), "x"])
def test_a_cursor_we_did_not_make_is_refused(sure_an, cursor):
    with pytest.raises(BadCursor):
        mandates.list_mandates(sure_an, cursor=cursor)


def test_a_declared_child_gives_nothing_and_opens_no_account_until_the_desk_has_seen_the_paper(sure_an, binh, dung):
    made = mandates.declare_child(sure_an, role=Role.PARENT, **CHILD, now=MONDAY)
    assert (made.state, identity.find_by_number(CHILD["number"])) == (State.DECLARED, None)
    (shown,) = mandates.list_to_check(binh, number="086190000123", now=MONDAY)
    assert shown.id == made.id
    queries.get_to_check(binh, mandate_id=made.id)
    for person in (sure_an.account_id, identity.stand_in(CHILD["number"])):
        purposes = [read.purpose for read in audit.list_reads_of(person).items]
        assert len(purposes) == 2
        assert all("quan hệ cha, mẹ" in one for one in purposes)
    with pytest.raises(BadMandate):
        mandates.check_at_desk(binh, mandate_id=made.id, document=" ", is_shown=True, now=MONDAY)
    with pytest.raises(MandateNotFound):
        mandates.check_at_desk(sure_an, mandate_id=made.id, document="Giấy khai sinh 12", is_shown=True, now=MONDAY)
    done = mandates.check_at_desk(
        binh, mandate_id=made.id, document="Giấy khai sinh 12/2019", is_shown=True, now=MONDAY
    )
    child = identity.find_by_number(CHILD["number"])
    assert child is not None
    assert (done.proof, done.valid_to, child.name) == (Proof.DESK, date(2037, 5, 3), "Nguyễn Văn Bé")
    held = mandates.find_behalf(sure_an.account_id, principal_id=child.id, on=date(2037, 5, 3))
    assert held is not None
    assert held.is_whole
    assert mandates.find_behalf(sure_an.account_id, principal_id=child.id, on=date(2037, 5, 4)) is None


@pytest.mark.django_db(transaction=True)
def test_the_desk_opens_and_confirms_a_declaration_on_its_screens(sure_an, binh, client_of, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    made = mandates.declare_child(sure_an, role=Role.PARENT, **CHILD, now=MONDAY)
    desk = client_of(binh)
    with frozen(MONDAY):
        found = desk.get("/dai-dien/doi-chieu/", {"so": "086190000123"}).content.decode()
        assert f"/dai-dien/doi-chieu/{made.id}/" in found
        page = desk.get(f"/dai-dien/doi-chieu/{made.id}/")
        assert (page.status_code, "Nguyễn Văn Bé" in page.content.decode()) == (200, True)
        typed = {"document": "Giấy khai sinh 12/2019", "ket_qua": "khop"}
        assert desk.post(f"/dai-dien/doi-chieu/{made.id}/", typed).status_code == 302
        assert desk.get(f"/dai-dien/doi-chieu/{made.id}/").status_code == 409
    assert mandates.get_mandate(sure_an, mandate_id=made.id).state is State.IN_FORCE


def test_the_desk_opens_nothing_but_what_parents_and_guardians_declared(sure_an, khoa, binh):
    authorised = make_authorisation(sure_an, khoa, fields=[FIELD], now=MONDAY)
    with pytest.raises(MandateNotFound):
        queries.get_to_check(binh, mandate_id=authorised.id)


def test_nobody_checks_their_own_declaration(sure_an, binh, dung):
    made = mandates.declare_child(sure_an, role=Role.PARENT, **CHILD, now=MONDAY)
    Mandate.objects.filter(pk=made.id).update(agent_name=binh.name.upper())
    with pytest.raises(mandates.OwnDeclaration):
        mandates.check_at_desk(binh, mandate_id=made.id, document="Giấy khai sinh 12", is_shown=True, now=MONDAY)
    with pytest.raises(mandates.OwnDeclaration):
        queries.get_to_check(binh, mandate_id=made.id)
    mandates.check_at_desk(dung, mandate_id=made.id, document="Giấy khai sinh 12", is_shown=True, now=MONDAY)


def test_papers_that_do_not_fit_end_the_declaration(sure_an, binh):
    made = mandates.declare_child(sure_an, role=Role.GUARDIAN, **CHILD, now=MONDAY)
    mandates.check_at_desk(binh, mandate_id=made.id, document="", is_shown=False, now=MONDAY)
    assert mandates.list_mandates(sure_an).items[0].state is State.DECLINED
    assert identity.find_by_number(CHILD["number"]) is None


def test_what_another_room_can_prove_is_in_force_at_once(sure_an):
    mandates.provide_kinship("test", lambda _actor, kin, _now: Proof.POPULATION if kin.role is Role.PARENT else None)
    try:
        made = mandates.declare_child(sure_an, role=Role.PARENT, **CHILD, now=MONDAY)
    finally:
        mandates.provide_kinship("test", None)
    assert (made.state, made.proof) == (State.IN_FORCE, Proof.POPULATION)


def test_grown_ups_are_no_children(sure_an):
    with pytest.raises(BadMandate):
        mandates.declare_child(
            sure_an, role=Role.PARENT, number="086208000111", name="X", born_on=date(2008, 11, 1), now=MONDAY
        )


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 12, 31)))
def test_a_child_comes_of_age_on_the_eighteenth_birthday(born_on):
    last = rules.last_day_as_child(born_on)
    first = last + timedelta(days=1)
    assert (first.year - born_on.year, first.month, first.day) in {
        (18, born_on.month, born_on.day),
        *([(18, 3, 1)] if (born_on.month, born_on.day) == (2, 29) else []),
    }


def test_a_running_session_loses_the_principal_with_the_next_request(sure_an, khoa, client_of, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    with frozen(MONDAY):
        made = make_authorisation(sure_an, khoa, fields=[FIELD], now=MONDAY)
        client = client_of(khoa)
        chosen = client.post("/lam-viec-cho/", {"cho": str(sure_an.account_id)})
        assert chosen.status_code == 302
        assert "Tôi đang làm việc cho" in client.get("/dai-dien/").content.decode()
        mandates.end(sure_an, mandate_id=made.id, now=MONDAY)
        assert "Tôi đang làm việc cho" not in client.get("/dai-dien/").content.decode()
        assert client.post("/lam-viec-cho/", {"cho": str(sure_an.account_id)}).status_code == 404


def test_nobody_chooses_a_principal_who_did_not_let_them(an, khoa, client_of, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    client = client_of(khoa)
    for tried in (str(an.account_id), "x", str(khoa.account_id)):
        assert client.post("/lam-viec-cho/", {"cho": tried}).status_code == 404


def test_the_screens_lead_from_giving_to_ending(sure_an, khoa, client_of, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    mandates.provide_subjects(lambda: mandates.Subjects((("1.001", "Đăng ký khai tử"),), ((FIELD, "Hộ tịch"),)))
    giver, taker = client_of(sure_an), client_of(khoa)
    with frozen(MONDAY):
        typed = {"number": GRANDSON, "name": "Lâm Đăng Khoa", "valid_from": "23/11/2026", "valid_to": "1/12/2026"}
        when = {"valid_from": f"{TODAY:%d/%m/%Y}", "valid_to": f"{TODAY + timedelta(days=5):%d/%m/%Y}"}
        wrong = giver.post("/dai-dien/uy-quyen/", typed)
        assert wrong.status_code == 422
        right = giver.post("/dai-dien/uy-quyen/", {**typed, **when, "fields": [FIELD], "agreed": "on"})
        assert right.status_code == 302, right.content.decode()
        (made,) = mandates.list_mandates(khoa).items
        assert "Hộ tịch" in taker.get("/dai-dien/").content.decode()
        taker.post(f"/dai-dien/{made.id}/tra-loi/", {"tra_loi": "dong-y"})
        assert "Chính mình" in taker.get("/lam-viec-cho/").content.decode()
        assert "Chấm dứt ngay" in giver.get(f"/dai-dien/{made.id}/cham-dut/").content.decode()
        giver.post(f"/dai-dien/{made.id}/cham-dut/")
    assert mandates.get_mandate(sure_an, mandate_id=made.id).state is State.ENDED
    with frozen(MONDAY + timedelta(hours=1)):  # the password was shown an hour ago: it is asked again
        assert "/dai-dien/uy-quyen/" in giver.get("/dai-dien/uy-quyen/").headers["Location"].replace("%2F", "/")


def test_a_locked_account_is_acted_for_by_nobody(sure_an, khoa):
    make_authorisation(sure_an, khoa, fields=[FIELD], now=MONDAY)
    Account.objects.filter(pk=str(sure_an.account_id)).update(is_active=False)
    assert power(khoa, sure_an) is None


@pytest.mark.django_db(transaction=True)
def test_the_desks_page_opens_outside_a_transaction(sure_an, binh, client_of, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    with frozen(MONDAY):
        made = mandates.declare_child(sure_an, role=Role.PARENT, **CHILD, now=MONDAY)
        assert client_of(binh).get(f"/dai-dien/doi-chieu/{made.id}/").status_code == 200


def test_a_field_numbered_twice_is_picked_once_by_its_name(sure_an, khoa, client_of, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    mandates.provide_subjects(lambda: mandates.Subjects((), ((FIELD, "Hộ tịch"), ("HT", "Hộ tịch"))))
    when = {"valid_from": f"{TODAY:%d/%m/%Y}", "valid_to": f"{TODAY + timedelta(days=5):%d/%m/%Y}"}
    with frozen(MONDAY):
        giver = client_of(sure_an)
        assert giver.get("/dai-dien/uy-quyen/").content.decode().count('name="fields"') == 1
        typed = {"number": GRANDSON, "name": "Lâm Đăng Khoa", **when, "fields": [FIELD], "agreed": "on"}
        assert giver.post("/dai-dien/uy-quyen/", typed).status_code == 302
    (made,) = mandates.list_mandates(khoa).items
    assert set(made.fields) == {FIELD, "HT"}
