"""The deadlines: on the clock of the child where that is proved, else on their own."""
