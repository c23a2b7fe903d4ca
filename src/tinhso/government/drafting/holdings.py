"""What drafting holds: words of officials about a document to be, and the files made on the way. Nobody's dossier."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Holding

HOLDINGS: Final = (
    Holding("drafting.Draft", _("Dự thảo văn bản")),
    Holding("drafting.DraftMember", _("Người tham gia soạn thảo")),
    Holding("drafting.DraftVersion", _("Bản dự thảo"), files=("file_id",)),
    Holding("drafting.DraftComment", _("Góp ý dự thảo")),
    Holding("drafting.OpinionRound", _("Đợt xin ý kiến")),
    Holding("drafting.DraftOpinion", _("Ý kiến về dự thảo")),
    Holding("drafting.DraftStep", _("Bước duyệt dự thảo")),
    Holding("drafting.SubmissionSlip", _("Phiếu trình")),
    Holding("drafting.DraftSignature", _("Chữ ký trên dự thảo"), files=("file_id", "voided_file_id")),
    Holding("drafting.DraftSigning", _("Chữ ký đang thực hiện trên dự thảo"), files=("file_id", "made_file_id")),
    Holding("drafting.DraftPaper", _("Tệp Word của dự thảo và bản PDF"), files=("pdf_file_id",)),
    Holding("drafting.DraftCheckout", _("Người đang mở dự thảo")),
    Holding("drafting.SigningMandate", _("Ủy quyền ký")),
    Holding("drafting.DraftLink", _("Địa chỉ mở dự thảo")),
    Holding("drafting.EditorSession", _("Phiên soạn thảo trực tuyến")),
    Holding("drafting.LinkProperty", _("Ghi chú của chương trình soạn thảo")),
)
