"""A threaded server from the standard library, so that the sandbox never waits for the shop's own threads."""

import logging
import signal
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Event, Thread
from types import FrameType
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from storefront.sandbox.app import Sandbox, create_sandbox

log = logging.getLogger(__name__)


class SandboxServer(ThreadingMixIn, WSGIServer):
    """One thread a request; closing it also stops the application's timers."""

    daemon_threads = True
    request_queue_size = 64

    def server_close(self) -> None:
        super().server_close()
        application = self.get_app()
        if isinstance(application, Sandbox):
            application.close()


class _QuietHandler(WSGIRequestHandler):
    timeout = 30

    def address_string(self) -> str:
        """The bare address: looking up its name could take seconds."""
        return str(self.client_address[0])

    def log_message(self, format: str, *arguments: object) -> None:
        log.debug(format, *arguments)


def start_api_listener(app: Sandbox, port: int = 0, host: str = "127.0.0.1") -> tuple[SandboxServer, int]:
    """Serve the application in threads of its own and start its timers; the server and its port.

    Stop it with `server.shutdown(); server.server_close()`.
    """
    server = make_server(host, port, app, server_class=SandboxServer, handler_class=_QuietHandler)
    app.start_timers()
    Thread(target=server.serve_forever, name="sandbox-listener", daemon=True).start()
    return server, server.server_port


def serve_sandbox(host: str, port: int, database: str | Path, *, bootstrap_key: str = "") -> None:
    """Run the sandbox alone until SIGINT or SIGTERM; prints its address (port 0: a free one)."""
    stop = Event()

    def leave(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, leave)
    signal.signal(signal.SIGTERM, leave)
    app = create_sandbox(database, bootstrap_key=bootstrap_key)
    server, port = start_api_listener(app, port, host)
    print(f"sandbox at http://{host}:{port}", flush=True)
    stop.wait()
    server.shutdown()
    server.server_close()
