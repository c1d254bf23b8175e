"""The web server of the demo: gunicorn inside the command that starts it, so that Ctrl-C ends everything."""

from collections.abc import Callable

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

WORKERS, THREADS = 2, 4


class WebServer(BaseApplication):  # type: ignore[misc]
    """Serve the product on one address until it is told to stop."""

    def __init__(self, host: str, port: int, when_ready: Callable[[], None]) -> None:
        self.options = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "worker_class": "gthread",
            "workers": WORKERS,
            "threads": THREADS,
            "graceful_timeout": 3,
            "control_socket_disable": True,
            "loglevel": "warning",
            "when_ready": lambda _arbiter: when_ready(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Give our options to gunicorn, which reads no file and no command line here."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """Give the application to each worker."""
        return get_wsgi_application()
