"""Sentences in English."""

from katch_protocols.sentences.tongue import Tongue

__all__ = ["ENGLISH"]

_PHRASES = {
    "and": " and ",
    "or": " or ",
    "negation": "it is not so that ({condition})",
    "fact_is": "«{fact}» is {values}",
    "fact_is_not": "«{fact}» is not {values}",
    "fact_known": "«{fact}» is known",
    "fact_unknown": "«{fact}» is unknown",
    "in_state": "the case is in «{state}»",
    "not_in_state": "the case is not in «{state}»",
    "has_document": "«{document}» exists",
    "not_has_document": "«{document}» does not exist",
    "happened": "«{activity}» has happened",
    "not_happened": "«{activity}» has not happened",
    "never": "«{a}» never happens.",
    "requires": "«{a}» may happen only after «{b}».",
    "requires_each": "«{a}» needs a new «{b}» each time.",
    "requires_that": "«{a}» may happen only if {condition}.",
    "every_case_has": "Every case that ends with the child protected has «{a}».",
    "every_end_has": "Every case has «{a}» before it ends.",
    "after_then": "After «{a}», «{b}» always follows.",
    "after_then_within": (
        "After «{a}», «{b}» always follows within {span}, if every deadline is kept."
    ),
    "after_never": "After «{a}», «{c}» never happens.",
    "between_never": "Between «{a}» and «{b}», «{c}» never happens.",
    "at_least_every": (
        "Between «{a}» and «{b}», «{c}» happens at least every {span}, "
        "if every deadline is kept."
    ),
    "while_never": "While the case is in «{state}», «{c}» never happens.",
    "at_most": "«{a}» happens at most {times} in a case.",
    "excludes": "«{a}» and «{b}» never happen in the same case.",
    "takes_part": "«{role}» always takes part in «{a}».",
    "only_does": "Only {actors} may do «{a}».",
    "different_people": "«{a}» and «{b}» are done by different people.",
    "different_agencies": "«{a}» and «{b}» are done by different agencies.",
    "same_person": "«{a}» and «{b}» are done by the same person.",
    "always_possible": "«{a}» is always possible until the case ends.",
    "independent": "«{a}» does not depend on «{b}».",
    "only_to": "«{item}» is passed on only to {actors}.",
    "where": "It binds only if, just before: {condition}.",
    "unless": "It no longer binds after «{b}».",
}


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


ENGLISH = Tongue(phrases=_PHRASES, span=str, within=str, times=_times)
