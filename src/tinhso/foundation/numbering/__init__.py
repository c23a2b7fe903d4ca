"""Cấp số: numbers that follow one another without a gap and are never given twice.

Owns one counter per series, owner and period. Knows no room: a series is a code and a pattern its room declares, an
owner is a word such as an agency's identifier. A number belongs to the transaction that took it: when that is rolled
back, the next one gets it. Also reads dossier codes (mã số hồ sơ) as people type them.
"""
