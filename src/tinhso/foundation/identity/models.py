"""Tables of identity."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.identity.data import AccountKind
from tinhso.kernel.ids import uuid7


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by the number people sign in with."""


class Account(AbstractBaseUser):
    """One person or business, known once (tài khoản định danh).

    `number` is what one signs in with: the personal identification number (12 digits) of a citizen, the tax code of a
    business, the staff code of an officer.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("loại tài khoản"), max_length=16, choices=[(k.value, k.value) for k in AccountKind])
    number = models.CharField(_("số định danh"), max_length=20, unique=True)
    name = models.CharField(_("họ, chữ đệm, tên"), max_length=200)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    birth_on = models.DateField(_("ngày sinh"), null=True, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    assurance = models.PositiveSmallIntegerField(_("mức độ xác thực"), default=1)
    is_active = models.BooleanField(_("đang dùng"), default=True)
    is_demo = models.BooleanField(_("dữ liệu minh họa"), default=False)
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
        ]

    def __str__(self) -> str:
        return self.name
