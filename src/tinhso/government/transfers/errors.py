"""What transfers refuse."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class TransferMissing(NotFound):
    """No such slip or line, or not one of this actor's units."""

    code = "transfers.not_found"
    sentence = _("Không tìm thấy phiếu bàn giao này. Kiểm tra lại số phiếu hoặc đơn vị đang làm việc.")


class BadTransfer(DomainError):
    """A slip that cannot be made, or an answer that says nothing; `fields` says what to mend."""

    code = "transfers.bad_transfer"
    sentence = _("Phiếu bàn giao chưa đủ. Sửa các mục được đánh dấu rồi làm lại.")


class IllegalTransferMove(Conflict):
    """The paper is elsewhere by now."""

    code = "transfers.illegal_move"
    sentence = _("Hồ sơ giấy này đã được xử lý ở bước khác. Tải lại trang để xem.")
