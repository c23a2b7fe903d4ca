"""An's petition to commune A, about a street; one of hers stands in the public list."""

import io

from PIL import Image

from tinhso.foundation.files import public as files
from tinhso.government.petitions import public as petitions
from tinhso.government.petitions.models import Petition
from tinhso.kernel import clock

PRIVATE = {"petition_id"}
"""The token is no UUID, so its address stands in the page; that strangers get 404 with it, the table says."""
WORDS = "Đèn đường trước trường học hỏng đã hai tuần nay."


def things(cast):
    """File two, and publish one as its desk would have."""
    raw = io.BytesIO()
    Image.new("RGB", (40, 30), "gray").save(raw, "JPEG")
    photo = files.save_bytes(raw.getvalue(), name="den.jpg", actor=cast["an"], now=clock.now()).id
    unit, now = cast["units"].commune_a.id, clock.now()
    said = petitions.Said(petitions.Kind.SCENE, unit, "Đèn đường hỏng", WORDS, photos=[photo])
    made = petitions.file_petition(cast["an"], said, now=now)
    other = petitions.Said(petitions.Kind.SCENE, unit, "Rác chất đống", WORDS, photos=[photo])
    shown = petitions.file_petition(cast["an"], other, now=now)
    Petition.objects.filter(pk=shown.id).update(
        status="answered", answered_at=now, answer="Đã dọn.", public_title="Rác", public_words="Rác.",
        public_answer="Đã dọn.", public_photos=[photo], published_at=now,
    )  # fmt: skip
    token = petitions.token_of(cast["an"], petition_id=made.id)
    return {"petition_id": made.id, "petition_token": token, "petition_code": shown.code, "number": 1}
