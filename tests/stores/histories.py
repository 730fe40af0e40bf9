"""What many did at one case at once, and whether some one order explains it.

Each event is unique and the log gives the order in which they were written, so judging
is linear in the history: what was acknowledged is there, once; a decision on version v
was made at v; a read lies between what had ended before it began and what had begun
before it ended.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from time import monotonic
from typing import Protocol

__all__ = ["Op", "Subject", "faults", "history"]


class Subject(Protocol):
    """One case, as one who uses it sees it."""

    def act(self, key: str, expected: int | None) -> int | None:
        """Act; return the version that this made, ``None`` for a stale one."""

    def read(self) -> int:
        """Return the version."""


@dataclass(frozen=True)
class Op:
    """What somebody asked and when; ``answer`` is a version, or ``None``."""

    kind: str
    key: str
    expected: int | None
    began: float
    ended: float
    answer: int | None


def history(subjects: Sequence[Subject], seed: int, *, each: int) -> list[Op]:
    """Let everybody act and read by chance, at once; keys are tried more than once."""
    with ThreadPoolExecutor(len(subjects)) as pool:
        tasks = [
            pool.submit(_use, subject, Random(f"{seed}-{n}"), each)  # noqa: S311
            for n, subject in enumerate(subjects)
        ]
        return [op for task in tasks for op in task.result(timeout=120)]


def _use(subject: Subject, chance: Random, each: int) -> list[Op]:
    found, seen, keys = [], 0, [f"k-{chance.random()}"[:12].replace(".", "")]
    for _ in range(each):
        began = monotonic()
        if chance.random() < 0.4:
            answer: int | None = subject.read()
            seen = answer or 0
            found.append(Op("read", "", None, began, monotonic(), answer))
            continue
        key = chance.choice(keys) if chance.random() < 0.3 else _key(chance, keys)
        expected = seen if chance.random() < 0.3 else None
        answer = subject.act(key, expected)
        found.append(Op("act", key, expected, began, monotonic(), answer))
        seen = max(seen, answer or 0)
    return found


def _key(chance: Random, keys: list[str]) -> str:
    # Few keys, so that two who never heard of one another use the same one too.
    keys.append(f"k-{chance.randrange(40)}")
    return keys[-1]


def faults(ops: Sequence[Op], log: Sequence[str]) -> Iterator[str]:
    """Yield what no order explains; ``log`` are the keys of the events, in order."""
    acts = [op for op in ops if op.kind == "act"]
    if len(set(log)) < len(log):
        yield "a key acted twice"
    for op in acts:
        if op.answer is None:
            continue
        if not 0 < op.answer <= len(log) or op.key not in log:
            yield "what was acknowledged is not there"
        elif log[op.answer - 1] != op.key:
            yield "an answer is of another event"
    yield from _stale(ops, log)
    yield from _decisions(acts)


def _stale(ops: Sequence[Op], log: Sequence[str]) -> Iterator[str]:
    """Yield each read that misses what had ended, or sees what had not begun."""
    began: dict[str, float] = {}
    for op in ops:
        began[op.key] = min(op.began, began.get(op.key, op.began))
    for op in ops:
        if op.kind != "read":
            continue
        before = (each.answer or 0 for each in ops if each.ended < op.began)
        most = sum(began.get(key, 0.0) < op.ended for key in log)
        if not max(before, default=0) <= (op.answer or 0) <= most:
            yield "a read is stale, or of what had not begun"


def _decisions(acts: Sequence[Op]) -> Iterator[str]:
    for op in acts:
        is_alone = sum(each.key == op.key for each in acts) == 1
        decided = op.expected is not None and op.answer is not None
        if is_alone and decided and op.answer != (op.expected or 0) + 1:
            yield "a decision was made on another version"
