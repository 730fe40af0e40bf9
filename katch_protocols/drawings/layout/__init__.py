"""Where everything goes: pure functions over a small graph, without text or SVG."""
