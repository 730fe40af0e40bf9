"""What the catalogues say of each rule: its three sentences, their gaps open."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from string import Formatter

from katch_protocols.words.say import entries

__all__ = ["gaps", "told"]

PARTS = ("saw", "why", "fix")

Texts = Mapping[str, tuple[str, ...]]


@cache
def told(language: str) -> Mapping[str, Texts]:
    """Return the texts of each rule by part; several where a number has forms."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, text in entries("findings", language).items():
        rule, _, part = key.rpartition(".")
        if rule:
            found[rule][part.partition("-")[0]].append(text)
    return {
        rule: {part: tuple(parts[part]) for part in parts}
        for rule, parts in found.items()
    }


def gaps(rule: str, part: str, language: str = "en") -> frozenset[str]:
    """Return the gaps of what a rule says."""
    texts = told(language)[rule][part]
    return frozenset(
        name for text in texts for _, name, _, _ in Formatter().parse(text) if name
    )
