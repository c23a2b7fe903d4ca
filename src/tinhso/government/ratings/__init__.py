"""Đánh giá: what people say of how their dossier was handled, once it was handed over.

Owns the invitation (a token), the three levels of satisfaction, reasons and words. Officers see figures and words,
never who rated: the person and the dossier stay behind the gate. Listens to dossiers, tells through notifications,
gives the one-stop head something to do when somebody is dissatisfied. Anyone above may ask for figures.
"""
