"""Tokens that the host signs: a person or a system as a JWT (RFC 7519)."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
from starlette.requests import Request

from katch_protocols.cases.request import Actor
from katch_protocols.errors import KatchError
from katch_protocols.service.identity import Identity, System

__all__ = ["LONGEST", "TokenError", "Trust"]

LONGEST = timedelta(minutes=15)
"""For how long a token may be good."""

_ALGORITHMS = ("EdDSA", "ES256", "RS256")
_LEEWAY = 30
_REQUIRED = ["aud", "exp", "sub"]
_MOST_LETTERS = 8_192
_LEAST_BITS = 2_048


class TokenError(Exception):
    """A token that vouches for nobody; ``code`` says why, and nothing of it is kept."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Trust:
    """The public keys of the host, and what its tokens are good for.

    Args:
        keys: a JWKS (RFC 7517) as plain data; each key of type OKP (Ed25519), EC
            (P-256) or RSA (2,048 bits at least).
        audience: the name of the store.
        longest: for how long a token may be good.

    Raises:
        TokenError: There is no key, or one that is not to be trusted (``keys``).
    """

    def __init__(
        self, keys: object, audience: str, longest: timedelta = LONGEST
    ) -> None:
        self.audience, self.longest = audience, longest
        self._keys = _read(keys)

    @staticmethod
    def of_file(path: Path, audience: str) -> "Trust":
        """Read the keys of a file; raises as above."""
        try:
            return Trust(json.loads(path.read_text(encoding="utf-8")), audience)
        except (ValueError, RecursionError):
            raise TokenError("keys") from None

    def __call__(self, request: Request) -> Identity | None:
        """Return who sends a request: its ``Authorization: Bearer`` says so."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            return self.identity(token.strip())
        except TokenError:
            return None

    def identity(self, token: str) -> Identity:
        """Return who a token vouches for.

        Raises:
            TokenError: It is not good.
        """
        claims = self._claims(token)
        is_system = claims.get("system", False)
        if not isinstance(is_system, bool):
            raise TokenError("claims")
        try:
            if is_system:
                return System(claims["sub"], claims.get("region"))
            return Actor(
                claims["sub"],
                roles=_texts(claims.get("roles", [])),
                agency=claims["agency"],
                region=claims["region"],
                qualified=_texts(claims.get("qualified", [])),
            )
        except (KatchError, KeyError, TypeError):
            raise TokenError("claims") from None

    def partners(self, tokens: Sequence[str]) -> tuple[Actor, ...]:
        """Return who is there as well: each by a token of their own.

        Raises:
            TokenError: One of them is not good, or that of a system (``partner``).
        """
        found = [self.identity(token) for token in tokens]
        people = tuple(each for each in found if isinstance(each, Actor))
        if len(people) != len(found):
            raise TokenError("partner")
        return people

    def _claims(self, token: str) -> Mapping[str, Any]:
        if len(token) > _MOST_LETTERS:
            raise TokenError("token")
        try:
            claims = self._decoded(token, jwt.get_unverified_header(token))
        except (jwt.PyJWTError, ValueError, RecursionError, OverflowError):
            raise TokenError("token") from None
        latest = datetime.now(UTC) + self.longest
        if int(claims["exp"]) > int(latest.timestamp()) + _LEEWAY:
            raise TokenError("long")
        return claims

    def _decoded(self, token: str, header: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the claims of a token that one of the keys has signed.

        A token that does not name its key is held against each: while keys change there
        are two.
        """
        name, algorithm = header.get("kid"), header.get("alg")
        for key in self._keys:
            is_named = name is None or key.key_id == name
            if not is_named or key.algorithm_name != algorithm:
                continue
            try:
                claims: Mapping[str, Any] = jwt.decode(
                    token,
                    key,
                    algorithms=[key.algorithm_name],
                    audience=self.audience,
                    leeway=_LEEWAY,
                    options={"require": _REQUIRED, "strict_aud": True},
                )
            except jwt.InvalidSignatureError:
                continue
            return claims
        raise TokenError("token")


def _texts(given: object) -> Sequence[str]:
    if isinstance(given, list):
        return given
    raise TokenError("claims")


def _read(given: object) -> tuple[jwt.PyJWK, ...]:
    entries = given.get("keys") if isinstance(given, Mapping) else None
    if not isinstance(entries, list) or not entries:
        raise TokenError("keys")
    try:
        found = tuple(jwt.PyJWK.from_dict(each) for each in entries)
    except (jwt.PyJWTError, AttributeError, KeyError, TypeError, ValueError):
        raise TokenError("keys") from None
    for key in found:
        is_small = getattr(key.key, "key_size", _LEAST_BITS) < _LEAST_BITS
        is_small = is_small and key.algorithm_name == "RS256"
        is_private = hasattr(key.key, "private_numbers") or hasattr(key.key, "sign")
        if key.algorithm_name not in _ALGORITHMS or is_small or is_private:
            raise TokenError("keys")
    return found
