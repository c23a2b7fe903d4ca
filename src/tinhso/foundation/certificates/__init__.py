"""The register of digital certificates: of whom, where the key lies, since when, until when, by which document.

Signing keeps keys and knows nothing of posts and units; this room says which certificate belongs to whom, follows
people and units through their changes, and tells signing which keys may still sign.
"""
