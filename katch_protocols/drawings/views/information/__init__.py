"""The information view: which agency can come to know what, and at which steps."""
