"""ClamAV's daemon over its own protocol (clamd(8), INSTREAM): the bytes in parts, one line back."""

import socket
import struct
from contextlib import closing
from pathlib import Path
from typing import Final

from tinhso.foundation.files.data import Finding, MediaType
from tinhso.foundation.files.ports import InspectorDown

BLOCK: Final = 64 * 1024
MAX_ANSWER: Final = 1024


class ClamdInspector:
    """A daemon at `address`: host:port, or unix:/path. No part of the exchange waits longer than `timeout` seconds."""

    name = "clamd"

    def __init__(self, address: str, *, timeout: float = 10.0) -> None:
        self.address, self.timeout = address, timeout

    def inspect(self, path: Path, media_type: MediaType) -> tuple[Finding, ...]:
        """Return what the daemon found. Raises InspectorDown when it does not answer, or not in its protocol.

        The type of the file is not told to the daemon: it looks for itself.
        """
        del media_type
        try:
            answer = self._ask(path)
        except OSError as error:
            raise InspectorDown(type(error).__name__) from error
        if answer.endswith("FOUND"):
            return (Finding("virus", self.name, answer.removeprefix("stream:").removesuffix("FOUND").strip()[:100]),)
        if answer != "stream: OK":
            raise InspectorDown(answer[:100])
        return ()

    def _ask(self, path: Path) -> str:
        with closing(self._connected()) as line, path.open("rb") as file:
            line.sendall(b"zINSTREAM\0")
            while block := file.read(BLOCK):
                line.sendall(struct.pack("!L", len(block)) + block)
            line.sendall(struct.pack("!L", 0))
            return self._answer(line)

    def _connected(self) -> socket.socket:
        if self.address.startswith("unix:"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(self.timeout)
            try:
                line.connect(self.address.removeprefix("unix:"))
            except OSError:
                line.close()
                raise
            return line
        host, _colon, port = self.address.rpartition(":")
        if not (host and port.isdigit()):
            raise InspectorDown("TINHSO_CLAMD")
        return socket.create_connection((host, int(port)), timeout=self.timeout)

    @staticmethod
    def _answer(line: socket.socket) -> str:
        kept = b""
        while b"\0" not in kept and len(kept) < MAX_ANSWER and (part := line.recv(MAX_ANSWER)):
            kept += part
        return kept.partition(b"\0")[0].decode("utf-8", "replace").strip()
