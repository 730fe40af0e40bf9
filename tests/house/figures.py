"""The figures of the house: how large it is, how its names and imports lie.

``python -m tests.house.figures`` prints them; with ``--names`` also every class name
that two modules share, with ``--prose`` every line of Python that holds prose, and
with ``--small`` every file under 40 lines.
"""

import ast
import builtins
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

import grimp

__all__ = [
    "EXPLAINED",
    "LIBRARY",
    "Floors",
    "Source",
    "floors",
    "is_prose",
    "main",
    "shared_names",
    "sources",
]

ROOT = Path(__file__).parents[2]
LIBRARY = "katch_protocols"
SMALL = 40
"""A file with fewer lines than this is small."""

WORDS = 3
"""A text of so many words, or one with a letter of Russian or Kazakh, is prose."""


_FONTS = "the names of fonts"
_LETTERS = "letters that tell an encoding"
_NOTATION = "words of the notation that is written"
_PARSER = "what the parser of YAML says: it is compared, and never shown"
_WRITTEN = "the language of the files themselves: how a sentence is written there"

EXPLAINED: Mapping[str, str] = {
    "cli/previewing/server.py:_LENT": "a rule of CSS",
    "drawings/svg.py:_FAMILIES": _FONTS,
    "drawings/svg_head.py:_METADATA": "terms of Dublin Core, and a command",
    "drawings/svg.py:_REST": _FONTS,
    "evidence/simulations/learn.py:_lines": _WRITTEN,
    "encodings.py:_FREQUENT": _LETTERS,
    "encodings.py:_LETTERS": _LETTERS,
    "exchange/notations/dot.py:_FONT": _FONTS,
    "exchange/notations/mermaid.py:_Mermaid": _NOTATION,
    "exchange/notations/plantuml.py:write": _NOTATION,
    "exchange/notations/python.py:write": _NOTATION,
    "exchange/notations/typescript.py:_constants": _NOTATION,
    "exchange/notations/typescript.py:_record": _NOTATION,
    "exchange/notations/typescript.py:write": _NOTATION,
    "service/protocol_routes.py:_POLICY": "a policy of browsers",
    "engines/dbos.py:CALL": "SQL",
    "stores/schema.py:POSTGRES_STEPS": "SQL",
    "stores/schema.py:STEPS": "SQL",
    "stores/schema.py:_BY_BYTES": "names of columns",
    "stores/waking.py:_BODY": "SQL",
    "stores/waking.py:_FUNCTION": "SQL",
    "stores/waking.py:_THERE": "SQL",
    "stores/waking.py:_TRIGGER": "SQL",
    "stores/waking.py:disarm": "SQL",
    "papers/annex/document.py:_FONT": _FONTS,
    "papers/page/binding.py:_FONTS": _FONTS,
    "files/schemas/scenarios.py:_ARRIVALS": _WRITTEN,
    "files/yaml_errors.py:_BEGINNING": _PARSER,
    "files/yaml_errors.py:_BRACKETS": _PARSER,
    "files/yaml_errors.py:_ESCAPES": _PARSER,
    "files/yaml_errors.py:_FOUND": _PARSER,
    "files/yaml_errors.py:_OPENED": _PARSER,
    "sentences/forms.py:FORMS": _WRITTEN,
    "sentences/grammar.py:GRAMMAR": _WRITTEN,
    "sentences/grammar.py:MEASURE_GRAMMAR": _WRITTEN,
    "sentences/measure_text.py:_print": _WRITTEN,
    "sentences/measure_text.py:_share": _WRITTEN,
    "sentences/text.py:_fact": _WRITTEN,
    "words/languages.py:LANGUAGES": "what each language calls itself",
}
"""Names whose texts look like prose and are none, each with its reason."""


