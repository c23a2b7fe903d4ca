"""Dữ liệu: registers and look-ups that several subsystems share, above the foundation and below government."""
