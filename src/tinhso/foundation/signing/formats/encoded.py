"""CMS messages as the bytes they are made of: to change one part without encoding the others anew."""

from asn1crypto.parser import emit, parse, peek

__all__ = ["octets", "parts_of", "sequence", "set_of", "tagged", "what_is_in"]


def what_is_in(encoded: bytes) -> bytes:
    """Return the content of one element, without tag and length."""
    return bytes(parse(encoded)[4])


def parts_of(encoded: bytes) -> list[bytes]:
    """Return the elements inside an element, each with tag and length."""
    contents, found = what_is_in(encoded), []
    while contents:
        size = peek(contents)
        found.append(contents[:size])
        contents = contents[size:]
    return found


def sequence(*parts: bytes) -> bytes:
    """Return a SEQUENCE of these elements."""
    return bytes(emit(0, 1, 16, b"".join(parts)))


def set_of(*parts: bytes) -> bytes:
    """Return a SET OF these elements, in the order DER has them (X.690, 11.6)."""
    return bytes(emit(0, 1, 17, b"".join(sorted(parts))))


def tagged(number: int, content: bytes) -> bytes:
    """Return what a context tag holds: an element (EXPLICIT), or the content of one (IMPLICIT)."""
    return bytes(emit(2, 1, number, content))


def octets(value: bytes) -> bytes:
    """Return an OCTET STRING."""
    return bytes(emit(0, 0, 4, value))
