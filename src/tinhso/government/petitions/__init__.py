"""Phản ánh, kiến nghị: what people report or propose, answered in time and published without personal data.

Owns petitions, their story, their clock (QĐ 766/QĐ-TTg, group 5) and the public list. A complaint (khiếu nại) is a
process of another law: it is recognised here and sent on its way, never handled as a petition. Knows dossiers by their
door alone; officers work from the one inbox; figures go to whoever above asks.
"""
