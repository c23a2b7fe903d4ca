"""Working copies and published versions as packages, judged by the same lint as content/ on disk."""

from pathlib import Path

from django.conf import settings

from tinhso.government.procedures.data import Problem
from tinhso.government.procedures.models import PublishedVersion, WorkingCopy
from tinhso.government.procedures.package.lint import judge
from tinhso.government.procedures.package.reading import (
    EXAMPLES,
    PROCEDURE,
    Package,
    paper_types_in,
    templates_in,
)
from tinhso.government.procedures.queries import in_force


def content() -> Path:
    """Return the content folder of this installation."""
    return Path(settings.CONTENT_DIR)


def package_of(copy: WorkingCopy) -> Package:
    """Return a working copy as a package, its files read; what cannot be read stands in its problems."""
    return make_package(copy.code, copy.texts, copy.prints)


def make_package(code: str, texts: dict[str, str], prints: dict[str, str]) -> Package:
    """Return texts as a package; its version is what procedure.yaml says."""
    package = Package(code, code, "", dict(texts), templates_in(content()))
    package.own_prints = dict(prints)
    package.paper_types = paper_types_in(content())
    package.parse()
    raw = package.value(PROCEDURE)
    if isinstance(raw, dict):
        package.version = str(raw.get("version", ""))
    package.place = f"{code}/{package.version}" if package.version else code
    return package


def package_of_version(version: PublishedVersion) -> Package:
    """Return a published version as a package. Its examples are those on disk, when they are still there."""
    place = content() / "procedures" / version.procedure.code / version.valid_from.isoformat() / EXAMPLES
    texts = dict(version.sources)
    kept = WorkingCopy.objects.filter(published=version).values_list("texts", flat=True).first()
    if kept:
        texts[EXAMPLES] = kept[EXAMPLES]
    elif place.is_file():
        texts[EXAMPLES] = place.read_text(encoding="utf-8")
    else:
        texts[EXAMPLES] = "[]\n"
    return make_package(version.procedure.code, texts, version.prints)


def faults(package: Package) -> list[Problem]:
    """Return every fault that keeps a package from being published: lint, examples, names taken, unnamed templates.

    Promises are reckoned by this province's calendar; one that differs is a warning (`Problem.is_warning`).
    """
    package.with_calendar = True
    found = judge(package)
    raw = package.value(PROCEDURE)
    if isinstance(raw, dict):
        package.problems.clear()
        _names_taken(package, raw)
        _prints_belong(package, raw)
    return sorted({*found, *package.problems}, key=lambda p: (p.is_warning, p.file, p.line, p.code, p.sentence))


def _names_taken(package: Package, raw: dict[str, object]) -> None:
    """A page address and a short code belong to one procedure."""
    others = in_force().exclude(procedure__code=package.code)
    for key, words in (("slug", "Địa chỉ trang"), ("short_code", "Mã gõ nhanh")):
        value = str(raw.get(key, ""))
        taken = others.filter(**{key: value}).values_list("procedure__code", flat=True).first() if value else None
        if taken:
            package.tell_at(
                PROCEDURE, f"/{key}", f"{key}_taken", f"{words} “{value}” đã dùng cho {taken}. Đặt tên khác."
            )


def _prints_belong(package: Package, raw: dict[str, object]) -> None:
    """A template that came along stands for one the house has and the procedure names: its contract is that one's."""
    named = _named_templates(raw)
    for name in package.own_prints:
        if name not in named:
            package.tell(
                f"prints/{name}.typ",
                1,
                "print_not_named",
                f"Thủ tục không dùng mẫu in “{name}”. Bỏ mẫu này, hoặc ghi tên mẫu ở “results” hay “prints”.",
            )


def _named_templates(raw: dict[str, object]) -> set[str]:
    papers, results = raw.get("prints"), raw.get("results")
    named = {str(papers.get("application"))} if isinstance(papers, dict) else set()
    rows = results if isinstance(results, list) else []
    return named | {str(one.get("template")) for one in rows if isinstance(one, dict)}
