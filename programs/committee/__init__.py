"""The committee of an action plan: an agenda that builds itself, minutes that freeze."""
