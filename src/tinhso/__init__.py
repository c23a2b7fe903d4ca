"""Tỉnh Số: one program on which a Vietnamese province, city or commune runs its digital government."""
