"""Migrations of mandates."""
