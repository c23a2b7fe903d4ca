"""The canonical form of XML (Canonical XML 1.0 and Exclusive XML Canonicalization 1.0), made while it is read.

A packet may hold hundreds of megabytes; what is signed of it is digested here piece by piece. Comments are left out,
as both standards have it by default. There is no tree.
"""

from collections.abc import Callable, Mapping
from typing import Final

XML: Final = "http://www.w3.org/XML/1998/namespace"
EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"


def escape(text: str) -> str:
    """Return text as it stands between tags in canonical form."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#xD;") if "\r" in text else text


def escape_value(text: str) -> str:
    """Return text as it stands in an attribute in canonical form."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return text.replace("\t", "&#x9;").replace("\n", "&#xA;").replace("\r", "&#xD;")


def split(name: str) -> tuple[str, str]:
    """Return prefix and local part of a name as written."""
    prefix, colon, local = name.partition(":")
    return (prefix, local) if colon else ("", name)


def scope_of(outer: Mapping[str, str], attributes: Mapping[str, str]) -> Mapping[str, str]:
    """Return the namespaces in force inside an element, by prefix."""
    declared = {
        name.partition(":")[2]: value
        for name, value in attributes.items()
        if name == "xmlns" or name.startswith("xmlns:")
    }
    return {**outer, **declared} if declared else outer


class Canonical:
    """Takes the events of a parser and gives canonical bytes to `out`.

    `scope` are the namespaces in force around the first element, when that is only a part of a document.
    """

    def __init__(
        self, out: Callable[[bytes], object], *, is_exclusive: bool, scope: Mapping[str, str] | None = None
    ) -> None:
        self._out, self._is_exclusive = out, is_exclusive
        self._scopes: list[Mapping[str, str]] = [scope or {"": "", "xml": XML}]
        self._shown: list[Mapping[str, str]] = [{"": "", "xml": XML}]

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element; attributes are as written, declarations of namespaces among them."""
        scope = scope_of(self._scopes[-1], attributes)
        plain = [one for one in attributes if one != "xmlns" and not one.startswith("xmlns:")]
        shown = self._shown[-1]
        wanted = {split(name)[0], *(split(one)[0] for one in plain if ":" in one)} if self._is_exclusive else set(scope)
        new = {one: scope[one] for one in wanted if one != "xml" and shown.get(one, "") != scope.get(one, "")}
        keys = sorted((scope[split(one)[0]] if ":" in one else "", split(one)[1], one) for one in plain)
        parts = [f'xmlns{":" if one else ""}{one}="{escape_value(new[one])}"' for one in sorted(new)]
        parts += [f'{one}="{escape_value(attributes[one])}"' for _uri, _local, one in keys]
        self._out(("<" + " ".join([name, *parts]) + ">").encode())
        self._scopes.append(scope)
        self._shown.append({**shown, **new} if new else shown)

    def end(self, name: str) -> None:
        """End an element."""
        self._scopes.pop()
        self._shown.pop()
        self._out(f"</{name}>".encode())

    def text(self, data: str) -> None:
        """Take text; outside the root there is none in canonical form."""
        if len(self._scopes) > 1:
            self._out(escape(data).encode())
