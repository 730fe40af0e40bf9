"""What two versions differ in, told once more by readers that share nothing with it.

Duties by a reader of the model, words by the second interpreter, deadlines as written.
"""

from collections import deque
from collections.abc import Iterator, Mapping

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from katch_protocols.changes.behaviour import Likeness
from katch_protocols.changes.called_now import now
from katch_protocols.changes.compare import Comparison, compare_versions
from katch_protocols.changes.nouns import ChangeKind
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from tests.changes.editing import edited, edited_versions
from tests.changes.renaming import every_state
from tests.changes.test_laws import Reader
from tests.changes.versions import Versions, versions
from tests.duties.dressed import Dressed, dressed
from tests.duties.naive import asked, holding

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
PAIRS, VISITED = 1_500, 120

Held = tuple[str, str, str, str]
"""An agency, a protocol, an activity, a part."""
Told = set[tuple[object, ...]]


def compared(before: Handbook, after: Handbook) -> Comparison:
    try:
        return compare_versions(before, after, limit=PAIRS)
    except BoundError:
        reject()


def plain(pair: Versions, found: Comparison) -> list[str]:
    """Return the protocols that mean something, and in which nothing moved."""
    names = {*pair.before.protocols} & {*pair.after.protocols}
    return [
        name
        for name in sorted(names)
        if name not in found.meaningless and not found.moves.get(name)
    ]


@SLOW
@given(edited_versions())
def test_what_a_drafter_changed_is_the_same_seen_back(pair: Versions) -> None:
    there = compared(pair.before, pair.after)
    back = compared(pair.after, pair.before).mirrored
    assert there.is_same == (pair.before == pair.after)
    assert there.moves == back.moves
    for kind in ("written", "duties", "deadlines", "handoffs", "deliveries", "anew"):
        one, other = getattr(there, kind), getattr(back, kind)
        assert sorted(map(repr, one)) == sorted(map(repr, other)), kind


def held(book: Handbook, protocols: list[str]) -> Mapping[Held, set[str | None]]:
    """Return where each agency has which part in what."""
    found: dict[Held, set[str | None]] = {}
    for one in (each for name in protocols for each in asked(book, name)):
        for part, names in one.parts:
            every = part != "accountable"
            for place in tuple(book.regions) or (None,):
                for name in names:
                    for agency in holding(book, name, place, every=every):
                        key = agency, one.protocol, one.activity, part
                        found.setdefault(key, set()).add(place)
    return found


def _turned(
    key: Held, was: set[str | None], has: set[str | None], pair: Versions
) -> Told:
    if not was or not has:
        book, kind = (pair.after, "added") if has else (pair.before, "removed")
        places = was or has
        everywhere = len(places) == max(1, len(book.regions))
        return {(*key, kind, frozenset() if everywhere else frozenset(places))}
    both = {*pair.before.regions} & {*pair.after.regions}
    turns = ("added", (has - was) & both), ("removed", (was - has) & both)
    return {(*key, kind, frozenset(places)) for kind, places in turns if places}


@SLOW
@given(edited_versions())
def test_duties_are_gained_and_lost_as_a_plain_reader_says(pair: Versions) -> None:
    found = compared(pair.before, pair.after)
    names = plain(pair, found)
    was, has = (held(book, names) for book in (pair.before, pair.after))
    expected = {
        turn
        for key in {*was, *has}
        for turn in _turned(key, was.get(key, set()), has.get(key, set()), pair)
    }
    # What a handover makes, and what runs inside, is not read by the plain reader.
    acts = {
        (name, one.activity)
        for book in (pair.before, pair.after)
        for name in names
        for one in asked(book, name)
    }
    told = {
        (
            e.agency,
            e.protocol,
            e.activity,
            str(e.part),
            str(e.kind),
            frozenset(e.places),
        )
        for e in found.duties
        if (e.protocol, e.activity) in acts
    }
    assert told == expected


