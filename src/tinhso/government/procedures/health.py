"""Whether the procedures a province works by are there, and whether content on disk still is what was published."""

from pathlib import Path

from django.conf import settings

from tinhso.government.procedures.actions import find_published
from tinhso.government.procedures.models import PublishedVersion
from tinhso.government.procedures.package.lint import version_folders
from tinhso.government.procedures.package.reading import read_folder
from tinhso.kernel.modules import Health, HealthReport


def content_health() -> HealthReport:
    """Tell whether any procedure is published, and which packages on disk are not the published ones."""
    if not PublishedVersion.objects.exists():
        return HealthReport(
            "procedures", Health.FAILED, "Chưa có thủ tục nào. Nạp gói thủ tục trong content/procedures."
        )
    folder = Path(settings.CONTENT_DIR) / "procedures"
    differing = []
    for place in version_folders(folder) if folder.is_dir() else ():
        package = read_folder(place)
        known = find_published(package)
        if known is None or known.digest != package.digest:
            differing.append(package.place)
    if differing:
        named = ", ".join(differing[:5])
        return HealthReport(
            "procedures",
            Health.FAILED,
            f"{len(differing)} gói thủ tục trên đĩa chưa được nạp: {named}. Sửa từng dòng lỗi được nêu.",
        )
    return HealthReport("procedures", Health.OK, "Mọi gói thủ tục đều đã ban hành đúng nguyên văn.")
