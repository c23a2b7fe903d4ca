"""Paper on its way between units (bàn giao hồ sơ giấy): a desk that received for another unit sends the paper there.

Owns the slips: which dossiers' papers went where, by whom, when, how; what arrived and what did not. Decides nothing
about a dossier: its clock runs whether the paper has come or not; a line in its story says where the paper is.
"""
