"""How findings are shown: to people, to editors, to code review, to programs."""
