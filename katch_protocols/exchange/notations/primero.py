"""Primero v2: the statuses, answers and papers of a protocol as forms and lookups.

Written in the form of Primero's own stored configuration: the keys ``FormSection`` and
``Lookup`` of ``data`` of ``/api/v2/configurations``, with the attributes of its tables
(``name_i18n``, ``fields_attributes``, ``lookup_values_i18n``). Applying a configuration
removes every form and lookup that it lacks, so these are to be added to an exported
one. Primero keeps no order of steps: its status is chosen by hand.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from katch_protocols.exchange.form_fields import (
    CARRIES,
    CaseForm,
    FormChoice,
    case_form,
    words,
)
from katch_protocols.exchange.notation import ExportInput, Notation
from katch_protocols.words.lists import enumerated

__all__ = ["NOTATION"]

_Json = dict[str, Any]
_Texts = Mapping[str, str]

_MODULE = "primeromodule-cp"
"""Primero's own module of child protection, to which the forms belong."""

_SPOKEN = frozenset(
    (
        *("en", "ar", "ar-IQ", "ar-JO", "ar-LB", "ar-SD", "bn", "es", "es-GT", "fa-AF"),
        *("fr", "id", "km", "ku", "ku-IQ", "my", "ps-AF", "pt", "pt-BR", "so", "sw-KE"),
        *("sw-TZ", "th", "ne", "ro", "ru", "uk", "pl", "sk", "hu", "es-ES", "om"),
        *("am-ET", "tr", "cmn", "tet", "aeb", "ar-SY", "it", "ti", "mn", "hy", "pt-AO"),
        *("pt-MZ", "hi-IN", "mr"),
    )
)
"""The languages that Primero 2 knows; it drops texts of all others."""


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the configuration; the notes are a key of their own."""
    form = case_form(source)
    found = {
        "notes": list(notes),
        "FormSection": [_steps(form, source), _form(form, source)],
        "Lookup": list(_lookups(form, source)),
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _lookups(form: CaseForm, source: ExportInput) -> Iterator[_Json]:
    for key, choices in (
        ("state", form.statuses),
        ("activity", form.activities),
        ("role", form.roles),
        ("reason", form.reasons),
    ):
        if choices:
            named = words(f"form-{key}", source)
            yield _lookup(_lookup_id(form, key), _of(form, named), choices)
    for fact in form.facts:
        key = _lookup_id(form, f"fact-{fact.name}")
        yield _lookup(key, _of(form, fact.texts), fact.choices)


def _lookup(key: str, texts: _Texts, choices: Iterable[FormChoice]) -> _Json:
    return {
        "unique_id": key,
        "name_i18n": _english(texts),
        "lookup_values_i18n": [
            {"id": _field(each.name), "display_text": _english(each.texts)}
            for each in choices
        ],
        "locked": False,
    }


def _form(form: CaseForm, source: ExportInput) -> _Json:
    """Make the form of the case: where it stands, what is known, the steps."""
    state = _choice(form, "state", words("form-state", source))
    fields = [state | {"multi_select": form.has_strands}]
    for fact in form.facts:
        key = f"fact-{fact.name}"
        field = _choice(form, key, fact.texts, name=f"fact_{fact.name}")
        help_text = {"help_text_i18n": _english(fact.about)}
        fields.append(field | (help_text if any(fact.about.values()) else {}))
    for document in form.documents:
        name = f"document_{document.name}"
        fields.append(_asked(form, name, "tick_box", document.texts))
    steps = _asked(form, "steps", "subform", words("form-steps", source))
    fields.append(steps | {"subform_unique_id": _steps_id(form)})
    about = "\n".join(_about(form))
    return _section(form, form.name, form.texts, fields) | {
        "is_nested": False,
        "description_i18n": {"en": about} if about else {},
    }


def _about(form: CaseForm) -> Iterator[str]:
    """Yield what is told of each status, a line each."""
    for status in form.statuses:
        about = enumerated(_english(status.about)["en"].split("\n"))
        if about:
            yield f"{_english(status.texts)['en']}: {about}"


def _steps(form: CaseForm, source: ExportInput) -> _Json:
    """Make the form inside it: one entry a step that was made."""
    fields = [
        _choice(form, "activity", words("form-activity", source)),
        _asked(form, "at", "date_field", words("form-at", source))
        | {"date_include_time": True},
        _choice(form, "role", words("form-role", source)),
    ]
    if form.reasons:
        fields.append(_choice(form, "reason", words("form-reason", source)))
    named = _of(form, words("form-steps", source))
    return _section(form, f"{form.name}_steps", named, fields) | {
        "unique_id": _steps_id(form),
        "is_nested": True,
        "collapsed_field_names": [_name(form, "activity")],
    }


def _section(form: CaseForm, key: str, texts: _Texts, fields: list[_Json]) -> _Json:
    return {
        "unique_id": f"katch-{_field(key)}",
        "name_i18n": {each: _plain(text) for each, text in _english(texts).items()},
        "parent_form": "case",
        "form_group_id": f"katch_{form.name}",
        "module_ids": [_MODULE],
        "visible": True,
        "editable": True,
        "fields_attributes": [
            each | {"order": place} for place, each in enumerate(fields)
        ],
    }


def _choice(form: CaseForm, key: str, texts: _Texts, name: str = "") -> _Json:
    field = _asked(form, name or key, "select_box", texts)
    return field | {"option_strings_source": f"lookup {_lookup_id(form, key)}"}


def _asked(form: CaseForm, key: str, kind: str, texts: _Texts) -> _Json:
    return {
        "name": _name(form, key),
        "type": kind,
        "display_name_i18n": {
            each: _plain(text) for each, text in _english(texts).items()
        },
        "visible": True,
        "mobile_visible": True,
        "required": False,
    }


def _of(form: CaseForm, texts: _Texts) -> _Texts:
    """Say a text as one of a protocol, for lists in which those of others stand."""
    return {each: f"{form.texts[each]}: {text}" for each, text in texts.items()}


def _english(texts: _Texts) -> _Texts:
    """Return texts that have English, without which Primero takes none.

    Where the handbook has no English, its own language stands there.
    """
    return {"en": texts.get("en") or next(iter(texts.values())), **texts}


def _plain(text: str) -> str:
    """Return a text without the signs that Primero refuses in the name of a field."""
    return re.sub(r"[*!@#%$^]", " ", text)


def _field(name: str) -> str:
    return name.replace(".", "__")


def _name(form: CaseForm, key: str) -> str:
    return _field(f"katch_{form.name}_{key}")


def _lookup_id(form: CaseForm, key: str) -> str:
    return f"lookup-katch-{form.name}-{key}".replace("_", "-")


def _steps_id(form: CaseForm) -> str:
    return f"katch-{form.name}_steps"


def _free(source: ExportInput) -> Sequence[str]:
    """Return the activities whose order Primero does not keep: all."""
    return tuple(source.chart.activities)


def _dropped(source: ExportInput) -> Sequence[str]:
    """Return the languages that Primero does not know."""
    return [each for each in source.handbook.languages if each not in _SPOKEN]


NOTATION = Notation(
    name="primero",
    place=70,
    suffix=".primero.json",
    write=write,
    carries=CARRIES,
    differs={"any-order": _free, "language-dropped": _dropped},
)
"""The notation."""
