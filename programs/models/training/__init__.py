"""Sessions lived: who came, for how long, and what a course leads to."""
