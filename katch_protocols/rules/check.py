"""Run every rule over a handbook."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import partial

from katch_protocols.blas import IdleThreads
from katch_protocols.charts.titles import (
    ChartTitles,
    FactTitles,
    TitlesByFact,
)
from katch_protocols.errors import BudgetError
from katch_protocols.findings import Finding, by_place
from katch_protocols.garbage import Uncollected
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.rules.context import Context
from katch_protocols.rules.other_kind import with_other_kind
from katch_protocols.rules.registered import marked
from katch_protocols.rules.rule import (
    Family,
    Rule,
    Spot,
    outside_rules,
    rules,
)
from katch_protocols.rules.well_known import OVER_BUDGET
from katch_protocols.words.languages import ENGLISH, LANGUAGES
from katch_protocols.words.lists import retold, with_id

__all__ = ["check", "check_context"]


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


def check_context(context: Context, but: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return what ``check`` does, for a reader who asks the context for more.

    ``but`` names rules that are not asked.
    """
    with IdleThreads():
        if context.deep:
            return _checked(context, but)
        # What is found of what is written stays in use as long as the context.
        with Uncollected():
            return _checked(context, but)


def _checked(context: Context, but: Collection[str]) -> tuple[Finding, ...]:
    # What was cut is told at the end, when all of it is known.
    every = [each for each in (*rules(), *outside_rules()) if each.name not in but]
    titles = _Titles(context)
    in_order = sorted(every, key=_turn)
    findings = {}
    for rule in in_order:
        for finding in _findings(rule, context, titles):
            key = finding.rule, finding.path, tuple(sorted(finding.facts.items()))
            findings[key] = finding
            context.found.add((finding.rule, finding.subject))
    for each in context.reached.values():
        each.put()
    return tuple(sorted(marked(findings.values(), context.handbook), key=by_place))


def _turn(rule: Rule) -> int:
    """Return when a rule is asked: first those that look at the handbook alone."""
    return 2 if rule.name == OVER_BUDGET else int(rule.last)


class _Titles:
    """Finds the titles of what a spot names, as its protocol understands them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known = FactTitles(context.handbook)
        self._seen: dict[Id, ChartTitles] = {}

    def of(self, spot: Spot) -> Mapping[str, Mapping[str, str]]:
        """Return what is said of its facts by language, each title with its id."""
        known = self._from(spot)
        named = {key: known[key] for key in spot.facts if key in known}
        return {
            language: {
                key: retold(
                    spot.facts[key], language, partial(_titled, titles, language)
                )
                for key, titles in named.items()
            }
            for language in LANGUAGES
            # In English an id says itself.
            if language != ENGLISH
        }

    def _from(self, spot: Spot) -> TitlesByFact:
        users = (spot.facts.get("protocol", ""), *self._context.users(spot.path))
        charts = self._context.charts
        name = next((each for each in users if each in charts), None)
        if name is None:
            return self._known.shared
        if name not in self._seen:
            self._seen[name] = self._known.seen_from(charts[name])
        return self._seen[name].at(spot.path)


def _findings(rule: Rule, context: Context, titles: _Titles) -> Iterator[Finding]:
    for spot in _spots(rule, context):
        if rule.needs_whole and context.is_damaged(spot.path):
            continue
        yield Finding(
            rule.name,
            spot.severity or rule.severity,
            spot.path,
            with_other_kind(context, rule.name, spot),
            spot.near,
            context.handbook.place(spot.path),
            rule.wording,
            # A rule about names speaks of the names themselves.
            {} if rule.family == Family.NAMES else titles.of(spot),
        )


def _titled(titles: Mapping[Id, Label | None], language: str, name: Id) -> str:
    label = titles.get(name)
    return with_id(None if label is None else label.texts.get(language), name)


def _spots(rule: Rule, context: Context) -> Iterator[Spot]:
    """Yield what a rule sees; where it meets the budget, that is noted."""
    try:
        yield from rule.spots(context)
    except BudgetError as error:
        context.cut[rule.name] = error
