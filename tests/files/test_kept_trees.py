"""What one command read of a file, the next need not read again; and it is the same."""

from pathlib import Path
from typing import NoReturn
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.files import bounds, kept_trees
from katch_protocols.files.answer_file import OF_FILES, AnswerFile, answer_file
from katch_protocols.files.kept_trees import KeptTrees
from katch_protocols.files.read import Reading, read
from katch_protocols.files.yaml_loader import load
from tests.files.small import HANDBOOK

SHIPPED = Path(__file__).parents[2] / "protocols"

PROTOCOL = """protocol: p
title: {en: Plan}
states:
  s:
    activities:
      act: {by: nurse, to: t}
  t: {final: true}
"""
LINES = st.sampled_from(
    [
        "# A comment.",
        "documents: {d: {title: D}}",
        "version: 1.2.0",
        "documents: {d: {title: [a]}}",
        "version: 3",
        "titel: P",
        "title: Q",
        "a: &b c",
        "\tx: y",
        "version: '2.0.0'",
    ]
)


def _shelf(folder: Path) -> AnswerFile:
    found = answer_file(
        folder, {"KATCH_CACHE": str(folder.with_name("kept"))}, OF_FILES
    )
    assert found is not None
    return found


def _read(folder: Path) -> Reading:
    """Read as a command does that finds what the one before it kept."""
    trees = KeptTrees(_shelf(folder))
    found = read(folder, trees)
    trees.save()
    return found


def _written(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "handbook.yaml").write_text(HANDBOOK, encoding="utf-8")
    (folder / "p.yaml").write_text(text, encoding="utf-8", newline="\n")
    return folder


def _all(reading: Reading) -> tuple[object, ...]:
    return (
        reading.handbook,
        reading.findings,
        dict(reading.places),
        reading.incomplete,
        reading.texts,
    )


def _fail(*_: object) -> NoReturn:
    pytest.fail("a file was read again")


def test_the_shipped_handbook_is_read_once(tmp_path: Path) -> None:
    cache = {"KATCH_CACHE": str(tmp_path)}
    trees = KeptTrees(answer_file(SHIPPED, cache, OF_FILES))
    first = read(SHIPPED, trees)
    trees.save()
    with patch.object(kept_trees, "load", _fail):
        again = read(SHIPPED, KeptTrees(answer_file(SHIPPED, cache, OF_FILES)))
    assert _all(again) == _all(first) == _all(read(SHIPPED))
    assert len(dict(again.places)) > 30_000


@given(st.lists(st.lists(LINES, max_size=3), min_size=1, max_size=4))
def test_what_is_read_is_the_same_with_kept_trees_and_without(
    tmp_path_factory: pytest.TempPathFactory, edits: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("a") / "handbook"
    for lines in edits:
        _written(folder, "\n".join([PROTOCOL, *lines]))
        assert _all(_read(folder)) == _all(read(folder))


def test_only_the_file_that_changed_is_read(tmp_path: Path) -> None:
    folder = _written(tmp_path / "handbook", PROTOCOL)
    _read(folder)
    _written(folder, f"# A comment.\n{PROTOCOL}")
    seen = []

    def spied(data: bytes, *given: object) -> object:
        seen.append(data)
        return load(data, *given)  # type: ignore[arg-type]

    with patch.object(kept_trees, "load", spied):
        _read(folder)
        _read(folder)
    assert seen == [f"# A comment.\n{PROTOCOL}".encode()]


def test_a_file_with_a_finding_is_read_each_time(tmp_path: Path) -> None:
    folder = _written(tmp_path / "handbook", f"{PROTOCOL}a: &b c\n")
    rules = [each.rule for each in read(folder).findings]
    assert rules == ["unknown-key", "anchor-or-alias"]
    for _ in range(2):
        assert [each.rule for each in _read(folder).findings] == rules
    assert _shelf(folder).find("p.yaml") is None
    assert _shelf(folder).find("handbook.yaml") is not None


@pytest.mark.parametrize("now", [None, f"{PROTOCOL}a: &b c\n"])
def test_of_a_file_that_is_gone_or_wrong_nothing_is_kept(
    tmp_path: Path, now: str | None
) -> None:
    folder = _written(tmp_path / "handbook", PROTOCOL)
    (folder / "q.yaml").write_text(PROTOCOL.replace("nurse", "judge"), "utf-8")
    _read(folder)
    path = _shelf(folder).path
    assert "judge" in path.read_text(encoding="utf-8")
    if now is None:
        (folder / "q.yaml").unlink()
    else:
        (folder / "q.yaml").write_text(now, "utf-8")
    _read(folder)
    kept = path.read_text(encoding="utf-8")
    assert "judge" not in kept
    assert "nurse" in kept


def test_what_another_version_of_the_reader_kept_is_not_used(tmp_path: Path) -> None:
    folder = _written(tmp_path / "handbook", PROTOCOL)
    _read(folder)
    shelf = _shelf(folder)
    text = shelf.path.read_text(encoding="utf-8")
    shelf.path.write_text(text.replace(shelf.version, "0" * 64), encoding="utf-8")
    assert _shelf(folder).find("p.yaml") is None


def test_what_was_spoiled_is_read_again(tmp_path: Path) -> None:
    folder = _written(tmp_path / "handbook", PROTOCOL)
    _read(folder)
    path = _shelf(folder).path
    text = path.read_text(encoding="utf-8")
    assert "nurse" in text
    path.write_text(text.replace("nurse", "judge"), encoding="utf-8")
    assert _shelf(folder).find("p.yaml") is None
    assert _all(_read(folder)) == _all(read(folder))


def test_kept_trees_count_for_the_bounds_of_a_handbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _written(tmp_path / "handbook", PROTOCOL)
    _read(folder)
    monkeypatch.setattr(bounds, "HANDBOOK_NODES", 20)
    rules = [each.rule for each in read(folder).findings]
    assert rules == ["handbook-too-many-nodes"]
    assert [each.rule for each in _read(folder).findings] == rules
