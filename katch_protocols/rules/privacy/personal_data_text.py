"""personal-data-text: a text with a number or address of somebody."""

import re
from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.labels import Label
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_PATTERNS = {
    "e-mail": re.compile(r"[\w.+-]+@[\w-]+\.\w"),
    # With the code of a country, with the 0 or 8 of a call within it, with the code of
    # a town or a mobile network, within a town.
    "telephone": re.compile(
        r"""\+\d(?:[\s()-]*\d){6,13}
        | (?<![\d-])(?:[08][\s-]*\(?\d{3,4}\)?(?:[\s-]*\d){6,7}
                    | \(?\d{3}\)?[\s-]+\d{3}[\s-]\d{2}[\s-]?\d{2}
                    | (?:\(\d{3,4}\)\s*\d{2}|\d{3})-\d{2}-\d{2}
                    | 7\d{9})(?![\d-])
        """,
        re.VERBOSE,
    ),
    "IIN": re.compile(r"(?<!\d)\d{12}(?!\d)"),
}


def _spots(context: Context) -> Iterator[Spot]:
    for path, label in context.every(Label):
        for language, text in label.texts.items():
            for kind, pattern in _PATTERNS.items():
                if pattern.search(text):
                    yield Spot((*path, language), {"language": language, "kind": kind})


RULE = Rule(
    name="personal-data-text",
    family=Family.PRIVACY,
    severity=Severity.WARNING,
    wording=Wording(
        saw="The text in '{language}' seems to hold personal data: {kind}.",
        why="Nothing in a handbook may lead to one child or one officer.",
        fix="Remove it; name the post or the role instead.",
    ),
    spots=_spots,
)
