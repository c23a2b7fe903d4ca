"""The register of results: issuing, asking, revoking."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files.testing import make_file, make_pdf
from tinhso.government.results import public
from tinhso.government.results.events import ResultIssued, ResultRevoked
from tinhso.government.results.models import Result
from tinhso.government.results.public import ResultState
from tinhso.government.results.testing import make_result
from tinhso.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind, Scope
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.ids import uuid7
from tinhso.kernel.paging import BadCursor

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
REASON = "Cấp sai họ tên theo kết luận kiểm tra số 01."


def citizen():
    return Actor(ActorKind.CITIZEN, account_id=uuid7(), name="An")


def leader(unit_id, *abilities):
    over = Scope(units=frozenset({unit_id}))
    held = dict.fromkeys(abilities or ("results.see", "results.revoke"), over)
    return Actor(ActorKind.OFFICER, account_id=uuid7(), name="Chi", unit_id=unit_id, abilities=held)


def checked(token):
    """Return what somebody with the paper is told; there must be an answer."""
    found = public.find_by_token(token)
    assert found is not None
    return found


def test_an_issued_result_is_in_force_on_record_and_announced(announced):
    an = citizen()
    result = make_result(person_id=an.account_id, now=datetime(2026, 11, 22, 18, 0, tzinfo=UTC))

    assert result.state is ResultState.IN_FORCE
    assert result.issued_on == date(2026, 11, 23)  # 01:00 on Monday in Vietnam
    assert announced() == [ResultIssued(result.id, result.dossier_id, result.unit_id, "1.001193")]


def test_whoever_holds_the_paper_can_check_it_and_learns_nothing_more():
    result = make_result()

    found = checked(f" {result.token[:4].lower()}-{result.token[4:]} ")

    assert found == public.find_by_sha256(result.sha256.upper())
    assert (found.number, found.title, found.signer_name) == ("01/2026", "Giấy khai sinh", "Phạm Văn Thử")
    assert found.state is ResultState.IN_FORCE
    assert found.owner == "N***** T** M*** H**"
    shown = repr(found)
    assert "Nguyễn" not in shown and "000000000001" not in shown and str(result.file_id) not in shown


@pytest.mark.parametrize("asked", ["", "x", "0" * 12, "?" * 13, "0" * 5000])
def test_a_mistyped_token_finds_nothing_and_does_not_trouble_the_register(asked, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert public.find_by_token(asked) is None


@pytest.mark.parametrize("asked", ["", "zz", "g" * 64, "0" * 63])
def test_what_is_no_hash_finds_nothing(asked):
    assert public.find_by_sha256(asked) is None


def test_a_citizen_sees_their_own_results_newest_first_page_by_page():
    an = citizen()
    mine = [make_result(person_id=an.account_id, number=f"{n:02d}/2026") for n in range(5)]
    make_result(person_id=uuid7())

    first = public.list_of_person(an, size=3)
    rest = public.list_of_person(an, cursor=first.next_cursor, size=3)

    assert [found.id for found in [*first.items, *rest.items]] == [result.id for result in reversed(mine)]
    assert rest.next_cursor == ""


def test_nobody_else_lists_a_citizens_results():
    an = citizen()
    make_result(person_id=an.account_id)

    for other in (citizen(), ANONYMOUS, SYSTEM, leader(uuid7())):
        assert list(public.list_of_person(other).items) == []


def test_a_cursor_of_somebody_elses_making_is_refused():
    with pytest.raises(BadCursor):
        public.list_of_person(citizen(), cursor="WyJ4Il0")


def test_only_the_owner_and_officers_of_the_unit_open_a_result_and_the_officers_look_is_on_record():
    an = citizen()
    result = make_result(person_id=an.account_id)
    chi = leader(result.unit_id)

    assert public.get_result(an, result_id=result.id) == result
    assert not audit.list_reads_of(an.account_id).items
    assert public.get_result(chi, result_id=result.id, purpose="Kiểm tra kết quả") == result
    (read,) = audit.list_reads_of(an.account_id).items
    assert (read.account_id, read.subject_id, read.purpose) == (chi.account_id, result.id, "Kiểm tra kết quả")
    for stranger in (citizen(), ANONYMOUS, leader(uuid7()), leader(result.unit_id, "dossiers.see")):
        with pytest.raises(public.ResultNotFound):
            public.get_result(stranger, result_id=result.id)


def test_a_leader_revokes_a_result_and_everybody_who_asks_is_told(announced):
    result = make_result()

    revoked = public.revoke(leader(result.unit_id), result_id=result.id, reason=REASON, now=MONDAY)

    assert (revoked.state, revoked.revoked_at, revoked.revoked_reason) == (ResultState.REVOKED, MONDAY, REASON)
    assert checked(result.token).state is ResultState.REVOKED
    assert announced()[-1] == ResultRevoked(result.id, result.dossier_id, result.unit_id)
    assert {entry.verb for entry in audit.list_trail(result.id).items} == {"results.issued", "results.revoked"}


def test_a_result_is_revoked_once_and_with_a_reason():
    result = make_result()
    chi = leader(result.unit_id)

    for reason in ("", "   ngắn   ", "x" * 501):
        with pytest.raises(public.ReasonNeeded):
            public.revoke(chi, result_id=result.id, reason=reason, now=MONDAY)
    public.revoke(chi, result_id=result.id, reason=REASON, now=MONDAY)
    with pytest.raises(public.NotInForce):
        public.revoke(chi, result_id=result.id, reason=REASON, now=MONDAY)


def test_who_may_not_revoke_cannot_even_see_it(announced):
    an = citizen()
    result = make_result(person_id=an.account_id)

    for other in (an, citizen(), ANONYMOUS, leader(uuid7()), leader(result.unit_id, "results.see")):
        with pytest.raises(public.ResultNotFound):
            public.revoke(other, result_id=result.id, reason=REASON, now=MONDAY)
    assert checked(result.token).state is ResultState.IN_FORCE
    assert len(announced()) == 1


def test_a_corrected_result_takes_the_place_of_the_earlier_one():
    earlier = make_result()
    later = make_result(unit_id=earlier.unit_id, replaces=earlier.id, number="02/2026")

    found = checked(earlier.token)

    assert found.state is ResultState.REPLACED
    assert found.replaced_by_token == later.token
    with pytest.raises(public.NotInForce):
        make_result(unit_id=earlier.unit_id, replaces=earlier.id)
    with pytest.raises(public.ResultNotFound):
        make_result(replaces=later.id)


def test_a_citizen_issues_nothing():
    with pytest.raises(Forbidden):
        issue_as(citizen())


def test_a_result_whose_file_is_another_or_whose_facts_are_missing_is_not_issued():
    for wrong in (
        {"sha256": "0" * 64},
        {"number": " "},
        {"title": ""},
        {"signer_name": ""},
        {"owner_name": ""},
        {"token": "0123456789ABC"},
        {"token": "abc"},
    ):
        with pytest.raises(public.BadResult):
            issue_as(SYSTEM, **wrong)
    assert not Result.objects.exists()


def issue_as(actor, **facts):
    kept = make_file(make_pdf(), name="a.pdf")
    whole = {
        "dossier_id": None,
        "procedure_code": "1.001193",
        "person_id": None,
        "owner_name": "Nguyễn Thị Minh Họa",
        "number": "01/2026",
        "title": "Giấy khai sinh",
        "unit_id": uuid7(),
        "signer_name": "Phạm Văn Thử",
        "file_id": kept.id,
        "sha256": kept.sha256,
        "now": MONDAY,
    }
    return public.issue(actor, **(whole | facts))


def test_the_token_printed_on_the_paper_is_the_one_registered():
    token = public.new_token()

    assert issue_as(SYSTEM, token=token).token == token


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM results_result",
        "UPDATE results_result SET number = '99/2026'",
        "UPDATE results_result SET sha256 = repeat('0', 64)",
        "UPDATE results_result SET person_id = gen_random_uuid()",
        "UPDATE results_result SET state = 'revoked'",
    ],
)
def test_the_database_itself_refuses_to_delete_or_alter_a_result(statement):
    make_result(person_id=uuid7())

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_lets_no_revoked_result_come_back():
    result = make_result()
    public.revoke(leader(result.unit_id), result_id=result.id, reason=REASON, now=MONDAY + timedelta(hours=1))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE results_result SET state = 'in_force', revoked_at = NULL, revoked_reason = ''")
