"""Receivers on the loopback address that remember what they were given: HTTP, mail, and a dead man's."""

import email
import email.policy
import http.server
import json
import socket
import threading
import time

from aiosmtpd.controller import Controller


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, condition, patience=60):
    """Waits until the condition holds, and gives back what it gave."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {patience} s in vain for: {what}")


class WebReceiver:
    """Takes every request; answers with `status`."""

    def __init__(self):
        self.requests = []
        self.status = 200
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def take(self):
                size = int(self.headers.get("Content-Length") or 0)
                receiver.requests.append(
                    (time.monotonic(), self.command, self.path, dict(self.headers), self.rfile.read(size)))
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST = take

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def paths(self, method="GET"):
        return [path for _, verb, path, _, _ in list(self.requests) if verb == method]

    def notices(self):
        return [json.loads(body) for _, verb, _, _, body in list(self.requests) if verb == "POST"]


class DeadMansReceiver(WebReceiver):
    """Expects a call of success within two periods, as healthchecks.io does with a period and a grace time."""

    def __init__(self, path, period):
        super().__init__()
        self.path, self.period = path, period

    def successes(self):
        return [at for at, _, path, _, _ in list(self.requests) if path == self.path]

    def is_alarmed(self):
        last = self.successes()[-1:]
        return bool(last) and time.monotonic() - last[0] > 2 * self.period


class MailReceiver:
    """A mail server that takes everything."""

    def __init__(self):
        self.mails = []
        self.port = free_port()
        receiver = self

        class Handler:
            async def handle_DATA(self, server, session, envelope):
                message = email.message_from_bytes(envelope.content, policy=email.policy.default)
                receiver.mails.append((envelope, message))
                return "250 taken"

        self.controller = Controller(Handler(), hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        self.controller.stop()
