"""Writes: the desks' rules, bookings, tickets, serving."""
