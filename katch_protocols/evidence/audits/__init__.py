"""Where practice leaves a protocol: order, people, time, safeguards, end."""
