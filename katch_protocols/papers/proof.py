"""The page of a protocol's proofs: every promise, what stands behind it, the times."""

from collections.abc import Iterator

from katch_protocols.papers.markdown import plain, table
from katch_protocols.telling.proof_page import Judged, ProofPage
from katch_protocols.words import say as words
from katch_protocols.words.lists import with_id

__all__ = ["proof_page"]


def proof_page(page: ProofPage) -> str:
    """Return the page as Markdown, in its language; the same bytes every time."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: ProofPage) -> Iterator[str]:
    def say(key: str) -> str:
        return words.say(f"papers.proof-page-{key}", page.language)

    every = (page.soundness, *page.safeguards)
    yield f"# {plain(page.title)}: {say('title')}"
    yield from ("", say("intro"), "", plain(page.summary))
    yield from ("", f"## {say('verdicts')}", "")
    heads = map(say, ("safeguard", "sentence", "verdict", "configurations", "remarks"))
    yield from table(tuple(heads), map(_row, every))
    told = [each for each in every if each.story]
    if told:
        yield from ("", f"## {say('stories')}")
    for each in told:
        yield from ("", f"### {plain(each.sentence)}", "")
        yield from (f"{plain(line)}  " for line in each.story)
    yield from ("", f"## {say('numbers')}", "")
    yield from (f"- {plain(line)}" for line in page.numbers)
    if page.times:
        yield from ("", f"## {say('times')}", "", say("if-kept"), "")
    for first, *rest in page.times:
        yield f"- {plain(first)}"
        yield from (f"  {plain(line)}" for line in rest)


def _row(judged: Judged) -> tuple[str, ...]:
    return (
        with_id(plain(judged.title or ""), f"`{judged.safeguard}`"),
        plain(judged.sentence),
        plain(judged.verdict),
        str(judged.configurations),
        plain(" ".join(judged.remarks)),
    )
