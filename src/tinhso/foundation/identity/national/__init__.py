"""Sign-in with the State's account (VNeID, Cổng Dịch vụ công quốc gia): we are the relying party.

`config` which provider, `wire` the bounded HTTP, `keys` its endpoints and keys, `oidc` the flow, `claims` what it says
of a person, `attempts` what ties an answer to the browser that asked, `links` what becomes of it here.
"""
