"""The handoff matrix: who hands over stands at the left, who receives on top."""
