"""DHIS2: a tracker program with the statuses, answers and papers of a protocol.

Metadata as ``/api/metadata`` imports them, of DHIS2 2.40 and later. A status is a
program stage, what can be said in it are its data elements, and choices are option
sets. Identifiers are made from names, so that a later import changes what an earlier
one made. Organisation units are left out: whoever imports assigns the program to
theirs. DHIS2 keeps no order of stages: any of them can be opened at any time.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from string import ascii_letters, digits
from typing import Any

from msgspec import Struct, field

from katch_protocols.exchange.form_fields import (
    CARRIES,
    CaseForm,
    FormChoice,
    FormStatus,
    case_form,
    words,
)
from katch_protocols.exchange.notation import ExportInput, Notation

__all__ = ["NOTATION"]

_Json = dict[str, Any]
_Texts = Mapping[str, str]

_NAME, _SHORT, _CODE = 230, 50, 50
"""The longest name, short name and code."""

_DEFAULT = {"id": "bjDvmb4bfuf"}
"""The category combination that every DHIS2 has, called default."""

_NOT_ADDED_UP = "NONE"
"""How values are put together; DHIS2 stores no data element or attribute without it."""


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the metadata; the notes are the description of the program."""
    program = _Program(case_form(source), source)
    found = {"programs": [program.whole("\n".join(notes))], **program.parts()}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


