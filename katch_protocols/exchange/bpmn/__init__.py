"""BPMN 2.0: a protocol as a collaboration with lanes and a diagram, out and in."""
