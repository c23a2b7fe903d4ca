"""Digitisation (số hóa giấy tờ tại bộ phận một cửa): paper made data at the desk.

Owns the paper check of a dossier (what lies on the desk: originals, certified copies, photocopies), the scanned pages
put in order, and the making of one searchable, signed PDF per component, which then lives in the store of papers.
Knows what needs no scan (Circular 03/2025/TT-VPCP, Article 5(2)), checks what was made by a second person, and counts
what QĐ 766/QĐ-TTg asks for (4.2). It does not know who may see a dossier: dossiers say that.
"""
