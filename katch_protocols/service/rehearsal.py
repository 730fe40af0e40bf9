"""To rehearse: a key of the moment, and a token for an invented person of each role."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from katch_protocols.model.handbook import Handbook
from katch_protocols.service.tokens import Trust

__all__ = ["RehearsalKeys"]

_LONGEST = timedelta(hours=12)


class RehearsalKeys:
    """Signs tokens for a day of rehearsing; nothing of it outlives the process."""

    def __init__(self, audience: str) -> None:
        self._key, self.audience = Ed25519PrivateKey.generate(), audience

    def trust(self) -> Trust:
        """Return what believes these tokens and no others."""
        algorithm = jwt.get_algorithm_by_name("EdDSA")
        key = algorithm.to_jwk(self._key.public_key(), as_dict=False)
        keys = {"keys": [{**json.loads(str(key)), "alg": "EdDSA"}]}
        return Trust(keys, self.audience, _LONGEST)

    def tokens(self, handbook: Handbook) -> Iterator[tuple[str, str]]:
        """Yield each role with a token for an invented person; a system comes last."""
        trained = sorted(handbook.qualifications)
        for name, role in handbook.roles.items():
            agencies = role.agencies
            claims: dict[str, object] = {
                "sub": f"rehearsal-{name}"[:64],
                "roles": [name],
                "agency": agencies[0] if agencies else None,
                "region": None,
                "qualified": trained,
            }
            yield name, self._signed(claims)
        yield "system", self._signed({"sub": "rehearsal-system", "system": True})

    def _signed(self, claims: dict[str, object]) -> str:
        end = datetime.now(UTC) + _LONGEST
        full = {**claims, "aud": self.audience, "exp": int(end.timestamp())}
        return jwt.encode(full, self._key, algorithm="EdDSA")
