"""What a drawing tells of a protocol: lanes, steps and moves, before any pixel."""
