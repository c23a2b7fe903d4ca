"""The archive (lưu trữ): packages of files and documents, kept for good, verified, found and lent.

Owns the packages themselves (SIP, AIP, DIP of Thông tư 05/2025/TT-BNV), what was received and with which findings, the
two copies and the checks that they are whole, and the requests of those who want to read. It knows case files by their
door; case files know nothing of it and hand over by announcing.
"""
