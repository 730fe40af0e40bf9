"""Every slip of a sentence that cannot be read: one word, or several misspelt ones."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from katch_protocols.errors import Flaw, Slip
from katch_protocols.sentences.grammar import RESERVED, Word
from katch_protocols.sentences.nearness import distance, nearest
from katch_protocols.sentences.reader import SentenceReader, slip, terminal_of, texts_of

__all__ = ["slips"]

_MOST_REPAIRS = 3
"""With more misspelt words than this nobody knows what was meant."""

_LONGEST = 64
"""A sentence of more words is told by its first slip alone."""


class _Mended(NamedTuple):
    """The words read so far, some of them as the words that were meant.

    ``apart`` counts the slips between these and what was written, and by how many
    letters they are longer or shorter; ``alone`` tells whether no other way as near
    leads to the same place of the grammar.
    """

    reader: SentenceReader
    repairs: tuple[Slip, ...]
    apart: tuple[int, int]
    alone: bool

    @property
    def cost(self) -> tuple[int, tuple[int, int]]:
        """What makes one way better than another: fewer repairs, nearer ones."""
        return len(self.repairs), self.apart


def slips(
    start: SentenceReader, words: Sequence[Word], *, end: int
) -> tuple[Slip, ...]:
    """Find the wrong words of a sentence that the grammar refused.

    One word is found as ``slip`` finds it. Where no single word mends the sentence, the
    fewest words of the language do, each near to what was written in its place: all of
    them are slips, if there is but one such way.

    Args:
        start: a reader at the start of the sentence.
        words: the words of the sentence.
        end: the column just after the text.
    """
    first = slip(start, words, end=end)
    if len(words) > _LONGEST:
        return (first,)
    best = _best(start, words)
    return (first,) if best is None or len(best.repairs) == 1 else best.repairs


def _best(start: SentenceReader, words: Sequence[Word]) -> _Mended | None:
    """Return the one way through the whole sentence with the fewest repairs."""
    ways: tuple[_Mended, ...] = (_Mended(start.branch(), (), (0, 0), alone=True),)
    for word in words:
        # Ways that stand at one place of the grammar go on alike: the best goes on.
        ways = _merged(way for each in ways for way in _steps(each, word))
    ended = _merged(way for way in ways if way.reader.finish())
    least = min((way.cost for way in ended), default=None)
    best = [way for way in ended if way.cost == least]
    return best[0] if len(best) == 1 and best[0].alone else None


def _steps(way: _Mended, word: Word) -> Iterator[_Mended]:
    """Yield the ways past a word: as it is written, and as each word that is near."""
    terminal = way.reader.terminal(word.text)
    plain = way.reader.branch()
    if terminal is not None and plain.take(terminal, word.text):
        yield way._replace(reader=plain)
    kept = RESERVED | way.reader.reserved
    if len(way.repairs) == _MOST_REPAIRS or word.text in kept:
        return
    for near in kept:
        if nearest(word.text, (near,)) is None:
            continue
        other = way.reader.branch()
        if other.take(terminal_of(near)):
            could = texts_of(way.reader.expected())
            meant = Slip(Flaw.UNEXPECTED, word.column, word.text, could, near)
            count, longer = way.apart
            apart = (
                count + distance(word.text.lower(), near),
                longer + abs(len(word.text) - len(near)),
            )
            yield _Mended(other, (*way.repairs, meant), apart, way.alone)


def _merged(ways: Iterator[_Mended]) -> tuple[_Mended, ...]:
    """Keep of the ways to one place of the grammar, with as many repairs, the best."""
    found: dict[tuple[object, int], _Mended] = {}
    for way in ways:
        key = (way.reader.place, len(way.repairs))
        other = found.get(key)
        if other is None or way.apart < other.apart:
            found[key] = way
        elif way.apart == other.apart:
            found[key] = other._replace(alone=False)
    return tuple(found.values())
