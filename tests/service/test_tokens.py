"""Tokens: what vouches for somebody, and everything that does not."""

import base64
import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.requests import Request

from katch_protocols.cases.request import Actor
from katch_protocols.service import System, Trust
from katch_protocols.service.rehearsal import RehearsalKeys
from katch_protocols.service.tokens import TokenError
from tests.service.conftest import KEY, NAME, PEOPLE, public, token

EC = ec.generate_private_key(ec.SECP256R1())
RSA = rsa.generate_private_key(65537, 2048)
RSA_SMALL = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
OTHER = Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def trust():
    keys = [
        public(KEY, kid="first"),
        public(EC, kid="second"),
        public(RSA, kid="third"),
    ]
    return Trust({"keys": keys}, NAME)


@pytest.mark.parametrize(
    ("key", "algorithm"), [(KEY, "EdDSA"), (EC, "ES256"), (RSA, "RS256")]
)
@pytest.mark.parametrize("named", [True, False])
def test_each_kind_of_key_vouches_for_a_person(trust, key, algorithm, named):
    names = {"EdDSA": "first", "ES256": "second", "RS256": "third"}
    headers = {"kid": names[algorithm]} if named else None
    found = trust.identity(token("u1", key, algorithm, headers))
    assert found == Actor(
        "u1",
        roles=["officer"],
        agency="police",
        region="east",
        qualified=["interviewing"],
    )


def test_a_system_says_so_and_has_no_roles(trust):
    assert trust.identity(token("registry-1")) == System("registry-1")
    near = trust.identity(token("registry-1", region="east"))
    assert near == System("registry-1", "east")


@pytest.mark.parametrize("changed", [{"sub": "Aigerim Bekova"}, {"region": 7}])
def test_of_a_system_nothing_else_is_taken(trust, changed):
    with pytest.raises(TokenError) as caught:
        trust.identity(token("registry-1", **changed))
    assert caught.value.code == "claims"


@pytest.mark.parametrize("key", [KEY, EC, RSA])
def test_a_key_that_does_not_say_its_algorithm_has_the_one_of_its_kind(key):
    bare = public(key)
    algorithm = bare.pop("alg")
    found = Trust({"keys": [bare]}, NAME).identity(token("registry-1", key, algorithm))
    assert found == System("registry-1")


def test_while_keys_change_a_token_need_not_name_its_own():
    both = Trust({"keys": [public(OTHER, kid="old"), public(KEY, kid="new")]}, NAME)
    for key in (OTHER, KEY):
        assert both.identity(token("registry-1", key)) == System("registry-1")
    with pytest.raises(TokenError):
        both.identity(token("registry-1", KEY, headers={"kid": "old"}))
    third = Ed25519PrivateKey.generate()
    with pytest.raises(TokenError):
        both.identity(token("registry-1", third))


def later(minutes):
    return int((datetime.now(UTC) + timedelta(minutes=minutes)).timestamp())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"aud": "elsewhere"}, "token"),
        ({"aud": [NAME, "elsewhere"]}, "token"),
        ({"aud": ...}, "token"),
        ({"exp": ...}, "token"),
        ({"sub": ...}, "token"),
        ({"exp": timedelta(minutes=-2)}, "token"),
        ({"exp": timedelta(minutes=17)}, "long"),
        ({"exp": 10**400}, "long"),
        ({"nbf": timedelta(minutes=5)}, "token"),
        ({"iat": timedelta(minutes=5)}, "token"),
        ({"region": ...}, "claims"),
        ({"agency": ...}, "claims"),
        ({"roles": "officer"}, "claims"),
        ({"roles": [["officer"]]}, "claims"),
        ({"roles": {"officer": True}}, "claims"),
        ({"roles": None}, "claims"),
        ({"qualified": {"interviewing": True}}, "claims"),
        ({"roles": [f"role_{number}" for number in range(900)]}, "token"),
        ({"region": 7}, "claims"),
        ({"sub": "Aigerim Bekova"}, "claims"),
        ({"sub": "870112345678"}, "claims"),
        ({"system": "true", "region": ...}, "claims"),
        ({"system": "true"}, "claims"),
        ({"system": 1}, "claims"),
        ({"system": None}, "claims"),
    ],
)
def test_a_token_that_is_not_good_vouches_for_nobody(trust, changed, code):
    # Instants are reckoned now: what was soon when tests were gathered may be past.
    claims = {
        key: later(value.total_seconds() / 60)
        if isinstance(value, timedelta)
        else value
        for key, value in changed.items()
    }
    with pytest.raises(TokenError) as caught:
        trust.identity(token("u1", **claims))
    assert caught.value.code == code
    assert "u1" not in str(caught.value)


