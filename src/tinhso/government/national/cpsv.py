"""The province's public services as linked data: CPSV-AP 3 (Core Public Service Vocabulary Application Profile).

Open data about public law, for other catalogues to take over; the marks of what is not certain go with it as notes.
"""

from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings

from tinhso.foundation.organisations import public as organisations
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError

FORMATS: Final = {"ttl": ("turtle", "text/turtle"), "jsonld": ("json-ld", "application/ld+json")}
MAX_SERVICES: Final = 5000
CPSV: Final = "http://purl.org/vocab/cpsv#"
CV: Final = "http://data.europa.eu/m8g/"
ELI: Final = "http://data.europa.eu/eli/ontology#"
_DURATIONS: Final = {"working_day": "P{}D", "calendar_day": "P{}D", "working_hour": "PT{}H", "month": "P{}M"}


def export(kind: str) -> tuple[bytes, str]:
    """Return every service in force today and the media type; `kind` is "ttl" or "jsonld". KeyError for another."""
    form, media_type = FORMATS[kind]
    infos: list[procedures.ProcedureInfo] = []
    cursor = ""
    while len(infos) < MAX_SERVICES:
        page = procedures.list_procedures(cursor=cursor, size=100)
        infos += page.items
        cursor = page.next_cursor
        if not cursor:
            break
    ids = tuple(sorted(str(info.id) for info in infos))
    return _export(form, ids, settings.PUBLIC_URL, clock.today().isoformat()), media_type


@lru_cache(maxsize=4)
def _export(form: str, ids: tuple[str, ...], root: str, _day: str) -> bytes:
    from uuid import UUID

    from rdflib import Graph

    graph = Graph()
    for prefix, address in (("cpsv", CPSV), ("cv", CV), ("eli", ELI)):
        graph.bind(prefix, address)
    authority = _authority(graph, root)
    for one in ids:
        _service(graph, procedures.get_version(UUID(one)), root, authority)
    return graph.serialize(format=form, encoding="utf-8")


def _authority(graph: Any, root: str) -> Any:
    from rdflib import DCTERMS, RDF, Literal, URIRef

    try:
        unit = organisations.root()
    except DomainError:
        return None
    node = URIRef(f"{root}/co-quan/{quote(unit.code)}")
    graph.add((node, RDF.type, URIRef(f"{CV}PublicOrganisation")))
    graph.add((node, DCTERMS.identifier, Literal(unit.code)))
    graph.add((node, DCTERMS.title, Literal(unit.name, lang="vi")))
    return node


def _service(graph: Any, version: procedures.ProcedureVersion, root: str, authority: Any) -> None:
    from rdflib import DCTERMS, RDF, XSD, Literal, URIRef

    info = version.info
    node = URIRef(f"{root}/thu-tuc/{info.slug}/")
    graph.add((node, RDF.type, URIRef(f"{CPSV}PublicService")))
    graph.add((node, DCTERMS.identifier, Literal(info.code)))
    graph.add((node, DCTERMS.title, Literal(info.name, lang="vi")))
    if info.name_en:
        graph.add((node, DCTERMS.title, Literal(info.name_en, lang="en")))
    graph.add((node, DCTERMS.description, Literal(info.summary, lang="vi")))
    graph.add((node, DCTERMS.language, URIRef("http://publications.europa.eu/resource/authority/language/VIE")))
    graph.add((node, URIRef(f"{CV}sector"), Literal(info.field_name, lang="vi")))
    graph.add((node, DCTERMS.issued, Literal(info.valid_from.isoformat(), datatype=XSD.date)))
    if authority is not None:
        graph.add((node, URIRef(f"{CV}hasCompetentAuthority"), authority))
    duration = _duration(version.cases[0].limit)
    if duration:
        graph.add((node, URIRef(f"{CV}processingTime"), Literal(duration, datatype=XSD.duration)))
    _event(graph, node, root, info.life_event)
    _channels(graph, node, info)
    _parts(graph, node, version)


def _duration(limit: procedures.TimeLimit) -> str:
    """Return xsd:duration; a same-day limit has none. Working days are named as days: the vocabulary has no other."""
    shape = _DURATIONS.get(limit.unit)
    return shape.format(int(limit.amount)) if shape and limit.amount == int(limit.amount) else ""


def _event(graph: Any, node: Any, root: str, life_event: str) -> None:
    from rdflib import DCTERMS, RDF, Literal, URIRef

    event = URIRef(f"{root}/su-kien-doi-song/{life_event}")
    graph.add((event, RDF.type, URIRef(f"{CV}LifeEvent")))
    graph.add((event, DCTERMS.identifier, Literal(life_event)))
    graph.add((node, URIRef(f"{CV}isGroupedBy"), event))


def _channels(graph: Any, node: Any, info: procedures.ProcedureInfo) -> None:
    from rdflib import DCTERMS, RDF, Literal, URIRef

    offered = [name for name, is_there in (("online", info.online != "none"), ("counter", info.counter)) if is_there]
    for name in offered:
        channel = URIRef(f"{node}#kenh-{name}")
        graph.add((channel, RDF.type, URIRef(f"{CV}Channel")))
        graph.add((channel, DCTERMS.identifier, Literal(name)))
        graph.add((node, URIRef(f"{CV}hasChannel"), channel))


def _parts(graph: Any, node: Any, version: procedures.ProcedureVersion) -> None:
    """Add what goes in, what comes out, what it costs and the law it rests on."""
    from rdflib import DCTERMS, RDF, XSD, Literal, URIRef

    def part(kind: str, link: str, code: str, title: str) -> Any:
        one = URIRef(f"{node}#{quote(code)}")
        graph.add((one, RDF.type, URIRef(kind)))
        graph.add((one, DCTERMS.identifier, Literal(code)))
        graph.add((one, DCTERMS.title, Literal(title, lang="vi")))
        graph.add((node, URIRef(link), one))
        return one

    for component in version.components:
        part(f"{CV}Evidence", f"{CPSV}hasInput", f"tp-{component.code}", component.name)
    for result in version.results:
        part(f"{CV}Output", f"{CPSV}produces", f"kq-{result.code}", result.name)
    for fee in version.fees:
        cost = part(f"{CV}Cost", f"{CV}hasCost", f"phi-{fee.code}", fee.name)
        graph.add((cost, URIRef(f"{CV}value"), Literal(fee.amount.amount, datatype=XSD.decimal)))
        vnd = URIRef("http://publications.europa.eu/resource/authority/currency/VND")
        graph.add((cost, URIRef(f"{CV}currency"), vnd))
        if fee.mark != "known":
            graph.add((cost, DCTERMS.description, Literal("Mức thu cần đối chiếu văn bản hiện hành.", lang="vi")))
    for place, basis in enumerate(version.legal_basis, 1):
        part(f"{ELI}LegalResource", f"{CV}hasLegalResource", f"cc-{place}", f"{basis.number} {basis.name}".strip())
