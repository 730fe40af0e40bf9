"""Events of an XES: numbered as in the file, each with what is its own."""

import pytest

from katch_protocols.evidence.logs.tables import LogRow, UnreadError
from katch_protocols.evidence.logs.xes import read_xes

LOG = """<log>
  <string key="concept:name" value="of the log"/>
  <global scope="event"><string key="concept:name" value="anything"/></global>
  <trace>
    <string key="concept:name" value="a-1"/>
    <event>
      <string key="concept:name" value="assess">
        <string key="org:role" value="of the name"/>
      </string>
      <list key="notes">
        <values><string key="org:group" value="in a list"/></values>
      </list>
    </event>
    <event>
      <string key="concept:name" value="send"/>
      <string key="lifecycle:transition" value="start"/>
    </event>
    <event>
      <string key="concept:name" value="send"/>
      <string key="lifecycle:transition" value="Complete"/>
      <string key="lifecycle:transition" value="Complete"/>
    </event>
  </trace>
  <trace><event><string key="concept:name" value="place"/></event></trace>
</log>
"""
ROWS = [
    (1, {"case:concept:name": "a-1", "concept:name": "assess"}),
    (
        3,
        {
            "case:concept:name": "a-1",
            "concept:name": "send",
            "lifecycle:transition": "Complete",
        },
    ),
    # Its case has no name, and is not that of the trace before.
    (4, {"concept:name": "place"}),
]


def plain(rows: list[LogRow]) -> list[tuple[int, dict[str, str]]]:
    return [(each.row, dict(each.cells)) for each in rows]


def test_an_event_has_its_number_and_its_own_attributes(tmp_path) -> None:
    path = tmp_path / "a.xes"
    path.write_text(LOG, encoding="utf-8")
    assert plain([*read_xes(path, None)]) == ROWS
    named = [(row, {"concept:name": each["concept:name"]}) for row, each in ROWS]
    assert plain([*read_xes(path, ("concept:name", "org:role"))]) == named


@pytest.mark.parametrize("end", ["</log>\n", "</trace>\n</log>\n"])
def test_of_a_log_that_is_cut_off_the_events_before_are_told(tmp_path, end) -> None:
    path, found = tmp_path / "a.xes", []
    path.write_text(LOG.removesuffix(end), encoding="utf-8")
    with pytest.raises(UnreadError) as unread:
        found.extend(read_xes(path, None))
    assert (unread.value.row, unread.value.reason) == (5, "broken-file")
    assert plain(found) == ROWS


def test_what_is_no_file_cannot_be_read(tmp_path) -> None:
    with pytest.raises(UnreadError) as unread:
        next(read_xes(tmp_path / "none.xes", None))
    assert (unread.value.row, unread.value.reason) == (0, "not-readable")
