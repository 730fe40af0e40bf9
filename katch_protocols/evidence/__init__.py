"""What happened, beside what a protocol promises: audits, indicators, simulation."""
