"""A port of loopback that nobody listens on, for servers that tests start."""

import socket


def free_port() -> int:
    """One that the system gives; somebody else may take it until it is used."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
