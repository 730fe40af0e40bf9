"""The grammars of SCXML and PNML allow what is exported, where somebody has them.

No package carries the two, so nothing fetches them: `docs/contributing.md` says where
they are published and how this is run.
"""

import os
from pathlib import Path

import pytest
from lxml import etree

import katch_protocols as kp

GRAMMARS = {
    "scxml": ("KATCH_SCXML_XSD", etree.XMLSchema),
    "pnml": ("KATCH_PNML_RNG", etree.RelaxNG),
}
"""For each notation what names the file of its grammar, and the kind of that."""


def plain(text: str):
    """Return a file without what ProM and pm4py add to the standard.

    PNML has no final marking and no silent transition; these programs read them from
    an element and two attributes of their own, which no grammar knows.
    """
    root = etree.fromstring(text.encode())
    for each in list(root.iter("{*}finalmarkings", "{*}toolspecific")):
        if each.get("tool") == "ProM" or each.get("tool") is None:
            each.getparent().remove(each)
    return root


@pytest.mark.parametrize("to", GRAMMARS)
def test_every_shipped_protocol_is_allowed_by_the_grammar(to):
    variable, kind = GRAMMARS[to]
    if variable not in os.environ:
        pytest.skip(f"{variable} does not name the grammar; see docs/contributing.md")
    grammar = kind(etree.parse(Path(os.environ[variable]).resolve()))
    for name, protocol in kp.handbook().protocols.items():
        text = kp.export(protocol, to=to).text
        allowed = grammar.validate(plain(text))
        assert allowed, (name, list(grammar.error_log)[:3])
