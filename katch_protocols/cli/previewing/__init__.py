"""The page that redraws and rechecks a handbook while it is being written."""
