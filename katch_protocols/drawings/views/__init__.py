"""The views: each module or package here is one, and its ``VIEW`` declares it."""
