"""personal-data-title: a fact whose title asks for personal data."""

import re
from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.documents import Fact
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_ASKS = re.compile(
    r"\b(?:child'?s name|full name|surname|date of birth|birth date"
    r"|(?:passport|phone|identity) number|(?:home|e-?mail) address"
    r"|ФИО|фамилия|дата рождения|ИИН|номер (?:паспорта|телефона)|домашний адрес"
    r"|адрес проживания|аты-жөні|тегі|туған күні|ЖСН|телефон нөмірі"
    r"|үй мекенжайы)\b",
    re.IGNORECASE,
)


def _spots(context: Context) -> Iterator[Spot]:
    for path, fact in context.every(Fact):
        for language, text in fact.title.texts.items():
            if _ASKS.search(text):
                yield Spot((*path, "title", language), {"language": language})


RULE = Rule(
    name="personal-data-title",
    family=Family.PRIVACY,
    severity=Severity.WARNING,
    wording=Wording(
        saw="The title in '{language}' seems to ask for personal data.",
        why="A protocol holds nothing that could tell who a child is.",
        fix="Ask a question with a closed set of answers instead.",
    ),
    spots=_spots,
)
