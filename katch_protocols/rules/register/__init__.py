"""The register of known gaps: entries that are late, done, or name nothing."""