@dataclass(frozen=True)
class Source:
    """One file of Python: its path below the library, and what it says."""

    name: str
    text: str

    @property
    def room(self) -> str:
        """The folder below the library, or the file itself where it is a room."""
        return self.name.partition("/")[0].removesuffix(".py")

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())

    @cached_property
    def tree(self) -> ast.Module:
        """What Python reads."""
        return ast.parse(self.text)

    @cached_property
    def classes(self) -> list[str]:
        """The names of its classes, in their order."""
        return [
            each.name for each in ast.walk(self.tree) if isinstance(each, ast.ClassDef)
        ]

    @property
    def prose(self) -> list[int]:
        """The numbers of the lines on which a text for people stands."""
        found = (lines for name, lines in self._wordy if name not in EXPLAINED)
        return sorted({line for lines in found for line in lines})

    @property
    def explained(self) -> set[str]:
        """The names whose texts only look like texts for people."""
        return {name for name, _ in self._wordy if name in EXPLAINED}

    @cached_property
    def _wordy(self) -> list[tuple[str, list[int]]]:
        """Each name of the file, and the lines below it that look like prose."""
        found = (
            (f"{self.name}:{_name(each)}", _lines_below(each))
            for each in self.tree.body
        )
        return [(name, lines) for name, lines in found if lines]


def _name(node: ast.stmt) -> str:
    """Return what a statement of a module defines."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    return str(getattr(node, "name", ""))


def _lines_below(node: ast.stmt) -> list[int]:
    alone = ast.Module([node], [])
    return [line for each in _texts(alone) for line in _lines_of(each)]


_PATTERNS = frozenset({"compile", "findall", "fullmatch", "match", "search", "sub"})
"""Functions of ``re``: what they are given is a pattern."""


def _texts(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Yield the texts that somebody may read; a text with gaps is one."""
    if isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    ):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        if not (_is_docstring(child) or _is_pattern(child) or _is_mistake(child, node)):
            yield from _texts(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_pattern(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in _PATTERNS
    )


def _is_mistake(node: ast.AST, holder: ast.AST) -> bool:
    """Tell whether a text goes into an error of Python alone: to whoever programs."""
    if isinstance(node, ast.Raise):
        return _raised(node) is not None
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
        return False
    name = node.targets[0].id
    blocks = (getattr(holder, each, []) for each in ("body", "orelse", "finalbody"))
    return any(
        first is node and name in (_raised(then) or ())
        for block in blocks
        if isinstance(block, list)
        for first, then in pairwise(block)
    )


def _raised(node: ast.AST) -> tuple[str, ...] | None:
    """Return the names that an error of Python itself is raised with."""
    made = node.exc if isinstance(node, ast.Raise) else None
    if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Name):
        return None
    kind = getattr(builtins, made.func.id, None)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        return None
    return tuple(each.id for each in made.args if isinstance(each, ast.Name))


def _said(text: ast.expr) -> str:
    """Return a text as it stands, ``{}`` for each of its gaps."""
    if isinstance(text, ast.JoinedStr):
        return "".join(map(_said, text.values))
    return str(text.value) if isinstance(text, ast.Constant) else "{}"


def _lines_of(text: ast.Constant | ast.JoinedStr) -> Iterator[int]:
    value, last = _said(text), text.end_lineno or text.lineno
    if "\n" in value.rstrip("\n"):  # a template, of which each line is judged alone
        lines = value.splitlines()
        first = max(text.lineno, last - value.count("\n"))
        for number, line in enumerate(lines, first):
            if any(map(is_prose, _values(line))):
                yield min(number, last)
    elif any(map(is_prose, _values(value))):
        yield from range(text.lineno, last + 1)


_KEY = re.compile(r"(?:^|(?<=[\s{]))\w+:\s")


def _values(line: str) -> Sequence[str]:
    """Return the values of a line of YAML; another line is a value itself."""
    is_yaml = re.match(r"\s*(?:- )?\{?[a-z_]+: ", line)
    return _KEY.split(line) if is_yaml else [line]


