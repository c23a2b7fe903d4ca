"""The door of files."""

from tinhso.foundation.files.actions import save, save_bytes
from tinhso.foundation.files.data import FileInfo, MediaType
from tinhso.foundation.files.merging import merge_once, merge_to_pdf
from tinhso.foundation.files.pictures import preview
from tinhso.foundation.files.queries import get_info, list_infos, open_file, read_bytes, require_own
from tinhso.foundation.files.responses import respond
from tinhso.foundation.files.uploads import claim_upload
from tinhso.foundation.files.web.views import owner_token

__all__ = [
    "FileInfo",
    "MediaType",
    "claim_upload",
    "get_info",
    "list_infos",
    "merge_once",
    "merge_to_pdf",
    "open_file",
    "owner_token",
    "preview",
    "read_bytes",
    "require_own",
    "respond",
    "save",
    "save_bytes",
]
