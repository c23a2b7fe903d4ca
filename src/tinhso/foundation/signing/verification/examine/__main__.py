"""The process that reads what strangers send: one job after another on standard input, findings on standard output.

It holds no secret, asks no database and opens no file. Memory, file size and the number of processes are limited before
the first job; time is kept by whoever started it. After a job that used up its memory it ends; another is started.
"""

import base64
import json
import logging
import resource
import struct
import sys
from datetime import datetime
from typing import Any, BinaryIO, Final

from tinhso.foundation.signing.verification.examine import cms, pdf, xml
from tinhso.foundation.signing.verification.examine.job import Job, Refused

MEMORY: Final = 1024 * 1024 * 1024
LENGTH: Final = struct.Struct(">I")


def main() -> int:
    """Answer jobs until the other side closes."""
    _confine()
    logging.disable(logging.CRITICAL)
    sys.setrecursionlimit(600)
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints does not go between the answers
    while True:
        head = _read(incoming)
        if head is None:
            return 0
        job, kind = _job(json.loads(head))
        data, beside = _read(incoming) or b"", _read(incoming)
        found = answer(kind, data, beside or None, job)
        packed = json.dumps(found).encode()
        outgoing.write(LENGTH.pack(len(packed)) + packed)
        outgoing.flush()
        if found.get("refused") == "too_complex":
            return 0


def answer(kind: str, data: bytes, beside: bytes | None, job: Job) -> dict[str, Any]:
    """Return the findings on one file; `refused` names why there are none."""
    try:
        if kind == "pdf":
            return pdf.examine(data, job)
        if kind == "xml":
            return xml.examine(data, job)
        return cms.examine(data, beside, job)
    except Refused as refused:
        return {"refused": refused.code}
    except (MemoryError, RecursionError):
        return {"refused": "too_complex"}


def _job(head: dict[str, Any]) -> tuple[Job, str]:
    existed = head.get("existed_at")
    job = Job(
        roots=tuple(base64.b64decode(one) for one in head["roots"]),
        others=tuple(base64.b64decode(one) for one in head["others"]),
        now=datetime.fromisoformat(head["now"]),
        existed_at=datetime.fromisoformat(existed) if existed else None,
    )
    return job, str(head["kind"])


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _confine() -> None:
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        _soft, hard = resource.getrlimit(what)
        bound = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (bound, bound))


if __name__ == "__main__":
    sys.exit(main())
