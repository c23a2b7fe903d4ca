"""Thủ tục hành chính: what a person may ask of the government, in the version that was in force on a day.

Owns published versions of procedures, word for word as reviewed in content/procedures: parts required by Nghị định
63/2010/NĐ-CP, form, process, fees, allowances. A published version never changes: a dossier ends under the law it began
under. Does not know dossiers or people. Everyone may read; only the loader writes.
"""
