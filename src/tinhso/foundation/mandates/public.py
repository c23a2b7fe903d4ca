"""The door of mandates."""

from tinhso.foundation.mandates.actions.children import check_at_desk, declare_child
from tinhso.foundation.mandates.actions.filing import (
    Helper,
    check_helper,
    filed_by,
    find_filing,
    find_filings,
    note_filing,
    note_helper,
)
from tinhso.foundation.mandates.actions.giving import accept, authorise, decline, end, invite
from tinhso.foundation.mandates.data import (
    CONSENT_TITLES,
    Consent,
    FilingInfo,
    MandateInfo,
    Principal,
    Proof,
    Role,
    State,
)
from tinhso.foundation.mandates.errors import (
    AlreadyHeld,
    BadMandate,
    MandateMoved,
    MandateNotFound,
    MayNotFile,
    NotInvited,
    OwnDeclaration,
    ProofNeeded,
)
from tinhso.foundation.mandates.kinship import Kin
from tinhso.foundation.mandates.kinship import provide as provide_kinship
from tinhso.foundation.mandates.queries import (
    find_behalf,
    get_mandate,
    list_mandates,
    list_principals,
    list_to_check,
)
from tinhso.foundation.mandates.subjects import Subjects, provide_subjects

__all__ = [
    "CONSENT_TITLES",
    "AlreadyHeld",
    "BadMandate",
    "Consent",
    "FilingInfo",
    "Helper",
    "Kin",
    "MandateInfo",
    "MandateMoved",
    "MandateNotFound",
    "MayNotFile",
    "NotInvited",
    "OwnDeclaration",
    "Principal",
    "Proof",
    "ProofNeeded",
    "Role",
    "State",
    "Subjects",
    "accept",
    "authorise",
    "check_at_desk",
    "check_helper",
    "declare_child",
    "decline",
    "end",
    "filed_by",
    "find_behalf",
    "find_filing",
    "find_filings",
    "get_mandate",
    "invite",
    "list_mandates",
    "list_principals",
    "list_to_check",
    "note_filing",
    "note_helper",
    "provide_kinship",
    "provide_subjects",
]
