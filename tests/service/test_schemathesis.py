"""Schemathesis asks the service whatever its description allows, and what it forbids.

It brings thirty packages, so it is asked for: ``pip install schemathesis`` and
``KATCH_HEAVY=1``. ``tests/service/test_random.py`` tries less in every run.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable

from katch_protocols.service import create_app
from tests.service.conftest import DANGER, NAME, Now, token

if not os.environ.get("KATCH_HEAVY"):
    pytest.skip("it takes minutes; set KATCH_HEAVY=1", allow_module_level=True)
schemathesis = pytest.importorskip("schemathesis", reason="there is no Schemathesis")

import katch_protocols as kp  # noqa: E402 - behind the skips

EXAMPLES = int(os.environ.get("KATCH_ASKED", "60"))


@pytest.fixture(scope="module")
def served(handbook, trust):
    with kp.open_store("sqlite://", handbook, clock=Now(), name=NAME) as store:
        case = store.open_case("referral", region="east", key="first")
        person = kp.Actor(
            "u1",
            roles=["officer"],
            agency="police",
            region="east",
            qualified=["interviewing"],
        )
        store.do(case.reference, "assess", by=person, records=DANGER)
        yield store, create_app(store, trust)
        assert store.verify()


@pytest.fixture(scope="module")
def api(served):
    _, app = served
    found = schemathesis.openapi.from_dict(app.openapi())
    found.app = app
    return found


BOUNDS = {413, 414, 431}
"""What is too large is refused before anybody looks whether it is well formed."""

accepted = schemathesis.checks.positive_data_acceptance
"""Not asked: what a case allows now, no schema can say."""

MODES = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE


@pytest.mark.parametrize("who", ["u1", "registry-1"])
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
def test_every_answer_is_as_it_is_described(api, who, mode):
    asked = 0
    for found in api.get_all_operations():
        operation = found.ok()
        try:
            cases = operation.as_strategy(generation_mode=mode)
        except Unsatisfiable:  # nothing about it can be wrong
            continue

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(cases)
        def ask(case):
            case.headers["Authorization"] = f"Bearer {token(who)}"
            answer = case.call()
            if answer.status_code not in BOUNDS:
                case.validate_response(answer, excluded_checks=[accepted])

        try:
            ask()
        except Unsatisfiable:
            continue
        asked += 1
    assert asked > 10
