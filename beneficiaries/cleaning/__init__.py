"""Taking out of files what acts or tells too much; knows nothing of the application, so that it can run alone."""
