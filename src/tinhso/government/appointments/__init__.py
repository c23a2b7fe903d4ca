"""Đặt lịch, lấy số: who comes to a one-stop desk, when, and whose turn it is.

Owns the desk rules of each unit (how many people a half hour takes), slots, bookings, queue tickets, who sits at which
desk, the calling screen and the forecast of waiting. Counts days by the working calendar and tells people through
notifications. Knows a draft only by its owner's id: the officer's counter asks `ticket_of_call` whom it serves. Anyone
above may ask; a telephone number leaves this room for notifications alone.
"""
