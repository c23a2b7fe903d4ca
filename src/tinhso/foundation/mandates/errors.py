"""What mandates refuse."""

from django.utils.translation import gettext_noop

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class MandateNotFound(NotFound):
    """No such mandate, or not the actor's."""

    code = "mandates.not_found"
    sentence = gettext_noop("Không tìm thấy việc đại diện, ủy quyền này. Mở lại danh sách của Ông/Bà.")


class MandateMoved(Conflict):
    """It was accepted, declined or ended meanwhile."""

    code = "mandates.moved"
    sentence = gettext_noop("Việc đại diện, ủy quyền này đã thay đổi. Tải lại trang để xem tình trạng mới.")


class OwnDeclaration(Conflict):
    """The officer is, or has the name of, the person who declared it."""

    code = "mandates.own_declaration"
    sentence = gettext_noop(
        "Người khai trùng họ tên với cán bộ đối chiếu. Không tự đối chiếu giấy tờ của mình; nhờ một cán bộ khác thực"
        " hiện."
    )


class NotInvited(Conflict):
    """The name in the invitation is not the name of the account with that number."""

    code = "mandates.not_invited"
    sentence = gettext_noop(
        "Họ tên trong lời mời khác họ tên của Ông/Bà, nên chưa nhận được. Từ chối lời mời này và đề nghị người mời lập"
        " lại với đúng họ tên, số định danh."
    )


class AlreadyHeld(Conflict):
    """The same person already holds the same role."""

    code = "mandates.already_held"
    sentence = gettext_noop("Người này đã có vai trò đó hoặc đang được mời. Chấm dứt việc cũ trước khi lập việc mới.")


class BadMandate(DomainError):
    """A mandate that cannot be: the sentence and `fields` say why."""

    code = "mandates.bad_mandate"


class ProofNeeded(DomainError):
    """The holder has not shown the password a short while ago."""

    code = "mandates.proof_needed"
    sentence = gettext_noop("Nhập lại mật khẩu để xác nhận việc ủy quyền.")


class MayNotFile(DomainError):
    """The actor acts for somebody, but not for this."""

    kind, code = Conflict.kind, "mandates.may_not_file"
    sentence = gettext_noop(
        "Phạm vi đại diện, ủy quyền không gồm việc này. Chuyển về làm việc cho chính mình, hoặc đề nghị người ủy quyền"
        " mở rộng phạm vi."
    )
