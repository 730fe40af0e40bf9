"""Pictures of a simulation: what waits month by month, and how long things take."""
