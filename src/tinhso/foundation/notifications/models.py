"""Tables of notifications."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.notifications.data import (
    OUTSIDE,
    Channel,
    DeliveryState,
    FailedDelivery,
    Language,
    Notice,
)
from tinhso.kernel.ids import uuid7

WAITING: tuple[str, ...] = (DeliveryState.QUEUED.value, DeliveryState.SENDING.value)


class NoticeRow(models.Model):
    """What one account was told, word for word, in both languages: later changes of a template do not change it.

    Somebody without an account is told by the telephone number they gave; such a notice has no reader in the house.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=11, blank=True)
    template = models.CharField(max_length=64)
    once_key = models.CharField(max_length=120, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True)
    title = models.TextField(_("tiêu đề"))
    body = models.TextField(_("nội dung"))
    title_en = models.TextField()
    body_en = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notifications_notice"
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="notice_once", fields=["account", "template", "once_key"], condition=~Q(once_key="")
            ),
            models.UniqueConstraint(
                name="notice_once_a_phone",
                fields=["phone", "template", "once_key"],
                condition=~Q(once_key="") & ~Q(phone=""),
            ),
            models.CheckConstraint(
                name="notice_has_a_reader",
                condition=Q(account__isnull=False, phone="") | (Q(account=None) & ~Q(phone="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="notice_by_account", fields=["account", "-id"]),
            models.Index(name="notice_unread", fields=["account", "-id"], condition=Q(read_at=None)),
        ]

    def to_info(self, language: Language) -> Notice:
        """Return the notice as its reader sees it."""
        english = language is Language.EN
        return Notice(
            id=self.id,
            template=self.template,
            title=self.title_en if english else self.title,
            body=self.body_en if english else self.body,
            link=self.link,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            created_at=self.created_at,
            read_at=self.read_at,
        )


class Delivery(models.Model):
    """A notice on its way out of the house. The address is not kept here: it is the account's when the letter leaves.

    Outside it is known by its id, or, once an operator had it sent again, by `handed_as`: a gateway sends an id once.

    The row decides what happens, a job only reminds: a job that is lost is made again by the sweep.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notice = models.ForeignKey(NoticeRow, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=16)
    language = models.CharField(max_length=2)
    subject = models.TextField()
    text = models.TextField()
    calendar = models.TextField(blank=True)
    params = models.JSONField(default=dict)
    fallback = models.JSONField(default=list)
    provider_id = models.CharField(max_length=80, blank=True)
    handed_as = models.UUIDField(null=True)
    state = models.CharField(max_length=8, default=DeliveryState.QUEUED.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    unreachable_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("thư gửi đi")
        verbose_name_plural = _("thư gửi đi")
        constraints: ClassVar = [
            models.UniqueConstraint(name="delivery_once_a_channel", fields=["notice", "channel"]),
            models.CheckConstraint(name="delivery_channel_known", condition=Q(channel__in=[c.value for c in OUTSIDE])),
            models.CheckConstraint(
                name="delivery_state_known", condition=Q(state__in=[state.value for state in DeliveryState])
            ),
            models.CheckConstraint(
                name="delivery_sent_has_moment",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="delivery_failed_has_moment",
                condition=Q(state="failed", failed_at__isnull=False) | (~Q(state="failed") & Q(failed_at=None)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="delivery_waiting", fields=["next_at"], condition=Q(state__in=WAITING)),
            models.Index(name="delivery_failed", fields=["-id"], condition=Q(state="failed")),
            models.Index(name="delivery_handed_as", fields=["handed_as"], condition=Q(handed_as__isnull=False)),
            models.Index(
                name="delivery_unreachable",
                fields=["-unreachable_at"],
                condition=Q(state="queued", unreachable_at__isnull=False),
            ),
        ]

    def to_failed(self) -> FailedDelivery:
        """Return what an operator may see of a letter that was given up."""
        return FailedDelivery(
            id=self.id,
            channel=Channel(self.channel),
            template=self.notice.template,
            attempts=self.attempts,
            reason=self.reason,
            created_at=self.created_at,
            failed_at=self.failed_at or self.created_at,
        )


class PreferenceRow(models.Model):
    """What one person decided: `choices` maps a group to {channel: yes or no}; what is absent keeps the default."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    language = models.CharField(max_length=2, default=Language.VI.value)
    choices = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "notifications_preference"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="preference_language_known", condition=Q(language__in=[value.value for value in Language])
            ),
        ]


class PushDevice(models.Model):
    """A browser in which one account asked for messages (Web Push, RFC 8030). Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    endpoint = models.CharField(max_length=600)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notifications_push_device"
        verbose_name = verbose_name_plural = _("thiết bị nhận tin đẩy")
        constraints: ClassVar = [
            models.UniqueConstraint(name="push_device_once", fields=["endpoint"], condition=Q(ended_at=None)),
        ]
        indexes: ClassVar = [
            models.Index(name="push_device_of", fields=["account"], condition=Q(ended_at=None)),
        ]
