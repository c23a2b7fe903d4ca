"""The open interface: what a machine reads of procedures."""

import pytest
from django.test import override_settings
from django.urls import path
from ninja import NinjaAPI

from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.api.v1 import router
from tinhso.government.procedures.testing import make_procedure, raw_package
from tinhso.kernel.errors import DomainError
from tinhso.kernel.http import problem

api = NinjaAPI(urls_namespace="procedures-test")
api.add_router("/procedures", router)
api.exception_handler(DomainError)(lambda request, error: problem(error, instance=request.path))
urlpatterns = [path("api/", api.urls)]


@pytest.fixture(autouse=True)
def _here(db):
    procedures.forget_versions()
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yield


def test_the_list_is_paged_by_key(client):
    for n in range(1, 4):
        make_procedure(code=f"1.99900{n}", name=f"Thủ tục {n}")

    first = client.get("/api/procedures?size=2").json()
    second = client.get("/api/procedures", {"size": 2, "cursor": first["next_cursor"]}).json()

    assert [one["name"] for one in first["items"] + second["items"]] == ["Thủ tục 1", "Thủ tục 2", "Thủ tục 3"]
    assert second["next_cursor"] == ""


def test_one_procedure_tells_all_that_the_decree_asks(client):
    make_procedure()

    found = client.get("/api/procedures/1.999001").json()

    raw = raw_package()
    assert found["procedure_text"] == raw["procedure_text"]
    assert found["fees"][0]["amount"] == 8000
    assert found["cases"][1]["allowance"] == {"amount": 5.0, "unit": "working_day", "mark": "unsure"}


def test_a_procedure_that_is_not_in_force_is_a_problem_of_404(client):
    make_procedure()

    answer = client.get("/api/procedures/1.999001?on=2019-12-31")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "procedure_not_found"


def test_the_form_is_served_as_published(client):
    version = make_procedure()

    answer = client.get("/api/procedures/1.999001/form")

    assert answer["ETag"] == f'"{version.digest}"'
    assert answer.json()["title"] == "Tờ khai"
    assert b"userTask" in client.get("/api/procedures/1.999001/process").content


def test_searching_needs_words_of_bounded_length(client):
    make_procedure()

    assert [one["code"] for one in client.get("/api/procedures/search?q=cu tru").json()] == ["1.999001"]
    assert client.get("/api/procedures/search", {"q": "x" * 101}).status_code == 422


def test_a_cursor_we_did_not_make_is_refused(client):
    assert client.get("/api/procedures?cursor=abc").status_code == 422
    assert client.get("/api/procedures?cursor=WyJhIiwiYiJd").status_code == 422
