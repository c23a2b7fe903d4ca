"""The kernel: actors, errors, events, outbox, clock, ids, money, text, modules.

It knows no word of the domain: no dossier, no unit, no citizen. Everything above may use it; it uses nothing above.
Owns one table family of its own, the outbox, because an event must be written in the transaction it tells of.
"""
