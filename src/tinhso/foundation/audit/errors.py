"""What the audit refuses."""

from tinhso.kernel.errors import DomainError, Kind


class NotSealedYet(DomainError):
    """The entry is younger than the last seal."""

    kind, code = Kind.CONFLICT, "audit.not_sealed_yet"
    sentence = "Dòng nhật ký này chưa được niêm phong. Thử lại sau ít phút."


class ChainBroken(DomainError):
    """The record is not what was sealed; nothing is sealed over it until somebody has looked."""

    kind, code = Kind.UNAVAILABLE, "audit.chain_broken"
    sentence = "Chuỗi niêm phong nhật ký không còn nguyên vẹn. Chạy «./tinhso verify» và giữ nguyên hiện trạng."
