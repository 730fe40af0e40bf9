"""What changed since a revision of git, where git or the revision is unusual."""

import json
import subprocess

import pytest

from tests.cli.test_check import commit

__all__: list[str] = []

NOTHING = "Errors: 0. Warnings: 0. Gaps: 0. Notes: 0.\n"


def git(folder, *words):
    command = ["git", "-C", folder, *words]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


def saw(ran):
    return [each["saw"] for each in json.loads(ran.out)["findings"]]


@pytest.mark.parametrize("there", ["/etc/hostname", "../../elsewhere.yaml", "x.yaml"])
def test_a_link_that_a_revision_had_is_a_link_there_wherever_it_led(
    district, katch, there
):
    (district / "agreed.yaml").symlink_to(there)
    (district / "notes.md").symlink_to(there)
    commit(district)
    assert katch("check", "--only", "error").code == 1
    assert katch("check", "--since", "HEAD").out == NOTHING
    (district / "agreed.yaml").unlink()
    assert katch("check", "--since", "HEAD").out == NOTHING


def test_what_git_itself_refuses_is_said_in_its_words(district, katch, monkeypatch):
    commit(district)
    (district / ".git" / "config").write_text("[core\n", encoding="utf-8")
    monkeypatch.setenv("LANGUAGE", "ru")
    ran = katch("check", "--since", "HEAD")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "git refuses to look at 'protocols': bad config line 1 in file .git/config.\n"
    )


def test_a_repository_of_somebody_else_is_not_called_none(district, katch, monkeypatch):
    commit(district)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    ran = katch("check", "--since", "HEAD")
    assert (ran.code, ran.out) == (3, "")
    assert "detected dubious ownership" in ran.err


def test_a_revision_whose_files_are_not_there_is_no_empty_one(district, katch):
    commit(district)
    tree = git(district, "rev-parse", "HEAD:handbook.yaml")
    held = district / ".git" / "objects" / tree[:2] / tree[2:]
    held.chmod(0o600)
    held.unlink()
    ran = katch("check", "--since", "HEAD")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("git refuses to look at 'protocols': ")


def test_a_folder_that_was_not_there_yet_was_empty(district, katch, tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "read.me").write_text("", encoding="utf-8")
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    git(tmp_path, "add", "read.me")
    git(tmp_path, *who, "commit", "-q", "-m", "first")
    text = (district / "found_alone.yaml").read_text(encoding="utf-8")
    wrong = text.replace("held_by: duty_officer", "held_by: duty_officers")
    (district / "found_alone.yaml").write_text(wrong, encoding="utf-8")
    ran = katch("check", "--since", "HEAD", "--format", "json")
    assert ran.code == 1
    assert "'duty_officers' is not the name of any role." in saw(ran)


@pytest.fixture
def beside(district, tmp_path):
    """Commit a handbook with a slip, below the top of its repository."""
    text = (district / "found_alone.yaml").read_text(encoding="utf-8")
    wrong = text.replace("held_by: duty_officer", "held_by: duty_officers")
    (district / "found_alone.yaml").write_text(wrong, encoding="utf-8")
    commit(tmp_path)
    return tmp_path


@pytest.mark.parametrize("there", ["whole", "half"])
def test_in_a_hook_the_folder_is_found_below_the_top(beside, katch, monkeypatch, there):
    # So git calls a hook in a second work tree, and what `rebase --exec` runs.
    monkeypatch.setenv("GIT_DIR", str(beside / ".git"))
    if there == "whole":
        monkeypatch.setenv("GIT_WORK_TREE", str(beside))
    assert katch("check").code == 1
    ran = katch("check", "--since", "HEAD")
    assert (ran.code, ran.out) == (0, NOTHING)


def test_a_repository_that_stands_elsewhere_is_the_one_that_is_named(
    beside, katch, monkeypatch
):
    (beside / ".git").rename(beside.parent / "elsewhere.git")
    monkeypatch.setenv("GIT_DIR", str(beside.parent / "elsewhere.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(beside))
    assert katch("check", "--since", "HEAD").out == NOTHING
    monkeypatch.delenv("GIT_WORK_TREE")
    assert "is in no repository of git" in katch("check", "--since", "HEAD").err


GUARDED, SAFE = "  guarded:\n", "  safe:\n"
TELEPHONE = "    note: Call +7 701 234 56 78\n"


def told_since(katch, district, changes):
    """Return of what a telephone number is told as new after changes of a commit."""
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(GUARDED, GUARDED + TELEPHONE), encoding="utf-8")
    commit(district)
    for old, new in changes:
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    words = ("--format", "json", "--rule", "personal-data-text")
    found = json.loads(katch("check", "--since", "HEAD", *words).out)["findings"]
    return [each["subject"].rpartition("states.")[2] for each in found]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([(GUARDED, GUARDED + TELEPHONE)], []),
        # Taken out at one state, it is news where it stands at another.
        ([(SAFE, SAFE + TELEPHONE)], ["safe.note.en"]),
        ([(GUARDED, GUARDED + TELEPHONE), (SAFE, SAFE + TELEPHONE)], ["safe.note.en"]),
        # A state that was renamed has what it had.
        ([(GUARDED, GUARDED + TELEPHONE), ("guarded", "watched")], []),
    ],
)
def test_a_number_is_news_where_it_was_not_before(katch, district, changes, told):
    assert told_since(katch, district, changes) == told


def test_a_text_that_went_to_another_body_is_news_there(district, katch):
    path = district / "agencies.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Children's office", "+7 701 234 56 78"), "utf-8")
    commit(district)
    path.write_text(text.replace("Police post", "+7 701 234 56 78"), "utf-8")
    words = ("--format", "json", "--rule", "personal-data-text")
    (found,) = json.loads(katch("check", "--since", "HEAD", *words).out)["findings"]
    assert found["subject"] == "agencies.police_post.title.en"
