"""A full disk, or a folder that may only be read: a refusal, and nothing half."""

from errno import EACCES, EIO, ENOSPC
from pathlib import Path

import pytest

from katch_protocols.cli.refusals import why_not
from katch_protocols.whole_files import write_new, write_whole

ENDINGS = {".part", ".html", ".pdf", ".json", ".svg", ".bpmn"}


@pytest.fixture
def full(monkeypatch):
    """Half of what is written fits on the disk."""
    write = Path.write_bytes

    def written(path, data):
        write(path, data[: len(data) // 2])
        raise OSError(ENOSPC, "No space left on device")

    def written_text(path, text, **_):
        written(path, text.encode())

    monkeypatch.setattr(Path, "write_bytes", written)
    monkeypatch.setattr(Path, "write_text", written_text)


@pytest.mark.usefixtures("district", "full")
@pytest.mark.parametrize(
    ("command", "named"),
    [
        ("page --budget none --output page.html", "page.html"),
        ("papers --kind summary --output out", "out/"),
        ("tabletop found_alone --output out", "out/"),
        ("table found_alone --output table.json", "table.json"),
        ("build --output out", "out/"),
        ("draw found_alone --output drawn.svg", "drawn.svg"),
        ("export found_alone --to bpmn --output out.bpmn", "out.bpmn"),
    ],
)
def test_a_full_disk_is_a_refusal_with_the_file_and_nothing_is_half_written(
    katch, command, named
) -> None:
    ran = katch(*command.split())
    assert ran.code == 3
    assert named in ran.err
    assert "No space left on device" in ran.err
    left = [each for each in Path.cwd().rglob("*") if each.suffix in ENDINGS]
    assert left == []


@pytest.mark.usefixtures("district")
def test_a_full_disk_leaves_the_files_of_a_handbook_as_they_were(katch, monkeypatch):
    """What a command mends or adds to is never lost half way."""
    book = Path("protocols")
    file = book / "found_alone.yaml"
    slip = file.read_bytes().replace(b"by: duty_officer", b"by: duty_oficer")
    assert slip != file.read_bytes()
    file.write_bytes(slip)
    before = {each: each.read_bytes() for each in book.rglob("*.yaml")}
    file.chmod(0o600)
    write = Path.write_bytes

    def half(path, data):
        write(path, data[: len(data) // 2])
        raise OSError(ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", half)
        for command in ("fix --apply", "agree --all --yes", "register --add"):
            katch(*command.split())
            found = {each: each.read_bytes() for each in before}
            assert found == before, command
    assert {each.name for each in book.rglob("*.part")} == set()
    assert katch("fix", "--apply").code == 0
    assert file.read_bytes() != slip
    assert file.stat().st_mode & 0o777 == 0o600


MACHINE = (
    '{"states": {"open": {"on": {"CLOSE": "closed"}}, "closed": {"type": "final"}}}'
)


@pytest.mark.parametrize(
    "command",
    [
        "import intake.json --output begun/book",
        "new handbook begun/book --languages en",
    ],
)
def test_a_full_disk_begins_no_half_handbook(katch, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    Path("intake.json").write_text(MACHINE, encoding="utf-8")
    write, seen = Path.write_bytes, []

    def third(path, data):
        seen.append(path)
        if len(seen) == 3:
            write(path, data[:10])
            raise OSError(ENOSPC, "No space left on device")
        return write(path, data)

    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", third)
        ran = katch(*command.split())
    assert ran.code == 3
    assert "begun/book/" in ran.err
    assert "No space left on device" in ran.err
    assert not Path("begun").exists()
    assert katch(*command.split()).code == 0


def test_files_that_are_new_are_all_written_or_none(tmp_path) -> None:
    new, there = tmp_path / "deep" / "new", tmp_path / "there"
    there.write_bytes(b"old")
    with pytest.raises(FileExistsError) as told:
        write_new({new: b"new", there: b"new"})
    assert told.value.filename == there.as_posix()
    assert [each.name for each in tmp_path.iterdir()] == ["there"]
    assert write_new({new: b"new"}) == (new,)
    assert new.read_bytes() == b"new"


def test_a_reader_of_russian_or_kazakh_is_told_why_in_words() -> None:
    error = OSError(ENOSPC, "No space left on device")
    assert why_not(error, "en") == "No space left on device"
    assert why_not(error, "ru") == "на диске нет места"
    assert why_not(error, "kk") == "дискіде орын жоқ"
    rare = OSError(EIO, "Input/output error")
    assert why_not(rare, "ru") == "Input/output error"


def test_what_was_there_stays_when_the_disk_is_full(tmp_path, monkeypatch) -> None:
    file = tmp_path / "page.html"
    file.write_text("old", encoding="utf-8")

    def refused(_path, _data):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refused)
    with pytest.raises(OSError, match="No space left") as told:
        write_whole(file, b"new")
    assert told.value.filename == file.as_posix()
    assert file.read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


def test_a_file_that_may_only_be_read_is_not_replaced(tmp_path, monkeypatch) -> None:
    file = tmp_path / "page.html"
    file.write_text("old", encoding="utf-8")

    def refused(path, _data):
        raise OSError(EACCES, "Permission denied", str(path))

    monkeypatch.setattr("os.access", lambda *_: False)
    monkeypatch.setattr(Path, "write_bytes", refused)
    with pytest.raises(PermissionError):
        write_whole(file, b"new")
    assert file.read_text(encoding="utf-8") == "old"


def test_a_link_stays_a_link(tmp_path) -> None:
    goal, link = tmp_path / "goal.html", tmp_path / "link.html"
    goal.write_text("old", encoding="utf-8")
    link.symlink_to(goal)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert goal.read_text(encoding="utf-8") == "new"
