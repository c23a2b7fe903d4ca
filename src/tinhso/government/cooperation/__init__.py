"""Cooperation: several agencies in one dossier, and work that passes from one officer to another.

Owns consults (lấy ý kiến phối hợp: question, papers shown, answer), the parts of linked procedures (phần việc liên
thông: agency, dossier or outside office, result), groups of dossiers handed in together, and records of
handing work over (biên bản bàn giao). The dossiers themselves belong to dossiers below, work items to work, posts to
organisations. A consulted unit sees the question and the papers named in it, nothing else, and no longer than needed.
"""
