"""What prints refuse."""

from django.utils.translation import gettext as _

from tinhso.kernel.errors import DomainError, Kind


class UnknownTemplate(DomainError):
    """There is no template of that name."""

    kind, code = Kind.NOT_FOUND, "prints.unknown_template"
    sentence = "Không có mẫu in này. Chọn một mẫu trong danh sách mẫu in."


class PrintRefused(DomainError):
    """The data do not fit the template's contract; `fields` names what is missing or wrong, by its path."""

    code = "prints.refused"
    sentence = "Chưa in được vì dữ liệu của bản in chưa đủ hoặc chưa đúng."

    def __init__(self, template: str, fields: dict[str, str]) -> None:
        first = next(iter(fields.values()), "")
        super().__init__(
            _("Chưa in được mẫu «%(template)s»: %(first)s") % {"template": template, "first": first},
            fields=fields,
            template=template,
        )


class QrTooLong(DomainError):
    """More text than a code that a phone reads from paper can hold."""

    code = "prints.qr_too_long"
    sentence = "Nội dung mã QR quá dài. Rút ngắn địa chỉ rồi thử lại."
