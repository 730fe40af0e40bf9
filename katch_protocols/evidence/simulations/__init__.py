"""What would happen with these people and these limits: cases drawn by chance."""
