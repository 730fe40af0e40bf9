"""Safeguards: what must hold in every case, one kind a file."""

from typing import Annotated

from pydantic import Field

from katch_protocols.model.labels import Label
from katch_protocols.model.noun import Id, Noun
from katch_protocols.model.safeguards.after_never import AfterNever
from katch_protocols.model.safeguards.after_then import AfterThen
from katch_protocols.model.safeguards.always_possible import AlwaysPossible
from katch_protocols.model.safeguards.at_least_every import AtLeastEvery
from katch_protocols.model.safeguards.at_most import AtMost
from katch_protocols.model.safeguards.between_never import BetweenNever
from katch_protocols.model.safeguards.different import Different
from katch_protocols.model.safeguards.every_case_has import EveryCaseHas
from katch_protocols.model.safeguards.excludes import Excludes
from katch_protocols.model.safeguards.independent import Independent
from katch_protocols.model.safeguards.never import Never
from katch_protocols.model.safeguards.only_does import OnlyDoes
from katch_protocols.model.safeguards.only_to import OnlyTo
from katch_protocols.model.safeguards.requires import Requires
from katch_protocols.model.safeguards.requires_that import RequiresThat
from katch_protocols.model.safeguards.same_person import SamePerson
from katch_protocols.model.safeguards.takes_part import TakesPart
from katch_protocols.model.safeguards.while_never import WhileNever

__all__ = [
    "AfterNever",
    "AfterThen",
    "AlwaysPossible",
    "AtLeastEvery",
    "AtMost",
    "BetweenNever",
    "Different",
    "EveryCaseHas",
    "Excludes",
    "Independent",
    "Never",
    "OnlyDoes",
    "OnlyTo",
    "Requires",
    "RequiresThat",
    "Safeguard",
    "SamePerson",
    "Sentence",
    "TakesPart",
    "WhileNever",
]

Sentence = Annotated[
    AfterNever
    | AfterThen
    | AlwaysPossible
    | AtLeastEvery
    | AtMost
    | BetweenNever
    | Different
    | EveryCaseHas
    | Excludes
    | Independent
    | Never
    | OnlyDoes
    | OnlyTo
    | Requires
    | RequiresThat
    | SamePerson
    | TakesPart
    | WhileNever,
    Field(discriminator="kind"),
]


class Safeguard(Noun):
    """A promise to the child that holds on every path; ``binds`` names protocols.

    ``binds`` is written in ``safeguards.yaml`` only; empty there: every protocol that
    has all the names of the sentence.
    """

    id: Id
    rule: Sentence
    title: Label | None = None
    note: Label | None = None
    source: tuple[Id, ...] = ()
    binds: tuple[Id, ...] = ()
