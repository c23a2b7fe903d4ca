"""A SIMULATOR of an online editor, for tests alone: it tells of itself over HTTP and speaks WOPI as a client.

Not Collabora and not OnlyOffice: it has no text editing in it, only discovery, proofs, locks, reading and saving, as
[MS-WOPI] describes them. Its keys can be changed as an editor's are: the new one and the old one given for a while.
"""

import base64
import struct
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256


def new_key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


class EditorSimulator:
    """An editor at a free port of this machine."""

    def __init__(self) -> None:
        self.key, self.old = new_key(), new_key()
        self.asked = 0
        self.broken = ""
        me = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                me.asked += 1
                body = (me.broken or me.discovery()).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(timeout=5)

    def discovery(self) -> str:
        told = " ".join(f'{name}="{value}"' for name, value in self._told().items())
        return (
            '<?xml version="1.0"?><wopi-discovery><net-zone name="external-http"><app name="Word">'
            f'<action name="view" ext="docx" urlsrc="{self.origin}/view?"/>'
            f'<action name="edit" ext="docx" urlsrc="{self.origin}/edit?&lt;ui=UI_LLCC&amp;&gt;"/>'
            f"</app></net-zone><proof-key {told}/></wopi-discovery>"
        )

    def _told(self) -> dict[str, str]:
        found = {}
        for age, key in (("", self.key), ("old", self.old)):
            numbers = key.public_key().public_numbers()
            found[f"{age}modulus"] = base64.b64encode(numbers.n.to_bytes(256, "big")).decode()
            found[f"{age}exponent"] = base64.b64encode(numbers.e.to_bytes(3, "big")).decode()
        return found

    def ask(self, method, url, token, *, key=None, old=None, at=None, data=b"", **headers):
        """Send a request as the editor does: the token in the address, proofs by both keys."""
        address = f"{url}?access_token={token}"
        ticks = int(((at or datetime.now(UTC)) - datetime(1, 1, 1, tzinfo=UTC)).total_seconds() * 10_000_000)
        parts = (token.encode(), address.upper().encode(), struct.pack(">q", ticks))
        said = b"".join(struct.pack(">I", len(part)) + part for part in parts)
        proofs = {
            "X-WOPI-TimeStamp": str(ticks),
            "X-WOPI-Proof": base64.b64encode((key or self.key).sign(said, PKCS1v15(), SHA256())).decode(),
            "X-WOPI-ProofOld": base64.b64encode((old or self.old).sign(said, PKCS1v15(), SHA256())).decode(),
        }
        named = {f"X-WOPI-{name.replace('_', '-')}": value for name, value in headers.items()}
        return httpx.request(method, address, headers={**proofs, **named}, content=data, trust_env=False, timeout=20)
