"""The door of files."""

from tinhso.foundation.files.actions import keep_made, save, save_bytes
from tinhso.foundation.files.data import FileInfo, Finding, HeldFile, MediaType, RefusedInfo, SafetyReport
from tinhso.foundation.files.disposal import derived_of, dispose, list_quiet, remove_content, save_archive
from tinhso.foundation.files.errors import FileDisposed, FileHeld, FileMissing, UnsafeFile
from tinhso.foundation.files.merging import merge_once, merge_to_pdf
from tinhso.foundation.files.pages import PagePart, merge_pages, preview_page, scan_resolutions
from tinhso.foundation.files.pictures import preview
from tinhso.foundation.files.queries import get_info, list_infos, local_path, open_file, read_bytes, require_own
from tinhso.foundation.files.rescan import rescan, safety_report
from tinhso.foundation.files.responses import respond
from tinhso.foundation.files.uploads import claim_upload
from tinhso.foundation.files.web.views import owner_token

__all__ = [
    "FileDisposed",
    "FileHeld",
    "FileInfo",
    "FileMissing",
    "Finding",
    "HeldFile",
    "MediaType",
    "PagePart",
    "RefusedInfo",
    "SafetyReport",
    "UnsafeFile",
    "claim_upload",
    "derived_of",
    "dispose",
    "get_info",
    "keep_made",
    "list_infos",
    "list_quiet",
    "local_path",
    "merge_once",
    "merge_pages",
    "merge_to_pdf",
    "open_file",
    "owner_token",
    "preview",
    "preview_page",
    "read_bytes",
    "remove_content",
    "require_own",
    "rescan",
    "respond",
    "safety_report",
    "save",
    "save_archive",
    "save_bytes",
    "scan_resolutions",
]
