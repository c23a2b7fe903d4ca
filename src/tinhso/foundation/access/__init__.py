"""Quyền: from somebody signed in, and the post they act in, to what they may do and where.

Owns no table: roles come from appointments (organisations), abilities of a role from the modules' declarations.
Does not know what any ability means. Everyone above asks it for the actor of a request, and for a refusal.
"""
