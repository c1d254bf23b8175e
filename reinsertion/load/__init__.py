"""Invented data in quantity, to measure on: the same for the same numbers, written by COPY."""
