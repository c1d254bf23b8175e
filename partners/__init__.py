"""The directory: who can help. Knows nobody who is helped."""
