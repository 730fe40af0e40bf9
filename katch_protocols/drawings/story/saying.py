"""Short texts in every language: words of ours, spans of time, conditions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from katch_protocols.charts.chart import Chart
from katch_protocols.model.conditions import (
    And,
    Condition,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    InState,
    Not,
    Or,
)
from katch_protocols.model.durations import Duration
from katch_protocols.model.labels import Label
from katch_protocols.words.say import say

__all__ = ["Conditions", "facts_of", "named", "span", "together", "word"]


def word(key: str, languages: Sequence[str], **gaps: str | Label) -> Label:
    """Return a text of ``drawings`` in each language; gaps may be labels.

    A key such as ``duties.due`` names a domain of its own.
    """
    whole = key if "." in key else f"drawings.{key}"

    def said(language: str) -> str:
        filled = {
            gap: value.say(language) if isinstance(value, Label) else value
            for gap, value in gaps.items()
        }
        return say(whole, language, **filled)

    return Label(texts={language: said(language) for language in languages})


def span(duration: Duration, languages: Sequence[str]) -> Label:
    """Return a span of time, short enough for a pill: ``24 h``."""
    unit = duration.unit.value.replace(" ", "-")
    return word(f"unit-{unit}", languages, amount=str(duration.amount))


def together(
    parts: Sequence[Label], languages: Sequence[str], separator: str = " "
) -> Label:
    """Join labels into one."""
    texts = {
        language: separator.join(part.say(language) for part in parts)
        for language in languages
    }
    return Label(texts=texts)


def named(label: Label | None, name: str, languages: Sequence[str]) -> Label:
    """Return the label, or the bare name made readable where there is none."""
    if label is not None:
        return label
    readable = name.rpartition(".")[2].replace("_", " ").capitalize()
    return Label(texts=dict.fromkeys(languages, readable))


def facts_of(condition: Condition | None) -> tuple[str, ...]:
    """Return the facts that a condition asks about, in the order of the sentence."""
    match condition:
        case FactIs(fact=fact) | FactKnown(fact=fact):
            return (fact,)
        case Not(inner=inner):
            return facts_of(inner)
        case And(parts=parts) | Or(parts=parts):
            found = dict.fromkeys(fact for part in parts for fact in facts_of(part))
            return tuple(found)
        case _:
            return ()


@dataclass(frozen=True)
class Conditions:
    """Says conditions briefly; ``asked`` is the fact that the choice itself names."""

    chart: Chart
    languages: Sequence[str]
    asked: str | None = None

    def say(self, condition: Condition | None) -> Label:
        """Return a condition as a label; none means *otherwise*."""
        if condition is None:
            return word("otherwise", self.languages)
        return Label(
            texts={
                language: self._say(condition, language) for language in self.languages
            }
        )

    def _say(self, condition: Condition, language: str) -> str:
        match condition:
            case FactIs() | FactKnown():
                return self._fact(condition, language)
            case InState() | HasDocument() | Happened():
                return self._test(condition, language)
            case Not(inner=inner):
                return _not(f"({self._say(inner, language)})", language)
            case And(parts=parts):
                return self._joined(parts, "drawings.and", language)
            case Or(parts=parts):
                return self._joined(parts, "drawings.or", language)
            case _:
                assert_never(condition)

    def _joined(self, parts: Sequence[Condition], how: str, language: str) -> str:
        bare: Callable[[Condition], bool] = lambda part: not isinstance(part, And | Or)  # noqa: E731 - one line
        said = [
            self._say(part, language)
            if bare(part)
            else f"({self._say(part, language)})"
            for part in parts
        ]
        return f" {say(how, language)} ".join(said)

    def _fact(self, test: FactIs | FactKnown, language: str) -> str:
        fact = self.chart.facts.get(test.fact)
        if isinstance(test, FactKnown):
            answer = say(f"drawings.{'known' if test.known else 'unknown'}", language)
        else:
            values = fact.values if fact else {}
            titles = [
                named(values.get(value), value, (language,)).say(language)
                for value in test.values
            ]
            answer = f" {say('drawings.or', language)} ".join(titles)
            if test.negated:
                answer = _not(answer, language)
        if test.fact == self.asked:
            return answer
        title = named(fact.title if fact else None, test.fact, (language,))
        said = title.say(language)
        return say("drawings.fact-is", language, title=said, answer=answer)

    def _test(self, test: InState | HasDocument | Happened, language: str) -> str:
        chart = self.chart
        match test:
            case InState(state=name):
                index = chart.by_name.get(name)
                label = None if index is None else chart.nodes[index].title
            case HasDocument(document=name):
                document = chart.documents.get(name)
                label = document.title if document else None
            case Happened(activity=name):
                said = named(chart.title_of(name), name, (language,)).say(language)
                return f"{said}: {say('drawings.done', language)}"
            case _:
                assert_never(test)
        return named(label, name, (language,)).say(language)


def _not(said: str, language: str) -> str:
    return say("drawings.not", language, said=said)
