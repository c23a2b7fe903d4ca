"""Acts beside the process: set a new day, stop at the applicant's wish, take a result back, undo, ask for a fee."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.portals.officer import acting
from tinhso.portals.officer.acting import Scene
from tinhso.ui.format import money_vi
from tinhso.ui.parse import parse_date

TEXT: Final = 1000


def _text(label: Any, hint: Any = "") -> django_forms.CharField:
    return django_forms.CharField(
        label=label, help_text=hint, max_length=TEXT, widget=django_forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(django_forms.Form):
    """Why."""

    reason = _text(gettext_lazy("Lý do"))


class ExtendForm(django_forms.Form):
    """The new day and the reason the applicant reads."""

    new_day = django_forms.CharField(
        label=gettext_lazy("Ngày hẹn lại"), help_text=gettext_lazy("Ví dụ 25/11/2026"), max_length=20
    )
    reason = _text(gettext_lazy("Lý do"), gettext_lazy("Người nộp đọc đúng những lời này trong phiếu xin lỗi"))

    def clean_new_day(self) -> Any:
        """Return the day. What is no day is refused here."""
        try:
            return parse_date(self.cleaned_data["new_day"])
        except DomainError as refused:
            raise ValidationError(refused.sentence) from refused


class FeeForm(django_forms.Form):
    """Which exemption is granted, if any."""

    exemption = django_forms.ChoiceField(label=gettext_lazy("Trường hợp miễn, giảm"), required=False)


class ExemptForm(django_forms.Form):
    """Who is exempt, why, and on what paper."""

    exemption = django_forms.ChoiceField(label=gettext_lazy("Trường hợp miễn, giảm"))
    reason = django_forms.CharField(label=gettext_lazy("Lý do"), max_length=300)
    paper = django_forms.CharField(
        label=gettext_lazy("Giấy tờ chứng minh"),
        help_text=gettext_lazy("Ghi tên, số, ngày của giấy tờ"),
        max_length=300,
    )


Verb = Callable[[Mapping[str, Any]], dossiers.DossierInfo]


def _ask(at: Scene, form: django_forms.Form, words: Mapping[str, Any], verb: Verb) -> HttpResponse:
    """Show the form of an act, call the verb, and say what was done; a refusal names its fields."""
    refused = None
    if at.request.method == "POST" and form.is_valid():
        info, refused = acting.attempt(lambda: verb(form.cleaned_data))
        if info is not None:
            return acting.done(at, words["done"] % {"code": info.code})
        for name, sentence in (refused.fields if refused else {}).items():
            form.add_error(name if name in form.fields else None, sentence)
    errors = {f"id_{name}": str(found[0]) for name, found in form.errors.items() if name in form.fields}
    return acting.show(at, "plain_act.html", {"form": form, **words}, refused=refused, errors=errors)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Apologise and set a new day (Mẫu số 04), signed by the head."""
    at = acting.scene(request, dossier_id)
    words = {
        "heading": _("Xin lỗi và hẹn lại ngày trả"),
        "lead": _(
            "Phiếu xin lỗi được ký số bằng khóa của Ông/Bà và gửi cho người nộp. Mỗi hồ sơ chỉ hẹn lại một lần. "
            "Ký sau ngày hẹn trả thì hồ sơ vẫn tính là quá hạn."
        ),
        "action": _("Ký phiếu xin lỗi"),
        "done": _("Đã ký phiếu xin lỗi và hẹn lại ngày trả hồ sơ %(code)s."),
    }

    def verb(given: Mapping[str, Any]) -> dossiers.DossierInfo:
        return dossiers.extend(at.actor, **_common(at), new_day=given["new_day"], reason=given["reason"])

    return _ask(at, ExtendForm(_posted(request)), words, verb)


