"""Signatures in their standard shapes: PAdES in PDF, XAdES in XML, CAdES beside any file; and how they look.

The profiles are those of ETSI: B-B says who signed, B-T adds when (RFC 3161), B-LT what is needed to check it years
later, B-LTA renews the time before its algorithms age. It knows keys only as a KeyPort, and nothing of who may sign.
"""
