"""A second dossier of An's, received by Bình at the counter of commune A: one scanned page, one paper made ready."""

from tinhso.foundation.files.testing import make_jpeg
from tinhso.government.digitisation import public as digitisation
from tinhso.government.digitisation.models import ScanPage
from tinhso.government.digitisation.testing import check_paper, make_ready, scan
from tinhso.kernel import clock

PRIVATE = {"page_id", "digitised_id"}


def things(cast):
    binh, dossier, now = cast["binh"], cast["dossier"], clock.now()
    ready = make_ready(binh, dossier.id, now=now)
    check_paper(binh, dossier.id, now=now, pages=1)
    scan(binh, dossier.id, make_jpeg(300, 400), now=now)
    assert digitisation.get_digitised(binh, digitised_id=ready.id).pages == 1
    return {"page_id": ScanPage.objects.order_by("-position")[0].id, "digitised_id": ready.id}
