"""Official documents and their registers (văn bản đi, văn bản đến, sổ đăng ký, bút phê; Nghị định 30/2020/NĐ-CP).

Owns what came in and what went out: metadata, numbers, files, who may open them, what leaders wrote on them and what
became of it. Knows no draft, no packet on the wire and no dossier: drafting ends in `issue`, correspondence hands in
what arrived by `register_arrival` and listens to the events; a dossier's decision may take its number here.
Secret documents never enter; restricted ones are opened by named people alone and leave no words anywhere else.
"""
