"""Drafting (soạn thảo văn bản): a document from its first words to the signature, before it has a number.

Owns drafts: their versions, remarks, opinions, submission slips, the chain of those who pass and sign them, and the
signatures given and voided. A draft is seen only by those who take part in it. What is signed goes to `documents` to be
numbered and issued; this room knows no register and no delivery. Nothing anybody wrote is lost: every save is a
version, and of two made from the same one the second waits beside the first until somebody has put them together.
"""
