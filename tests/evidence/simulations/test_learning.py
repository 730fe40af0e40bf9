"""What is learned from a log: quantiles and shares, of ten cases at least, rounded."""

from katch_protocols.evidence.simulations.draws import quantiles
from katch_protocols.evidence.simulations.learn import (
    LearnedStep,
    learn,
    steps_of,
    written,
)
from tests.evidence.logs import case_rows, read
from tests.evidence.simulations.queues import scenario


def case(minutes: int, value: str) -> list[LearnedStep]:
    return [
        LearnedStep("look", 0, {"danger": value}),
        LearnedStep("help", 60 * minutes, {}),
    ]


def test_times_are_told_in_tenths_and_rounded() -> None:
    found = learn([case(10 * each, "absent") for each in range(1, 22)])
    assert found.cases == 21
    points = list(map(str, found.waits["help"]))
    assert points[5] == "110 minutes"
    assert (points[0], points[-1]) == ("15 minutes", "200 minutes")
    assert len(points) == 11


def test_what_was_done_at_once_is_learned_and_read_again() -> None:
    # Many systems write several steps at one instant: half of these waited for nothing.
    found = learn([case(0, "absent") for _ in range(11)] + [case(50, "absent")] * 10)
    lines = written(found).splitlines()
    help_line = next(line for line in lines if "help" in line)
    assert "{quantiles: [0 minutes, 0 minutes, " in help_line
    told = help_line.replace("help", "serve")
    read = scenario(
        "scenario: s\nprotocols: single\nregion: harbour\n"
        f"arrivals: 2 cases a week\nwaits:\n{told}\n"
    )
    assert quantiles(read.waits["serve"])[0] == 0


def test_steps_of_the_clock_take_what_the_protocol_says() -> None:
    clock = LearnedStep("clock(rest, 30 days)", 600, {}, is_clock=True)
    later = LearnedStep("serve", 660, {})
    found = learn([[*case(5, "absent"), clock, later]] * 10)
    assert list(found.waits) == ["help", "serve"]
    assert str(found.waits["serve"][5]) == "1 minute"


def test_the_first_step_counts_from_the_opening_where_the_log_tells_it() -> None:
    rows = [row for number in range(10) for row in case_rows(f"a-{number}")]
    found = learn(steps_of(read(rows)))
    # Opened, assessed half an hour later, sent half an hour after that.
    assert {str(each) for each in found.waits["assess"]} == {"30 minutes"}
    assert {str(each) for each in found.waits["send"]} == {"30 minutes"}
    assert {str(each) for each in found.waits["place"]} == {"60 minutes"}
    for row in rows:
        del row["opened"]
    found = learn(steps_of(read(rows)))
    assert "assess" not in found.waits
    assert {str(each) for each in found.waits["send"]} == {"30 minutes"}


def test_fewer_than_ten_tell_nothing() -> None:
    nine = [case(5, "absent") for _ in range(9)]
    assert learn(nine).waits == {}
    assert learn(nine).values == {}
    rare = [
        *(case(5, "absent") for _ in range(40)),
        *(case(5, "present") for _ in "123"),
    ]
    assert learn(rare).values == {}


def test_shares_are_whole_percents_that_are_the_whole() -> None:
    many = [case(5, value) for value in ("a", "b", "c") for _ in range(11)]
    shares = learn(many).values["danger"]
    assert sorted(shares.values()) == [33, 33, 34]
    assert "  danger: {a: 34%, b: 33%, c: 33%, basis: measured}" in written(learn(many))


def test_a_share_is_never_a_whole_percent_from_what_was_seen() -> None:
    """Whatever was lost by rounding down was added to the commonest value."""
    often = {"a": 310, "b": 149, "c": 149, "d": 149, "e": 149, "f": 94}
    many = [case(5, value) for value, count in often.items() for _ in range(count)]
    shares = learn(many).values["danger"]
    assert sum(shares.values()) == 100
    assert all(abs(10 * shares[value] - count) < 10 for value, count in often.items())


def test_one_child_with_whom_something_was_done_ten_times_is_no_ten() -> None:
    often = [LearnedStep("help", 60 * at, {"danger": "absent"}) for at in range(12)]
    assert learn([often]).waits == {}
    assert learn([often]).values == {}
    assert "help" in learn([often] * 10).waits
