"""The draft of a result, by the rule of procedures: its texts, and the paper they make."""

from tinhso.government.procedures.public import DraftField, Office, clean_draft, draft_document, draft_fields

__all__ = ["DraftField", "Office", "clean", "document", "fields_of"]

clean = clean_draft
document = draft_document
fields_of = draft_fields
