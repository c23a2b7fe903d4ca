"""What one may authorise somebody for: the procedures filed here on line, and their fields."""

from tinhso.foundation.mandates.public import Subjects
from tinhso.government.procedures import public as procedures


def subjects() -> Subjects:
    """Return the procedures in force that are filed on line, and their fields, by name; the first 100 procedures."""
    found = [one for one in procedures.list_procedures(size=100).items if one.online == "local"]
    fields = {one.field_code: one.field_name for one in found if one.field_code}
    return Subjects(
        procedures=tuple((one.code, one.name) for one in found),
        fields=tuple(sorted(fields.items(), key=lambda pair: pair[1])),
    )
