"""Every text is said somewhere, and every text that is said exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import katch_protocols
from katch_protocols.words.catalogues import domains
from katch_protocols.words.say import entries, say
from tests.house.figures import sources

ROOM = Path(katch_protocols.__file__).parent
OTHER = ("*.js", "*.html", "*.typ", "*.yaml")
"""Files beside Python that ask for words."""
BY_RULE = "findings"
"""Its keys are the names of rules, with the part of a finding."""
ALL = {
    "dates": r"month-\d\d-\w+",
    "glossary": r"(term|verb)-.*",
    "help": r"(argument|option)-.*",
    "starts": r".*",
    "yaml": r".*",
}
"""Keys that are asked for together, by what begins them."""


@cache
def nodes() -> tuple[ast.AST, ...]:
    """Return what the code says of texts: constants, texts with gaps, calls."""
    kinds = ast.Constant | ast.JoinedStr | ast.Call
    trees = (source.tree for source in sources())
    return tuple(
        node for tree in trees for node in ast.walk(tree) if isinstance(node, kinds)
    )


@cache
def written() -> frozenset[str]:
    """Return every text that stands whole in the code, and every word of scripts."""
    whole = {
        node.value
        for node in nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for pattern in OTHER:
        for path in ROOM.rglob(pattern):
            whole |= set(re.findall(r"[\w-]+", path.read_text(encoding="utf-8")))
    return frozenset(whole)


@cache
def shapes() -> tuple[re.Pattern[str], ...]:
    """Return every text with gaps, as a pattern of what it can become."""
    found = {
        "".join(
            re.escape(part.value) if isinstance(part, ast.Constant) else ".+"
            for part in node.values
        )
        for node in nodes()
        if isinstance(node, ast.JoinedStr)
    }
    for path in (path for pattern in OTHER for path in ROOM.rglob(pattern)):
        stems = re.findall(r"[`\"]([a-z]+-)(?:\$\{|\" \+)", path.read_text("utf-8"))
        found |= {f"{re.escape(stem)}.+" for stem in stems}
    keys = (each for each in found if re.fullmatch(r"(?=.*[a-z])[\w.\\+-]+", each))
    return tuple(map(re.compile, sorted(keys)))


def is_used(domain: str, key: str) -> bool:
    names = {key, f"{domain}.{key}", key.removeprefix("proof-page-")}
    return bool(names & written()) or any(
        shape.fullmatch(name)
        for shape in shapes()
        for name in names
        if domain in shape.pattern or "-" in shape.pattern
    )


@pytest.mark.parametrize("domain", [each for each in domains() if each != BY_RULE])
def test_no_text_is_left_that_nobody_says(domain):
    together = re.compile(ALL.get(domain, "(?!)"))
    keys = {
        re.sub("-(one|few|many|other)$", "", key) if is_plural(domain, key) else key
        for key in entries(domain, "en")
    }
    idle = [
        key
        for key in sorted(keys)
        if not together.fullmatch(key) and not is_used(domain, key)
    ]
    assert idle == []


def is_plural(domain: str, key: str) -> bool:
    stem, _, form = key.rpartition("-")
    return form in {"one", "few", "many", "other"} and f"{stem}-few" in entries(
        domain, "en"
    )


def test_every_text_that_the_code_names_exists():
    known = {
        f"{domain}.{key}": None for domain in domains() for key in entries(domain, "en")
    }
    asked = {
        node.args[0].value
        for node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"say", "word", "our"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and "." in str(node.args[0].value)
    }
    lost = [key for key in asked if key not in known and f"{key}-other" not in known]
    assert asked
    assert lost == []


def test_a_text_that_nobody_wrote_is_not_said():
    with pytest.raises(KeyError, match="no-such"):
        say("duties.no-such", "en")
