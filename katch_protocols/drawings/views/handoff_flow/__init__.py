"""The handoffs as a flow: gates from hand to hand, in chains, in the order of time."""
