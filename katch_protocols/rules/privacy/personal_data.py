"""Personal data: in a handbook, and in documents that a receiver may not see."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from katch_protocols.charts.chart import Entry
from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Activity
from katch_protocols.model.citations import Citation
from katch_protocols.model.documents import DataCategory, Document, Fact
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Post
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import NameOf
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.words.languages import ENGLISH, SPOKEN
from katch_protocols.words.say import say

_ANYWHERE = re.compile(
    r"(?:^|_)(?:(?:first|last|full|given|family|child|childs)_name|surname|patronymic"
    r"|birth_?(?:date|day|place)|date_of_birth|place_of_birth|dob|iin|inn"
    r"|(?:passport|phone|id|identity)_number|(?:home|e_?mail)_address|fingerprints?)"
    r"(?:_|$)"
)
"""What no part of a protocol can be about."""


_IN_FACTS = re.compile(
    r"(?:^|_)(?:names?|address(?:es)?|phone|telephone|e_?mail|passport|photo)(?:_|$)"
)
"""What a fact cannot ask, although a document may well be called so."""


@rule("personal-data-name", Severity.WARNING)
def _personal_data_name(context: Context) -> Iterator[Spot]:
    """A name that asks for personal data."""
    for path, fact in context.every(Fact):
        yield from _named(path, fact.id, _ANYWHERE, _IN_FACTS)
        for value in fact.values:
            yield from _named((*path, "values", value), value, _ANYWHERE)
    for path, noun in _others(context):
        yield from _named(path, noun.id, _ANYWHERE)


_Other = Activity | DataCategory | Document | Post | State


def _others(context: Context) -> tuple[tuple[Path, _Other], ...]:
    return (
        *context.every(Activity),
        *context.every(DataCategory),
        *context.every(Document),
        *context.every(Post),
        *context.every(State),
    )


def _named(path: Path, name: str, *patterns: re.Pattern[str]) -> Iterator[Spot]:
    if any(pattern.search(name) for pattern in patterns):
        yield Spot(path, {"id": name})


# Latin, Russian and Kazakh letters, great and small.
_NAME = (
    r"[A-Z\u0410-\u042F\u0401\u04D8\u0492\u049A\u04A2\u04E8"
    r"\u04B0\u04AE\u04BA\u0406]"
)
_SMALL = (
    r"[a-z\u0430-\u044F\u0451\u04D9\u0493\u049B\u04A3\u04E9"
    r"\u04B1\u04AF\u04BB\u0456'\u2019-]+"
)

_PATTERNS = {
    # Twelve digits, of which the first six are a day; after its name in any groups.
    "iin": re.compile(
        r"""(?<![\d+])(?:\d{12}|\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[\s-]\d{6})(?!\d)
        | \b(?i:иин|жсн|iin)\b[^\d\n]{0,20}\d(?:[\s-]?\d){11}(?!\d)
        """,
        re.VERBOSE,
    ),
    # The number of a paper: behind its name, with letters before it or without.
    "paper": re.compile(
        r"""\b(?:passports?|identity\ cards?|id(?:\ cards?)?|birth\ certificates?|pinfl
        | snils|ssn|паспорт\w*|удост(?:оверени\w+|\.)|уд\.\s?личности
        | свидетельств\w+\ о\ рождении|св-в\w+\ о\ рождении|снилс|инн|пинфл
        | куәлі\w+|төлқұжат\w*)
        [^\d\n]{0,20}?[A-ZА-Я]{0,2}\s?\d(?:[\s-]?\d){5,13}(?!\d)
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
    "email": re.compile(r"[\w.+-]+@[\w-]+\.\w"),
    # With the code of a country, with the 0 or 8 of a call within it, with the code of
    # a town or a mobile network, within a town.
    "telephone": re.compile(
        r"""\+\d(?:[\s().-]*\d){6,13}
        | (?<![\d-])(?:[08][\s.-]*\(?\d{3,4}\)?(?:[\s.-]*\d){6,7}
                    | \(?\d{3}\)?[\s-]+\d{3}[\s-]\d{2}[\s-]?\d{2}
                    | (?:\(\d{3,4}\)\s*\d{2}|\d{3})-\d{2}-\d{2}
                    | 7\d{9})(?![\d-])
        | \b(?i:tel|telephone|phone|mobile|cell|whatsapp|telegram|тел|телефон\w*|моб
               |сот|звон\w+|қоңырау|ұялы)\b[^\d\n]{0,30}\d(?:[\s-]?\d){4,}
        """,
        re.VERBOSE,
    ),
    # Somebody's name, and a number of five to eight digits that is no day.
    "name-and-telephone": re.compile(
        rf"""{_NAME}{_SMALL}\s(?:{_NAME}{_SMALL}|{_NAME}\.(?:\s?{_NAME}\.)?)
        [^\d\n.;]{{0,25}}
        (?<![\d-])(?!(?:[0-2]\d|3[01])-(?:0\d|1[0-2])-\d{{2}}(?!\d))(?:\d{{3}}[\s-]\d{{4}}
        | \d{{2,3}}[\s-]\d{{2}}[\s-]\d{{2}}|\d{{5,7}})(?![\d-])
        """,
        re.VERBOSE,
    ),
}
"""What kinds of personal data look like; each digit is told as one kind only."""


