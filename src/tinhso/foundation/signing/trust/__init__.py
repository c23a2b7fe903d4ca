"""Trust: whom this installation believes about certificates, and what it knows of one at a moment.

Owns the trust lists (content/trust, and what the operator puts under <data folder>/trust), the building of paths to
their roots, and what responders and lists of revoked certificates said, kept with its proof. It asks only addresses
that a trust list or a certificate of a trusted authority names. It decides nothing about documents: `formats` embeds
what it hands out, `verification` judges by it.
"""
