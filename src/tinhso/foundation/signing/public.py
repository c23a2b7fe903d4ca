"""The door of signing."""

from tinhso.foundation.signing.actions import (
    AuthorityInfo,
    change_key_state,
    ensure_demo_authority,
    ensure_demo_key,
    sign_pdf,
)
from tinhso.foundation.signing.data import (
    Appearance,
    KeyInfo,
    KeyKind,
    KeyState,
    SignatureReport,
    SignedPdf,
    Trust,
    Verdict,
    VerdictState,
)
from tinhso.foundation.signing.errors import (
    BadSignatureImage,
    DocumentTooLarge,
    KeyNotFound,
    KeyNotUsable,
    KeyOutOfDate,
    KeyUnreachable,
    NoSignaturePlace,
    NotAPdf,
)
from tinhso.foundation.signing.queries import keys_of
from tinhso.foundation.signing.verification import verify_pdf

__all__ = [
    "Appearance",
    "AuthorityInfo",
    "BadSignatureImage",
    "DocumentTooLarge",
    "KeyInfo",
    "KeyKind",
    "KeyNotFound",
    "KeyNotUsable",
    "KeyOutOfDate",
    "KeyState",
    "KeyUnreachable",
    "NoSignaturePlace",
    "NotAPdf",
    "SignatureReport",
    "SignedPdf",
    "Trust",
    "Verdict",
    "VerdictState",
    "change_key_state",
    "ensure_demo_authority",
    "ensure_demo_key",
    "keys_of",
    "sign_pdf",
    "verify_pdf",
]
