"""Kho quản lý dữ liệu điện tử của tổ chức, cá nhân: everybody's own papers, kept once and used again.

Owns one row for each version of each paper, by the owner's number (also before they have an account): results as they
are issued, papers digitised by an office, certified electronic copies, and what the owner brought themselves, marked as
not verified (Decree 45/2020/NĐ-CP, Articles 10 and 16; Decree 107/2021/NĐ-CP). Records every use in a dossier, every
share with its purpose and end, every look; shows the owner who saw their data and takes their questions about it. It
does not know what a dossier is: dossiers ask it what may be used again and are told when a used paper is revoked.
"""