@require_http_methods(["GET", "POST"])
def recompute(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Reckon the promise again by the calendar as it is now."""
    at = acting.scene(request, dossier_id)
    words = {
        "heading": _("Tính lại ngày hẹn trả"),
        "lead": _(
            "Ngày hẹn trả được tính lại từ lúc tiếp nhận theo lịch làm việc hiện hành, trừ thời gian chờ người nộp."
        ),
        "action": _("Tính lại ngày hẹn trả"),
        "done": _("Đã tính lại ngày hẹn trả hồ sơ %(code)s."),
    }

    def verb(given: Mapping[str, Any]) -> dossiers.DossierInfo:
        return dossiers.recompute(at.actor, **_common(at), reason=given["reason"])

    return _ask(at, ReasonForm(_posted(request)), words, verb)


@require_http_methods(["GET", "POST"])
def stop_at_wish(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Stop a dossier because its applicant asks the desk to."""
    at = acting.scene(request, dossier_id)
    words = {
        "heading": _("Dừng theo đề nghị của người nộp"),
        "lead": _("Hồ sơ kết thúc ở đây. Người nộp nhận thông báo dừng giải quyết; muốn tiếp tục thì nộp hồ sơ mới."),
        "action": _("Dừng giải quyết"),
        "is_danger": True,
        "done": _("Đã dừng hồ sơ %(code)s theo đề nghị của người nộp."),
    }
    form = ReasonForm(_posted(request))
    form.fields["reason"].label = _("Nội dung đề nghị của người nộp")

    def verb(given: Mapping[str, Any]) -> dossiers.DossierInfo:
        return dossiers.stop_at_wish(at.actor, **_common(at), reason=given["reason"])

    return _ask(at, form, words, verb)


@require_http_methods(["GET", "POST"])
def return_result(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Revoke a signed result and send it back to be corrected."""
    at = acting.scene(request, dossier_id)
    words = {
        "heading": _("Thu hồi kết quả để sửa"),
        "lead": _(
            "Kết quả đã ký bị thu hồi và số đã cấp không dùng lại. Hồ sơ trở về bước soạn dự thảo; "
            "người nộp được báo không dùng bản đã tải về."
        ),
        "action": _("Thu hồi kết quả"),
        "is_danger": True,
        "done": _("Đã thu hồi kết quả của hồ sơ %(code)s."),
    }
    form = ReasonForm(_posted(request))
    form.fields["reason"].label = _("Kết quả sai ở đâu, cần sửa gì")

    def verb(given: Mapping[str, Any]) -> dossiers.DossierInfo:
        return dossiers.return_for_correction(at.actor, **_common(at), reason=given["reason"])

    return _ask(at, form, words, verb)


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, dossier_id: UUID, event_id: UUID) -> HttpResponse:
    """Undo one act done by mistake; both stay in the story."""
    at = acting.scene(request, dossier_id)
    if not any(entry.id == event_id for entry in at.detail.timeline):
        raise NotFound
    what = next(entry.sentence for entry in at.detail.timeline if entry.id == event_id)
    words = {
        "heading": _("Hủy việc vừa làm"),
        "lead": _("Việc «%(what)s» được hủy và hồ sơ trở lại như trước đó. Cả hai việc đều còn trong diễn biến.")
        % {"what": what},
        "action": _("Hủy việc này"),
        "is_danger": True,
        "done": _("Đã hủy việc vừa làm của hồ sơ %(code)s."),
    }

    def verb(given: Mapping[str, Any]) -> dossiers.DossierInfo:
        return dossiers.undo(at.actor, **_common(at), event_id=event_id, reason=given["reason"])

    return _ask(at, ReasonForm(_posted(request)), words, verb)


@require_http_methods(["GET", "POST"])
def ask_fee(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask for the fee of the package; the clock stops until it is paid."""
    at = acting.scene(request, dossier_id)
    version = dossiers.edition_of_detail(at.detail)
    words = {
        "heading": _("Yêu cầu nộp phí, lệ phí"),
        "lead": _("Số tiền theo thủ tục: %(amount)s. Thời hạn giải quyết tạm dừng đến khi nhận đủ tiền.")
        % {"amount": _amount(at, version)},
        "action": _("Yêu cầu nộp"),
        "done": _("Đã yêu cầu nộp phí, lệ phí của hồ sơ %(code)s."),
    }

    def verb(given: Mapping[str, Any]) -> dossiers.DossierInfo:
        return dossiers.ask_fee(at.actor, **_common(at), exemption=given.get("exemption", ""))

    return _ask(at, _with_exemptions(FeeForm(_posted(request)), version), words, verb)


@require_http_methods(["GET", "POST"])
def exempt(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Grant an exemption while the dossier waits for its fee."""
    at = acting.scene(request, dossier_id)
    version = dossiers.edition_of_detail(at.detail)
    words = {
        "heading": _("Miễn, giảm phí, lệ phí"),
        "lead": _("Yêu cầu nộp trước đó bị hủy; không còn gì phải nộp thì hồ sơ được giải quyết tiếp ngay."),
        "action": _("Áp dụng miễn, giảm"),
        "done": _("Đã áp dụng miễn, giảm phí, lệ phí cho hồ sơ %(code)s."),
    }

    def verb(given: Mapping[str, Any]) -> dossiers.DossierInfo:
        return dossiers.grant_exemption(
            at.actor, **_common(at), exemption=given["exemption"], reason=given["reason"], paper=given["paper"]
        )

    return _ask(at, _with_exemptions(ExemptForm(_posted(request)), version), words, verb)


def _common(at: Scene) -> dict[str, Any]:
    return {"dossier_id": at.info.id, "expected_version": at.expected_version, "now": clock.now()}


def _amount(at: Scene, version: procedures.ProcedureVersion) -> str:
    channel = "counter" if at.info.channel == dossiers.Channel.COUNTER else "online"
    due = procedures.fee_due(version, at.detail.case, channel, data=at.detail.data)
    return money_vi(sum(line.amount.amount for line in due))


def _with_exemptions(form: django_forms.Form, version: procedures.ProcedureVersion) -> django_forms.Form:
    field = form.fields["exemption"]
    assert isinstance(field, django_forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = [("", _("Không miễn, giảm")), *((one.code, one.name) for one in version.exemptions)]
    if not version.exemptions and not field.required:
        del form.fields["exemption"]
    return form
