"""Reading a handbook, against PyYAML's C nodes and pydantic's validation alone.

The floor composes the same texts to nodes and validates the same nouns from plain
data: no position, no check of the dialect, no reference, no sentence.
"""

from collections.abc import Iterator

import yaml

from benchmarks.handbooks import chain
from benchmarks.lines import Line
from benchmarks.measuring import seconds
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook

__all__ = ["lines"]

_SIZES = (20, 200, 2_000)


def lines() -> Iterator[Line]:
    """Yield one line a size."""
    for size in _SIZES:
        texts = chain(size)
        plain = read_texts(texts).sound().model_dump()

        def floor(texts: dict[str, str] = texts, plain: object = plain) -> None:
            for text in texts.values():
                yaml.compose(text, Loader=yaml.CSafeLoader)
            Handbook.model_validate(plain)

        def ours(texts: dict[str, str] = texts) -> None:
            read_texts(texts).sound()

        runs = max(3, 1_400 // size)  # of a short run more is disturbed
        what = f"read {size:,} states"
        yield Line.ratio(
            what, seconds(ours, runs=runs), seconds(floor, runs=runs), under=2
        )
