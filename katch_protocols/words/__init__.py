"""What the library says, in English, Russian and Kazakh."""
