"""How late each moment of a path comes at most: a table made by hand."""

import pytest
from msgspec.structs import replace

from katch_protocols.charts.build import chart
from katch_protocols.duties.child_path import child_path
from katch_protocols.duties.duty_clocks import clocks
from katch_protocols.duties.path_times import ClockTimes, path_times
from katch_protocols.files.read import read_texts
from katch_protocols.model.path import MOST_MOMENTS
from tests.duties.small import FILES

HEAD = FILES["lost.yaml"].partition("initial:")[0]
STATES = """initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    within: 2 hours
    activities:
      take: {title: Take in, by: officer, to: kept}
  kept:
    title: Kept
    held_by: worker
    within: WITHIN
    activities:
      call: {title: Call, by: worker, within: 1 day}
      help: {title: Help, by: worker, when: done call, to: helped}
  helped:
    title: Helped
    held_by: worker
    within: 1 day
    activities:
      finish: {title: Finish, by: worker, to: closed}
  closed: {title: Closed, final: true, outcome: protected}
"""
HOUR = 60
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("within", "kept"),
    [
        ("5 days", 2 * HOUR + 5 * DAY),
        ("{limit: 5 days, from: take}", 2 * HOUR + 5 * DAY),
        ("{limit: 5 days, from: seen}", 5 * DAY),
        # Each call gives five days more, and nobody knows how many calls there are.
        ("{limit: 5 days, from: call}", None),
    ],
)
def test_how_late_a_step_is_over(within: str, kept: int | None) -> None:
    lost = HEAD + STATES.replace("WITHIN", within)
    book = read_texts({**FILES, "lost.yaml": lost}).sound()
    path = child_path(chart(book.protocols["lost"], book), book)
    assert [each.name for each in path.moments] == ["seen", "kept", "helped"]
    found = [each and each.minutes for each in path_times(path, book)]
    assert found == [2 * HOUR, kept, None if kept is None else kept + DAY]


@pytest.mark.parametrize(
    ("within", "kept"),
    [
        ("5 days", (2 * HOUR, 2 * HOUR + 5 * DAY)),
        ("{limit: 5 days, from: seen}", (0, 5 * DAY)),
    ],
)
def test_from_when_to_when_clocks_run_at_the_latest(
    within: str, kept: tuple[int, int]
) -> None:
    lost = HEAD + STATES.replace("WITHIN", within)
    book = read_texts({**FILES, "lost.yaml": lost}).sound()
    made = chart(book.protocols["lost"], book)
    times = ClockTimes(child_path(made, book), book)
    found = {
        each.acts[0][0] if each.kept and each.kept.own else each.state: times.of(
            each, "lost"
        )
        for each in clocks(made, book)
    }
    end = kept[1]
    assert found == {
        "seen": (0, 2 * HOUR),
        "kept": kept,
        "call": None,  # When a duty of its own clock is owed nobody asked.
        "helped": (end, end + DAY),
    }
    assert times.of(clocks(made, book)[0], "other") is None


AGAIN = """initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    within: 1 day
    activities:
      call: {title: Call, by: officer, to: heard}
  heard:
    title: Heard
    held_by: worker
    within: 1 day
    activities:
      BACK
      help: {title: Help, by: worker, to: helped}
  helped:
    title: Helped
    held_by: worker
    within: {limit: 2 days, from: CALL}
    activities:
      finish: {title: Finish, by: worker, to: closed}
  closed: {title: Closed, final: true, outcome: protected}
"""
BESIDE = """initial: both
states:
  both:
    title: Both
    done: closed
    parallel:
      help:
        initial: helped
        states:
          helped:
            title: Helped
            held_by: worker
            within: {limit: 2 days, from: call}
            activities:
              finish: {title: Finish, by: worker, to: over}
          over: {title: Over, final: true}
      talk:
        initial: heard
        states:
          heard:
            title: Heard
            held_by: officer
            within: 30 days
            activities:
              call: {title: Call, by: officer, within: 1 day, WHEN}
              part: {title: Part, by: officer, when: done call, to: gone}
          gone: {title: Gone, final: true}
  closed: {title: Closed, final: true, outcome: protected}
"""
BACK = "back: {title: Send back, by: worker, to: seen}"


@pytest.mark.parametrize(
    ("states", "moment", "days"),
    [
        # Whoever is sent back calls once more, and the clock counts from that call.
        (AGAIN.replace("BACK", BACK).replace("CALL", "call"), "helped", None),
        (AGAIN.replace("BACK", BACK).replace("CALL", "seen"), "helped", None),
        (AGAIN.replace("BACK", BACK).replace("CALL", "helped"), "helped", None),
        (AGAIN.replace("      BACK\n", "").replace("CALL", "call"), "helped", 3),
        (AGAIN.replace("      BACK\n", "").replace("CALL", "seen"), "helped", 2),
        (AGAIN.replace("      BACK\n", "").replace("CALL", "heard"), "helped", 3),
        # Those beside it may call for a month, or once at most.
        (BESIDE.replace(", WHEN", ""), "both.help.helped", None),
        (BESIDE.replace("WHEN", "when: not done call"), "both.help.helped", 3),
    ],
)
def test_a_clock_counts_from_the_last_of_what_comes_again(
    states: str, moment: str, days: int | None
) -> None:
    book = read_texts({**FILES, "lost.yaml": HEAD + states}).sound()
    path = child_path(chart(book.protocols["lost"], book), book)
    times = zip(path.moments, path_times(path, book), strict=True)
    found = {each.name: time and time.minutes for each, time in times}
    assert found[moment] == (None if days is None else days * DAY)