def is_prose(text: str) -> bool:
    """Return whether a text is for people: three words, or Cyrillic letters."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    plain = [word for word in words if all(map(_in_a_word, word))]
    return len(plain) >= WORDS or any("\u0400" <= each <= "\u052f" for each in text)


def _in_a_word(letter: str) -> bool:
    return letter.isalpha() or letter in "{},.:;'’\"()-!?"


@cache
def sources(root: Path = ROOT / LIBRARY) -> tuple[Source, ...]:
    """Return every file of Python below a folder, in the order of their names."""
    return tuple(
        Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(root.rglob("*.py"))
    )


def shared_names(files: Sequence[Source]) -> dict[str, list[str]]:
    """Return each name that classes of two or more files have, with the files."""
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for file in files:
        for name in file.classes:
            homes[name].add(file.name)
    return {name: sorted(homes[name]) for name in sorted(homes) if len(homes[name]) > 1}


@dataclass(frozen=True)
class Floors:
    """How the parts of a package import one another.

    ``arrows`` are pairs of parts of which one imports the other; ``height`` is the
    number of parts on the longest way down.
    """

    parts: int
    arrows: int
    height: int


def floors(graph: grimp.ImportGraph, package: str) -> Floors:
    """Return the parts of a package, the arrows among them, and their floors."""
    parts = graph.find_children(package)
    home = {
        module: part
        for part in parts
        for module in (part, *graph.find_descendants(part))
    }
    below: dict[str, set[str]] = {part: set() for part in parts}
    for module, part in home.items():
        for imported in graph.find_modules_directly_imported_by(module):
            if home.get(imported, part) != part:
                below[part].add(home[imported])
    return Floors(len(parts), sum(map(len, below.values())), _height(below))


def _height(below: Mapping[str, set[str]]) -> int:
    heights: dict[str, int] = {}

    def height(part: str, above: tuple[str, ...] = ()) -> int:
        if part in above:
            message = f"a circle of imports: {' → '.join((*above, part))}"
            raise ValueError(message)
        if part not in heights:
            deeper = [height(each, (*above, part)) for each in sorted(below[part])]
            heights[part] = 1 + max(deeper, default=0)
        return heights[part]

    return max(map(height, below), default=0)


def _by_room(files: Sequence[Source], count: Callable[[Source], int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for file in files:
        found[file.room] += count(file)
    return found


def _table() -> Iterator[str]:
    files = sources()
    shared = shared_names(files)
    graph = grimp.build_graph(LIBRARY, cache_dir=None)
    house = floors(graph, LIBRARY)
    prose = _by_room(files, lambda file: len(file.prose))
    yield f"lines of Python          {sum(file.lines for file in files):>7,}"
    yield f"files                    {len(files):>7,}"
    yield f"files under {SMALL} lines     {sum(map(_small, files)):>7,}"
    yield f"classes                  {sum(len(file.classes) for file in files):>7,}"
    sharing = sum(map(len, shared.values()))
    yield f"shared class names       {len(shared):>7,}  in {sharing} files"
    yield f"imports among modules    {graph.count_imports():>7,}"
    yield f"arrows among rooms       {house.arrows:>7,}"
    yield f"floors of rooms          {house.height:>7,}"
    yield f"lines that hold prose    {prose.total():>7,}"
    yield ""
    yield "room           files   lines   small   prose   parts  arrows  floors"
    counts = [_by_room(files, each) for each in (lambda _: 1, _lines, _small)]
    for room in sorted(counts[0]):
        inside = floors(graph, f"{LIBRARY}.{room}") if room != "__init__" else None
        row = [*(count[room] for count in counts), prose[room]]
        row += [inside.parts, inside.arrows, inside.height] if inside else [0, 0, 0]
        yield f"{room:<12}" + "".join(f"{number:>8,}" for number in row)


def _lines(file: Source) -> int:
    return file.lines


def _small(file: Source) -> bool:
    return file.lines < SMALL


def _names() -> Iterator[str]:
    for name, homes in shared_names(sources()).items():
        yield f"{name}: {' '.join(homes)}"


def _prose() -> Iterator[str]:
    for file in sources():
        lines = file.text.splitlines()
        yield from (f"{file.name}:{n}: {lines[n - 1].strip()}" for n in file.prose)


def _smalls() -> Iterator[str]:
    yield from (f"{each.lines:>3} {each.name}" for each in sources() if _small(each))


LISTS = {"--names": _names, "--prose": _prose, "--small": _smalls}


def main(words: Sequence[str]) -> int:
    """Print the figures, then each list that is asked for."""
    if unknown := [word for word in words if word not in LISTS]:
        asked = "', '".join(LISTS)
        print(f"There is no {unknown[0]}. Ask for '{asked}', or nothing.")  # noqa: T201
        return 2
    for lines in (_table, *(LISTS[word] for word in words)):
        print(*lines(), sep="\n", end="\n\n")  # noqa: T201 - a command of its own
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
