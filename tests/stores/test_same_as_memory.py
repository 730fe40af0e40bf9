"""A store is a case in memory that survives: on random protocols, step by step."""

import io
import json
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError, ProtocolError
from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.stores.open_work import open_in
from katch_protocols.verbs.reading import handbook as shipped
from tests.interpreter import UnendingError
from tests.stores.walks import next_step, people
from tests.strategies import small_handbooks

NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)
NARROW = 2_000
STEPS = 5


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


def opened(book, url, clock):
    return kp.open_store(url, book, clock=clock, actors=people(book).get)


def twin(store, reference, protocol, book):
    """Return a case in memory that begins as the stored one did."""
    found = store.case(reference).view()
    return kp.open_case(
        protocol,
        reference=reference,
        region=found.region,
        at=found.opened,
        handbook=book,
        salt=found.salt,
    )


def walk(store, book, protocol, seed, anew):
    """Take the same steps in both; return the case in memory."""
    chance, crowd = Random(seed), people(book)  # noqa: S311 - drawn again from its seed
    region = next(iter(book.regions), None)
    reference = store.open_case(protocol.id, region=region).reference
    memory = twin(store, reference, protocol, book)
    clock = store._steps.clock
    for number in range(STEPS):
        clock.now += timedelta(hours=chance.choice((0, 1, 30, 400)))
        if chance.random() < 0.3:
            store = anew()
        memory.advance(clock.now)
        step = next_step(memory, crowd, chance)
        if step is None:
            break
        key = f"key-{number}"
        done = getattr(store, step.verb)(reference, step.name, **step.words, key=key)
        event = step.take(memory, at=clock.now, key=key)
        assert done.event.to_json(memory.version) == event.to_json(memory.version)
        assert (done.states, done.opened) == (memory.now.states, event.opened)
        again = getattr(store, step.verb)(reference, step.name, **step.words, key=key)
        assert (again.repeated, again.version) == (True, memory.version)
    found = store.case(reference)
    # Owed steps that nobody asked after are not stored yet.
    told = memory.snapshot()["events"][: found.version]
    assert found.snapshot()["events"] == told
    if found.version == memory.version:
        assert found.snapshot() == memory.snapshot()
        rows = {(w.kind, w.name, w.began, w.held_by) for w in everything(store, found)}
        follows = {(r.kind, r.name, r.began, r.held_by) for r in open_in(memory.view())}
        assert rows == follows
    return store


def everything(store, case):
    return [each for each in store.work(limit=1000) if each.reference == case.reference]


def lines_of(sheet):
    """Return the lines of cases; of texts the copy says when they came to it."""
    return [each for each in sheet.getvalue().splitlines() if '"case":' in each]


def moved(store, book):
    """Return a store that has everything of another one, in memory."""
    sheet, copy = io.StringIO(), io.StringIO()
    number = store.export(sheet)
    sheet.seek(0)
    other = opened(book, "sqlite://", Clock())
    assert other.load(sheet).cases == number
    other.export(copy)
    assert lines_of(sheet) == lines_of(copy)
    assert other.work(limit=1000) == store.work(limit=1000)
    return other


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_handbooks(), st.integers(0, 99))
def test_a_random_protocol_runs_in_a_store_as_in_memory(handbook, seed):
    protocol = handbook.protocols["first"]
    if most_configurations(chart(protocol, handbook)) > NARROW:
        reject()
    store = opened(handbook, "sqlite://", Clock())
    with store:
        try:
            walk(store, handbook, protocol, seed, lambda: store)
        except (UnendingError, BoundError, ProtocolError):
            # A protocol that is only made to run inside another is opened by nobody.
            reject()
        assert store.verify()
        moved(store, handbook).close()


def test_the_shipped_protocols_run_in_a_file_across_restarts(tmp_path):
    book, clock = shipped(), Clock()
    url, made = f"sqlite:///{tmp_path / 'cases.db'}", []

    def anew():
        made.append(opened(book, url, clock))
        return made[-1]

    store = anew()
    for number, protocol in enumerate(book.protocols.values()):
        store = walk(store, book, protocol, number, anew)
    assert store.verify()
    assert len(store.cases(ended=None)) >= len(book.protocols)
    assert store.rebuild() == len(store.cases())
    other = moved(store, book)
    assert other.verify()
    for each in (*made, other):
        each.close()


def test_a_line_of_an_export_is_a_record_of_a_case():
    book = shipped()
    store = opened(book, "sqlite://", Clock())
    store.open_case("referral_and_assistance", region="turkistan", by="u1", key="k-1")
    sheet = io.StringIO()
    assert store.export(sheet) == 1
    first, *rest = map(json.loads, sheet.getvalue().splitlines())
    assert first["format"] == "katch-store-2"
    (line,) = (each for each in rest if "case" in each)
    protocol = book.protocols["referral_and_assistance"]
    case = kp.Case.restore(protocol, line["case"])
    assert (case.opener, line["key"]) == ("u1", "k-1")
    store.close()
