"""Judged elsewhere or here is the same; what all parts share goes along once."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from katch_protocols.evidence.audits import judged_elsewhere
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.evidence.logs.reading import read_records
from tests.cases.living import begun, bound_by, lived
from tests.evidence.logs import case_rows, read
from tests.evidence.test_lives import CLOCKED, FEW, KINDS, PLAIN
from tests.proofs.random_worlds import World, sentences


class Elsewhere:
    """Processes: all that they are given and give back is bytes."""

    def __init__(self, fresh):
        self.fresh, self.bytes, self.sizes = fresh, set(), []

    def map(self, function, *parts):
        for each in zip(*parts, strict=True):
            if self.fresh:
                judged_elsewhere._held.clear()
            given = [pickle.dumps(one) for one in each]
            found = pickle.dumps(function(*map(pickle.loads, given)))
            self.sizes += [len(one) for one in (*given, found) if one not in self.bytes]
            self.bytes.update(given)
            yield pickle.loads(found)  # noqa: S301 - our own


def seen(audit):
    return audit.to_json(), audit.verdicts(), audit.cases


@FEW
@given(st.one_of(PLAIN, CLOCKED), st.data(), st.randoms(use_true_random=False))
def test_random_lives_are_judged_elsewhere_as_here(handbook, data, random):
    world = World(handbook)
    rules = []
    for kind in data.draw(st.permutations(KINDS))[:3]:
        name, _, timed = kind.partition(" ")
        rules.append(data.draw(sentences(name, world, timed=bool(timed))))
    records, last = [], None
    for number in range(5):
        life = begun(bound_by(handbook, rules))
        lived(life, random, set(), most=10)
        records.append(life.case.snapshot() | {"reference": f"case-{number}"})
        last = max(life.case.last, last or life.case.last)
    book = life.case.view().compiled.handbook
    reading = read_records(records, book, now=last)
    cases = []
    for each in reading.cases:
        # Something is missing, and is found.
        kept = [event for event in each.events if random.random() < 0.8]
        cases.append(replace(each, events=tuple(kept)))
    reading = replace(reading, cases=tuple(cases))
    alone = seen(audit_log(reading))
    for fresh in (True, False):
        found = audit_log(reading, Elsewhere(fresh))
        assert seen(found) == alone
        ours = {id(each.compiled) for each in cases}
        assert {id(each.case.compiled) for each in found.cases} <= ours
        rows = {id(row) for each in cases for row in each.compiled.table.rows}
        moves = [move for each in found.cases for move in each.explanation.moves]
        assert {id(move.row) for move in moves if move.row is not None} <= rows
    with ThreadPoolExecutor(2) as pool:
        assert seen(audit_log(reading, pool)) == alone


@pytest.mark.parametrize("fresh", [True, False])
def test_a_part_costs_as_its_cases_and_no_more(fresh):
    reading = read([row for n in range(40) for row in case_rows(f"a-{n}")])
    pool = Elsewhere(fresh)
    found = audit_log(reading, pool)
    assert seen(found) == seen(audit_log(reading))
    *others, shared = sorted(pool.sizes)
    assert max(others) * 5 < shared
    assert not judged_elsewhere._held
