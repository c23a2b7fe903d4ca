"""Certificates put in order."""

from collections.abc import Iterable


def in_order(leaf: bytes, others: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return DER certificates as a chain: `leaf`, then those of `others` that issued it, nearest first.

    Names only: whether a chain holds, trust says. Raises ValueError for what is no certificate.
    """
    from cryptography.x509 import load_der_x509_certificate

    left = {one: load_der_x509_certificate(one) for one in others if one != leaf}
    chain, last = [leaf], load_der_x509_certificate(leaf)
    while last.subject != last.issuer:
        nearest = next((one for one, read in left.items() if read.subject == last.issuer), None)
        if nearest is None:
            break
        chain.append(nearest)
        last = left.pop(nearest)
    return tuple(chain)
