"""Who wakes the clock of a store and carries its post; the store does not know them."""
