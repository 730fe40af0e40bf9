"""The path of the child as a storyboard: frames, what runs beside, how late at most."""
