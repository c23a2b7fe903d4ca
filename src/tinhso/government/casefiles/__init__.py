"""Case files (hồ sơ công việc): what an office keeps together about one matter, from the first paper to the archive.

Owns the yearly lists, the files with their list of papers, holds, and the slips with which closed files go to the
archive. A document or a dossier stands in as many files as it belongs to, never copied: only named. It knows nothing of
the archive: it hands over by announcing, and is told what was taken.
"""
