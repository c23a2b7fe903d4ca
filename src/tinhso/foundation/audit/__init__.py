"""Nhật ký: who did what, to what, on whose behalf and for what purpose; written once, never changed, provable.

Owns the entries (one row per verb, in the verb's own transaction) and the seals laid over them afterwards: a Merkle
tree per batch, chained and signed. Knows no room and no meaning of a verb: a subject is a kind and an id. Any room may
write (`record`, `record_read`); who may read a trail is decided by the room whose subject it is. Nobody, the program's
own database role included, can change or delete an entry; whoever does it with more power than that is found out.
"""
