"""Chính quyền số: procedures, dossiers and their results."""
