"""Who answers within one function besides whom, and for what."""

import pytest

from katch_protocols.duties.coverage import Cell
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.files.read import read_texts
from tests.duties.small import FILES

HEAD = FILES["lost.yaml"].partition("initial:")[0]
GUARD = "guard: {title: Guard, by: officer}"
LOST = """initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    function: shelter
    activities:
      go: {title: Go, by: officer, function: rescue, to: housed}
      SEEN
  housed:
    title: Housed
    held_by: worker
    function: shelter
    activities:
      settle: {title: Settle, by: worker, function: rescue, to: settled}
      HOUSED
  settled: {title: Settled, final: true, outcome: protected}
"""


def _cell(seen: str, housed: str) -> Cell:
    lost = HEAD + LOST.replace("SEEN", seen).replace("HOUSED", housed)
    book = read_texts({**FILES, "lost.yaml": lost}).sound()
    cells = responsibility(book, region="east").matrix
    return next(each for each in cells if each.function == "shelter")


@pytest.mark.parametrize(
    ("seen", "housed", "answering", "overlap", "disputed"),
    [
        (
            "feed: {title: Feed, by: officer}",
            "feed: {title: Feed, by: worker}",
            {"police": "feed", "welfare": "feed"},
            {"police": "feed", "welfare": "feed"},
            "feed",
        ),
        (
            "feed: {title: Feed, by: officer}",
            "wash: {title: Wash, by: worker}",
            {"police": "feed", "welfare": "wash"},
            {"police": "feed", "welfare": "wash"},
            "",
        ),
        (  # Who answers only when it acts itself claims nothing.
            "feed: {title: Feed, by: [officer, worker], accountable: actor}",
            "wash: {title: Wash, by: worker}",
            {"police": "feed (actor)", "welfare": "feed (actor), wash"},
            {},
            "",
        ),
        (  # Here it answers for others too, as well as where it acts.
            "feed: {title: Feed, by: officer}",
            "feed: {title: Feed, by: [officer, worker], accountable: actor}",
            {"police": "feed", "welfare": "feed (actor)"},
            {},
            "",
        ),
        (
            "feed: {title: Feed, by: officer, accountable: worker}\\n      " + GUARD,
            "feed: {title: Feed, by: worker, accountable: actor}",
            {"police": "guard", "welfare": "feed"},
            {"police": "guard", "welfare": "feed"},
            "",
        ),
    ],
)
def test_who_answers_besides_whom(
    seen: str,
    housed: str,
    answering: dict[str, str],
    overlap: dict[str, str],
    disputed: str,
) -> None:
    cell = _cell(seen.replace("\\n", "\n"), housed)
    told = {
        each.agency: ", ".join(
            f"{act} (actor)" if (home, act) in each.as_actor else act
            for home, act in each.activities
        )
        for each in cell.answering
    }
    assert told == answering
    found = cell.overlap
    assert overlap == (
        {}
        if found is None
        else {
            body: ", ".join(act for _, act in acts)
            for body, acts in found.agencies.items()
        }
    )
    acts = () if found is None else found.disputed
    assert " ".join(act for _, act in acts) == disputed
    assert cell.status == ("shared" if overlap else "held")
