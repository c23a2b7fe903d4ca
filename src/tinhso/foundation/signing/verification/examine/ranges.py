"""The bytes a PDF signature covers (ISO 32000-2, 12.8.1): everything but the signature's own digits, nothing else."""

import binascii
from collections.abc import Sequence
from typing import Final

_HEX: Final = frozenset(b"0123456789abcdefABCDEF")
_SPACE: Final = b"\x00\t\n\x0c\r "


def faults_of(data: bytes, byte_range: Sequence[object], contents: bytes) -> list[str]:
    """Return what is wrong with a byte range; nothing for one that leaves out exactly the signature's digits.

    A gap that is wider than the digits hides what nobody signed; bytes named twice or beyond the file make a reader and
    a verifier see different documents.
    """
    numbers = [one for one in byte_range if isinstance(one, int) and not isinstance(one, bool)]
    if len(numbers) != 4 or len(byte_range) != 4 or min(numbers) < 0:
        return ["range.shape"]
    start, before, after, rest = numbers
    if start != 0:
        return ["range.start"]
    if after < before:
        return ["range.overlap"]
    if after + rest > len(data):
        return ["range.beyond"]
    found = [] if _is_digits(data[before:after], contents) else ["range.gap"]
    if not data[: after + rest].rstrip(_SPACE).endswith(b"%%EOF"):
        found.append("range.end")
    return found


def _is_digits(gap: bytes, contents: bytes) -> bool:
    if gap[:1] != b"<" or gap[-1:] != b">" or not _HEX.issuperset(gap[1:-1]):
        return False
    digits = gap[1:-1] + (b"0" if len(gap) % 2 else b"")
    return binascii.unhexlify(digits) == contents


def rest_of(data: bytes, byte_range: Sequence[int]) -> bytes:
    """Return what follows the signed bytes, without blanks."""
    return data[byte_range[2] + byte_range[3] :].strip(_SPACE)
