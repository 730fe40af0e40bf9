"""Who does what, and by when: one column an agency, time running down."""
