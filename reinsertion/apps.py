"""The composition root is an app for its commands only."""

from django.apps import AppConfig


class ReinsertionConfig(AppConfig):
    """Holds the demo and load commands."""

    name = "reinsertion"
