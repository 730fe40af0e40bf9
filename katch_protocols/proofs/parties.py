"""Refuses a role or an agency that a sentence names and nobody declared."""

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.semantics.events import UndefinedError
from katch_protocols.sentences.nearness import nearest

__all__ = ["require"]


def require(name: Id, handbook: Handbook) -> None:
    """Refuse a name that is neither a role nor an agency.

    Raises:
        UndefinedError: The handbook has no such role or agency.
    """
    known = {**handbook.roles, **handbook.agencies}
    if name not in known:
        found = nearest(name, known)
        raise UndefinedError(name, () if found is None else (found,))