@SLOW
@given(edited_versions())
def test_deadlines_of_states_are_told_as_they_are_written(pair: Versions) -> None:
    found = compared(pair.before, pair.after)
    names = plain(pair, found)
    was, has = (_limits(book, names) for book in (pair.before, pair.after))
    expected = {
        (*key, was.get(key), has.get(key))
        for key in {*was, *has}
        if was.get(key) != has.get(key)
    }
    told = {
        (
            each.protocol,
            each.state,
            each.before and (each.before.limit, each.before.basis),
            each.after and (each.after.limit, each.after.basis),
        )
        for each in found.deadlines
        if each.protocol in names and not (each.activity or each.awaiting or each.opens)
    }
    assert told == expected


def _limits(book: Handbook, protocols: list[str]) -> Mapping[tuple[str, str], object]:
    pieces = [
        (name, piece)
        for name in protocols
        for piece in (
            book.protocols[name],
            *(book.fragments[each] for each in book.protocols[name].use),
        )
    ]
    return {
        (name, ".".join(path)): (state.within.limit, state.within.basis)
        for name, piece in pieces
        for path, state in every_state(piece)
        if state.within is not None
    }


@SLOW
@given(versions() | edited_versions())
def test_of_each_word_of_one_version_alone_a_shortest_case_is_told(
    pair: Versions,
) -> None:
    found = compared(pair.before, pair.after)
    for each in found.behaviour:
        if each.likeness not in {Likeness.SAME, Likeness.DIFFERENT}:
            continue
        moves = found.moves[each.protocol]
        words = _words(pair, each.protocol, moves)
        if words is None:
            continue
        told = {}
        for case in each.witnesses:
            last = case.steps[-1]
            called = moves if case.kind is ChangeKind.REMOVED else {}
            ends = last.activity or ("end", last.outcome)
            name = now(ends, called) if isinstance(ends, str) else ends
            told[case.kind, name] = len(case.steps)
        assert told == words


def _words(
    pair: Versions, name: str, moves: Mapping[str, str]
) -> Mapping[tuple[ChangeKind, object], int] | None:
    """Return how long the shortest case is that ends in what one version alone allows.

    By what it ends in; ``None``: there are too many.
    """
    one, other = Reader(pair.before, name, moves), Reader(pair.after, name)
    start = one.start(), other.start()
    seen, queue = {start}, deque([(start, 1)])
    found: dict[tuple[ChangeKind, object], int] = {}
    while queue:
        pairs, length = queue.popleft()
        if len(seen) > VISITED:
            return None
        can, may = one.steps(pairs[0]), other.steps(pairs[1])
        words = (
            {*_lasts(can, one.outcome(pairs[0]))},
            {*_lasts(may, other.outcome(pairs[1]))},
        )
        for step in words[0] ^ words[1]:
            kind = ChangeKind.ADDED if step in words[1] else ChangeKind.REMOVED
            found.setdefault((kind, step[0]), length)
        for step in can.keys() & may.keys():
            following = can[step], may[step]
            if following not in seen:
                seen.add(following)
                queue.append((following, length + 1))
    return found


def _lasts(
    steps: Mapping[tuple[str, object], object], ends: frozenset[object]
) -> Iterator[tuple[object, object]]:
    yield from steps
    yield from ((("end", each), None) for each in ends)


@SLOW
@given(dressed(), st.data())
def test_a_change_in_one_protocol_says_nothing_of_another_that_does_not_use_it(
    made: Dressed, data: st.DataObject
) -> None:
    book = made.handbook
    first = book.protocols["first"]
    runs = any(state.runs for _, state in every_state(first))
    changed = "first" if runs or data.draw(st.booleans()) else "second"
    rest = "second" if changed == "first" else "first"
    after = data.draw(st.composite(edited)(book, (changed,)))
    found = compared(book, after)
    effects = (*found.duties, *found.deadlines, *found.handoffs, *found.deliveries)
    assert {each.protocol for each in effects} <= {changed}
    assert {name for name, _ in found.anew} <= {changed}
    assert {each.path[:2] for each in found.written} <= {("protocols", changed)}
    (other,) = (each for each in found.behaviour if each.protocol == rest)
    assert not other.witnesses
    assert other.likeness is not Likeness.DIFFERENT