_SERVICE = re.compile(r"(?<!\d)(?:\+7|8)[\s-]*\(?800\)?(?:[\s-]*\d){7}(?!\d)")
"""The number of a service that everybody calls for free."""

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
"""What word processors write for a hyphen between digits."""

_IN_EACH = re.compile(r"[\d@]")
"""What each of them has: a digit, or the sign of an address."""


@rule("personal-data-text", Severity.WARNING)
def _personal_data_text(context: Context) -> Iterator[Spot]:
    """A text with a number or address of somebody."""
    for path, language, text in _texts(context):
        if not _IN_EACH.search(text):
            continue
        rest = _SERVICE.sub("", normalize("NFKC", text).translate(_DASHES))
        for kind, pattern in _PATTERNS.items():
            if pattern.search(rest):
                yield Spot(path, {"language": language, **_said(kind)})
                rest = pattern.sub("", rest)


def _said(kind: str) -> dict[str, str]:
    """Return a kind as a fact, and beside it in each language."""
    key = f"findings.personal-{kind}"
    beside = {f"kind.{language}": say(key, language) for language in SPOKEN}
    return {"kind": say(key, ENGLISH), **beside}


def _texts(context: Context) -> Iterator[tuple[Path, str, str]]:
    """Yield every text with its path and language; places in sources as well."""
    for path, label in context.every(Label):
        for language, text in label.texts.items():
            yield (*path, language), language, text
    for path, citation in context.every(Citation):
        for place in citation.places:
            yield path, context.handbook.language, place


_ASKS = re.compile(
    r"\b(?:child'?s name|full name|surname|date of birth|birth date"
    r"|(?:passport|phone|identity) number|(?:home|e-?mail) address"
    r"|ФИО|фамилия|дата рождения|ИИН|номер (?:паспорта|телефона)|домашний адрес"
    r"|адрес проживания|аты-жөні|тегі|туған күні|ЖСН|телефон нөмірі"
    r"|үй мекенжайы)\b",
    re.IGNORECASE,
)


@rule("personal-data-title", Severity.WARNING)
def _personal_data_title(context: Context) -> Iterator[Spot]:
    """A fact whose title asks for personal data."""
    for path, fact in context.every(Fact):
        for language, text in fact.title.texts.items():
            if _ASKS.search(text):
                yield Spot((*path, "title", language), {"language": language})


@rule("receiver-may-not-see", Severity.ERROR)
def _receiver_may_not_see(context: Context) -> Iterator[Spot]:
    """A document goes to an agency that may not see what it holds."""
    for chart in context.charts.values():
        for entry in chart.entries:
            for document, receivers in entry.act.sends.items():
                known = chart.documents.get(document)
                for data in known.contains if known else ():
                    # What is not declared has a finding of its own.
                    if data in context.known[NameOf.DATA]:
                        yield from _blind(context, entry, (document, data), receivers)


def _blind(
    context: Context, entry: Entry, sent: tuple[Id, Id], receivers: tuple[Id, ...]
) -> Iterator[Spot]:
    document, data = sent
    for position, receiver in enumerate(receivers):
        for agency in context.agencies_of(receiver):
            lists = context.handbook.agencies[agency].may_see
            path = ("agencies", agency)
            if data in lists or context.is_damaged(path) or path in context.vague:
                continue
            facts = {
                "activity": entry.act.id,
                "document": document,
                "agency": agency,
                "data": data,
            }
            yield Spot((*entry.path, "sends", document, position), facts)
