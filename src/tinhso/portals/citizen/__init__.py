"""The citizen's screens: explain, look up, file, follow, supplement, receive, verify (cổng dịch vụ công của tỉnh).

Owns addresses, pages and the order of the steps of filing. Knows no rule of the law: it asks the doors of procedures,
dossiers, results, forms, files and signing, and translates HTTP to their verbs and back. Everything works without
JavaScript; scripts only make it smoother. Nobody imports this room.
"""
