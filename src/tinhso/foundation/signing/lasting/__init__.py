"""Signatures that outlive their time-stamps: each long-term file is stamped anew before the stamp it rests on ends.

ETSI EN 319 142-1, 5.4.3: a document time-stamp over the file with its evidence, before the certificate of the newest
stamp, or an algorithm in it, ends. What was signed stays byte for byte; each renewal is a further version, on record.
"""
