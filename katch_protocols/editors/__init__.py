"""What an editor asks while somebody writes: findings, names, meanings, mendings."""
