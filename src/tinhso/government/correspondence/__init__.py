"""Exchange of documents between agencies (gửi, nhận văn bản điện tử; QĐ 28/2018/QĐ-TTg, QCVN 102:2016/BTTTT).

Owns the packets that went out and came in, the delivery to each receiver, what each receiver said of it (the nine
states), recalls, and send lists. Listens to `documents`, which owns the registers on both sides: a document issued here
becomes one arrival at each receiver, exactly once. The packet is edXML inside the installation already, so that another
installation is the same road.
"""
