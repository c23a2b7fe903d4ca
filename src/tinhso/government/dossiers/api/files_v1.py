"""Files and results over HTTP, version 1: what is handed in, and what anybody may verify."""

from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile
from ninja.security import django_auth

from tinhso.foundation.files import public as files
from tinhso.foundation.identity import public as identity
from tinhso.government.dossiers.api.schemas_drafts_v1 import (
    ClaimIn,
    FileOut,
    MergeIn,
    PublicResultOut,
    ResultPage,
)
from tinhso.government.results import public as results
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Unauthenticated
from tinhso.kernel.http import actor_of

router = Router(tags=["files"], auth=django_auth)
results_router = Router(tags=["results"])
LOOK_UPS: Final = 60
UPLOADS: Final = 200


def _signed_in(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    return actor


@router.post("", response={201: FileOut}, summary="Tải lên một tệp")
def upload(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> Any:
    """Keep one JPEG, PNG, HEIC or PDF within the bound of one file; 200 a quarter of an hour.

    For large files or a weak line use the resumable uploads and claim them.
    """
    actor, now = _signed_in(request), clock.now()
    identity.count_try("api.upload", str(actor.account_id), limit=UPLOADS, now=now)
    return Status(201, files.save(actor, stream=file, name=file.name or "", now=now))


@router.post("/claims", response={201: FileOut}, summary="Nhận tệp tải lên theo tus")
def claim(request: HttpRequest, body: ClaimIn) -> Any:
    """Return the file of a finished resumable upload of the caller's; may be asked again."""
    return Status(201, files.claim_upload(_signed_in(request), upload_id=body.upload_id, now=clock.now()))


@router.post("/merges", response={201: FileOut}, summary="Gộp các tệp thành một PDF")
def merge(request: HttpRequest, body: MergeIn) -> Any:
    """Join the caller's own files, in this order, into one PDF."""
    actor, now = _signed_in(request), clock.now()
    identity.count_try("api.upload", str(actor.account_id), limit=UPLOADS, now=now)
    files.require_own(actor, file_ids=body.file_ids)
    return Status(201, files.merge_to_pdf(body.file_ids, name=body.name, actor=actor, now=now))


@results_router.get("", response=ResultPage, auth=django_auth, summary="Kết quả của tôi")
def list_results(
    request: HttpRequest,
    cursor: Annotated[str, Query(max_length=300)] = "",
    size: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Any:
    """One page of the caller's own results, newest first."""
    return results.list_of_person(actor_of(request), cursor=cursor, size=size)


@results_router.get("/{slug:token}", response=PublicResultOut, auth=None, summary="Tra cứu kết quả theo mã xác thực")
def find_result(request: HttpRequest, token: str) -> Any:
    """Public facts of a result by the token printed on it; the owner masked. Throttled per address, as for dossiers."""
    address = identity.client_address(request)
    identity.count_try("results.look_up", address, limit=LOOK_UPS, now=clock.now())
    found = results.find_by_token(token[:60])
    if found is None:
        raise results.ResultNotFound
    identity.take_back("results.look_up", address)
    return found
