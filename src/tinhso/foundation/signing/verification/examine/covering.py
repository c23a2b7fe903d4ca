"""What a signature in XML covers, and what it leaves out (W3C XML Signature 1.1, 8.1: only what is signed is secure).

Covered is what the references of the one SignedInfo name, found by the very rule the verifier finds it by. Everything
else in the document is told: elements, attributes, text between elements, and whatever was put into the signature.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
SPACE: Final = {"ds": DS, "x": XADES}
MAX_REFERENCES: Final = 50
_TRANSFORMS: Final = frozenset(
    {
        f"{DS}enveloped-signature",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
        "http://www.w3.org/2001/10/xml-exc-c14n#",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
        "http://www.w3.org/2006/12/xml-c14n11",
        "http://www.w3.org/2006/12/xml-c14n11#WithComments",
    }
)
_ONCE: Final = {f"{{{DS}}}SignedInfo": (1, 1), f"{{{DS}}}SignatureValue": (1, 1), f"{{{DS}}}KeyInfo": (0, 1)}
_PROPERTIES: Final = f"{{{XADES}}}QualifyingProperties"
_OF_PROPERTIES: Final = frozenset({f"{{{XADES}}}SignedProperties", f"{{{XADES}}}UnsignedProperties"})


def path_of(element: Any) -> str:
    """Return where an element stands, by local names."""
    names = [local(one.tag) for one in (*reversed(list(element.iterancestors())), element)]
    return "/".join(names)[-200:]


def local(name: object) -> str:
    """Return a name without its namespace."""
    return str(name).rpartition("}")[2]


def ids_in(root: Any) -> dict[str, list[Any]]:
    """Return the elements that bear each id.

    An attribute named Id, in any case and any namespace, is one: the verifier takes Id, ID and id of whatever
    namespace, so a narrower rule here would look at another element than the one whose digest was compared.
    """
    found: dict[str, list[Any]] = {}
    for one in root.iter("*"):
        for value in {value for name, value in one.items() if local(name).lower() == "id" and value}:
            found.setdefault(value, []).append(one)
    return found


def is_well_formed(signature: Any) -> bool:
    """Tell whether a signature has one SignedInfo, one SignatureValue and at most one KeyInfo, and bounded references.

    With two of a kind each reader would take another one.
    """
    for tag, (least, most) in _ONCE.items():
        if not least <= sum(one.tag == tag for one in signature) <= most:
            return False
    return 0 < len(references(signature)) <= MAX_REFERENCES


def references(signature: Any) -> list[Any]:
    """Return the references of the SignedInfo that is verified: the first, and the only one of a well-formed one."""
    info = signature.find("ds:SignedInfo", SPACE)
    return [] if info is None else list(info.findall("ds:Reference", SPACE))


def covered_by(root: Any, signature: Any, ids: Mapping[str, Sequence[Any]]) -> tuple[list[Any], list[str]]:
    """Return the elements the references name, and what is wrong with references."""
    covered, faults = [], []
    for reference in references(signature):
        uri = reference.get("URI")
        transforms = [one.get("Algorithm") for one in reference.findall("ds:Transforms/ds:Transform", SPACE)]
        if any(one not in _TRANSFORMS for one in transforms):
            faults.append("xml.transform")
        elif uri == "":
            covered.append(root)
        elif uri and uri.startswith("#"):
            named = ids.get(uri[1:], ())
            if len(named) > 1:
                faults.append("xml.twin_ids")
            covered += named if len(named) == 1 else ()
        else:
            faults.append("xml.outside")
    return covered, list(dict.fromkeys(faults))


def left_out(root: Any, signature: Any, covered: Sequence[Any]) -> list[str]:
    """Return the outermost parts with content no reference covers, and whatever in the signature is not of its kind."""
    around = list(signature.iterancestors())
    found = [f"?{one.target}" for one in (*root.itersiblings(preceding=True), *root.itersiblings()) if _instructs(one)]
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if _among(element, covered) or element is signature:
            continue
        if not _among(element, around):
            found.append(path_of(element))
            continue
        found += _loose(element)
        waiting += reversed([one for one in element if isinstance(one.tag, str)])
    return [*found, *_added(signature, covered)]


def signed_properties(signature: Any, covered: Sequence[Any]) -> Any:
    """Return the XAdES properties a reference covers; None for none, or more than one to choose from.

    The signature's own element never covers them: the enveloped-signature transform takes it away with all it holds.
    """
    properties = signature.findall("ds:Object/x:QualifyingProperties/x:SignedProperties", SPACE)
    signed = [one for one in properties if any(_among(around, covered) for around in _up_to(one, signature))]
    return signed[0] if len(signed) == 1 else None


def _up_to(element: Any, signature: Any) -> Iterator[Any]:
    while element is not signature:
        yield element
        element = element.getparent()


def _among(element: Any, elements: Sequence[Any]) -> bool:
    return any(element is one for one in elements)


def _instructs(one: Any) -> bool:
    from lxml import etree

    return one.tag is etree.ProcessingInstruction


def _loose(element: Any, *, but: frozenset[str] = frozenset()) -> list[str]:
    """Return what an element says itself: attributes, text between its children, instructions to programs."""
    path = path_of(element)
    found = [f"{path}/@{local(name)}" for name in element.keys() if name not in but]  # noqa: SIM118 - an element
    if (element.text or "").strip() or any((one.tail or "").strip() for one in element):
        found.append(f"{path}/text()")
    return found + [f"{path}/?{one.target}" for one in element if _instructs(one)]


def _added(signature: Any, covered: Sequence[Any]) -> list[str]:
    """Return what stands in a signature and neither belongs to it nor is signed."""
    found = _loose(signature, but=frozenset({"Id"}))
    for one in signature.iterchildren("*"):
        if one.tag == f"{{{DS}}}Object":
            found += _of_object(one, covered)
        elif one.tag not in _ONCE:
            found.append(path_of(one))
    return found


def _of_object(holder: Any, covered: Sequence[Any]) -> list[str]:
    """Return what an Object holds that is neither covered nor a property of the signature."""
    if _among(holder, covered):
        return []
    found = _loose(holder, but=frozenset({"Id"}))
    for one in holder.iterchildren("*"):
        if _among(one, covered):
            continue
        if one.tag != _PROPERTIES:
            found.append(path_of(one))
            continue
        found += _loose(one, but=frozenset({"Id", "Target"}))
        found += [path_of(inner) for inner in one.iterchildren("*") if inner.tag not in _OF_PROPERTIES]
    return found
