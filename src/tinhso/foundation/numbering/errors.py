"""What numbering refuses."""

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class BadCode(DomainError):
    """Not the code of a dossier."""

    code = "numbering.bad_code"
    sentence = "Mã hồ sơ chưa đúng. Nhập mã ghi trên Giấy tiếp nhận hồ sơ, ví dụ H61.12-261122-0001."


class BlockMissing(NotFound):
    """There is no such block, or it is another desk's."""

    code = "numbering.block_not_found"
    sentence = "Không tìm thấy dải số của quầy này. Lấy dải số mới rồi làm tiếp."


class BlockTooLong(DomainError):
    """A block has 1 to 100 numbers."""

    code = "numbering.block_too_long"
    sentence = "Mỗi lần lấy từ 1 đến 100 số."


class NumberNotInBlock(Conflict):
    """The number is outside the block, used, or void."""

    code = "numbering.not_in_block"
    sentence = "Số tạm này không còn dùng được. Lấy dải số mới và cấp lại số cho hồ sơ."
