"""Which automaton watches which sentence."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from katch_protocols.model.safeguards import (
    AfterNever,
    AfterThen,
    AtMost,
    BetweenNever,
    EveryCaseHas,
    Excludes,
    Never,
    OnlyDoes,
    OnlyTo,
    Requires,
    RequiresThat,
    SafeguardRule,
    TakesPart,
    WhileNever,
)
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

__all__ = ["PATTERNS", "pattern"]

PATTERNS: Mapping[type[SafeguardRule], Callable[[Any, Reader], Pattern]] = {
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
"""The kinds whose breach is seen in one case, without a clock."""


def pattern(rule: SafeguardRule, study: Study) -> Pattern:
    """Return the pattern of a sentence; names are found in the study's chart.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    reader = Reader(rule, study)
    found = PATTERNS[type(rule)](rule, reader)
    watcher = reader.watcher(found.automaton, found.slots)
    return replace(found, automaton=watcher.automaton, slots=watcher.slots)
