"""What is kept of all cases of a table is what an exploration of it finds."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from katch_protocols.charts.build import chart
from katch_protocols.model.noun import FrozenDict, Label
from katch_protocols.proofs.kept.answer_cache import keeping
from katch_protocols.proofs.kept.cases import KnownCases
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
from katch_protocols.semantics import explored as exploring
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from katch_protocols.semantics.table import Table
from tests.proofs.noun_changes import changed
from tests.proofs.pier import pier_book

LIMIT = 2_000
BOOK = pier_book({"care_first": "care requires look", "soon": "after look then care"})


@dataclass
class InMemory:
    """A cache in which an answer may be replaced by one that knows more."""

    version: str = "1"
    answers: dict[str, str] = field(default_factory=dict)

    def find(self, digest: str) -> Any:
        told = self.answers.get(digest)
        return None if told is None else json.loads(told)

    def put(self, digest: str, answer: Mapping[str, Any]) -> None:
        self.answers[digest] = json.dumps(answer)


ONE_FOR_ALL = InMemory()


def tables(seed: int) -> list[Table]:
    book = changed(BOOK, Random(seed))  # noqa: S311
    found = []
    for protocol in book.protocols.values():
        try:
            found.append(compile_chart(chart(protocol, book)))
        except Exception:  # noqa: BLE001, S112 - a change may say what no file could
            continue
    return found


def cubes(table: Table, random: Random) -> list[tuple[int, int]]:
    rows = random.choices(table.rows, k=min(5, len(table.rows))) if table.rows else []
    return [(row.mask, row.match) for row in rows] + [(0, 0), (1, 1)]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1 << 30), st.integers(0, 40))
def test_what_is_kept_is_what_is_found(seed: int, limit: int) -> None:
    """On one cache for all examples: what does not belong would be found there."""
    for table in tables(seed):
        found = explore(table, limit=limit)
        for again in range(2):
            with keeping(ONE_FOR_ALL):
                known = KnownCases(table, limit)
            assert known.is_known or not again
            assert len(known) == len(found)
            assert known.exhausted == found.exhausted
            assert known.ends == len(found.ends())
            assert list(known.fired) == found.fired.tolist()
            for mask, match in cubes(table, Random(seed)):  # noqa: S311
                assert known.count(mask, match) == len(found.where(mask, match))
            known.put()


def test_what_is_known_explores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cache, [table, *_] = InMemory(), tables(0)
    with keeping(cache):
        first = KnownCases(table, LIMIT)
        told = len(first), first.count(0, 0)
        first.put()

        def refused(*_: Any, **__: Any) -> None:
            raise AssertionError

        monkeypatch.setattr(exploring, "explore", refused)
        # Another table with the same rows: of the same one somebody holds the cases.
        again = KnownCases(replace(table), LIMIT)
        assert (len(again), again.count(0, 0)) == told
        assert again.ends == first.ends
        with pytest.raises(AssertionError):
            again.count(1, 1)


def test_it_depends_on_all_of_a_table() -> None:
    [table, *_] = tables(0)
    row, *rest = table.rows
    rows = [
        row.written(row.mask ^ 1, row.match, row.clear, row.set),
        row.written(row.mask, row.match ^ 1, row.clear, row.set),
        row.written(row.mask, row.match, row.clear ^ 1, row.set),
        row.written(row.mask, row.match, row.clear, row.set ^ 1),
    ]
    others = [replace(table, rows=(each, *rest)) for each in rows]
    others += [
        replace(table, rows=tuple(rest)),
        replace(table, initial=table.initial ^ 1),
        replace(table, final=((1, 1), *table.final)),
    ]
    cache = InMemory()
    with keeping(cache):
        for each in (table, *others):
            KnownCases(each, LIMIT).put()
        KnownCases(table, LIMIT + 1).put()
        assert KnownCases(replace(table), LIMIT).is_known
    with keeping(dataclasses.replace(cache, version="2")):
        assert not KnownCases(table, LIMIT).is_known
    assert len(cache.answers) == len(others) + 2


def test_a_check_explores_no_protocol_that_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache, explored = InMemory(), []
    found = explore

    def noted(table: Table, *, limit: int) -> Any:
        explored.append(table.chart.protocol.id)
        return found(table, limit=limit)

    monkeypatch.setattr(exploring, "explore", noted)
    [name] = BOOK.protocols
    title = Label(texts=FrozenDict({"en": "Another"}))
    protocol = BOOK.protocols[name].model_copy(update={"title": title})
    other = BOOK.model_copy(update={"protocols": FrozenDict({name: protocol})})
    with keeping(cache):
        first = check_context(Context(BOOK))
        assert explored == [name]
        explored.clear()
        check_context(Context(other))
        assert explored == []
        assert check_context(Context(BOOK)) == first
    assert first == check_context(Context(BOOK))
