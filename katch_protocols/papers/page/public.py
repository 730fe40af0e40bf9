"""The edition of a handbook that anybody may see: nothing in it leads to a child."""

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import EMPTY, FrozenDict, Id
from katch_protocols.rules.references import NameOf, parts, references

__all__ = ["public_edition", "still_named"]


def public_edition(handbook: Handbook) -> Handbook:
    """Return a handbook without regions, and without what gives a place of safety away.

    Who holds what in which region is a map of where nobody does, and an NGO that runs
    the only shelter of a region names the shelter. So roles are held by their homes.
    """
    hidden = _hidden(handbook)
    agreed = {name: by for name, by in handbook.agreed.items() if name not in hidden}
    kept = {
        name: each for name, each in handbook.agencies.items() if name not in hidden
    }
    return handbook.model_copy(
        update={
            "agencies": FrozenDict(kept),
            "agreed": FrozenDict(agreed),
            "regions": EMPTY,
            "known_gaps": EMPTY,
        }
    )


def still_named(handbook: Handbook) -> tuple[Id, ...]:
    """Return what gives a place away and is named beside regions and the register.

    Such a handbook has no public edition: a protocol would speak of nobody.
    """
    hidden = _hidden(handbook)
    if not hidden:
        return ()
    found = references(parts(public_edition(handbook)))
    kinds = (NameOf.AGENCY, NameOf.PARTY)
    named = {use.name for kind in kinds for use in found.get(kind, ())}
    return tuple(name for name in hidden if name in named)


def _hidden(handbook: Handbook) -> tuple[Id, ...]:
    bodies = handbook.agencies.items()
    return tuple(name for name, body in bodies if body.gives_place_away)
