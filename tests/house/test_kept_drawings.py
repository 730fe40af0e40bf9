"""What the repository keeps of its drawings: few, small, as their views declare."""

import subprocess
from functools import cache
from pathlib import Path

from katch_protocols.charts.build import chart
from katch_protocols.cli.building.placing import is_ours, kept
from katch_protocols.drawings.known_views import every_view
from tests.shipped import reading

ROOT = Path(__file__).parents[2]
MOST_FILES, MOST_BYTES = 150, 6_100_000


def _git(*words: str, given: str = "") -> list[str]:
    ran = subprocess.run(
        ["git", *words],  # noqa: S607 - whichever git there is
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout.splitlines()


@cache
def _built() -> list[str]:
    """Return the name of every drawing that a build of the handbook makes."""
    handbook = reading().sound()
    names = ["index.html"]
    for protocol, noun in handbook.protocols.items():
        found = chart(noun, handbook)
        for view in every_view():
            parts = [name for name, _ in view.parts(found, handbook)]
            for language in handbook.languages:
                files = [view.file(language, part) for part in (None, *parts)]
                if view.kept is not None and (parts or not view.needs_part):
                    files.append(view.kept_file(language))
                names += [f"{protocol}/{file}" for file in files]
    return sorted(set(names))


def _files() -> list[str]:
    """Return what is kept, as git knows it."""
    return [name.removeprefix("diagrams/") for name in _git("ls-files", "diagrams")]


def test_git_keeps_the_path_the_table_and_the_cards_of_each_protocol():
    handbook = reading().sound()
    assert sorted(_files()) == list(kept(_built(), handbook.languages))
    assert "identification_child_tip/cards.kk.svg" in _files()


def test_git_ignores_every_other_drawing():
    handbook = reading().sound()
    names = "\n".join(f"diagrams/{name}" for name in _built())
    ignored = _git("check-ignore", "--no-index", "--stdin", given=names)
    left = {name for name in names.splitlines() if name not in ignored}
    assert left == {f"diagrams/{name}" for name in kept(_built(), handbook.languages)}


def test_what_is_kept_is_few_and_small():
    sizes = [(ROOT / "diagrams" / name).stat().st_size for name in _files()]
    assert len(sizes) <= MOST_FILES
    assert sum(sizes) <= MOST_BYTES


def test_a_build_replaces_what_it_makes_and_nothing_else():
    assert [name for name in _built() if not is_ours(name)] == []
    assert not is_ours("found_alone/mural.en.svg")
    assert not is_ours("notes.txt")


def test_pages_show_only_drawings_that_are_kept():
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        for link in text.split("](")[1:]:
            target = link.partition(")")[0]
            if "diagrams/" in target:
                assert target.rpartition("diagrams/")[2] in _files(), page
