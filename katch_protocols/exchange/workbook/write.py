"""Write a handbook as a workbook."""

from collections.abc import Iterator, Mapping, Sequence

from katch_protocols.exchange.workbook.fields import offered
from katch_protocols.exchange.workbook.layout import (
    SheetKind,
    Trees,
    sheets,
)
from katch_protocols.exchange.workbook.rows import (
    Base,
    Cells,
    base_page,
    digest,
    rows_of,
    trees_of,
)
from katch_protocols.files.field_types.ids import Several
from katch_protocols.files.read import Reading
from katch_protocols.sheets.book import BookPage, to_book
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import entries, say

__all__ = ["code_of", "write_workbook"]

_TEXT, _NAME, _LONG = 34, 20, 44
_GUIDE_LETTERS = 110
_HOWS = 6
"""How many sentences say how a workbook is filled in."""


def code_of(kind: SheetKind, languages: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of all columns of a sheet; the first names the sheet as well."""
    first, *rest = kind.ids
    behind = (code for field in kind.fields for code in field.codes(languages))
    return (f"{kind.name}:{first}", *rest, *behind)


def write_workbook(reading: Reading, language: str) -> bytes:
    """Return the workbook of a handbook that was read without an error.

    ``language`` is that of the heads and of the first sheet.

    Raises:
        HandbookError: Something is wrong with the handbook.
        MissingExtraError: It needs the extra ``sheets``.
    """
    handbook = reading.sound()
    trees = trees_of(handbook)
    languages = handbook.languages
    rows = rows_of(trees, languages)
    base = Base(handbook.id, digest(reading.texts), languages, rows)
    pages = [
        _page(kind, rows[kind.name], languages, language)
        for kind in sheets()
        if rows[kind.name] or kind.name not in _SELDOM
    ]
    guide = _guide(handbook.title.say(language), _kept(trees, rows), language)
    return to_book((guide, *pages, base_page(base)), _lists(trees))


_SELDOM = frozenset({"posts", "questions", "phases"})
"""Sheets that are left out while they would be empty."""


def _page(
    kind: SheetKind,
    rows: Mapping[tuple[str, ...], Cells],
    languages: Sequence[str],
    language: str,
) -> BookPage:
    codes = code_of(kind, languages)
    behind = codes[len(kind.ids) :]
    meanings = [say(f"sheets.column-{name}", language) for name in kind.ids]
    heads = [*kind.ids]
    choices: dict[int, tuple[str, bool]] = {}
    widths = dict.fromkeys(range(len(kind.ids)), _NAME)
    for field in kind.fields:
        for code in field.codes(languages):
            at = len(heads)
            heads.append(code)
            meanings.append(field.shape.meaning(field.key, language))
            long = field.form.by_language or field.key.name in {"rule", "when"}
            widths[at] = _LONG if long else _NAME if field.choices else _TEXT
            if field.choices:
                choices[at] = field.choices
    for at, name in enumerate(kind.ids[:-1]):
        choices[at] = (f"{name}s", False)
    lines = [
        (*ids, *(cells.get(code, "") for code in behind)) for ids, cells in rows.items()
    ]
    title = say(f"sheets.sheet-{kind.name}", language)
    fixed = len(kind.ids)
    return BookPage(title, codes, (heads, meanings), lines, fixed, choices, widths)


def _lists(trees: Trees) -> Mapping[str, Sequence[str]]:
    """Return what columns offer, by name: ids of the handbook and closed words."""
    ids: dict[str, dict[str, None]] = {}
    for kind in sheets():
        for entry in kind.entries(trees):
            name = _DECLARED.get(kind.name, kind.name)
            ids.setdefault(name, {})[entry.ids[-1]] = None
            if len(entry.ids) > 1:
                ids.setdefault(f"{kind.ids[0]}s", {})[entry.ids[0]] = None
    handbook = next(iter(trees.values()))
    for name in ("qualifications", "measured", "families", "principles"):
        found = handbook.get(name)
        ids[name] = dict.fromkeys(found) if isinstance(found, dict) else {}
    for kind in sheets():
        for field in kind.fields:
            if field.choices and field.choices[0] not in ids:
                one = field.key.kind
                names = offered(one.one if isinstance(one, Several) else one)
                known = (ids.get(each, {each: None}) for each in names)
                ids[field.choices[0]] = {each: None for some in known for each in some}
    return {name: [each for each in some if each] for name, some in ids.items()}


_DECLARED = {"bodies": "agencies"}
"""Sheets that are called otherwise than what they declare."""


def _kept(
    trees: Trees, rows: Mapping[str, Mapping[tuple[str, ...], Cells]]
) -> list[str]:
    """Return what stays in the files: keys without a column, texts without a cell."""
    found: dict[str, None] = {}
    for kind in sheets():
        for entry in kind.entries(trees):
            place = ".".join((entry.spot.file, *entry.spot.path))
            for key in kind.not_carried(entry.value):
                found[f"{place}: {key}"] = None
            for code, text in rows[kind.name][entry.ids].items():
                if text is None:
                    found[f"{place}: {code}"] = None
    return [*found]


def _guide(title: str, kept: Sequence[str], language: str) -> BookPage:
    """Return the first sheet: how the workbook is filled in, and what it leaves out."""

    def lines() -> Iterator[str]:
        said = entries("sheets", language)
        yield say("sheets.guide-title", language, title=title)
        yield ""
        for number in range(1, _HOWS + 1):
            yield say(f"sheets.guide-how-{number}", language)
        yield ""
        yield said["guide-sheets"]
        for kind in sheets():
            name = said[f"sheet-{kind.name}"]
            yield f"{name}: {said[f'about-{kind.name}']}"
        yield ""
        yield said["guide-kept"]
        yield from _NEVER
        yield from kept

    page = say("sheets.sheet-guide", language)
    rows = [(line,) for line in lines()]
    return BookPage(page, (), (), rows, widths={0: _GUIDE_LETTERS})


_NEVER = (
    as_typed(
        (
            "handbook.yaml: escalation",
            "families",
            "measured",
            "principles",
            "qualifications",
        )
    ),
    as_typed(("agreed.yaml", "checklists.yaml", "indicators.yaml")),
    as_typed(("regions/*.yaml: progress", "training")),
    "waivers",
)
"""What no workbook has."""
