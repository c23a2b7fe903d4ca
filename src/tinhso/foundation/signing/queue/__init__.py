"""Signatures asked for and made outside transactions, one after another, never without what was asked for.

A verb of a room above writes its own facts and asks for the signature in one transaction; the worker signs between
short transactions and announces SignatureMade or SignatureFailed. A time-stamp authority that is down or a key that is
out of reach makes a request wait, longer each time, in the sight of who asked and of the operator.
"""
