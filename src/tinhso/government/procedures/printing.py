"""Papers of a procedure: by the template its version brought from the workshop, else by the house's own.

A template of a version holds from that version's day on, for the dossiers handled under it, and never changes. Its
source is compiled in a process and folder of its own (see `package.press`), under the contract of the installed
template of the same name: the data are the same, only the look is the version's.
"""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.foundation.prints import public as prints
from tinhso.government.procedures.data import ProcedureVersion
from tinhso.government.procedures.package.press import press
from tinhso.kernel.errors import DomainError


class TemplateFails(DomainError):
    """A version's own template cannot print these data; nothing else of the dossier is wrong."""

    code = "procedures.template_fails"
    sentence = "Mẫu in riêng của thủ tục chưa in được. Báo người quản lý xưởng thủ tục sửa mẫu và ban hành lại."


def render(version: ProcedureVersion, template: str, data: Mapping[str, Any]) -> bytes:
    """Return a paper of a dossier under `version` as PDF/A-2b; the same data give the same bytes.

    Raises what `prints.render_pdf` raises, and TemplateFails naming the line when the version's own template cannot
    print these data within 15 seconds, five of processor and 1.5 GB.
    """
    source = version.templates.get(template)
    if source is None:
        return prints.render_pdf(template, data)
    order = prints.prepare(template, data)
    pdf, fault, line = press_source(source, order)
    if not pdf:
        raise TemplateFails(
            _(
                "Mẫu in «%(template)s» của thủ tục chưa in được (dòng %(line)s: %(fault)s)."
                " Báo người quản lý xưởng thủ tục sửa mẫu và ban hành lại."
            )
            % {"template": template, "line": line or "?", "fault": fault}
        )
    return pdf


def press_source(source: str, order: prints.Order) -> tuple[bytes, str, int]:
    """Return (PDF, "", 0) of a source, or (b"", what is wrong, its line or 0); it sees lib/ and nothing else."""
    content = Path(settings.CONTENT_DIR) / "prints"
    with tempfile.TemporaryDirectory(prefix="mau-in-") as place:
        root = Path(place)
        (root / "main.typ").write_text(source, encoding="utf-8")
        shutil.copytree(content / "lib", root / "lib")
        return press(root, content / "fonts", order.inputs, timestamp=order.timestamp)
