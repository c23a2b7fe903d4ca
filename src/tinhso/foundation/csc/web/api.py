"""The Cloud Signature Consortium's API, version 2.0.0.2, over the agencies' seals (docs/csc.md)."""

import base64
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tinhso.foundation.csc import access, granting
from tinhso.foundation.csc.data import Granted
from tinhso.foundation.csc.errors import ApiRefused, BadClient, BadCredential, BadToken
from tinhso.foundation.csc.models import ClientSystem
from tinhso.foundation.identity import public as identity
from tinhso.foundation.signing import public as signing
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, Kind

Answer = dict[str, Any]
MAX_BODY: Final = 256 * 1024
MAX_DOCUMENT_BODY: Final = 28 * 1024 * 1024
GUESSES: Final = 20
CALLS: Final = 6000
HASHES: Final = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
EC_SIGNING: Final = ("1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4")
RSA_SIGNING: Final = ("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13")


def _answered(act: Callable[[HttpRequest], Answer]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer as the standard wants: JSON, never kept, refusals as error and error_description."""

    @csrf_exempt
    @require_POST
    @wraps(act)
    def answer(request: HttpRequest) -> HttpResponse:
        try:
            made = act(request)
            response = JsonResponse(made, status=202 if "handle" in made else 200)
        except DomainError as refused:
            word = refused.word if isinstance(refused, ApiRefused) else _word(refused)
            status = 400 if refused.kind in {Kind.INVALID, Kind.NOT_FOUND, Kind.CONFLICT} else refused.status
            said = {"error": word, "error_description": gettext(refused.sentence)}
            response = JsonResponse(said, status=status)
            if status == 401:
                response["WWW-Authenticate"] = "Bearer"
        response["Cache-Control"] = "no-store"
        return response

    return answer


def _word(refused: DomainError) -> str:
    return {Kind.TOO_MANY: "too_many_requests", Kind.UNAVAILABLE: "temporarily_unavailable"}.get(
        refused.kind, "invalid_request"
    )


def _body(request: HttpRequest, limit: int = MAX_BODY) -> Answer:
    held = request.read(limit + 1)
    try:
        read = json.loads(held or b"{}") if len(held) <= limit else None
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise ApiRefused
    return read


def _system(request: HttpRequest) -> ClientSystem:
    """Return whose call it is. Raises BadToken; a system calls at most 6,000 times in a quarter of an hour."""
    given = request.headers.get("Authorization", "")
    if not given.startswith("Bearer "):
        raise BadToken
    system = granting.system_of(given.removeprefix("Bearer ").strip()[:200], now=now())
    identity.count_try("csc.calls", str(system.id), limit=CALLS, now=now())
    return system


@_answered
def info(request: HttpRequest) -> Answer:
    """Say what is offered."""
    _body(request)
    return {
        "specs": "2.0.0.2",
        "name": "Tỉnh Số",
        "region": "VN",
        "lang": "vi",
        "description": "Ký bằng con dấu số của cơ quan",
        "logo": "",
        "authType": ["oauth2client"],
        "oauth2": f"{settings.PUBLIC_URL}/csc/v2",
        "methods": [
            "oauth2/token",
            "credentials/list",
            "credentials/info",
            "credentials/authorize",
            "credentials/authorizeCheck",
            "signatures/signHash",
            "signatures/signDoc",
        ],
        "signAlgorithms": {"algos": [*EC_SIGNING, *RSA_SIGNING]},
        "signature_formats": {"formats": ["P"], "envelope_properties": [["Certification", "Revision"]]},
        "conformance_levels": ["AdES-B-B"],
    }


@_answered
def token(request: HttpRequest) -> Answer:
    """Give an access token for client id and secret (RFC 6749, 4.4). Guesses are held back by address."""
    client, secret = _basic(request) or (request.POST.get("client_id", ""), request.POST.get("client_secret", ""))
    if request.POST.get("grant_type") != "client_credentials":
        raise ApiRefused
    with identity.held_back("csc.token", identity.client_address(request), limit=GUESSES, now=now()):
        made, lasts = granting.give_token(client_id=client[:40], secret=secret[:200], now=now())
    return {"access_token": made, "token_type": "Bearer", "expires_in": lasts}


def _basic(request: HttpRequest) -> tuple[str, str] | None:
    given = request.headers.get("Authorization", "")
    if not given.startswith("Basic "):
        return None
    try:
        client, _colon, secret = base64.b64decode(given.removeprefix("Basic "), validate=True).decode().partition(":")
    except ValueError:
        raise BadClient from None
    return client, secret


@_answered
def credentials_list(request: HttpRequest) -> Answer:
    """List the seals that may sign now."""
    _system(request)
    _body(request)
    return {"credentialIDs": [str(one.id) for one in access.seals(now=now())]}


@_answered
def credentials_info(request: HttpRequest) -> Answer:
    """Describe one seal and give its certificates."""
    _system(request)
    asked = _body(request)
    key = granting.seal_of(str(asked.get("credentialID", "")), now=now())
    chain = signing.certificates_of(key.id)
    wanted = asked.get("certificates", "single")
    given = {"none": (), "single": chain[:1], "chain": chain}.get(str(wanted))
    if given is None:
        raise ApiRefused
    said: Answer = {
        "description": key.subject,
        "key": {"status": "enabled", **_about(chain[0])},
        "auth": {"mode": "implicit"},
        "SCAL": "2",
        "multisign": granting.MAX_HASHES,
        "lang": "vi",
    }
    if given:
        said["cert"] = {"status": "valid", "certificates": [base64.b64encode(one).decode() for one in given]}
    return said


def _about(der: bytes) -> Answer:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509 import load_der_x509_certificate

    public = load_der_x509_certificate(der).public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        curves = {"secp256r1": "1.2.840.10045.3.1.7", "secp384r1": "1.3.132.0.34", "secp521r1": "1.3.132.0.35"}
        return {"algo": list(EC_SIGNING), "len": public.key_size, "curve": curves.get(public.curve.name, "")}
    return {"algo": list(RSA_SIGNING), "len": getattr(public, "key_size", 0)}


@_answered
def authorize(request: HttpRequest) -> Answer:
    """Give activation data bound to the hashes, or a handle while the custodian is asked."""
    system = _system(request)
    asked = _body(request)
    ask = _ask(asked)
    if asked.get("numSignatures") != len(ask.hashes):
        raise ApiRefused
    return _granted(granting.authorise(system, ask, now=now()))


@_answered
def authorize_check(request: HttpRequest) -> Answer:
    """Hand over what the custodian decided."""
    system = _system(request)
    return _granted(granting.collect(system, handle=str(_body(request).get("handle", ""))[:64], now=now()))


def _granted(given: Granted) -> Answer:
    return {"SAD": given.sad, "expiresIn": given.lasts} if given.sad else {"handle": given.handle}


def _ask(asked: Answer) -> granting.Ask:
    algorithm = HASHES.get(str(asked.get("hashAlgorithmOID", "2.16.840.1.101.3.4.2.1")))
    hashes = asked.get("hashes")
    if algorithm is None or not isinstance(hashes, list) or len(hashes) > granting.MAX_HASHES:
        raise ApiRefused
    purpose = asked.get("clientData", "")
    return granting.Ask(
        str(asked.get("credentialID", "")),
        tuple(_decoded(one) for one in hashes),
        algorithm,
        purpose if isinstance(purpose, str) else "",
    )


def _decoded(text: object, limit: int = 200) -> bytes:
    if not isinstance(text, str) or len(text) > limit:
        raise ApiRefused
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise ApiRefused from None


@_answered
def sign_hash(request: HttpRequest) -> Answer:
    """Sign hashes with activation data for exactly these."""
    system = _system(request)
    asked = _body(request)
    ask = _ask(asked)
    chain = signing.certificates_of(granting.seal_of(ask.credential_id, now=now()).id)
    place = list(HASHES.values()).index(ask.algorithm)
    if asked.get("signAlgo") != _about(chain[0])["algo"][place]:
        raise ApiRefused
    made = granting.sign_hashes(system, ask, sad=str(asked.get("SAD", ""))[:200], now=now())
    return {"signatures": [base64.b64encode(one).decode() for one in made]}


@_answered
def sign_doc(request: HttpRequest) -> Answer:
    """Sign one PDF with activation data for its SHA-256."""
    system = _system(request)
    asked = _body(request, MAX_DOCUMENT_BODY)
    documents = asked.get("documents")
    if not isinstance(documents, list) or len(documents) != 1 or not isinstance(documents[0], dict):
        raise ApiRefused
    one = documents[0]
    if one.get("signature_format", "P") != "P" or one.get("conformance_level", "AdES-B-B") != "AdES-B-B":
        raise ApiRefused
    credential = asked.get("credentialID")
    if not isinstance(credential, str):
        raise BadCredential
    signed = granting.sign_document(
        system,
        credential_id=credential,
        sad=str(asked.get("SAD", ""))[:200],
        pdf=_decoded(one.get("document"), MAX_DOCUMENT_BODY),
        now=now(),
    )
    return {"DocumentWithSignature": [base64.b64encode(signed).decode()]}
