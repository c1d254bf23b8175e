"""Composition root: settings, URLs, server entry, demo. Nothing imports it."""
