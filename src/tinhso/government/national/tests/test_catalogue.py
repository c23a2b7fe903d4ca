"""The national catalogue is kept as it came, compared with ours, and changes nothing here; our services are open data."""

import pytest

from tinhso.government.national.actions.cataloguing import fetch_catalogues
from tinhso.government.national.models import NationalEntry
from tinhso.government.national.queries.catalogue import list_differences, list_only_theirs
from tinhso.government.national.testing import portal
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel.errors import NotFound
from tinhso.testing.simulators import simulator, simulators

__all__ = ["portal", "simulator", "simulators"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def ours(db):
    procedures.forget_versions()
    yield make_procedure()
    procedures.forget_versions()


def national(**changes):
    return {
        "MATTHC": CODE,
        "TENTTHC": "Xác nhận tình trạng cư trú",
        "LINHVUCTHUCHIEN": [{"MALINHVUC": "TH", "TENLINHVUC": "Thử nghiệm"}],
        "CACHTHUCTHUCHIEN": [
            {
                "KENH": "1",
                "THOIGIAN": [
                    {"THOIGIANGIAIQUYET": "3", "DONVITINH": "Ngày làm việc", "PHILEPHI": [{"SOTIEN": "8.000 đồng"}]},
                    {"THOIGIANGIAIQUYET": "5", "DONVITINH": "Ngày làm việc"},
                ],
            }
        ],
        "THANHPHANHOSO": [{"GIAYTO": [{"TENGIAYTO": "Tờ khai"}, {"TENGIAYTO": "Giấy tờ chứng minh"}]}],
        **changes,
    }


def test_the_same_on_both_sides_is_no_difference(portal, units, em):
    portal.plant(procedures=[national()])
    assert fetch_catalogues() == 1
    assert list_differences(em).items == []


def test_a_difference_names_the_part_and_both_sides(portal, units, em, ours):
    times = [{"THOIGIAN": [{"THOIGIANGIAIQUYET": "2", "DONVITINH": "Ngày làm việc", "PHILEPHI": [{"SOTIEN": "5000"}]}]}]
    portal.plant(procedures=[national(TENTTHC="Xác nhận thông tin cư trú", CACHTHUCTHUCHIEN=times)])
    fetch_catalogues()
    (item,) = list_differences(em).items
    assert {d.part: (d.ours, d.theirs) for d in item.differences} == {
        "name": ("Xác nhận tình trạng cư trú", "Xác nhận thông tin cư trú"),
        "deadline": ("3 ngày làm việc; 5 ngày làm việc", "2 ngày làm việc"),
        "fees": ("8000", "5000"),
    }
    assert procedures.get_current(CODE).name == ours.name  # never overwritten


def test_every_version_is_kept_and_one_is_current(portal, units):
    portal.plant(
        procedures=[national()], agencies=[{"MADONVI": "H61", "TENDONVI": "UBND tỉnh"}], fields=[{"MALINHVUC": "TH"}]
    )
    assert fetch_catalogues() == 3
    assert fetch_catalogues() == 0
    portal.plant(procedures=[national(TENTTHC="Tên mới")])
    assert fetch_catalogues() == 1
    kept = NationalEntry.objects.filter(kind="procedure", code=CODE)
    assert kept.count() == 2 and kept.get(superseded_at=None).name == "Tên mới"


def test_what_only_one_side_has_is_named(portal, units, em):
    portal.plant(procedures=[national(MATTHC="9.000001", TENTTHC="Thủ tục của bộ")])
    fetch_catalogues()
    assert [one.code for one in list_only_theirs(em)] == ["9.000001"]
    (item,) = list_differences(em).items
    assert (item.code, item.fetched_at) == (CODE, None)


def test_a_portal_that_is_away_leaves_the_catalogue_as_it_was(portal, units):
    portal.plant(procedures=[national()])
    fetch_catalogues()
    portal.behave(down=True)
    assert fetch_catalogues() == 0
    assert NationalEntry.objects.filter(superseded_at=None).count() == 1


def test_who_does_not_look_after_procedures_does_not_see_the_work_list(an, binh, dung):
    for stranger in (an, binh, dung):
        with pytest.raises(NotFound):
            list_differences(stranger)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD
@pytest.mark.parametrize(("kind", "form"), [("ttl", "turtle"), ("jsonld", "json-ld")])
def test_our_services_are_open_data_that_others_can_read(client, units, ours, kind, form):
    from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

    answer = client.get(f"/du-lieu/dich-vu-cong.{kind}")
    assert answer.status_code == 200
    graph = Graph().parse(data=answer.content, format=form)
    (service,) = graph.subjects(RDF.type, URIRef("http://purl.org/vocab/cpsv#PublicService"))
    assert (service, DCTERMS.identifier, Literal(CODE)) in graph
    assert (service, DCTERMS.title, Literal(ours.name, lang="vi")) in graph
    costs = list(graph.objects(service, URIRef("http://data.europa.eu/m8g/hasCost")))
    assert [float(graph.value(one, URIRef("http://data.europa.eu/m8g/value"))) for one in costs] == [8000]
    assert len(list(graph.objects(service, URIRef("http://purl.org/vocab/cpsv#hasInput")))) == 2
