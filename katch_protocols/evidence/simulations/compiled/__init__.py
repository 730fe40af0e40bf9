"""The same runs as the definition's, compiled: a plan and a run are an array each."""
