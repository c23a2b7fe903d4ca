"""Addresses of retention. The paths are words an officer and a citizen can read aloud."""

from django.urls import path

from tinhso.government.retention.web import disposals, due, exports, holds, standing

app_name = "retention"
KEEPING = "luu-tru/"
LISTS = f"{KEEPING}danh-muc/"
HOLDS = f"{KEEPING}phong-toa/"
CLEANING = f"{KEEPING}don-dep/"
DATA = f"{KEEPING}du-lieu/"
MINE = "cua-toi/xuat-du-lieu/"

urlpatterns = [
    path(KEEPING, due.home, name="home"),
    path(f"{KEEPING}thoi-han/", due.terms, name="terms"),
    path(f"{KEEPING}ho-so/<uuid:stub_id>/", due.stub, name="stub"),
    path(LISTS, disposals.disposals, name="disposals"),
    path(f"{LISTS}<uuid:disposal_id>/", disposals.disposal, name="disposal"),
    path(f"{LISTS}<uuid:disposal_id>/y-kien/", disposals.opinion, name="opinion"),
    path(f"{LISTS}<uuid:disposal_id>/quyet-dinh/", disposals.decision, name="decision"),
    path(f"{LISTS}<uuid:disposal_id>/dung/", disposals.drop, name="drop"),
    path(f"{LISTS}<uuid:disposal_id>/bien-ban/", disposals.minutes, name="minutes"),
    path(f"{LISTS}<uuid:disposal_id>/tep-quyet-dinh/", disposals.decision_file, name="decision_file"),
    path(HOLDS, holds.holds, name="holds"),
    path(f"{HOLDS}<uuid:hold_id>/go/", holds.lift, name="lift"),
    path(CLEANING, standing.standing, name="standing"),
    path(f"{CLEANING}<uuid:standing_id>/het-hieu-luc/", standing.end, name="end_standing"),
    path(f"{CLEANING}<uuid:standing_id>/tep/", standing.file, name="standing_file"),
    path(DATA, exports.desk, name="exports"),
    path(f"{DATA}<uuid:desk_export_id>/tep/", exports.desk_file, name="export_file"),
    path(MINE, exports.mine, name="mine"),
    path(f"{MINE}<uuid:own_export_id>/tep/", exports.own_file, name="own_file"),
]
