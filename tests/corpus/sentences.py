"""Mutated sentences: refused in words, or parsed and printed to the same again."""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from katch_protocols.errors import SentenceError
from katch_protocols.sentences.grammar import RESERVED
from katch_protocols.sentences.text import (
    parse_condition,
    parse_duration,
    parse_safeguard,
    parse_target,
    print_condition,
    print_duration,
    print_safeguard,
    print_target,
)
from tests.corpus.judging import Wrong
from tests.corpus.mutating import mutated_sentence
from tests.corpus.seeds import sentences

__all__ = ["NUMBER", "inputs"]

NUMBER = 58_287
"""How many make the whole corpus."""

_GRAMMARS: tuple[tuple[Callable[[str], object], Callable[..., str]], ...] = (
    (parse_condition, print_condition),
    (parse_safeguard, print_safeguard),
    (parse_duration, print_duration),
    (parse_target, print_target),
)


def inputs(seed: int, number: int) -> Iterator[tuple[str, Callable[[], bool]]]:
    """Yield mutated sentences; each has its own seed, which is its name."""
    known = sentences()
    words = sorted({word for text in known for word in text.split()} | RESERVED)
    for at in range(seed, seed + number):
        chance = Random(f"sentence {at}")  # noqa: S311 - no secret
        yield (
            str(at),
            partial(_try, mutated_sentence(chance, chance.choice(known), words)),
        )


def _try(text: str) -> bool:
    passed = False
    for parse, say_again in _GRAMMARS:
        try:
            found = parse(text)
        except SentenceError as error:
            str(error)
            continue
        passed = True
        if parse(say_again(found)) != found:
            message = "what is printed is not parsed as it was"
            raise Wrong(message)
    return passed
