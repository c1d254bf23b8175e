"""Whether a web server can listen somewhere; standard library only, since run.py asks before it installs anything."""

import socket


def port_error(host: str, port: int) -> str | None:
    """Why nothing can listen there and what to do, in French, or None."""
    if not 1 <= port <= 65535:
        return "Un port est un nombre de 1 à 65535, par exemple : --port 8000"
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        return f"L’adresse « {host} », port {port}, n’existe pas. Par défaut : --host 127.0.0.1 --port 8000"
    try:
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except PermissionError:
        return f"Le port {port} est réservé au système. Choisissez-en un autre, par exemple : --port 8000"
    except OSError:
        return (
            f"Le port {port} de {host} est déjà pris, ou cette adresse n’est pas à cette machine. "
            f"Choisissez un autre port, par exemple : --port {port + 1 if port < 65535 else 8000}"
        )
    return None
