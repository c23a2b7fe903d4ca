"""edXML: the packet in which agencies exchange documents (QCVN 102:2016/BTTTT), written, read and checked.

Owns no table and knows no unit, no register and no wire: bytes in, facts out. `read` takes packets of strangers and
refuses what could harm or mislead, naming the rule; what is true of the sender is for others to judge.
"""
