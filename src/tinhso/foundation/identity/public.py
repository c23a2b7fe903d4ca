"""The door of identity."""

from tinhso.foundation.identity.actions import (
    change_password,
    ensure_officer_account,
    register_business,
    register_citizen,
    sign_out_everywhere,
    update_contact,
)
from tinhso.foundation.identity.data import AccountInfo, AccountKind, Assurance, DemoSignIn
from tinhso.foundation.identity.demo import list_demo_sign_ins
from tinhso.foundation.identity.errors import AccountNotFound
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.persons import person_id, person_ids, pseudonym, stand_in
from tinhso.foundation.identity.queries import (
    accounts_of_officers,
    find_by_number,
    find_by_officer,
    get_account,
    list_accounts,
    list_by_numbers,
)
from tinhso.foundation.identity.rules import personal_number, tax_code
from tinhso.foundation.identity.rules.contact import check_phone
from tinhso.foundation.identity.rules.names import is_same_name, is_same_without_marks
from tinhso.foundation.identity.sessions import (
    assurance_of,
    client_address,
    ends_at,
    is_fresh,
    is_shared_machine,
    keep_session,
)
from tinhso.foundation.identity.throttle import count_try, held_back, take_back

__all__ = [
    "Account",
    "AccountInfo",
    "AccountKind",
    "AccountNotFound",
    "Assurance",
    "DemoSignIn",
    "accounts_of_officers",
    "assurance_of",
    "change_password",
    "check_phone",
    "client_address",
    "count_try",
    "ends_at",
    "ensure_officer_account",
    "find_by_number",
    "find_by_officer",
    "get_account",
    "held_back",
    "is_fresh",
    "is_same_name",
    "is_same_without_marks",
    "is_shared_machine",
    "keep_session",
    "list_accounts",
    "list_by_numbers",
    "list_demo_sign_ins",
    "person_id",
    "person_ids",
    "personal_number",
    "pseudonym",
    "register_business",
    "register_citizen",
    "sign_out_everywhere",
    "stand_in",
    "take_back",
    "tax_code",
    "update_contact",
]
