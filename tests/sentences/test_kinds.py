"""Each kind of safeguard has all its parts; one that lacks a part is told which."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given

import katch_protocols
from katch_protocols.model.names import EventName, gaps_of
from katch_protocols.model.safeguards import KINDS, AboutPeople, SafeguardRule
from katch_protocols.proofs.sentence_prover import PROVERS
from katch_protocols.sentences.forms import FORMS, form_of
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import entries
from tests.strategies_sentences import safeguards

PACKAGE = Path(katch_protocols.__file__).parent
ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "reference" / "safeguards"


def _lacking(kind: type[SafeguardRule]) -> list[str]:
    """Say which parts of a kind are missing, and where each belongs."""
    lacking = []
    name = kind.__name__
    forms = [form for form in FORMS if form.kind is kind]
    if not forms:
        lacking.append(f"{name} is written in no form of sentences/forms.py")
    lacking += [
        f"{name} has no words '{form.key}' in the catalogue sentences of '{language}'"
        for form in forms
        for language in SPOKEN
        if form.key not in entries("sentences", language)
    ]
    if kind not in PROVERS:
        lacking.append(f"{name} has no proof: neither in PATTERNS nor in PROVERS")
    page = f"{kind.model_fields['kind'].default.replace('_', '-')}.md"
    if not (PAGES / page).is_file():
        lacking.append(f"{name} has no page docs/reference/safeguards/{page}")
    said = {gap for form in forms for gap in form.gaps}
    lacking += [
        f"{name} has a field '{field}' that no form writes"
        for field in kind.model_fields
        if field not in {*said, "kind", "where", "unless"}
        and not any(field in form.fixed for form in forms)
    ]
    return lacking


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_kind_has_its_forms_words_proof_and_page(kind: type[SafeguardRule]) -> None:
    assert _lacking(kind) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_kind_that_names_parties_says_what_a_live_case_enforces(
    kind: type[SafeguardRule],
) -> None:
    names_role = {"role", "actors"} & set(gaps_of(kind))
    assert not names_role or issubclass(kind, AboutPeople)


def test_a_kind_without_any_part_is_told_what_it_lacks() -> None:
    class Nothing(SafeguardRule):
        kind: Literal["nothing"] = "nothing"
        event: EventName

    assert _lacking(Nothing) == [
        "Nothing is written in no form of sentences/forms.py",
        "Nothing has no proof: neither in PATTERNS nor in PROVERS",
        "Nothing has no page docs/reference/safeguards/nothing.md",
        "Nothing has a field 'event' that no form writes",
    ]


@given(safeguards())
def test_any_safeguard_is_written_in_exactly_one_form(rule: SafeguardRule) -> None:
    fitting = [f for f in FORMS if f.kind is type(rule) and f.fits(rule)]
    assert fitting == [form_of(rule)]


CODE = {
    "katch_protocols/model/safeguards.py": (
        (
            "class Requires(SafeguardRule):",
            '''class NeverTwice(SafeguardRule):
    """``A never twice``."""

    kind: Literal["never_twice"] = "never_twice"
    event: EventName


class Requires(SafeguardRule):''',
        ),
        ("    | Never\n", "    | Never\n    | NeverTwice\n"),
    ),
    "katch_protocols/sentences/forms.py": (
        ("    Never,\n", "    Never,\n    NeverTwice,\n"),
        (
            "FORMS = (\n",
            (
                "FORMS = (\n"
                '    SentenceForm("never-twice", NeverTwice, "{event} never twice"),\n'
            ),
        ),
    ),
    "katch_protocols/proofs/kinds/patterns.py": (
        ("    Never,\n", "    Never,\n    NeverTwice,\n"),
        (
            "PATTERNS: ",
            '''def never_twice(rule: NeverTwice, reader: SlotReader) -> Pattern:
    """Return the pattern of ``A never twice``."""
    moves = {("open", "a"): "once", ("once", "a"): "broken"}
    return Pattern(automaton(moves), (reader.first(rule.event),), "a")


PATTERNS: ''',
        ),
        ("    Never: never,\n", "    Never: never,\n    NeverTwice: never_twice,\n"),
        (
            "from katch_protocols.proofs.kinds.pattern import",
            (
                "from katch_protocols.proofs.kinds.pattern import automaton\n"
                "from katch_protocols.proofs.kinds.pattern import"
            ),
        ),
    ),
}
"""What a developer writes to add ``A never twice``, in the three files of its parts."""

WORDS = {
    "en": "",
    "ru": "{event:nominative} не происходит в одном деле дважды.",
    "kk": "{event:nominative} бір істе екі рет болмайды.",
}
"""What a developer writes in the catalogue of each language."""

ASKED = """
from tests.proofs.pier import tell
from katch_protocols.sentences.mentions import names_in
from katch_protocols.sentences.text import parse_safeguard, print_safeguard
from katch_protocols.telling.formatter import ProtocolWording

for text in ("ask never twice", "look never twice unless ask"):
    rule = parse_safeguard(text)
    told = tell(text)
    print(print_safeguard(rule), [each.name for each in names_in(rule)])
    for language in ("en", "ru", "kk"):
        print(ProtocolWording(told.chart, told.book, language).sentence(rule))
    print(told.proof.verdict)
"""

ANSWERED = """\
ask never twice ['ask']
«Ask» does not happen twice in a case.
Действие «Спросить» не происходит в одном деле дважды.
«Сұрау» әрекеті бір істе екі рет болмайды.
broken
look never twice unless ask ['look', 'ask']
«Look» does not happen twice in a case. It no longer binds after «Ask».
Действие «Осмотреть» не происходит в одном деле дважды. \
После действия «Спросить» это больше не действует.
«Қарау» әрекеті бір істе екі рет болмайды. \
«Сұрау» әрекетінен кейін бұл талап қолданылмайды.
holds
"""


def test_a_new_kind_needs_a_noun_a_form_a_proof_and_words_and_nothing_else(
    tmp_path: Path,
) -> None:
    shutil.copytree(PACKAGE, tmp_path / PACKAGE.name)
    for name, changes in CODE.items():
        file = tmp_path / name
        text = file.read_text("utf-8")
        for old, new in changes:
            assert old in text, f"{name} has no longer: {old}"
            text = text.replace(old, new, 1)
        file.write_text(text, "utf-8")
    for language, words in WORDS.items():
        entry = (
            f'\nmsgctxt "never-twice"\n'
            f'msgid "«{{event}}» does not happen twice in a case."\nmsgstr "{words}"\n'
        )
        folder = tmp_path / PACKAGE.name / "locale" / language / "LC_MESSAGES"
        with (folder / "sentences.po").open("a", encoding="utf-8") as catalogue:
            catalogue.write(entry)
    ran = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.stdout, ran.stderr) == (ANSWERED, "")