@pytest.mark.parametrize(
    ("scheme", "is_known"),
    [
        ("Bearer ", True),
        ("bearer ", True),
        ("Basic ", False),
        ("Bearer", False),
        ("", False),
    ],
)
def test_only_a_bearer_is_asked_for_a_token(trust, scheme, is_known):
    header = f"{scheme}{token('registry-1')}".encode()
    request = Request({"type": "http", "headers": [(b"authorization", header)]})
    assert trust(request) == (System("registry-1") if is_known else None)
    assert trust(Request({"type": "http", "headers": []})) is None


def forged():
    """Yield tokens that others made, each of its own kind."""
    good = token("u1")
    head, body, seal = good.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    chief = json.dumps({**PEOPLE["chief"], "sub": "u1", "aud": NAME, "exp": later(9)})
    payload = base64.urlsafe_b64encode(chief.encode()).decode().rstrip("=")
    yield f"{none}.{body}."
    yield f"{head}.{payload}.{seal}"
    yield f"{head}.{body}.{seal[:-4]}AAAA"
    yield token("u1", OTHER)
    yield token("u1", OTHER, headers={"kid": "first"})
    yield token("u1", headers={"kid": "second"})
    # The public key is no secret: it must not open as one.
    yield jwt.encode({"sub": "u1"}, "k" * 40, algorithm="HS256")
    yield ""
    yield "." * 9
    yield "x" * 9_000


@pytest.mark.parametrize("made", list(forged()), ids=range(10))
def test_a_forged_token_vouches_for_nobody(trust, made):
    with pytest.raises(TokenError) as caught:
        trust.identity(made)
    assert caught.value.code == "token"


@pytest.mark.parametrize(
    "keys",
    [
        {},
        [],
        {"keys": []},
        {"keys": [7]},
        {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]},
        {"keys": [public(RSA_SMALL)]},
        {"keys": [public(ec.generate_private_key(ec.SECP256R1()), alg="ES384")]},
        {"keys": [json.loads(jwt.get_algorithm_by_name("EdDSA").to_jwk(KEY))]},
    ],
    ids=range(8),
)
def test_keys_that_are_not_to_be_trusted_are_refused(keys):
    with pytest.raises(TokenError) as caught:
        Trust(keys, NAME)
    assert caught.value.code == "keys"


def test_keys_are_read_from_a_file(tmp_path):
    file = tmp_path / "keys.json"
    file.write_text(json.dumps({"keys": [public(KEY)]}), encoding="utf-8")
    found = Trust.of_file(file, NAME).identity(token("registry-1"))
    assert found == System("registry-1")
    file.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(TokenError):
        Trust.of_file(file, NAME)


def test_a_rehearsal_has_somebody_of_every_role(handbook):
    rehearsal = RehearsalKeys(NAME)
    trust = rehearsal.trust()
    found = {name: trust.identity(made) for name, made in rehearsal.tokens(handbook)}
    assert list(found) == [*handbook.roles, "system"]
    for name, role in handbook.roles.items():
        assert found[name].roles == {name}
        assert found[name].agency in (*role.agencies, None)
    assert isinstance(found["system"], System)
    with pytest.raises(TokenError):
        RehearsalKeys(NAME).trust().identity(next(rehearsal.tokens(handbook))[1])
