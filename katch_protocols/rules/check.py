"""Run every rule over a handbook."""

from collections.abc import Iterator
from datetime import date
from importlib.metadata import entry_points

from katch_protocols.errors import BudgetError
from katch_protocols.findings import Finding, Place
from katch_protocols.model.handbook import Handbook
from katch_protocols.rules.context import Context
from katch_protocols.rules.discovery import rules
from katch_protocols.rules.rule import OVER_BUDGET, Rule, Spot
from katch_protocols.rules.wordings import WORDINGS

__all__ = ["GROUP", "check", "check_context", "outside_rules"]

GROUP = "katch_protocols.rules"
"""The entry-point group through which other packages add a ``Rule`` each."""

_NOWHERE = Place("", 0, 0)


def check(
    handbook: Handbook,
    *,
    incomplete: frozenset[str] = frozenset(),
    as_of: date | None = None,
) -> tuple[Finding, ...]:
    """Return everything that is wrong with a handbook, or worth a second look.

    Args:
        handbook: What was read; it may be as broken as it likes.
        incomplete: What the reader could not read, as ``Context`` explains. Rules stay
            quiet where what they miss may well have been written.
        as_of: The day on which waivers, bindings, agencies, regions and sources are
            looked at (in a protocol that does not hold then: its nearest day). Without
            it all count as in force, and sources on the first day of each protocol.

    Returns:
        The findings, by file, line, column, rule and facts; each once.
    """
    return check_context(Context(handbook, incomplete, as_of))


def check_context(context: Context) -> tuple[Finding, ...]:
    """Return what ``check`` does, for a reader who asks the context for more."""
    # What was cut is told at the end, when all of it is known.
    every = (*rules(), *outside_rules())
    in_order = sorted(every, key=lambda rule: rule.name == OVER_BUDGET)
    findings = {
        (finding.rule, finding.path, tuple(sorted(finding.facts.items()))): finding
        for rule in in_order
        for finding in _findings(rule, context)
    }
    return tuple(sorted(findings.values(), key=_order))


def outside_rules() -> tuple[Rule, ...]:
    """Return the rules that installed packages add, by name."""
    loaded = (entry.load() for entry in entry_points(group=GROUP))
    return tuple(sorted(loaded, key=lambda rule: str(rule.name)))


def _findings(rule: Rule, context: Context) -> Iterator[Finding]:
    for spot in _spots(rule, context):
        if rule.needs_whole and context.is_damaged(spot.path):
            continue
        yield Finding(
            rule.name,
            rule.severity,
            rule.wording or WORDINGS[rule.name],
            spot.path,
            spot.facts,
            spot.near,
            context.handbook.place(spot.path),
        )


def _spots(rule: Rule, context: Context) -> Iterator[Spot]:
    """Yield what a rule sees; where it meets the budget, that is noted."""
    try:
        yield from rule.spots(context)
    except BudgetError as error:
        context.cut[rule.name] = error


def _order(finding: Finding) -> tuple[Place, str, list[tuple[str, str]]]:
    return (
        finding.place or _NOWHERE,
        finding.rule,
        sorted(finding.facts.items()),
    )
