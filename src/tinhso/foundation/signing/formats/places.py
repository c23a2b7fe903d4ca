"""Places a template left: for signatures (`tinhso:signature/<name>`) and for words filled in later (`tinhso:field/…`).

The first signature turns every such link into a form field, so that later signers and the clerk only fill in what the
first already covered; a link left in the page would have to be removed later, and that would be a change to a signed
document (ISO 32000-2, 12.8.2.2: only form filling and signing are permitted).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from tinhso.foundation.signing.formats.untyped import Writer, generic

Box = tuple[float, float, float, float]
"""Left, bottom, right, top: points from the lower left corner of the page."""

SIGNATURE_SCHEME: Final = "tinhso:signature/"
WORDS_SCHEME: Final = "tinhso:field/"
SIGNATURE_PREFIX: Final = "ChuKy_"
SEAL: Final = "seal"
WORDS_PREFIX: Final = "VanBan_"
MAX_PAGES: Final = 1000
READ_ONLY: Final = 1
LOOK_KEY: Final = "/TinhSo_Look"


@dataclass(frozen=True, slots=True)
class Place:
    """One link of ours in a page: what is wanted there, and how words shall look (`size`, `style`, `align`)."""

    name: str
    page: int
    box: Box
    is_signature: bool
    look: dict[str, str]


def turn_links_into_fields(
    writer: Writer, *, also: Callable[[Sequence[Place]], Sequence[Place]] = lambda _places: ()
) -> list[Place]:
    """Replace each of our links by an empty field of the same place and name; return the places found.

    `also` may ask for further places, when there are any.
    """
    found: list[Place] = []
    for number in range(min(int(writer.prev.root["/Pages"]["/Count"]), MAX_PAGES)):
        page_ref = writer.find_page_for_modification(number)[0]
        page = page_ref.get_object()
        kept, places = _split_links(page.get("/Annots", ()), number)
        if places:
            page["/Annots"] = generic.ArrayObject(kept)
            writer.mark_update(page_ref)
            found += places
    further = list(also(found)) if found else []
    words = [one for one in found if not one.is_signature]
    for place in words:
        _add_words_field(writer, place)
    for place in (*found, *further):
        if place.is_signature:
            add_signature_field(writer, place, is_last=bool(words) and place.name == SEAL)
    return [*found, *further]


def add_signature_field(writer: Writer, place: Place, *, is_last: bool) -> None:
    """Add an empty signature field. What is signed last permits nothing after it but proofs and time-stamps.

    That is the field's lock with /P 1 (ISO 32000-2, 12.7.5.5). Naming the fields it locks would say the same, but
    pyHanko's default comparison takes looks from before the signature for changes to locked fields.
    """
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.sign.fields import (
        FieldMDPAction,
        FieldMDPSpec,
        MDPPerm,
        SigFieldSpec,
        append_signature_field,
        enumerate_sig_fields,
    )

    left, bottom, right, top = (round(edge) for edge in place.box)
    append_signature_field(
        writer,
        SigFieldSpec(
            SIGNATURE_PREFIX + place.name,
            on_page=place.page,
            box=(left, bottom, right, top),
            field_mdp_spec=FieldMDPSpec(FieldMDPAction.INCLUDE, []) if is_last else None,
            doc_mdp_update_value=MDPPerm.NO_CHANGES if is_last else None,
        ),
    )
    # Until it is signed nothing is drawn there; PDF/A wants every field to have a look (ISO 19005-2, 6.3.3).
    field = next(ref for name, _value, ref in enumerate_sig_fields(writer) if name == SIGNATURE_PREFIX + place.name)
    field.get_object()[pdf_name("/AP")] = _blank(writer, place.box)
    writer.mark_update(field)


def words_fields(handler: Any) -> dict[str, Any]:
    """Return the fields for words by their name in the template ("number", "date"): references to their objects."""
    if "/AcroForm" not in handler.root or "/Fields" not in handler.root["/AcroForm"]:
        return {}
    found = {}
    for ref in handler.root["/AcroForm"]["/Fields"]:
        field = ref.get_object()
        name = str(field["/T"]) if "/T" in field else ""
        if name.startswith(WORDS_PREFIX) and "/FT" in field and field["/FT"] == "/Tx":
            found[name.removeprefix(WORDS_PREFIX)] = ref
    return found


def value_of(ref: Any) -> str:
    """Return the words in a field, "" for an empty one."""
    field = ref.get_object()
    return str(field["/V"]) if "/V" in field else ""


def _add_words_field(writer: Writer, place: Place) -> None:
    """Add an empty, read-only text field with a blank look of its own; how its words shall look stands in it too."""
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string

    page_ref = writer.find_page_for_modification(place.page)[0]
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): pdf_string(WORDS_PREFIX + place.name),
            pdf_name(LOOK_KEY): pdf_string("&".join(f"{key}={value}" for key, value in sorted(place.look.items()))),
            pdf_name("/DA"): pdf_string(f"/Helv {place.look.get('size', '13')} Tf 0 g"),
            pdf_name("/Ff"): generic.NumberObject(READ_ONLY),
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/Rect"): _numbers(place.box),
            pdf_name("/P"): page_ref,
            pdf_name("/AP"): _blank(writer, place.box),
        }
    )
    ref = writer.add_object(field)
    writer.register_annotation(page_ref, ref)
    _form_fields(writer).append(ref)
    writer.update_container(_form_fields(writer))


def _blank(writer: Writer, box: Box) -> Any:
    """Return a look that shows nothing."""
    from pyhanko.pdf_utils.generic import pdf_name

    left, bottom, right, top = box
    blank = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): _numbers((0, 0, right - left, top - bottom)),
            pdf_name("/Resources"): generic.DictionaryObject(),
        },
        stream_data=b"",
    )
    return generic.DictionaryObject({pdf_name("/N"): writer.add_object(blank)})


def _form_fields(writer: Writer) -> Any:
    """Return the list of the form's fields, made when the document has no form."""
    from pyhanko.pdf_utils.generic import pdf_name

    root = writer.root
    if "/AcroForm" not in root:
        root[pdf_name("/AcroForm")] = writer.add_object(
            generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject()})
        )
        writer.update_root()
    form = root["/AcroForm"]
    if "/Fields" not in form:
        form[pdf_name("/Fields")] = generic.ArrayObject()
        writer.update_container(form)
    return form["/Fields"]


def _split_links(annotations: Any, page: int) -> tuple[list[Any], list[Place]]:
    """Return the annotations to keep and the places wanted."""
    kept, places = [], []
    for position in range(len(annotations)):
        annotation = annotations[position]
        address = str(annotation.get("/A", {}).get("/URI", "")) if annotation.get("/Subtype") == "/Link" else ""
        if address.startswith((SIGNATURE_SCHEME, WORDS_SCHEME)):
            left, bottom, right, top = (float(edge) for edge in annotation["/Rect"])
            parts = urlsplit(address)
            places.append(
                Place(
                    name=parts.path.partition("/")[2],
                    page=page,
                    box=(left, bottom, right, top),
                    is_signature=address.startswith(SIGNATURE_SCHEME),
                    look=dict(parse_qsl(parts.query)),
                )
            )
        else:
            kept.append(annotations.raw_get(position))
    return kept, places


def _numbers(values: Sequence[float]) -> Any:

    return generic.ArrayObject(generic.FloatObject(round(value, 3)) for value in values)
