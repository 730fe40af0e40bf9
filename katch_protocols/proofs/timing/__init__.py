"""How long things can take, if every deadline is kept."""
