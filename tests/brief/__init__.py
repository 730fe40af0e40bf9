"""What the domain brief says, held against the protocols that are shipped."""
