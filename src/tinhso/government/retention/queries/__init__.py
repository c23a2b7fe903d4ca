"""Reads of retention."""
