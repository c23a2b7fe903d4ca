"""A demonstration certification authority (cơ quan chứng thực MINH HỌA): its certificates have no legal force.

Under `/authority/`: `ocsp` (RFC 6960, GET and POST, answered by a delegated responder), `issuing.crl` and `root.crl`
(RFC 5280), `root.crt` and `issuing.crt`, `tsa` (RFC 3161). Root and issuing authority lie in `authority.pem`, a folder
that whoever issues shares with it (TINHSO_DEMO_AUTHORITY; its own folder when unset), beside `issued/<serial>.crt`, one
file for each certificate somebody else issued with those keys. Whoever comes first makes `authority.pem`.

`POST /_control/revoke`, `suspend`, `release` take `serial` (hexadecimal) or `certificate` (PEM), and `reason`, `at`;
`POST /_control/issue` gives a fresh key with a certificate, odd ones too (see `issuing.PROFILES`);
`GET /_control/register` lists what was issued here and what is revoked. Quirks, each `true` unless said otherwise:
`ocsp_down`, `crl_down`, `tsa_down` (503), `ocsp_stale`, `crl_stale` (out of date), `ocsp_wrong_signer`,
`crl_wrong_signer` (signed by a stranger), `ocsp_wrong_nonce`, `ocsp_no_nonce`, `ocsp_try_later`, `ocsp_other_serial`,
`ocsp_no_next` (no nextUpdate), `huge` (bytes, a number), `tsa_refuse`, `tsa_wrong_nonce`, `tsa_wrong_digest`,
`tsa_late` (seconds its clock is off, a number).
"""

import os
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.routing import Route

from tinhso.simulators.authority.service import Service
from tinhso.simulators.behaviour import Behaviour, with_control

TITLE: Final = "Cơ quan chứng thực chữ ký số (MINH HỌA)"
SHARED: Final = "TINHSO_DEMO_AUTHORITY"


def make_app(folder: Path) -> Starlette:
    """Return the authority; its register lies in `folder`."""
    behaviour = Behaviour()
    service = Service(folder, Path(os.environ.get(SHARED) or folder), behaviour)
    routes = [
        Route("/", service.index),
        Route("/ocsp", service.ocsp_post, methods=["POST"]),
        Route("/ocsp/{request:path}", service.ocsp_get, methods=["GET"]),
        Route("/{name}.crl", service.crl, methods=["GET"]),
        Route("/{name}.crt", service.certificate, methods=["GET"]),
        Route("/tsa", service.stamp, methods=["POST"]),
        Route("/_control/register", service.listed, methods=["GET"]),
        Route("/_control/issue", service.issue, methods=["POST"]),
        Route("/_control/{act}", service.change, methods=["POST"]),
    ]
    return with_control(Starlette(routes=routes), behaviour)