def test_moments_that_a_handbook_names_and_the_clocks_that_they_keep() -> None:
    # The step has no moment of its own; the one duty that ends it has.
    lost = HEAD + STATES.replace("WITHIN", "5 days")
    first, _, rest = lost.rpartition("    within: 1 day\n")
    named = "path:\n  - {at: lost.help}\n  - {at: lost.call}\n  - {at: lost.helped}\n"
    shared = FILES["handbook.yaml"] + named
    texts = {**FILES, "lost.yaml": first + rest, "handbook.yaml": shared}
    book = read_texts(texts).sound()
    made = chart(book.protocols["lost"], book)
    path = child_path(made, book)
    times = zip(path.moments, path_times(path, book), strict=True)
    helped = 2 * HOUR + 5 * DAY
    assert {each.name: time and time.minutes for each, time in times} == {
        "help": helped,
        "call": 2 * HOUR + DAY,
        "helped": None,
    }
    run = ClockTimes(path, book)
    kept = [each for each in clocks(made, book) if each.kept is not None]
    assert [(each.state, run.of(each, "lost")) for each in kept] == [
        ("seen", (0, 2 * HOUR)),
        ("kept", (2 * HOUR, helped)),
        ("kept", None),  # When a duty of its own clock is owed nobody asked.
    ]


def line(count):
    """Return a protocol of so many steps; before the last one a child may be lost."""
    steps = [
        f"  s{at}:\n"
        "    held_by: officer\n"
        "    within: 1 day\n"
        "    activities:\n"
        f"      go{at}: {{by: officer, to: s{at + 1}}}\n"
        for at in range(count)
    ]
    steps[-2] += "      lose: {by: officer, to: lost}\n"
    rest = (
        "  lost:\n"
        "    held_by: officer\n"
        "    within: 1 day\n"
        f"    activities: {{find: {{by: officer, to: s{count - 2}}}}}\n"
        f"  s{count}: {{final: true, outcome: protected}}\n"
    )
    text = f"{HEAD}initial: s0\nstates:\n{''.join(steps)}{rest}"
    book = read_texts({**FILES, "lost.yaml": text}).sound()
    return chart(book.protocols["lost"], book), book


def times_of(made, book):
    times = ClockTimes(child_path(made, book), book)
    return {each.state: times.of(each, "lost") for each in clocks(made, book)}


def test_clocks_behind_the_last_moment_of_a_path_are_bounded_too() -> None:
    count = MOST_MOMENTS + 4
    made, book = line(count)
    assert len(child_path(made, book).moments) == MOST_MOMENTS
    before = {f"s{at}": (at * DAY, at * DAY + DAY) for at in range(count - 1)}
    # Whoever is lost and found again and again comes to the last step no sooner.
    assert times_of(made, book) == {**before, f"s{count - 1}": None, "lost": None}


def test_of_very_many_clocks_the_first_are_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count = MOST_MOMENTS + 4
    made, book = line(count)
    monkeypatch.setattr(
        "katch_protocols.duties.path_times.PASSED", 2 * len(made.nodes) - 1
    )
    moments = {each.name for each in child_path(made, book).moments}
    others = [f"s{at}" for at in range(count - 1) if f"s{at}" not in moments]
    assert len(others) > 2
    found = times_of(made, book)
    bounded = {name for name, times in found.items() if times is not None}
    assert bounded == {*moments, *others[:2]} - {"lost", f"s{count - 1}"}
    # Of the rest nobody knows whether something bounds it: it was not asked.
    told = ClockTimes(child_path(made, book), book)
    asked = {each.state for each in clocks(made, book) if told.is_asked(each, "lost")}
    assert asked == {*moments, *others[:2]}


def test_of_what_begins_again_and_again_nobody_asks_when() -> None:
    made, book = line(3)
    told = ClockTimes(child_path(made, book), book)
    plain = clocks(made, book)[0]
    assert told.is_asked(plain, "lost")
    assert plain.kept is not None
    again = replace(plain, kept=replace(plain.kept, every=True))
    assert not told.is_asked(again, "lost")
    own = replace(plain, kept=replace(plain.kept, own=True, start=None))
    assert not told.is_asked(own, "lost")
    assert not told.is_asked(plain, "elsewhere")


def test_in_a_protocol_of_too_many_configurations_nobody_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, book = line(3)
    monkeypatch.setattr("katch_protocols.duties.path_times.LOOKED_AT", 1)
    told = ClockTimes(child_path(made, book), book)
    asked = {each.state for each in clocks(made, book) if told.is_asked(each, "lost")}
    assert asked == {"s0"}
