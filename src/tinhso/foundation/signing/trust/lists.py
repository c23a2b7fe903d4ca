"""The trust lists: authorities as content, with their roots; what the operator adds; the demonstration authority.

A list is YAML under content/trust or <data folder>/trust: `authorities`, each with `name`, `mark` (verified, unsure,
demo), `note`, `roots` and `intermediates` (PEM files beside it; the word `demo` for the demonstration authority's own)
and `services`: by `issuer` (common name) the addresses of its responder (`ocsp`) and list (`crl`) where they differ
from what its certificates say, as on a closed network. `{simulators}` stands for the simulators' address; an address
with it is left out while there is none. `only_services` keeps us from asking what certificates name. PEM files the
operator puts there without a list are roots.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog
import yaml
from django.conf import settings

from tinhso.foundation.signing.adapters import demo_authority
from tinhso.foundation.signing.data import Trust
from tinhso.foundation.signing.trust.data import AuthorityInfo

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

log = structlog.get_logger(__name__)
MAX_FILE: Final = 1024 * 1024
DEMO: Final = "demo"


@dataclass(frozen=True, slots=True)
class Service:
    """Where to ask about certificates of one issuer; "" where only the certificate says."""

    ocsp: str = ""
    crl: str = ""


@dataclass(frozen=True, eq=False)
class Authority:
    """One entry: what it vouches with, and where to ask about what it issued."""

    name: str
    trust: Trust
    mark: str = ""
    note: str = ""
    roots: "tuple[Certificate, ...]" = ()
    intermediates: "tuple[Certificate, ...]" = ()
    services: dict[str, Service] = field(default_factory=dict)
    only_services: bool = False

    def to_info(self) -> AuthorityInfo:
        """Return what people are shown."""
        names = tuple(common_name(one) for one in self.roots)
        ends = min((one.not_valid_after_utc for one in self.roots), default=None)
        return AuthorityInfo(self.name, self.trust, names, ends, self.mark, self.note)


def authorities() -> tuple[Authority, ...]:
    """Return every authority of the lists, read once until a file changes."""
    folders = (Path(settings.CONTENT_DIR) / "trust", Path(settings.DATA_DIR) / "trust", demo_authority.folder())
    stamps = tuple(sorted((str(path), path.stat().st_mtime_ns) for folder in folders for path in _files(folder)))
    return _read(tuple(str(folder) for folder in folders[:2]), stamps, settings.SIMULATORS)


def _files(folder: Path) -> Iterator[Path]:
    for pattern in ("*.yaml", "*.pem"):
        yield from folder.glob(pattern)


@lru_cache(maxsize=8)
def _read(folders: tuple[str, ...], _stamps: tuple[tuple[str, int], ...], simulators: str) -> tuple[Authority, ...]:
    found: list[Authority] = []
    for folder in map(Path, folders):
        named: set[str] = set()
        for path in sorted(folder.glob("*.yaml")):
            for raw in _loaded(path):
                named |= {str(name) for name in (*raw.get("roots", ()), *raw.get("intermediates", ()))}
                found.append(_authority(raw, folder, simulators))
        loose = [path for path in sorted(folder.glob("*.pem")) if path.name not in named]
        found += [Authority(path.stem, Trust.TRUSTED, roots=roots) for path in loose if (roots := _certificates(path))]
    return tuple(found)


def _loaded(path: Path) -> list[dict[str, Any]]:
    try:
        return list(yaml.safe_load(path.read_text("utf-8"))["authorities"])
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError):
        log.warning("signing.unreadable_trust_list", name=path.name)
        return []


def _authority(raw: dict[str, Any], folder: Path, simulators: str) -> Authority:
    services = {
        str(one["issuer"]): Service(_address(one.get("ocsp"), simulators), _address(one.get("crl"), simulators))
        for one in raw.get("services", ())
    }
    mark = str(raw.get("mark", "unsure"))
    return Authority(
        name=str(raw["name"]),
        trust=Trust.DEMO if mark == DEMO else Trust.TRUSTED,
        mark=mark,
        note=str(raw.get("note", "")),
        roots=_named(raw.get("roots", ()), folder, demo_authority.root_certificate),
        intermediates=_named(raw.get("intermediates", ()), folder, demo_authority.issuing_certificate),
        services=services,
        only_services=bool(raw.get("only_services")),
    )


def _named(names: Any, folder: Path, demo: Any) -> "tuple[Certificate, ...]":
    found: list[Certificate] = []
    for name in map(str, names):
        if name == DEMO:
            found += [one for one in (demo(),) if one is not None]
        elif Path(name).name == name:
            found += _certificates(folder / name)
    return tuple(found)


def _certificates(path: Path) -> "tuple[Certificate, ...]":
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return tuple(load_pem_x509_certificates(path.read_bytes()[:MAX_FILE]))
    except (OSError, ValueError):
        log.warning("signing.unreadable_root", name=path.name)
        return ()


def _address(template: str | None, simulators: str) -> str:
    if not template or ("{simulators}" in template and not simulators):
        return ""
    return template.replace("{simulators}", simulators)


def common_name(certificate: "Certificate") -> str:
    """Return the subject's common name, else the whole name."""
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()
