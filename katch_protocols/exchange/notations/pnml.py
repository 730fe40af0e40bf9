"""PNML: a Petri net for programs that analyse processes.

Written as a P/T net of ISO/IEC 15909-2 in its XML of 2009, with the initial marking,
and the final marking and silent transitions as pm4py and ProM write them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from katch_protocols.exchange.duty_words import DutyWords
from katch_protocols.exchange.feature_places import places
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.notation import Carried, ExportInput, Notation
from katch_protocols.exchange.petri_net import SINK, SOURCE, NetTransition
from katch_protocols.exchange.workflow_net import workflow_net
from katch_protocols.words.say import say
from katch_protocols.xml_text import commented, legal

__all__ = ["NOTATION"]

_SPACE = "http://www.pnml.org/version-2009/grammar/pnml"
_KIND = "http://www.pnml.org/version-2009/grammar/ptnet"


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the net; the notes are a comment at its head."""
    found = workflow_net(source)
    root = ET.Element("pnml", xmlns=_SPACE)
    net = ET.SubElement(root, "net", id=source.chart.protocol.id, type=_KIND)
    _name(net, source.chart.protocol.title.say(source.language))
    page = ET.SubElement(net, "page", id="page")
    for place, title in found.places.items():
        node = ET.SubElement(page, "place", id=place)
        _name(node, title or place)
        if place == SOURCE:
            _text(ET.SubElement(node, "initialMarking"), "1")
    arcs: list[tuple[str, str]] = []
    told = _told(source)
    for number, each in enumerate(found.transitions):
        own = f"t{number}"
        _transition(page, own, each, told.get(each.step, ()))
        arcs += [(place, own) for place in each.before]
        arcs += [(own, place) for place in each.after]
    for number, (start, end) in enumerate(arcs):
        ET.SubElement(page, "arc", id=f"a{number}", source=start, target=end)
    _final(net)
    ET.indent(root)
    comment = "\n".join(map(commented, notes))
    return legal(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<!--\n{comment}\n-->\n{ET.tostring(root, encoding='unicode')}\n"
    )


def _told(source: ExportInput) -> Mapping[str, Iterable[str]]:
    """Return what is told of each activity beside its title: clocks, panels, lists."""
    words = DutyWords(source.chart, source.handbook, source.language)
    told: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in source.chart.entries:
        texts = [say("duties.may", source.language)] if entry.act.may else []
        texts += words.clocks(entry)
        texts += words.panels(entry)
        texts += words.checklists(entry)
        told[entry.activity].update(dict.fromkeys(texts))
    return told


def _transition(
    page: ET.Element, own: str, each: NetTransition, told: Iterable[str]
) -> None:
    node = ET.SubElement(page, "transition", id=own)
    _name(node, each.title or each.step)
    own_tool = ET.SubElement(node, "toolspecific", tool="katch_protocols", version="1")
    ET.SubElement(own_tool, "step").text = each.step
    for text in told:
        ET.SubElement(own_tool, "told").text = " ".join(text.split())
    if not each.title:
        ET.SubElement(
            node,
            "toolspecific",
            tool="ProM",
            version="6.4",
            activity="$invisible$",
            localNodeID=own,
        )


def _final(net: ET.Element) -> None:
    """Say where a case has ended, as ProM and pm4py do; the standard has no word."""
    markings = ET.SubElement(net, "finalmarkings")
    marking = ET.SubElement(markings, "marking")
    _text(ET.SubElement(marking, "place", idref=SINK), "1")


def _name(node: ET.Element, text: str) -> None:
    _text(ET.SubElement(node, "name"), " ".join(text.split()))


def _text(node: ET.Element, text: str) -> None:
    ET.SubElement(node, "text").text = text


def _free(source: ExportInput) -> tuple[str, ...]:
    """Return what asks for facts, documents, other states or cases: no net does."""
    needing = [e.activity for e in source.chart.entries if e.act.needs or e.awaits]
    asking = places(Feature.CONDITIONS, source.chart, source.handbook)
    return tuple(dict.fromkeys((*asking, *needing)))


def _resumed(source: ExportInput) -> tuple[str, ...]:
    return places(Feature.HISTORY, source.chart, source.handbook)


_MEANT = (
    Feature.STATES,
    Feature.NESTING,
    Feature.STRANDS,
    Feature.ENDS,
    Feature.CHOICES,
    Feature.COMPLETION,
    Feature.ACTIVITIES,
    Feature.ANY_STATE,
    Feature.HANDOVERS,
)

NOTATION = Notation(
    name="pnml",
    place=70,
    suffix=".pnml",
    write=write,
    carries={
        **dict.fromkeys(_MEANT, Carried.MEANT),
        Feature.TIMERS: Carried.TOLD,
        Feature.DUTY_CLOCKS: Carried.TOLD,
        Feature.PANELS: Carried.TOLD,
        Feature.CHECKLISTS: Carried.TOLD,
        Feature.POWERS: Carried.TOLD,
    },
    differs={"free-choices": _free, "any-history": _resumed},
    is_built=True,
)
"""The notation."""
