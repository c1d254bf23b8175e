"""The end-of-support report on paper."""
