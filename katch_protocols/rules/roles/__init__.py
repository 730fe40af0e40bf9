"""Rules about who answers, holds and is told."""
