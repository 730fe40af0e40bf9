"""What can be asked of a handbook or a protocol in one word; loaded when asked."""
