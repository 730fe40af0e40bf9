"""What must still be asked: open questions, unread texts, deadlines, unbound roles."""

from collections import Counter
from collections.abc import Iterator

from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.papers.markdown import plain, table
from katch_protocols.papers.written_deadlines import deadlines
from katch_protocols.rules.references import NameOf, parts, references
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.citations import cited
from katch_protocols.words.lists import enumerated
from katch_protocols.words.say import say

__all__ = ["questions"]


def questions(handbook: Handbook, language: str) -> str:
    """Return, as Markdown, what a lawyer or the ministries must still answer.

    Open questions of the handbook; sources that were not read, with how many places
    rest on them; deadlines by their basis; roles that no agency is known to hold.
    """
    lines = [f"# {_say('title', language)}", "", _say("intro", language)]
    sections = (
        ("open", _open(handbook, language)),
        ("unread", _unread(handbook, language)),
        *_by_basis(handbook, language),
        ("unbound", _unbound(handbook, language)),
    )
    for heading, found in sections:
        lines += ["", f"## {_say(heading, language)}", ""]
        lines += tuple(found) or (_say("none", language),)
    return "\n".join(lines) + "\n"


def _by_basis(
    handbook: Handbook, language: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the deadlines of each basis; those of other countries only if any are."""
    for basis in Basis:
        rows = _owed(handbook, basis, language)
        if rows or basis is not Basis.FOREIGN:
            yield basis.value, rows


def _say(key: str, language: str) -> str:
    return say(f"questions.{key}", language)


def _open(handbook: Handbook, language: str) -> Iterator[str]:
    parties: dict[Id, Label] = {
        **{each.id: each.title for each in handbook.roles.values()},
        **{each.id: each.title for each in handbook.agencies.values()},
    }
    for number, each in enumerate(handbook.questions.values(), start=1):
        yield f"{number}. {plain(each.title.say(language))}"
        about = [parties[name].say(language) for name in each.about]
        texts = [_cited(handbook, text, language) for text in each.source]
        for key, found in (("concerns", about), ("rests", texts)):
            if found:
                yield f"   - {_say(key, language)}: {plain(enumerated(found))}."


def _cited(handbook: Handbook, citation: Citation, language: str) -> str:
    source = handbook.sources[citation.source]
    title = source.title.say(language)
    number = source.cited_as(language)
    said = f"{title} ({number})" if number else title
    return cited(said, citation.places, language)


def _unread(handbook: Handbook, language: str) -> tuple[str, ...]:
    uses = Counter(
        use.name for use in references(parts(handbook)).get(NameOf.SOURCE, ())
    )
    rows = [
        (
            plain(each.title.say(language)),
            plain(each.cited_as(language)),
            str(uses[each.id]),
        )
        for each in handbook.sources.values()
        if not each.read
    ]
    heads = [_say(key, language) for key in ("source", "cite", "uses")]
    return table(heads, rows) if rows else ()


def _owed(handbook: Handbook, basis: Basis, language: str) -> tuple[str, ...]:
    rows = [
        (
            plain(protocol.title.say(language)),
            plain(Label(texts=owed.place).say(language)),
            say_duration(owed.limit, language),
            plain(enumerated(_cited(handbook, each, language) for each in owed.source)),
        )
        for protocol in handbook.protocols.values()
        for owed in deadlines(protocol, handbook)
        if owed.basis is basis
    ]
    heads = [_say(key, language) for key in ("protocol", "where", "limit", "rests")]
    return table(heads, rows) if rows else ()


def _unbound(handbook: Handbook, language: str) -> tuple[str, ...]:
    rows = [
        (
            plain(region.title.say(language)),
            plain(handbook.roles[role].title.say(language)),
            plain(binding.unbound.say(language)),
        )
        for region in handbook.regions.values()
        for role, binding in region.roles.items()
        if binding.unbound is not None
    ]
    heads = [_say(key, language) for key in ("region", "role", "reason")]
    return table(heads, rows) if rows else ()
