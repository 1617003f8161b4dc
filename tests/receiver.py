"""A receiver of notifications on loopback: keeps what it is sent."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Receiver:
    """Answers with one `status` after the other, then with 200; keeps in `taken` what it answered so."""

    def __init__(self, *status: int) -> None:
        self.taken: list[dict[str, Any]] = []
        self.status = list(status)
        self.n_asked = 0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.n_asked += 1
                status = receiver.status.pop(0) if receiver.status else 200
                if status == 200:
                    receiver.taken.append(json.loads(body))
                self.send_response(status)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Keeps no log."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Close the port."""
        self.server.shutdown()
        self.server.server_close()
