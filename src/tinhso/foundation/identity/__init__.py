"""Định danh: every person and business identified once, and how each proves it.

Owns accounts (citizen, business, officer), their sign-in and second factors. Does not know what anybody may do: that is
`access`. Anyone above may ask who somebody is, by the account's id.
"""
