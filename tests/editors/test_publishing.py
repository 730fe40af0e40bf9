"""What a client was told, whatever is written between a look and its telling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.editors.server import EditorServer
from tests.editors.small import DAY, PROTOCOL, TEXTS, desk_in

SLIPPED = TEXTS[PROTOCOL].replace("held_by", "held_bi", 1)
WRITTEN = {
    PROTOCOL: (TEXTS[PROTOCOL], SLIPPED, SLIPPED + "# more\n"),
    "roles.yaml": (TEXTS["roles.yaml"], "roles: {}\n", TEXTS["roles.yaml"] + "x\n"),
}


class Desk(EditorServer):
    """A server whose client hears nothing until it listens."""

    encoding = "utf-16"

    def __init__(self, folder):
        desk_in(folder)
        super().__init__("en", lambda: DAY, lambda _: None, lambda _: None)
        self.works, self.shown = [], {}
        self.session = self._handbook(folder).session

    def post(self, work):
        self.works.append(work)

    def _send(self, news):
        self.shown |= {each.uri: each.diagnostics for each in news}

    def look(self):
        """Look at what is written now, and have it told."""
        for view in self.session.looks():
            self._publish(self.session, view)

    def listen(self):
        """Let the client hear what is to be told, as far as it is still so."""
        while self.works:
            self.works.pop(0)()

    def rules(self):
        """Return what the client shows: the rules by file."""
        found = {
            uri.rpartition("/")[2]: sorted(each.code for each in shown)
            for uri, shown in self.shown.items()
        }
        return {file: rules for file, rules in found.items() if rules}


@pytest.fixture
def desk(tmp_path):
    found = Desk(tmp_path)
    yield found
    found.end()


def test_what_was_outdated_before_it_was_heard_is_told_with_the_next_look(desk):
    desk.session.write(PROTOCOL, SLIPPED.encode())
    desk.look()
    desk.session.write("roles.yaml", TEXTS["roles.yaml"].encode() + b"# more\n")
    desk.listen()
    desk.look()
    desk.listen()
    assert "unknown-key" in desk.rules()[PROTOCOL]


def test_what_was_mended_before_it_was_heard_is_not_shown_for_ever(desk):
    desk.session.write(PROTOCOL, SLIPPED.encode())
    desk.look()
    desk.listen()
    desk.session.write(PROTOCOL, TEXTS[PROTOCOL].encode())
    desk.look()
    desk.session.write("roles.yaml", TEXTS["roles.yaml"].encode() + b"# more\n")
    desk.listen()
    desk.look()
    desk.listen()
    assert desk.rules() == {}


@given(
    steps=st.lists(
        st.sampled_from(["look", "listen"])
        | st.tuples(st.sampled_from(sorted(WRITTEN)), st.integers(0, 2)),
        max_size=12,
    )
)
def test_whatever_is_written_when_the_client_shows_what_a_fresh_look_finds(
    tmp_path_factory, steps
):
    desk = Desk(tmp_path_factory.mktemp("desk"))
    for step in steps:
        if isinstance(step, str):
            getattr(desk, step)()
        else:
            file, which = step
            desk.session.write(file, WRITTEN[file][which].encode())
    desk.look()
    desk.listen()
    fresh = Desk(tmp_path_factory.mktemp("fresh"))
    for file, text in desk.session.unsaved.items():
        fresh.session.write(file, text)
    fresh.look()
    fresh.listen()
    assert desk.rules() == fresh.rules()
    desk.end()
    fresh.end()
