"""Where the secrets of keys lie: passphrase of key files, PINs of tokens, secrets of remote services.

One folder (TINHSO_SIGNING_SECRETS; by default secrets/signing in the data folder), so that a province may keep it apart
from the data and its backups: a mounted secret, a credential of the service manager. A file others can read is refused.
"""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.foundation.signing.errors import KeyUnreachable

MAX_BYTES = 4096


def folder() -> Path:
    """Return the folder of secrets."""
    given = str(settings.SIGNING_SECRETS)
    return Path(given).expanduser() if given else Path(settings.DATA_DIR) / "secrets" / "signing"


def file_of(name: str) -> Path:
    """Return the path of a secret; letters a file's name should not hold are written as in an address."""
    return folder() / quote(name, safe="")


def read(path: Path) -> str:
    """Return a secret without the line's end. Raises KeyUnreachable when it is missing, empty or open to others."""
    try:
        mode, held = path.stat().st_mode, path.read_bytes()[:MAX_BYTES]
    except OSError:
        raise KeyUnreachable(
            _("Chưa có tệp bí mật «%(name)s» của khóa ký. Quản trị hệ thống đặt tệp này rồi thử lại.")
            % {"name": path.name}
        ) from None
    if mode & 0o077:
        raise KeyUnreachable(
            _("Tệp bí mật «%(name)s» người khác đọc được. Đặt quyền 600 cho tệp rồi thử lại.") % {"name": path.name}
        )
    words = held.decode(errors="replace").strip("\r\n")
    if not words:
        raise KeyUnreachable(_("Tệp bí mật «%(name)s» trống. Ghi lại bí mật rồi thử lại.") % {"name": path.name})
    return words
