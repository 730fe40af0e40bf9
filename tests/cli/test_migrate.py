"""``katch migrate``: a plan to read, then the move."""

import pytest

import katch_protocols as kp
from katch_protocols.cli.main import main
from katch_protocols.errors import (
    BusyError,
    RecordError,
    StoreError,
    UnknownNameError,
)
from katch_protocols.model.noun import Label
from katch_protocols.stores.migration import PlannedCase
from tests.cases.harbour import FILES, NOW
from tests.stores.test_migration import (
    CROWD,
    MOVED,
    OLD,
    OWN_AGENCY,
    TEXT,
    edited,
    live,
)


@pytest.fixture
def cases(tmp_path):
    """Return three cases of an older version, of which the last one stays."""
    folder = tmp_path / "new"
    texts = {**FILES, "referral.yaml": edited(TEXT, *MOVED)}
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with kp.open_store(url, OLD, actors=CROWD.get, clock=lambda: NOW) as store:
        found = live(store, 2), live(store, 3), live(store, 5, OWN_AGENCY)
    return found, str(folder), url


def katch(capsys, *words):
    code = main(["migrate", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


SHOWN = """Cases that move: 2.
Cases that stay with what their protocol meant: 1.
  {last}: Its event 5 breaks the safeguard 'other_agency' of the new version.
Nothing was written. `--carry-out` moves them.
"""


def test_the_plan_is_shown_and_nothing_is_written(cases, capsys):
    (_, _, last), folder, url = cases
    for _ in range(2):
        code, out, _ = katch(capsys, folder, "--store", url, "--language", "en")
        assert (code, out) == (0, SHOWN.format(last=last))


def test_cases_are_moved_when_it_is_told_to(cases, capsys):
    _, folder, url = cases
    words = (folder, "--store", url, "--protocol", "referral", "--carry-out")
    code, out, _ = katch(capsys, *words)
    assert (code, out.splitlines()[-1]) == (0, "Cases moved: 2.")
    code, out, _ = katch(capsys, *words)
    assert (code, out.splitlines()[0]) == (0, "Cases that move: 0.")
    with kp.open_store(url) as store:
        assert store.verify()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StoreError("full"), "disk of the database is full"),
        (BusyError(5), "5 seconds"),
        (RecordError("now"), "What is said of now"),
        (UnknownNameError("region"), "is refused or cannot be reached"),
    ],
)
def test_what_could_not_be_moved_says_why(cases, capsys, monkeypatch, error, said):
    (first, second, _), folder, url = cases

    def refused(*_):
        raise error

    monkeypatch.setattr("katch_protocols.stores.carrying_over._Moving._move", refused)
    words = (folder, "--store", url, "--carry-out", "--language", "en")
    code, out, _ = katch(capsys, *words)
    failed = dict(line.strip().split(": ", 1) for line in out.splitlines()[-2:])
    assert (code, {*failed}) == (1, {first, second})
    assert all(said in why for why in failed.values())


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--protocol", "referal"], 2, "referral"),
        (["--store", "sqlite:////nowhere/cases.db"], 3, "There is no such folder"),
        (["--store", "cases.db"], 2, "no address"),
    ],
)
def test_what_cannot_be_planned_is_said_in_one_line(cases, capsys, words, code, said):
    _, folder, url = cases
    store = [] if "--store" in words else ["--store", url]
    found, out, err = katch(capsys, folder, *store, *words)
    assert (found, out, said in err) == (code, "", True)
    assert katch(capsys, "nowhere", "--store", url)[0] == 2


def test_a_safeguard_is_called_by_its_title_with_its_id():
    title = Label(texts={"en": "Two bodies look"})
    found = PlannedCase(
        "a1", "referral", moves=False, code="sentence", name="two", event=5, title=title
    )
    assert found.said("en") == (
        "Its event 5 breaks the safeguard 'Two bodies look (two)' of the new version."
    )
