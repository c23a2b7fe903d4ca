"""Population's things: a verification that was given up (the operator's), an alert of look-ups in commune A."""

from tinhso.data.population.testing import make_alert, make_check

PRIVATE = {"alert_id"}


def things(cast):
    units = cast["units"]
    return {
        "check_id": make_check(cast["an"].account_id, subject_id=cast["dossier"].id, given_up=True).id,
        "alert_id": make_alert(cast["binh"].account_id, unit_id=units.commune_a.id).id,
    }
