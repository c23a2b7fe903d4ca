"""Ký số: signing PDFs with an officer's or agency's key, and telling whether a signed PDF holds.

Owns the register of signing keys (who holds which certificate, in which state) and the port behind which keys live:
files of this installation now, PKCS#11 modules and remote signing services (CSC API v2) later. A private key never
leaves its adapter. It does not know why something is signed: the room that calls decides who may. Until an official
authority's certificates are entered, a demonstration authority of its own issues them, marked so everywhere.
"""
