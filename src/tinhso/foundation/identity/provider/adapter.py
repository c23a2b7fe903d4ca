"""What allauth's provider asks of the house: who we are, with which key we sign, what a client learns of a person."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from allauth.idp.oidc.models import PrivateKey

SCOPES: Final = {
    "openid": _("Mã định danh của tài khoản trên hệ thống này"),
    "profile": _("Họ, chữ đệm và tên; loại tài khoản"),
    "phone": _("Số điện thoại"),
    "email": _("Thư điện tử"),
    "tinhso:number": _("Số định danh cá nhân, mã số thuế hoặc mã cán bộ"),
    "tinhso:officer": _("Đơn vị, chức vụ, vai trò của cán bộ"),
    "offline_access": _("Giữ kết nối trong một ngày làm việc"),
}


class HouseAdapter(DefaultOIDCAdapter):  # type: ignore[misc] # allauth carries no types
    """Issuer from the settings, keys from our table, claims from the account."""

    scope_display = SCOPES

    def get_issuer(self) -> str:
        """Return the public address: never what a Host header says."""
        return settings.PUBLIC_URL

    def list_private_keys(
        self, *, did_activate: bool | None = None, is_active: bool | None = None
    ) -> "list[PrivateKey]":
        """Return our signing keys; the next one is published before it signs."""
        from allauth.idp.oidc.internal.private_keys import filter_keys

        from tinhso.foundation.identity.provider import keys

        found: list[PrivateKey] = filter_keys(keys.private_keys(), did_activate=did_activate, is_active=is_active)
        return found

    def get_claims(
        self, purpose: str, user: Any, client: Any, scopes: Iterable[str], email: str | None = None, **_more: Any
    ) -> dict[str, Any]:
        """Return what the granted scopes tell of a person."""
        from tinhso.foundation.identity.provider import claims

        del purpose, client, email
        return claims.claims_of(user, frozenset(scopes))
