"""Invented protocols of three shapes: in a row, in blocks, all side by side."""

from collections.abc import Iterator

from benchmarks.handbooks import SHARED

__all__ = ["SHAPES", "net"]

SHAPES = ("in a row", "4 x 4 side by side", "all side by side")
"""A long row; blocks of four strands of four activities; one block of all strands."""

_STRAND = 4
"""How many activities one strand has."""


def net(shape: str, activities: int) -> dict[str, str]:
    """Return a handbook with one protocol of a shape and about so many activities.

    A row has choices and ways back; a block of strands is complete when each strand is.
    Two promises are written besides: the last activity requires the first, and the
    first is done at most once.
    """
    if shape == SHAPES[0]:
        return _handbook(_row(activities), "do_0", f"do_{activities - 1}")
    wide = shape == SHAPES[2]
    strands = max(2, activities // _STRAND) if wide else 4
    blocks = max(1, activities // (strands * _STRAND))
    lines = [line for block in range(blocks) for line in _block(block, blocks, strands)]
    return _handbook(lines, "do_0_0_0", "close")


def _handbook(lines: list[str], first: str, last: str) -> dict[str, str]:
    head = (
        "protocol: measured\n"
        "title: Measured (synthetic)\n"
        "valid_from: 2026-01-01\n"
        f"initial: {lines[0].strip().rstrip(':')}\n"
        "states:\n"
    )
    end = "  over: {title: Over, final: true, outcome: protected}\n"
    promises = (
        "safeguards:\n"
        f"  in_order: {{rule: {last} requires {first}}}\n"
        f"  once: {{rule: {last} at most 1 time}}\n"
    )
    return {**SHARED, "measured.yaml": "".join([head, *lines, end, promises])}


def _row(activities: int) -> list[str]:
    lines = []
    for number in range(activities):
        last = number == activities - 1
        back = f"s{max(0, number - 3)}"
        to = "over" if last else f"s{number + 1}"
        lines += [
            f"  s{number}:\n",
            "    title: Situation\n    held_by: worker\n    activities:\n",
            f"      do_{number}: {{title: Do it, by: worker, to: {to}}}\n",
        ]
        if number % 5 == 3 and not last:  # noqa: PLR2004 - now and then a way back
            lines.append(
                f"      redo_{number}: {{title: Redo, by: worker, to: {back}}}\n"
            )
    return lines


def _block(block: int, blocks: int, strands: int) -> Iterator[str]:
    done = f"block_{block + 1}" if block + 1 < blocks else "closing"
    yield f"  block_{block}:\n"
    yield f"    title: Block\n    held_by: worker\n    done: {done}\n    parallel:\n"
    for strand in range(strands):
        name = f"{block}_{strand}"
        yield f"      strand_{name}:\n        initial: s{name}_0\n        states:\n"
        for number in range(_STRAND):
            to = f"s{name}_{number + 1}"
            yield (
                f"          s{name}_{number}: {{title: Situation, activities: "
                f"{{do_{name}_{number}: {{title: Do it, by: worker, to: {to}}}}}}}\n"
            )
        yield f"          s{name}_{_STRAND}: {{title: Done, final: true}}\n"
    if block + 1 == blocks:
        yield "  closing:\n    title: Closing\n    held_by: worker\n    activities:\n"
        yield "      close: {title: Close, by: worker, to: over}\n"
