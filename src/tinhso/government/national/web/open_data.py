"""`/du-lieu/dich-vu-cong.ttl` and `.jsonld`: the services as open data, for everyone."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tinhso.government.national import cpsv
from tinhso.kernel.http import ActorRequest


@require_safe
def services(_request: ActorRequest, kind: str) -> HttpResponse:
    """Give the services in force as CPSV-AP 3; may be kept an hour, may be read by pages of other houses."""
    content, media_type = cpsv.export(kind)
    return HttpResponse(
        content,
        content_type=f"{media_type}; charset=utf-8",
        headers={"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"},
    )
