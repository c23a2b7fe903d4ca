"""The four files of a package, as bytes and as data."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tinhso.government.procedures.data import Problem
from tinhso.government.procedures.package.marks import Marked, NotReadable, read_json, read_yaml

PROCEDURE: Final = "procedure.yaml"
FORM: Final = "form.json"
PROCESS: Final = "process.bpmn"
EXAMPLES: Final = "examples.yaml"
PUBLISHED: Final = (PROCEDURE, FORM, PROCESS)
FILES: Final = (*PUBLISHED, EXAMPLES)
PRINTS: Final = "prints"
"""The folder, inside a package, of templates of its own."""
MAX_FILE: Final = 1024 * 1024
MAX_PRINTS: Final = 10


@dataclass(slots=True)
class Package:
    """What stands in one package folder. `place` goes before the file names in problems; `prints` are known templates.

    `prints` None means that templates are not looked for (tests); `with_calendar` that promises are reckoned.
    `own_prints` are sources of print templates that came with it; `paper_types` the codes of content/papers/types.yaml.
    """

    place: str
    code: str
    version: str
    texts: Mapping[str, str]
    prints: frozenset[str] | None = None
    with_calendar: bool = False
    own_prints: Mapping[str, str] = field(default_factory=dict)
    paper_types: frozenset[str] | None = None
    documents: dict[str, Marked] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """SHA-256 over the published files and the templates it brings; examples are tests and may grow."""
        digest = hashlib.sha256()
        files = {name: self.texts.get(name, "") for name in PUBLISHED}
        for name, text in (files | template_files(self.own_prints)).items():
            data = text.encode()
            digest.update(f"{name} {len(data)}\n".encode() + data)
        return digest.hexdigest()

    def tell(self, file: str, line: int, code: str, sentence: str) -> None:
        """Note a fault."""
        self.problems.append(Problem(f"{self.place}/{file}", line, code, sentence))

    def tell_at(self, file: str, pointer: str, code: str, sentence: str) -> None:
        """Note a fault at a JSON pointer of a file that was read."""
        self.tell(file, self.documents[file].line(pointer) if file in self.documents else 1, code, sentence)

    def value(self, file: str) -> Any:
        """Return what a file says, None when it could not be read."""
        return self.documents[file].value if file in self.documents else None

    def parse(self) -> None:
        """Read the YAML and JSON files, noting what cannot be read and keys given twice."""
        for name in FILES:
            if name not in self.texts:
                self.tell(name, 1, "file_missing", f"Thiếu tệp {name}. Thêm tệp này vào thư mục phiên bản.")
            elif name != PROCESS:
                self._parse_one(name)

    def _parse_one(self, name: str) -> None:
        try:
            marked = (read_json if name == FORM else read_yaml)(self.texts[name])
        except NotReadable as error:
            self.tell(name, error.line, "not_readable", error.sentence)
            return
        self.documents[name] = marked
        for line, key in marked.twice:
            self.tell(name, line, "key_twice", f"Mục “{key}” được viết hai lần. Giữ lại một.")


def read_folder(folder: Path) -> Package:
    """Return the package in content/procedures/<code>/<version>; templates are looked for in ../../../prints."""
    content = folder.parents[2]
    package = Package(f"{folder.parent.name}/{folder.name}", folder.parent.name, folder.name, {}, templates_in(content))
    package.paper_types = paper_types_in(content)
    texts: dict[str, str] = {}
    for name in FILES:
        path = folder / name
        if not path.is_file():
            continue
        if path.stat().st_size > MAX_FILE:
            package.tell(name, 1, "too_large", "Tệp lớn hơn 1 MB. Rút gọn nội dung.")
            continue
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            package.tell(name, 1, "not_utf8", "Tệp không ở bảng mã UTF-8. Lưu lại bằng UTF-8.")
    package.texts = texts
    package.own_prints = _own_prints(folder)
    return package


def _own_prints(folder: Path) -> dict[str, str]:
    paths = sorted((folder / PRINTS).glob("*.typ"))[:MAX_PRINTS]
    return {path.stem: path.read_text(encoding="utf-8", errors="replace")[:MAX_FILE] for path in paths}


def template_files(sources: Mapping[str, str]) -> dict[str, str]:
    """Return print templates by the names of their files, in order."""
    return {f"{PRINTS}/{name}.typ": source for name, source in sorted(sources.items())}


def templates_in(content: Path) -> frozenset[str]:
    """Return the names of the print templates of a content folder."""
    return frozenset(path.stem for path in (content / "prints").glob("*.typ"))


def paper_types_in(content: Path) -> frozenset[str] | None:
    """Return the codes of papers of a content folder; None when it has no list of them."""
    try:
        raw = read_yaml((content / "papers" / "types.yaml").read_text(encoding="utf-8")).value
    except (OSError, NotReadable):
        return None
    return frozenset(str(one.get("code")) for one in raw.get("types", ())) if isinstance(raw, dict) else None
