"""A service in the same process, keys of a host, and tokens for its people."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi.testclient import TestClient

import katch_protocols as kp
from katch_protocols.service import Trust, create_app
from tests.cases.harbour import FILES, NOW
from tests.cases.test_beside import CARE, DESK, read_texts

NAME = "harbour"
KEY = Ed25519PrivateKey.generate()
PEOPLE = {
    "u1": {"roles": ["officer"], "agency": "police", "region": "east"},
    "u2": {"roles": ["worker"], "agency": "office", "region": "east"},
    "u3": {"roles": ["carer"], "agency": "office", "region": "east"},
    "u4": {"roles": ["child"], "agency": None, "region": "east"},
    "w1": {"roles": ["officer"], "agency": "police", "region": "west"},
    "w2": {"roles": ["worker"], "agency": "office", "region": "west"},
    "chief": {"roles": ["chief"], "agency": "police", "region": None},
    "registry-1": {"system": True},
}
DANGER = {"danger": "present"}
_numbers = count()


def public(key, **more):
    names = {"Ed25519PrivateKey": "EdDSA", "EllipticCurvePrivateKey": "ES256"}
    kind = type(key).__name__.removeprefix("_")
    name = names.get(kind, "RS256")
    if isinstance(key, ec.EllipticCurvePrivateKey):
        name = "ES256"
    if isinstance(key, rsa.RSAPrivateKey):
        name = "RS256"
    made = jwt.get_algorithm_by_name(name).to_jwk(key.public_key())
    return {**json.loads(made), "alg": name, **more}


def token(who, key=KEY, algorithm="EdDSA", headers=None, **changed):
    end = datetime.now(UTC) + timedelta(minutes=10)
    claims = {"sub": who, "aud": NAME, "exp": int(end.timestamp())}
    trained = (
        {} if PEOPLE.get(who, {}).get("system") else {"qualified": ["interviewing"]}
    )
    claims |= {**trained, **PEOPLE.get(who, {}), **changed}
    kept = {name: value for name, value in claims.items() if value is not ...}
    return jwt.encode(kept, key, algorithm=algorithm, headers=headers)


def by(who, *, key=True, **more):
    found = {"Authorization": f"Bearer {token(who)}", **more}
    if key:
        found["Idempotency-Key"] = f"request-{next(_numbers)}"
    return found


@pytest.fixture(scope="session")
def handbook():
    return read_texts({**FILES, "care.yaml": CARE, "desk.yaml": DESK}).sound()


@pytest.fixture(scope="session")
def trust():
    return Trust({"keys": [public(KEY, kid="first")]}, NAME)


class Now:
    """A clock that is set by hand."""

    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Now()


@pytest.fixture
def store(handbook, clock):
    with kp.open_store("sqlite://", handbook, clock=clock, name=NAME) as found:
        yield found


@pytest.fixture
def app(store, trust):
    return create_app(store, trust)


@pytest.fixture
def client(app):
    return TestClient(app, raise_server_exceptions=True)


@pytest.fixture
def case(client):
    body = {"protocol": "referral", "region": "east"}
    return client.post("/cases", json=body, headers=by("u1")).json()
