"""The whole of an embedding is as short as the page says; the page itself is run."""

from tests.house.pages import BLOCK, ROOT

PAGE = ROOT / "docs" / "build" / "embedding.md"
MOST = 40


def test_a_host_needs_no_more_than_forty_lines():
    blocks = BLOCK.finditer(PAGE.read_text(encoding="utf-8"))
    (program,) = [each["body"] for each in blocks if each["kind"] == "python"]
    assert len(program.splitlines()) <= MOST
