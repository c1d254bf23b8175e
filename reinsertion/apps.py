"""The composition root is an app for its commands only."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as BaseStaticFilesConfig


class ReinsertionConfig(AppConfig):
    """Holds the demo and load commands."""

    default = True
    name = "reinsertion"


class StaticFilesConfig(BaseStaticFilesConfig):
    """Leave out the variants that no page asks for: gathering and compressing them took most of the time."""

    ignore_patterns = [
        *BaseStaticFilesConfig.ignore_patterns,
        *("bootstrap-*", "bootstrap.css*", "bootstrap.rtl.css*", "bootstrap.js*", "bootstrap.min.js*"),
        *("bootstrap.esm*", "bootstrap.bundle.js*", "htmax-*", "htmx-4*", "*-Thin.*", "*-ExtraLight.*", "*-Light.*"),
    ]
