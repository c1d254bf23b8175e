"""Hours that a professional opens, who takes them, and on which side of a release."""
