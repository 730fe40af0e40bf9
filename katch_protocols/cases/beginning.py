"""What a case begins with besides a protocol, a region and an instant."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from katch_protocols.cases.arguments import require_facts, require_opaque
from katch_protocols.cases.beside import Opening
from katch_protocols.errors import UnknownNameError, WrongTypeError
from katch_protocols.model.documents import Fact
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["MOST_SALT", "Beginning", "begun", "require_known"]

MOST_SALT = 64
"""How many bytes a salt has at most."""


class Beginning(Struct, frozen=True):
    """Salt, who opened the case, what was known, and the case that opened it.

    ``salt`` stands before everything that the case hashes, so that whoever forgets it
    leaves hashes from which nothing can be guessed back. ``facts`` are those that the
    host states; they count over those that the ``opening`` brings along.
    """

    salt: bytes = b""
    by: str | None = None
    facts: Mapping[Id, str] = field(default_factory=dict)
    opening: Opening | None = None

    @property
    def given(self) -> Mapping[Id, str]:
        """The values that the case begins with."""
        brought = {} if self.opening is None else self.opening.facts
        return {**brought, **self.facts}

    def to_json(self) -> dict[str, Any]:
        """Return what the hash of the opening covers of it; nothing that is not there.

        The salt is no part of it: it stands before the JSON.
        """
        found: dict[str, Any] = {}
        if self.by is not None:
            found["by"] = self.by
        if self.facts:
            found["facts"] = dict(sorted(self.facts.items()))
        if self.opening is not None:
            found["opener"] = self.opening.to_json()
        return found

    def to_record(self) -> dict[str, Any]:
        """Return all of it as a record holds it."""
        salt = {"salt": self.salt.hex()} if self.salt else {}
        return {**self.to_json(), **salt}

    @staticmethod
    def of_record(
        data: Mapping[str, Any], reference: str, protocol: Id, region: Id | None
    ) -> "Beginning | None":
        """Read it back; ``None`` where there is nothing of it.

        Raises what plain Python raises where it has another shape.
        """
        found = {key: data[key] for key in _KEYS if key in data}
        if not found:
            return None
        opening = None
        if "opener" in found:
            opening = Opening.of_json(found["opener"], reference, protocol, region)
            require_opaque("case", opening.opener)
        by = found.get("by")
        beginning = Beginning(
            bytes.fromhex(found.get("salt", "")),
            None if by is None else require_opaque("actor", by),
            dict(found.get("facts", {})),
            opening,
        )
        if beginning.to_record() != found or len(beginning.salt) > MOST_SALT:
            raise ValueError
        return beginning


def begun(
    opening: Opening | None,
    by: str | None,
    facts: Mapping[Id, str] | None,
    salt: bytes | None,
) -> Beginning | None:
    """Return what a host gives to an opening; ``None`` where that is nothing.

    Raises:
        TypeError: A fact or a value is no text, or the salt is too long.
        OpaqueError: ``by`` is not an opaque token.
    """
    known = {} if facts is None else require_facts("facts", facts)
    token = None if by is None else require_opaque("actor", by)
    if salt is not None and len(salt) > MOST_SALT:
        raise WrongTypeError("salt", "salt", type(salt), limit=MOST_SALT)
    if opening is None and token is None and not known and not salt:
        return None
    return Beginning(salt or b"", token, known, opening)


_KEYS = ("by", "facts", "opener", "salt")


def require_known(facts: Mapping[str, str], known: Mapping[str, Fact]) -> None:
    """Refuse facts and values that a case cannot begin with.

    Raises:
        UnknownNameError: The first of them, with the nearest that is there.
    """
    for name, value in facts.items():
        if name not in known:
            raise UnknownNameError("fact", near=nearest_names(name, known))
        values = known[name].values
        if value not in values:
            raise UnknownNameError("value", near=nearest_names(value, values))
