"""Kết quả giải quyết thủ tục hành chính: the register of results issued, and the answer whether one is still in force.

Owns one row for each result: number, owner, signer, unit, the signed file and its hash, the look-up token printed on
it, and whether it is in force, replaced or revoked (electronic results: Decree 45/2020/NĐ-CP; kept for their owner:
Decree 107/2021/NĐ-CP). A result is never deleted or altered; replacing and revoking are later acts on record. It does
not know how a result came about: dossiers issue it. Anybody may ask about a token or a hash and gets public facts only;
a person lists their own.
"""
