"""Our own sign-on for the province's other systems: an OpenID provider (django-allauth's), kept to our rules.

`adapter` issuer, keys and claims, `codes` one store for all processes, `keys` the signing keys and their rotation,
`clients` who may use it, `ending` what happens when an account is locked or signs out, `views` and `urls` the protocol.
"""
