"""Giving and taking the directory: data·inclusion v1 and HSDS 3, as files and through the public interface."""
