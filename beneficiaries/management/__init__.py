"""Commands of the people’s files."""
