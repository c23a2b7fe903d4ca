"""Presses one Typst source in a process of its own: what an official wrote is not trusted with the house's own.

    echo '{"main": …, "root": …, "fonts": …, "inputs": …}' | python press.py > paper.pdf

The process has a folder with nothing but the source and a copy of lib/, five seconds of processor, 1.5 gigabytes of
memory, no package folder and a proxy that leads nowhere. It imports nothing of the house. On a fault it writes JSON
to stderr: {"message", "line"} and exits with 1.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

SECONDS: Final = 5
PATIENCE: Final = 15
MEMORY: Final = 1536 * 1024 * 1024
NOWHERE: Final = "http://127.0.0.1:9"


def press(root: Path, fonts: Path, inputs: dict[str, str], *, timestamp: int = 0) -> tuple[bytes, str, int]:
    """Return (PDF, "", 0), or (b"", what is wrong, line of main.typ or 0). Reads below `root` only, in 15 s at most."""
    order = json.dumps({"root": str(root), "fonts": str(fonts), "inputs": inputs, "timestamp": timestamp})
    environment = {"HOME": str(root), "HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE, "ALL_PROXY": NOWHERE, "TZ": "UTC"}
    try:
        done = subprocess.run(
            [sys.executable, "-I", __file__],
            input=order.encode(),
            capture_output=True,
            timeout=PATIENCE,
            env=environment,
            cwd=root,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return b"", "Mẫu in chạy quá lâu. Tìm chỗ lặp không dừng.", 0
    if done.returncode == 0:
        return done.stdout, "", 0
    try:
        told: dict[str, Any] = json.loads(done.stderr.decode(errors="replace").strip().splitlines()[-1])
        return b"", str(told["message"])[:500], int(told["line"])
    except (ValueError, IndexError, KeyError, TypeError):
        return b"", "Mẫu in dùng quá nhiều bộ nhớ hoặc thời gian. Tìm chỗ lặp không dừng.", 0


def main() -> int:
    """Press what standard input orders."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    import typst

    order = json.load(sys.stdin)
    root = Path(order["root"])
    nowhere = root / "packages"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(order["fonts"])])
    compiler = typst.Compiler(
        root / "main.typ",
        root=root,
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )
    try:
        pdf = compiler.compile(
            format="pdf", sys_inputs=order["inputs"], pdf_standards=["a-2b"], timestamp=order["timestamp"]
        )
    except typst.TypstError as error:
        print(json.dumps(_told(error)), file=sys.stderr)
        return 1
    sys.stdout.buffer.write(pdf if isinstance(pdf, bytes) else b"")
    return 0


def _told(error: Any) -> dict[str, Any]:
    """Return the message, and the line where the error's text names one of main.typ."""
    import re

    text = str(getattr(error, "diagnostic", "") or error)
    found = re.search(r"main\.typ:(\d+)", text)
    return {"message": str(getattr(error, "message", "") or error).strip(), "line": int(found[1]) if found else 0}


if __name__ == "__main__":
    sys.exit(main())
