"""The product's own environment holds nothing under AGPL or GPL alone (LGPL libraries are used, not changed)."""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any, Final

_NAME: Final = re.compile(r"^[A-Za-z0-9._-]+")
_FORBIDDEN: Final = re.compile(r"\b(AGPL|GNU AFFERO|(?<!L)GPL|GNU GENERAL PUBLIC)", re.IGNORECASE)
_LESSER: Final = re.compile(r"LGPL|LESSER", re.IGNORECASE)
READ_BY_HAND: Final = {
    "pi-heif": "BSD-3-Clause; its wheel carries libheif and libde265 (LGPL-3.0), decoders only, no x265",
}


def product() -> dict[str, Distribution]:
    """Return every distribution the product needs at run time, following the requirements of `tinhso`."""
    found: dict[str, Distribution] = {}
    waiting = [("tinhso", frozenset[str]())]
    while waiting:
        name, extras = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            found[key] = distribution(name)
        except PackageNotFoundError:
            continue
        for line in found[key].requires or []:
            requirement, _, marker = line.partition(";")
            if "extra ==" in marker and not any(f'"{e}"' in marker or f"'{e}'" in marker for e in extras):
                continue
            match = _NAME.match(requirement.strip())
            wanted = re.search(r"\[([^\]]*)\]", requirement)
            if match:
                waiting.append(
                    (match.group(), frozenset(e.strip() for e in wanted.group(1).split(",")) if wanted else frozenset())
                )
    return found


def licence_of(dist: Distribution) -> str:
    """Return everything its metadata says of its licence."""
    meta: Any = dist.metadata
    words = [meta.get("License-Expression") or "", (meta.get("License") or "")[:200]]
    words += [c for c in meta.get_all("Classifier") or [] if c.startswith("License")]
    return " | ".join(w for w in words if w)


def main() -> int:
    """Print each dependency whose licence is not allowed or not stated."""
    bad = 0
    for name, dist in sorted(product().items()):
        words = licence_of(dist)
        if name in READ_BY_HAND or name == "tinhso":
            continue
        if not words:
            print(f"{name}: states no licence; read it and note it in licences.READ_BY_HAND")
            bad += 1
        elif _FORBIDDEN.search(_LESSER.sub("", words)):
            print(f"{name}: {words}")
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
