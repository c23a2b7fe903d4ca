"""Bản in: every paper the house prints, as PDF/A-2b in the layout of Decree 30/2020/NĐ-CP.

Owns the templates, their data contracts, the fonts and the Typst compilers; owns no table. It knows nothing of dossiers
or results: whoever prints hands over data that fits the contract in `content/prints/contracts/<template>.yaml` (an
example of each stands in `content/prints/examples/`). Anyone above may ask. The same data gives the same bytes.
"""
