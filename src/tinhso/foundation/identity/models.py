"""Tables of identity."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.identity.data import AccountInfo, AccountKind
from tinhso.kernel.ids import uuid7


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by the number people sign in with."""


class Account(AbstractBaseUser):
    """One person or business, known once (tài khoản định danh).

    `number` is what one signs in with: the personal identification number (12 digits) of a citizen, the tax code of a
    business, the staff code of an officer. `session_epoch` goes up when the holder signs out everywhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("loại tài khoản"), max_length=16, choices=[(k.value, k.value) for k in AccountKind])
    number = models.CharField(_("số định danh"), max_length=20, unique=True)
    name = models.CharField(_("họ, chữ đệm, tên"), max_length=200)
    representative = models.CharField(_("người đại diện theo pháp luật"), max_length=100, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    birth_on = models.DateField(_("ngày sinh"), null=True, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    assurance = models.PositiveSmallIntegerField(_("mức độ xác thực"), default=1)
    officer = models.OneToOneField(
        "organisations.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(_("đang dùng"), default=True)
    is_demo = models.BooleanField(_("dữ liệu minh họa"), default=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    phone_changed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "number"
    REQUIRED_FIELDS: ClassVar = ["name", "kind"]

    objects = AccountManager()

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="account_kind_known", condition=models.Q(kind__in=[k.value for k in AccountKind])
            ),
            models.CheckConstraint(
                name="account_officer_is_one",
                condition=Q(kind="officer", officer__isnull=False) | (~Q(kind="officer") & Q(officer=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Return what ties a session to this account: another password, or another epoch, ends it."""
        return f"{super().get_session_auth_hash()}.{self.session_epoch}"

    def to_info(self) -> AccountInfo:
        """Return the account as others may hold it."""
        return AccountInfo(
            id=self.id,
            kind=AccountKind(self.kind),
            number=self.number,
            name=self.name,
            email=self.email,
            phone=self.phone,
            birth_on=self.birth_on,
            address=self.address,
            assurance=self.assurance,
            officer_id=self.officer_id,
            representative=self.representative,
            is_demo=self.is_demo,
        )


class Throttle(models.Model):
    """How often sign-in failed for one number or one address; `key` is a digest, never the number itself."""

    key = models.CharField(primary_key=True, max_length=64)
    failures = models.PositiveIntegerField(default=0)
    window_from = models.DateTimeField(db_index=True)


class SignInSession(models.Model):
    """One sign-in of an account on one device, so that its holder can see it and end it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=45, blank=True)
    is_shared = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "-started_at"], name="sign_in_by_account")]


class NationalLink(models.Model):
    """That a national account (VNeID) and an account here are the same holder's (liên kết tài khoản định danh điện tử).

    `subject` is the provider's stable key (TechID). `state_name` and `state_birth_on` are what the State said last:
    shown beside what the account says, they never overwrite it by themselves. For a business `person_number` and
    `person_name` are the natural person behind. A link that ends keeps its row.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    provider = models.CharField(max_length=40)
    subject = models.CharField(max_length=128)
    level = models.PositiveSmallIntegerField()
    state_name = models.CharField(max_length=200)
    state_birth_on = models.DateField(null=True)
    person_number = models.CharField(max_length=20, blank=True)
    person_name = models.CharField(max_length=100, blank=True)
    how = models.CharField(max_length=16)
    linked_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account"], name="national_link_by_account")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "subject"], condition=Q(ended_at=None), name="national_link_once"
            ),
        ]


class LinkRequest(models.Model):
    """A wish to link, waiting for an officer to see the papers, because the holder has no password at hand."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    person = models.TextField()
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "-asked_at"], name="link_request_by_account")]


class TakenSignOn(models.Model):
    """An answer of the State's sign-on that has been taken: no answer counts twice. `digest` is that of its state."""

    digest = models.CharField(primary_key=True, max_length=64)
    at = models.DateTimeField(db_index=True)


class SignOnHealth(models.Model):
    """How the State's sign-on answered lately, so that every process can say so on the sign-in page."""

    provider = models.CharField(primary_key=True, max_length=40)
    failed_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)


class SignOnKey(models.Model):
    """A key with which our own sign-on signs for other systems; the private part is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sealed = models.TextField()
    made_at = models.DateTimeField()
    signs_from = models.DateTimeField()
    ends_at = models.DateTimeField()


class SignOnCode(models.Model):
    """What our sign-on keeps for a minute between two requests (authorization codes), by digest, sealed."""

    digest = models.CharField(primary_key=True, max_length=64)
    sealed = models.TextField()
    ends_at = models.DateTimeField(db_index=True)


class LogoutNotice(models.Model):
    """That another system must be told of a holder's end (OpenID Connect Back-Channel Logout 1.0): a visible queue."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client_id = models.CharField(max_length=100)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["retry_at"], condition=Q(sent_at=None), name="logout_notice_waiting"),
        ]
