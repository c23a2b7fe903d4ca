"""The stop-word check: what looks secret does not come in, what may be is asked about."""

from django.utils.translation import gettext as _

from tinhso.government.documents import content
from tinhso.government.documents.errors import BadDocument, SecrecyDoubted, SecretRefused
from tinhso.government.documents.rules import secrecy

MIN_REASON = 5


def refuse_secret(*texts: str, code: str = "", reason: str = "") -> None:
    """Refuse what bears a sign of a secrecy level (SecretRefused); ask a reason for doubtful words (SecrecyDoubted)."""
    words = content.secrecy_words()
    text = "\n".join(texts)
    if (
        secrecy.marks_in(text, words.marks)
        or secrecy.stamps_in(text, words.stamps)
        or secrecy.phrases_in(text, words.refused)
        or secrecy.symbol_is_secret(code, words.symbols)
    ):
        raise SecretRefused
    doubts = secrecy.phrases_in(text, words.doubted)
    if doubts and len(reason.strip()) < MIN_REASON:
        said = ", ".join(f"«{one}»" for one in doubts)
        raise SecrecyDoubted(
            fields={"ly_do_mat": _("Có từ ngữ %(words)s. Nếu không phải văn bản mật, ghi rõ lý do.") % {"words": said}},
            words=doubts,
        )


def require_word(*, no_secret: bool) -> None:
    """Refuse what nobody said is free of state secrets (BadDocument)."""
    if not no_secret:
        words = _("Đánh dấu xác nhận văn bản không chứa bí mật nhà nước. Văn bản mật không được đưa vào hệ thống.")
        raise BadDocument(words, fields={"khong_mat": words})
