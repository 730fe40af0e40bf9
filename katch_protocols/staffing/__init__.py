"""Who can staff every case in a region: workflow satisfiability, resilience, gaps."""
