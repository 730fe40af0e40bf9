"""Rules about states, choices and what cases can reach."""
