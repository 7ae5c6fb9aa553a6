"""A real site on a port of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from support.site import Site
from werkzeug.serving import WSGIRequestHandler, make_server

from rapport.database import db
from rapport.people.user import User


class Handler(WSGIRequestHandler):
    """Keeps connections open, as the real server does, and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *args: Any) -> None:
        pass


@dataclass
class Server:
    """The site that browsers meet, with everything on that the tests of pages leave out."""

    site: Site
    address: str

    def cookie(self, name: str) -> dict[str, Any]:
        """The session cookie of one of the cast, signed in."""
        with self.site.app.app_context():
            person = db.session.query(User).filter_by(email=f"{name}@demo.example").one()
            db.session.expunge(person)
            db.session.rollback()  # lets go of the database, which signing in writes to from a context of its own
            client = self.site.signed_in(person)
        session = client.get_cookie("session")
        assert session is not None
        return {"name": "session", "value": session.value, "url": self.address, "httpOnly": True, "sameSite": "Lax"}


@contextmanager
def serve(site: Site) -> Iterator[Server]:
    """The site, answering until the block ends."""
    web = make_server("127.0.0.1", 0, site.app, threaded=True, request_handler=Handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield Server(site, f"http://127.0.0.1:{web.server_port}")
    web.shutdown()
    web.server_close()
    site.close()