class _Program(Struct, dict=True):
    """Makes the metadata of one program; option sets and elements are made once."""

    form: CaseForm
    source: ExportInput
    options: list[_Json] = field(default_factory=list)
    sets: list[_Json] = field(default_factory=list)
    elements: list[_Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        form = self.form
        for key, choices in (
            ("activity", form.activities),
            ("role", form.roles),
            ("reason", form.reasons),
        ):
            if choices:
                self._element(key, words(f"form-{key}", self.source), choices)
        for fact in form.facts:
            about = next(iter(fact.about.values()))
            self._element(f"fact.{fact.name}", fact.texts, fact.choices, about)
        for document in form.documents:
            self._element(f"document.{document.name}", document.texts)
        self.stages = [
            self._stage(status, place) for place, status in enumerate(form.statuses, 1)
        ]

    def parts(self) -> _Json:
        """Return all but the program."""
        return {
            "programStages": self.stages,
            "dataElements": self.elements,
            "optionSets": self.sets,
            "options": self.options,
            "trackedEntityTypes": [self._case()],
            "trackedEntityAttributes": [self._reference()],
        }

    def whole(self, about: str) -> _Json:
        """Return the program."""
        return {
            **self._named("program", self.form.texts, bare=True),
            "description": about,
            "programType": "WITH_REGISTRATION",
            "trackedEntityType": {"id": self._uid("case")},
            "categoryCombo": _DEFAULT,
            "accessLevel": "PROTECTED",
            "onlyEnrollOnce": False,
            "programStages": [{"id": each["id"]} for each in self.stages],
            "programTrackedEntityAttributes": [
                {
                    "id": self._uid("program.reference"),
                    "trackedEntityAttribute": {"id": self._uid("reference")},
                    "mandatory": True,
                    "searchable": True,
                    "displayInList": True,
                    "sortOrder": 1,
                }
            ],
            "organisationUnits": [],
        }

    def _stage(self, status: FormStatus, place: int) -> _Json:
        keys = [
            *(["activity", "role"] if status.activities else []),
            *(["reason"] if status.reasons else []),
            *(f"fact.{name}" for name in status.facts),
            *(f"document.{name}" for name in status.documents),
        ]
        key = f"stage.{status.name}"
        about = next(iter(status.about.values()))
        return {
            **self._named(key, status.texts, bare=True),
            **({"description": about} if about else {}),
            "program": {"id": self._uid("program")},
            "sortOrder": place,
            "repeatable": True,
            "autoGenerateEvent": place == 1,
            "minDaysFromStart": 0,
            "validationStrategy": "ON_COMPLETE",
            "programStageDataElements": [
                {
                    "id": self._uid(f"{key}.{each}"),
                    "programStage": {"id": self._uid(key)},
                    "dataElement": {"id": self.known[each]},
                    "compulsory": each == "activity",
                    "sortOrder": order,
                }
                for order, each in enumerate(keys, 1)
                if each in self.known
            ],
        }

    def _element(
        self,
        key: str,
        texts: _Texts,
        choices: Iterable[FormChoice] = (),
        about: str = "",
    ) -> None:
        """Make a data element, with an option set where something is chosen."""
        chosen = tuple(choices)
        element = {
            **self._named(key, texts),
            "formName": _first(texts)[:_NAME],
            **({"description": about} if about else {}),
            "domainType": "TRACKER",
            "aggregationType": _NOT_ADDED_UP,
            "valueType": "TEXT" if chosen else "TRUE_ONLY",
            "categoryCombo": _DEFAULT,
        }
        if chosen:
            element["optionSet"] = {"id": self._options(key, texts, chosen)}
        self.elements.append(element)
        self.known[key] = element["id"]

    def _options(self, key: str, texts: _Texts, choices: Sequence[FormChoice]) -> str:
        name = f"options.{key}"
        made = [
            {
                **_translated(each.texts),
                "id": self._uid(f"{name}.{each.name}"),
                "code": each.name[:_NAME],
                "optionSet": {"id": self._uid(name)},
                "sortOrder": place,
            }
            for place, each in enumerate(choices, 1)
        ]
        self.options += made
        named = self._named(name, texts)
        del named["shortName"]
        links = [{"id": each["id"]} for each in made]
        self.sets.append({**named, "valueType": "TEXT", "options": links})
        return self._uid(name)

    def _case(self) -> _Json:
        """Return what is tracked: a case. It has no attribute of a person."""
        link = {
            "id": self._uid("case.reference"),
            "trackedEntityAttribute": {"id": self._uid("reference")},
            "mandatory": True,
            "searchable": True,
            "displayInList": True,
        }
        return {
            **self._named("case", words("form-case", self.source)),
            "minAttributesRequiredToSearch": 1,
            "trackedEntityTypeAttributes": [link],
        }

    def _reference(self) -> _Json:
        return {
            **self._named("reference", words("form-reference", self.source)),
            "valueType": "TEXT",
            "aggregationType": _NOT_ADDED_UP,
            "unique": True,
        }

    def _named(self, key: str, texts: _Texts, *, bare: bool = False) -> _Json:
        """Return the identifier, names and translations of an object.

        A name may stand only once in a DHIS2, so most begin with the protocol's.
        """
        uid = self._uid(key)
        whole = texts if bare else self._alone(key, self._of(texts))
        short = f"{_first(texts)[: _SHORT - 1 - len(uid)].strip()} {uid}"
        code = f"KATCH_{self.form.name}.{key}".upper()
        return {
            **_translated(whole),
            "id": uid,
            "shortName": short,
            "code": code if len(code) <= _CODE else f"KATCH_{uid}",
        }

    def _alone(self, key: str, texts: _Texts) -> _Texts:
        """Return a name that no other object of the kind has; a second is numbered."""
        kind = key.startswith("options.")
        number, name = 1, _first(texts)
        while self.titles.setdefault(f"{kind} {name} {number}", key) != key:
            number += 1
        if number == 1:
            return texts
        return {each: f"{text} ({number})" for each, text in texts.items()}

    def _of(self, texts: _Texts) -> _Texts:
        names = self.form.texts
        return {each: f"{names[each]}: {text}" for each, text in texts.items()}

    def _uid(self, key: str) -> str:
        return _uid(f"{self.form.name}/{key}")


def _translated(texts: _Texts) -> _Json:
    """Return the name in the first language, and in the others as translations."""
    (_, first), *others = texts.items()
    return {
        "name": first[:_NAME],
        "translations": [
            {"property": "NAME", "locale": language, "value": text[:_NAME]}
            for language, text in others
        ],
    }


def _first(texts: _Texts) -> str:
    return next(iter(texts.values()))


def _uid(name: str) -> str:
    """Return an identifier as DHIS2 has them: a letter, then ten letters or digits."""
    number = int.from_bytes(sha256(f"katch_protocols/{name}".encode()).digest())
    number, at = divmod(number, len(ascii_letters))
    found = ascii_letters[at]
    signs = ascii_letters + digits
    for _ in range(10):
        number, at = divmod(number, len(signs))
        found += signs[at]
    return found


def _free(source: ExportInput) -> Sequence[str]:
    """Return the activities whose order DHIS2 does not keep: all."""
    return tuple(source.chart.activities)


NOTATION = Notation(
    name="dhis2",
    place=71,
    suffix=".dhis2.json",
    write=write,
    carries=CARRIES,
    differs={"any-order": _free},
)
"""The notation."""
