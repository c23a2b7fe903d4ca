"""A Word file as PDF/A by LibreOffice, in a process of its own: bounded, without network, without macros, at any time.

Each conversion has a folder and a profile of its own, which go with it. The program sees a file packed anew by us
(`packing`), no variable of ours, and no more memory, time and room than is set here.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_noop as _

from tinhso.government.drafting import packing
from tinhso.government.drafting.errors import ConversionFailed, ConverterMissing

SECONDS: Final = 90
MEMORY: Final = 3 * 1024 * 1024
"""Kilobytes of addresses a conversion may take."""
LARGEST: Final = 40 * 1024 * 1024
OFF: Final = "off"
_PDF: Final = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},"ExportBookmarks":{"type":"boolean","value":"false"},"ConvertOOoTargetToPDFTarget":{"type":"boolean","value":"false"}}'  # noqa: E501
_BOUNDED: Final = f'ulimit -v {MEMORY}; ulimit -t {SECONDS}; ulimit -f {LARGEST // 512}; ulimit -c 0; exec "$@"'
_SET: Final = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_PROFILE: Final = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_FONTS: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{own}</dir>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><cachedir>{cache}</cachedir>
<alias binding="same"><family>Times New Roman</family><prefer><family>Times New Roman</family><family>Tinos</family>
</prefer></alias></fontconfig>"""


def find_converter() -> str:
    """Return the path of LibreOffice (`TINHSO_SOFFICE`, else what PATH has), "" where there is none."""
    named = str(settings.SOFFICE).strip()
    if named.lower() == OFF:
        return ""
    return (named if os.access(named, os.X_OK) else "") if named else (shutil.which("soffice") or "")


def to_pdf(data: bytes) -> bytes:
    """Return a Word file as PDF/A-2b, laid out as it lays itself out.

    Raises ConverterMissing, BadOfficeFile for a file that may not be opened, ConversionFailed when the program gives no
    PDF within a minute and a half.
    """
    program = find_converter()
    if not program:
        raise ConverterMissing
    safe = packing.repacked(data)
    with tempfile.TemporaryDirectory(prefix="tinhso-word-") as folder:
        place = Path(folder)
        (place / "van-ban.docx").write_bytes(safe)
        _make_profile(place)
        _run(program, place)
        made = place / "ra" / "van-ban.pdf"
        if not made.is_file() or made.stat().st_size > LARGEST:
            raise ConversionFailed
        return made.read_bytes()


def _make_profile(place: Path) -> None:
    user = place / "profile" / "user"
    user.mkdir(parents=True)
    (place / "ra").mkdir()
    items = "".join(_SET.format(path=path, name=name, value=value) for path, name, value in _PROFILE)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
    )
    own = Path(settings.CONTENT_DIR) / "prints" / "fonts"
    (place / "fonts.conf").write_text(_FONTS.format(own=own, cache=place / "fonts"))


def _run(program: str, place: Path) -> None:
    wanted = [
        program,
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"),
        *("--convert-to", _PDF, "--outdir", str(place / "ra"), str(place / "van-ban.docx")),
    ]
    process = subprocess.Popen(
        [*_alone(), "/bin/sh", "-c", _BOUNDED, "soffice", *wanted],
        cwd=place,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(place),
            "TMPDIR": str(place),
            "LANG": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp",
            "FONTCONFIG_FILE": str(place / "fonts.conf"),
        },
        start_new_session=True,
        close_fds=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise ConversionFailed(_("LibreOffice chưa chuyển xong trong 90 giây. Chia nhỏ tệp hoặc bớt hình.")) from None
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # the session it leads, with whatever it started
        process.wait()


@cache
def _alone() -> tuple[str, ...]:
    """Return what starts a program without network, where this machine lets us; else the dead proxy has to do."""
    unshare = shutil.which("unshare")
    for how in (("--net",), ("--map-current-user", "--net")) if unshare else ():
        tried = subprocess.run([str(unshare), *how, "/bin/true"], capture_output=True, check=False, timeout=10)
        if tried.returncode == 0:
            return (str(unshare), *how)
    return ()
