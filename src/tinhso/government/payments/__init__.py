"""Thanh toán phí, lệ phí: what is asked, what came in, and the books that must agree with the bank and the drawer.

Owns payment requests, bank notices, the double-entry ledger of each unit, receipts (biên lai), cash shifts, refunds and
the daily reconciliation. It knows no dossier, stall or invoice: a request names its subject by kind, id, code, title,
and whoever asked listens to the events. Nothing is deleted: a mistake is mended by a later entry
(Luật Kế toán 88/2015/QH13, Điều 27). The payer pays by a link; officers see what their abilities (`payments.*`) reach.
"""
