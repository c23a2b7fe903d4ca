"""Many signed files checked at once (kiểm tra nhiều tệp): handed in together, read by the worker, one report.

Files lie in the database only until they were read; a report is its asker's own and is forgotten after 30 days.
"""
