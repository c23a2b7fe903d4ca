"""Checks that no library has: each a program that prints what is wrong and ends with 1."""
