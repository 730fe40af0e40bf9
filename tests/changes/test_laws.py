"""What must hold of any two versions, by comparing random ones in two ways."""

from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress

from hypothesis import HealthCheck, given, note, reject, settings

from katch_protocols.changes.behaviour import Behaviour, Likeness, WitnessStep
from katch_protocols.changes.called_now import now as named_now
from katch_protocols.changes.compare import Comparison, compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.changes.nouns import ChangeKind
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from tests.changes.versions import Versions, versions
from tests.duties.dressed import Dressed, dressed
from tests.interpreter import Configuration, Interpreter, Move, UnendingError

SLOW = settings(max_examples=32, deadline=None, suppress_health_check=list(HealthCheck))
PAIRS = 3_000
VISITED = 60
"""How many pairs of configurations the interpreters look at."""


def _compared(before: Handbook, after: Handbook) -> Comparison:
    try:
        return compare_versions(before, after, limit=PAIRS)
    except BoundError:
        reject()


@settings(SLOW, max_examples=20)
@given(dressed())
def test_a_version_compared_with_itself_is_the_same(made: Dressed) -> None:
    copy = Handbook.model_validate(dict(made.handbook))
    found = _compared(made.handbook, copy)
    assert found.is_same
    likenesses = {each.likeness for each in found.behaviour}
    assert likenesses <= {Likeness.SAME, Likeness.NOT_COMPARED}


@SLOW
@given(versions())
def test_what_two_versions_differ_in_is_told_whole(pair: Versions) -> None:
    found = _compared(pair.before, pair.after)
    _is_told_where_something_differs(found, pair)
    _is_the_same_seen_back(found, pair)
    _is_said_in_every_language_in_one_order(found, pair)


def _is_told_where_something_differs(found: Comparison, pair: Versions) -> None:
    assert (not found.written) == (pair.before == pair.after)
    assert found.is_same == (pair.before == pair.after)


def _is_the_same_seen_back(there: Comparison, pair: Versions) -> None:
    """What was added is removed."""
    back = _compared(pair.after, pair.before).mirrored
    for kind in ("written", "duties", "deadlines", "handoffs", "deliveries"):
        one, other = getattr(there, kind), getattr(back, kind)
        assert sorted(map(repr, one)) == sorted(map(repr, other)), kind
    assert {_outcome(each) for each in there.behaviour} == {
        _outcome(each) for each in back.behaviour
    }


def _outcome(found: Behaviour) -> tuple[object, ...]:
    lengths = sorted(
        (str(each.kind), each.steps[-1].activity, len(each.steps))
        for each in found.witnesses
    )
    return found.protocol, found.likeness, tuple(lengths), found.compared


def _is_said_in_every_language_in_one_order(found: Comparison, pair: Versions) -> None:
    told = [
        ComparisonReport.of(found, pair.before, pair.after, language)
        for language in ("en", "ru", "kk")
    ]
    assert len({tuple((s.agency, s.kind) for s in t.by_agency()) for t in told}) == 1
    for telling in told:
        assert len(telling.as_written()) == len(found.written)
        sentences = (*telling.by_agency(), *telling.as_written())
        assert all(each.text.strip(" .:;") for each in sentences)


class Reader:
    """One version of a protocol, run straight from its nouns.

    Its steps are called as in that version; with ``moves``, as after them.
    """

    def __init__(
        self, handbook: Handbook, name: str, moves: Mapping[str, str] | None = None
    ) -> None:
        self.moves = moves or {}
        protocol = handbook.protocols[name]
        self.run = Interpreter(protocol, handbook)
        pieces = (protocol, *(handbook.fragments[each] for each in protocol.use))
        self.ends = {
            state.id: state.outcome
            for piece in pieces
            for state in piece.states.values()
        }

    def start(self) -> Configuration:
        try:
            return self.run.start()
        except UnendingError:
            reject()

    def outcome(self, now: Configuration) -> frozenset[object]:
        """Return how the case ended, if it did."""
        if not self.run.complete(now):
            return frozenset()
        return frozenset(self.ends[name] for name in now.active if name in self.ends)

    def steps(self, now: Configuration) -> dict[tuple[str, object], Configuration]:
        """Return what is possible, each step with what it leads to."""
        if self.run.complete(now):
            return {}
        return dict(self._steps(now))

    def _steps(
        self, now: Configuration
    ) -> Iterator[tuple[tuple[str, object], Configuration]]:
        """Yield every step whose settling ends; another is none, and a finding."""
        for move in self.run.possible(now):
            with suppress(UnendingError):
                yield _step(move, self.moves), self.run.step(now, move)


def _step(step: Move | WitnessStep, moves: Mapping[str, str]) -> tuple[str, object]:
    return named_now(step.activity, moves), tuple(sorted(step.records))


@SLOW
@given(versions())
def test_a_case_that_is_shown_runs_in_one_version_and_not_in_the_other(
    pair: Versions,
) -> None:
    found = _compared(pair.before, pair.after)
    for behaviour in found.behaviour:
        for witness in behaviour.witnesses:
            note(witness)
            name, moves = behaviour.protocol, found.moves[behaviour.protocol]
            # A case is told in the names of the version that allows it; the other is
            # asked in the names of now.
            if witness.kind is ChangeKind.ADDED:
                allows, later = Reader(pair.after, name), {}
                refuses = Reader(pair.before, name, moves)
            else:
                allows, later = Reader(pair.before, name), moves
                refuses = Reader(pair.after, name)
            now, then = allows.start(), refuses.start()
            for step in witness.steps[:-1]:
                now = allows.steps(now)[_step(step, {})]
                then = refuses.steps(then)[_step(step, later)]
            last = witness.steps[-1]
            if last.activity:
                assert _step(last, {}) in allows.steps(now)
                assert _step(last, later) not in refuses.steps(then)
            else:
                assert allows.outcome(now) == {last.outcome}
                assert refuses.outcome(then) != {last.outcome}


@SLOW
@given(versions())
def test_the_interpreter_finds_a_difference_exactly_where_one_is_told(
    pair: Versions,
) -> None:
    found = _compared(pair.before, pair.after)
    for behaviour in found.behaviour:
        if behaviour.likeness not in {Likeness.SAME, Likeness.DIFFERENT}:
            continue
        name = behaviour.protocol
        shortest, whole = _difference(pair, name, found.moves[name])
        told = [len(each.steps) for each in behaviour.witnesses]
        if shortest is not None:
            assert behaviour.likeness is Likeness.DIFFERENT
            assert min(told) == shortest
        elif whole:
            assert not told


def _difference(
    pair: Versions, name: str, moves: Mapping[str, str]
) -> tuple[int | None, bool]:
    """Return how long the shortest case is that only one version allows.

    The second part tells whether everything was looked at.
    """
    one, other = Reader(pair.before, name, moves), Reader(pair.after, name)
    start = one.start(), other.start()
    seen, queue = {start}, deque([(start, 0)])
    while queue:
        (now, then), length = queue.popleft()
        if length >= VISITED or len(seen) > VISITED:
            return None, False
        can, may = one.steps(now), other.steps(then)
        ends = one.outcome(now), other.outcome(then)
        if can.keys() != may.keys() or ends[0] != ends[1]:
            return length + 1, True
        for step in sorted(can, key=repr):
            following = can[step], may[step]
            if following not in seen:
                seen.add(following)
                queue.append((following, length + 1))
    return None, True
