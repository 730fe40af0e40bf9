"""The glossary: every word that a handbook gives a title, in all its languages."""

from collections.abc import Iterable, Iterator, Mapping

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.papers.markdown import plain, table
from katch_protocols.words.languages import ENGLISH, SPOKEN, own_name
from katch_protocols.words.say import entries, say

__all__ = ["Titles", "glossary", "heading_of", "sections"]

Titles = Mapping[str, Label]


def glossary(handbook: Handbook, language: str) -> str:
    """Return the glossary as Markdown: a column a language, a row a word.

    Headings are in ``language``; it stands in the first column. A word of two protocols
    stands once, with the title of the first that declares it.
    """
    rest = (each for each in handbook.languages if each != language)
    columns = (language, *rest)
    lines = [f"# {heading_of('title', language)}", "", heading_of("intro", language)]
    for heading, titles in sections(handbook):
        if titles:
            lines += ["", f"## {heading_of(heading, language)}", ""]
            lines += _rows(titles, columns)
    return "\n".join(lines) + "\n"


def heading_of(key: str, language: str) -> str:
    """Return the heading of a part of the glossary."""
    return say(f"glossary.{key}", language)


def _rows(titles: Titles, columns: tuple[str, ...]) -> Iterable[str]:
    heads = ("", *(own_name(each) for each in columns))
    return table(
        heads,
        (
            (f"`{name}`", *(plain(label.texts.get(each, "")) for each in columns))
            for name, label in titles.items()
        ),
    )


def sections(handbook: Handbook) -> Iterator[tuple[str, Titles]]:
    """Yield each part of the glossary: the key of its heading, its words by id."""
    yield "terms", _own("term-")
    yield "verbs", _own("verb-")
    agencies = handbook.agencies.values()
    yield "protocols", {each.id: each.title for each in handbook.protocols.values()}
    yield "agencies", {each.id: each.title for each in agencies}
    yield "short", {each.id: each.short for each in agencies if each.short}
    yield "roles", {each.id: each.title for each in handbook.roles.values()}
    yield "regions", {each.id: each.title for each in handbook.regions.values()}
    yield "functions", {each.id: each.title for each in handbook.functions.values()}
    yield (
        "qualifications",
        {each.id: each.title for each in handbook.qualifications.values()},
    )
    yield "measured", {each.id: each.title for each in handbook.measured.values()}
    yield "data", {each.id: each.title for each in handbook.data.values()}
    yield "documents", _documents(handbook)
    yield "facts", _facts(handbook)


def _own(start: str) -> Titles:
    """Return the words of the library itself whose keys have this start."""
    keys = (key for key in entries("glossary", ENGLISH) if key.startswith(start))
    return {
        key.removeprefix(start): Label(
            texts={each: say(f"glossary.{key}", each) for each in SPOKEN}
        )
        for key in keys
    }


def _documents(handbook: Handbook) -> Titles:
    found: dict[str, Label] = {}
    fragments, protocols = handbook.fragments.values(), handbook.protocols.values()
    for documents in (
        *(each.documents for each in fragments),
        *(each.documents for each in protocols),
    ):
        for document in documents.values():
            found.setdefault(document.id, document.title)
    return found


def _facts(handbook: Handbook) -> Titles:
    found: dict[str, Label] = {}
    fragments, protocols = handbook.fragments.values(), handbook.protocols.values()
    for facts in (
        handbook.facts,
        *(each.facts for each in fragments),
        *(each.facts for each in protocols),
    ):
        for fact in facts.values():
            if fact.id in found:
                continue
            found[fact.id] = fact.title
            found |= {
                f"{fact.id}.{value}": label
                for value, label in fact.values.items()
                if label is not None
            }
    return found
