"""The door of prints."""

from tinhso.foundation.prints.contracts import checked, get_contract, list_templates, unprintable
from tinhso.foundation.prints.errors import PrintRefused, QrTooLong, UnknownTemplate
from tinhso.foundation.prints.qr import qr_svg
from tinhso.foundation.prints.rendering import Order, get_example, pages_of, prepare, render_pages, render_pdf
from tinhso.foundation.prints.words import date_in_words, number_in_words

__all__ = [
    "Order",
    "PrintRefused",
    "QrTooLong",
    "UnknownTemplate",
    "checked",
    "date_in_words",
    "get_contract",
    "get_example",
    "list_templates",
    "number_in_words",
    "pages_of",
    "prepare",
    "qr_svg",
    "render_pages",
    "render_pdf",
    "unprintable",
]
