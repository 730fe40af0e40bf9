"""Titles and texts: missing, too long, in each language, in letters that are drawn."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Activity
from katch_protocols.model.checklists import Checklist
from katch_protocols.model.documents import Fact
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Agency
from katch_protocols.model.states import State, StateKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.words.languages import first_lost, script_of
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import is_translated

STATE = 40


ACTIVITY = 60


SHORT = 24


@rule("label-too-long", Severity.WARNING)
def _label_too_long(context: Context) -> Iterator[Spot]:
    """A text that is longer than its place in the drawings."""
    for path, state in context.every(State):
        yield from _too_long((*path, "title"), state.title, STATE)
    for path, act in context.every(Activity):
        yield from _too_long((*path, "title"), act.title, ACTIVITY)
    for path, agency in context.every(Agency):
        yield from _too_long((*path, "short"), agency.short, SHORT)


def _too_long(path: Path, label: Label | None, limit: int) -> Iterator[Spot]:
    for language, text in label.texts.items() if label else ():
        if len(text) > limit:
            facts = {
                "language": language,
                "length": str(len(text)),
                "limit": str(limit),
            }
            yield Spot((*path, language), facts)


_UNTITLED = frozenset({StateKind.CHOICE, StateKind.RUNNING})


@rule("title-missing", Severity.ERROR, needs_whole=True)
def _title_missing(context: Context) -> Iterator[Spot]:
    """A state or an activity without a title."""
    for path, state in context.every(State):
        is_strand = path[-2] == "parallel"
        if state.title is None and not is_strand and state.kind not in _UNTITLED:
            yield Spot(path, {"id": state.id})
    first: dict[tuple[Id, Id], Path] = {}
    titled: set[tuple[Id, Id]] = set()
    for path, act in context.every(Activity):
        for user in context.users(path):
            first.setdefault((user, act.id), path)
            if act.title is not None:
                titled.add((user, act.id))
    for key, path in first.items():
        if key not in titled:
            yield Spot(path, {"id": key[1]})


_LANGUAGES = ("handbook", "languages")
_SAY_LANGUAGES = frozenset({"handbook", "handbook.languages"})
"""What must be read before a text can lack a language."""


@rule("letters-not-drawn", Severity.WARNING)
def _letters_not_drawn(context: Context) -> Iterator[Spot]:
    """A language of the handbook whose letters no font draws, bundled or named."""
    for position, language in enumerate(context.handbook.languages):
        lost = _lost(context, language)
        if lost is None:
            continue
        facts = {"language": language, "letter": lost, "script": script_of(lost)}
        yield Spot(_path(context, position), facts)


def _lost(context: Context, language: str) -> str | None:
    font = context.handbook.font
    besides = font.advances if font else ()
    for _, label in context.every(Label):
        letter = first_lost(label.texts.get(language, ""), besides)
        if letter is not None:
            return letter
    return None


@rule("font-not-read", Severity.WARNING)
def _font_not_read(context: Context) -> Iterator[Spot]:
    """A font of the handbook that nothing installed here can read."""
    font = context.handbook.font
    if font is not None and not font.advances:
        yield Spot(("handbook", "font"), {"name": font.file})


def _path(context: Context, position: int) -> Path:
    """Return where a language stands; one alone needs no list."""
    alone = len(context.handbook.languages) == 1
    return _LANGUAGES if alone else (*_LANGUAGES, position)


@rule("missing-translation", Severity.WARNING, needs_whole=True)
def _missing_translation(context: Context) -> Iterator[Spot]:
    """A text that is not said in every language of the handbook."""
    languages = context.handbook.languages
    if not context.incomplete.isdisjoint(_SAY_LANGUAGES):
        return
    for path, label in context.every(Label):
        missing = [name for name in languages if not label.texts.get(name)]
        if missing:
            yield Spot(path, {"languages": as_typed(missing)})
    if len(languages) == 1:
        return
    facts = {"languages": as_typed(languages)}
    for path in (*_unlabelled(context), *_unnamed_lines(context)):
        yield Spot(path, facts)


@rule("languages-out-of-order", Severity.NOTE)
def _languages_out_of_order(context: Context) -> Iterator[Spot]:
    """A text whose languages stand in another order than those of the handbook."""
    for path, label in context.every(Label):
        order = [each for each in context.handbook.languages if each in label.texts]
        if len(order) == len(label.texts) and order != [*label.texts]:
            yield Spot(path, {"languages": as_typed(order)})


def _unnamed_lines(context: Context) -> Iterator[Path]:
    """Yield the first line of each value of a checklist that has no title."""
    for path, checklist in context.every(Checklist):
        titled = {value for value, label in checklist.values.items() if label}
        for position, line in enumerate(checklist.gives):
            if line.value not in titled:
                titled.add(line.value)
                yield (*path, "gives", position)


def _unlabelled(context: Context) -> Iterator[Path]:
    """Yield the values and reasons that are ids alone."""
    for path, fact in context.every(Fact):
        for value, label in fact.values.items():
            if label is None and fact.checklist is None:
                yield (*path, "values", value)
    for path, act in context.every(Activity):
        for reason, label in act.reasons.items():
            if label is None:
                yield (*path, "reasons", reason)


@rule("library-lacks-language", Severity.NOTE)
def _library_lacks_language(context: Context) -> Iterator[Spot]:
    """A language of the handbook that the library does not speak."""
    handbook = context.handbook
    for position, language in enumerate(handbook.languages):
        if is_translated(language):
            continue
        facts = {"language": language, "instead": handbook.library_language}
        alone = len(handbook.languages) == 1
        path: Path = _LANGUAGES if alone else (*_LANGUAGES, position)
        yield Spot(path, facts)


_ENGLISH = "en"


@rule("untranslated-text", Severity.NOTE)
def _untranslated_text(context: Context) -> Iterator[Spot]:
    """A text that is the same in English and in another language."""
    for path, label in context.every(Label):
        english = label.texts.get(_ENGLISH, "")
        if context.is_damaged(path):
            continue  # an id may stand for a title that was lost
        # Abbreviations are written alike everywhere.
        if not any(letter.islower() for letter in english):
            continue
        for language, text in label.texts.items():
            if language != _ENGLISH and text == english:
                yield Spot((*path, language), {"language": language})
