"""An invented intake as a BPMN file: elements and flows, written short."""

import katch_protocols as kp
from katch_protocols.findings import Severity

__all__ = ["HEAD", "TWO", "begun", "bpmn", "flows"]

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d">\n'
)


def bpmn(process: str, more: str = "") -> bytes:
    inside = f'<process id="p" name="Intake">\n{process}\n</process>'
    return f"{HEAD}{more}{inside}</definitions>".encode()


def flows(*pairs: str) -> str:
    found = []
    for at, pair in enumerate(pairs):
        source, target, *name = pair.split(" ", 2)
        said = f' name="{name[0]}"' if name else ""
        ends = f'sourceRef="{source}" targetRef="{target}"'
        found.append(f'<sequenceFlow id="f{at}" {ends}{said}/>')
    return "\n".join(found)


def begun(process: str, more: str = ""):
    found = kp.import_protocol(bpmn(process, more), name="intake.bpmn")
    grave = [f for f in found.findings if f.severity is Severity.ERROR]
    assert grave == [], [str(each) for each in grave]
    return found


TWO = """<startEvent id="s"/><userTask id="a" name="Report"/>
<manualTask id="b" name="Examine"/><endEvent id="e" name="Closed"/>"""
