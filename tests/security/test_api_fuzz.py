"""Anything a stranger, a citizen or an officer may send to the API: no fault of ours, and answers as written down."""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tinhso.government.dossiers.testing import make_done, make_received, make_submitted

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = int(os.environ.get("TINHSO_FUZZ_EXAMPLES", "2"))


@pytest.fixture
def some_dossiers(an, binh, ha, chi, units):
    """One dossier at the beginning, one under way, one with a result: ids for the fuzz to meet."""
    a = units.commune_a.id
    return [
        make_submitted(an, unit_id=a),
        make_received(an, binh, unit_id=a),
        make_done(an, binh, ha, chi, unit_id=a),
    ]


@pytest.fixture
def cookies_of(client_of):
    def found(actor):
        if actor is None:
            return {}
        client = client_of(actor)
        return {name: morsel.value for name, morsel in client.cookies.items()}

    return found


@pytest.fixture
def _connection_stays():
    """Keep the connection, and with it the transaction of the test, from one request to the next."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("_connection_stays")
@pytest.mark.parametrize("who", ["nobody", "citizen", "desk", "leader"])
def test_no_request_makes_the_api_fail_or_answer_otherwise_than_written(who, an, binh, chi, some_dossiers, cookies_of):
    actor = {"nobody": None, "citizen": an, "desk": binh, "leader": chi}[who]
    token = "a" * 32
    cookies = {**cookies_of(actor), "csrftoken": token}
    headers = {"X-CSRFToken": token, "Accept-Encoding": "identity"}  # the test transport does not unpack
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    ids = st.sampled_from([str(info.id) for info in some_dossiers])

    for result in schema.get_all_operations():
        operation = result.ok()
        strategy = operation.as_strategy()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy, dossier_id=ids)
        def send(case, dossier_id):
            if "dossier_id" in (case.path_parameters or {}):
                case.path_parameters["dossier_id"] = dossier_id
            case.call_and_validate(
                headers={**headers, **{k: v for k, v in (case.headers or {}).items() if k.lower() != "x-csrftoken"}},
                cookies=cookies,
                checks=CHECKS,
            )

        send()
