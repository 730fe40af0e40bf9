"""Measures over what happened, and the release of counts that point at no child."""
