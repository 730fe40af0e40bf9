"""Which automaton watches which sentence."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from katch_protocols.model.safeguards.after_never import AfterNever
from katch_protocols.model.safeguards.after_then import AfterThen
from katch_protocols.model.safeguards.at_most import AtMost
from katch_protocols.model.safeguards.between_never import BetweenNever
from katch_protocols.model.safeguards.every_case_has import EveryCaseHas
from katch_protocols.model.safeguards.excludes import Excludes
from katch_protocols.model.safeguards.never import Never
from katch_protocols.model.safeguards.only_does import OnlyDoes
from katch_protocols.model.safeguards.only_to import OnlyTo
from katch_protocols.model.safeguards.requires import Requires
from katch_protocols.model.safeguards.requires_that import RequiresThat
from katch_protocols.model.safeguards.takes_part import TakesPart
from katch_protocols.model.safeguards.while_never import WhileNever
from katch_protocols.proofs.kinds.after_never import after_never
from katch_protocols.proofs.kinds.after_then import after_then
from katch_protocols.proofs.kinds.at_most import at_most
from katch_protocols.proofs.kinds.between_never import between_never
from katch_protocols.proofs.kinds.every_case_has import every_case_has
from katch_protocols.proofs.kinds.excludes import excludes
from katch_protocols.proofs.kinds.never import never
from katch_protocols.proofs.kinds.only_does import only_does
from katch_protocols.proofs.kinds.only_to import only_to
from katch_protocols.proofs.kinds.pattern import Pattern, Reader
from katch_protocols.proofs.kinds.requires import requires
from katch_protocols.proofs.kinds.requires_that import requires_that
from katch_protocols.proofs.kinds.takes_part import takes_part
from katch_protocols.proofs.kinds.while_never import while_never
from katch_protocols.proofs.study import Study

__all__ = ["Watchable", "pattern"]

Watchable = (
    AfterNever
    | AfterThen
    | AtMost
    | BetweenNever
    | EveryCaseHas
    | Excludes
    | Never
    | OnlyDoes
    | OnlyTo
    | TakesPart
    | Requires
    | RequiresThat
    | WhileNever
)
"""The sentences whose breach is seen in one case, without a clock."""

_KINDS: dict[type, Callable[[Any, Reader], Pattern]] = {
    AfterNever: after_never,
    AfterThen: after_then,
    AtMost: at_most,
    BetweenNever: between_never,
    EveryCaseHas: every_case_has,
    Excludes: excludes,
    Never: never,
    OnlyDoes: only_does,
    OnlyTo: only_to,
    TakesPart: takes_part,
    Requires: requires,
    RequiresThat: requires_that,
    WhileNever: while_never,
}


def pattern(rule: Watchable, study: Study) -> Pattern:
    """Return the pattern of a sentence; names are found in the study's chart.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    reader = Reader(rule, study)
    found = _KINDS[type(rule)](rule, reader)
    watcher = reader.watcher(found.automaton, found.slots)
    return replace(found, automaton=watcher.automaton, slots=watcher.slots)
