"""Biểu mẫu: one form.json is the tờ khai everywhere: the citizen's pages, the counter's dense sheet and the API.

Owns the form language (a closed subset of JSON Schema 2020-12 with layout keywords), its cleaning, checking, HTML and
its lint. Keeps no table: forms come from content, answers belong to the room that asked. Does not know what a
procedure, a dossier or an account is; the list of communes is handed in by a provider.
"""
