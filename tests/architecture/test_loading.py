"""What a program loads before its first request: heavy libraries wait for the function that needs them."""

import subprocess
import sys

HEAVY = {
    "PIL", "SpiffWorkflow", "aiohttp", "asn1crypto", "docx", "lxml", "openpyxl", "pkcs11", "pyhanko", "pypdf",
    "signxml", "typst", "wsgidav", "yara_x",
}  # fmt: skip
LOAD = """
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
import tinhso.entry.api
print(*sys.modules)
"""


def test_no_heavy_library_is_loaded_before_it_is_needed():
    said = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True, timeout=120)
    assert not HEAVY & set(said.stdout.split())
