"""Short texts in every language: words of ours, spans of time, conditions."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.model.conditions import Condition
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Label, readable
from katch_protocols.model.states import Outcome
from katch_protocols.sentences.mentions import names_in
from katch_protocols.sentences.saying import say_briefly
from katch_protocols.words.languages import LANGUAGES
from katch_protocols.words.say import say

__all__ = ["Conditions", "facts_of", "named", "span", "together", "word"]


def word(key: str, languages: Sequence[str], **gaps: str | Label) -> Label:
    """Return a text of ``drawings`` in each language; gaps may be labels.

    A key such as ``duties.due`` names a domain of its own.
    """
    whole = key if "." in key else f"drawings.{key}"
    spoken = tuple(languages)
    if _are_ours(spoken):
        texts = [(gap, each) for gap, each in gaps.items() if isinstance(each, str)]
        if len(texts) == len(gaps):
            return _word(whole, spoken, tuple(texts))

    def said(language: str) -> str:
        filled = {
            gap: value.say(language) if isinstance(value, Label) else value
            for gap, value in gaps.items()
        }
        return say(whole, language, **filled)

    return _label(spoken, tuple(map(said, languages)))


@lru_cache(maxsize=64)
def _are_ours(languages: tuple[str, ...]) -> bool:
    """Tell whether the library speaks all of some languages, whatever is borrowed."""
    return LANGUAGES.keys() >= {*languages}


# The same few words stand in every row and every drawing.
@lru_cache(maxsize=16384)
def _word(
    whole: str, languages: tuple[str, ...], gaps: tuple[tuple[str, str], ...]
) -> Label:
    filled = dict(gaps)
    return _label(languages, tuple(say(whole, each, **filled) for each in languages))


@lru_cache(maxsize=4096)
def _label(languages: tuple[str, ...], texts: tuple[str, ...]) -> Label:
    return Label(texts=dict(zip(languages, texts, strict=True)))


def span(duration: Duration, languages: Sequence[str]) -> Label:
    """Return a span of time, short enough for a pill: ``24 h``."""
    unit = duration.unit.value.replace(" ", "-")
    return word(f"unit-{unit}", languages, amount=str(duration.amount))


def together(
    parts: Sequence[Label],
    languages: Sequence[str],
    how: Callable[[Iterable[str]], str] = " ".join,
) -> Label:
    """Join labels into one; ``how`` joins their texts."""
    spoken = tuple(languages)
    texts = tuple(how(part.say(each) for part in parts) for each in spoken)
    return _label(spoken, texts)


def named(label: Label | None, name: str, languages: Sequence[str]) -> Label:
    """Return the label, or the bare name made readable where there is none."""
    if label is not None:
        return label
    return Label(texts=dict.fromkeys(languages, readable(name)))


def facts_of(condition: Condition | None) -> tuple[str, ...]:
    """Return the facts that a condition asks about, in the order of the sentence."""
    if condition is None:
        return ()
    mentions = names_in(condition)
    return tuple(each.name for each in mentions if each.kind is NameKind.FACT)


class _Titles(Struct, frozen=True):
    """Titles of a chart in one language, as ``sentences`` asks for them."""

    chart: Chart
    language: str

    def title(self, kind: NameKind, name: str) -> str:
        """Return the title of a name of a condition."""
        label = self._label(kind, name)
        return readable(name) if label is None else label.say(self.language)

    def event_kind(self, name: str) -> NameKind:
        """Tell what an event is; a condition speaks of activities alone."""
        is_activity = name in self.chart.activities
        return NameKind.ACTIVITY if is_activity else NameKind.STATE

    def good_ends(self) -> frozenset[Outcome]:
        """A condition speaks of no end."""
        return frozenset()

    def _label(self, kind: NameKind, name: str) -> Label | None:
        chart = self.chart
        match kind:
            case NameKind.FACT:
                fact = chart.facts.get(name)
                return None if fact is None else fact.title
            case NameKind.VALUE:
                holder, _, value = name.partition(".")
                fact = chart.facts.get(holder)
                return None if fact is None else fact.values.get(value)
            case NameKind.STATE:
                index = chart.by_name.get(name)
                return None if index is None else chart.nodes[index].title
            case NameKind.DOCUMENT:
                document = chart.documents.get(name)
                return None if document is None else document.title
            case _:
                return chart.title_of(name)


class Conditions(Struct, frozen=True):
    """Says conditions briefly; ``asked`` is the fact that the choice itself names."""

    chart: Chart
    languages: Sequence[str]
    asked: str | None = None

    def say(self, condition: Condition | None) -> Label:
        """Return a condition as a label; none means *otherwise*."""
        if condition is None:
            return word("otherwise", self.languages)
        texts = {
            language: say_briefly(
                condition, language, _Titles(self.chart, language), asked=self.asked
            )
            for language in self.languages
        }
        return Label(texts=texts)
