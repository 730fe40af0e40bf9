"""What always holds: verdicts over all cases, and a shortest case that breaks one."""
