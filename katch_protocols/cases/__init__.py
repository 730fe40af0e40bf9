"""One live case: who may do what now, by when, and a log that cannot be bent."""
