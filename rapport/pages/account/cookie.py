"""The session cookie: Flask's own, made to outlive a server clock that is wrong."""

from functools import lru_cache
from typing import Any

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeSerializer


class Cookie(SecureCookieSessionInterface):
    """Flask's cookie without its time stamp: a server clock set back must not sign everybody out."""

    def get_signing_serializer(self, app: Flask) -> URLSafeSerializer | None:  # type: ignore[override]
        return self._serializer(app.secret_key, *(app.config["SECRET_KEY_FALLBACKS"] or ()))

    @lru_cache(maxsize=2)  # noqa: B019 - one interface, as long-lived as the application
    def _serializer(self, key: str, *older: str) -> URLSafeSerializer:
        options = {"key_derivation": self.key_derivation, "digest_method": self.digest_method}
        return URLSafeSerializer(
            [*older, key], salt="rapport-session", serializer=self.serializer, signer_kwargs=options
        )

    def open_session(self, app: Flask, request: Any) -> Any:
        serializer, value = self.get_signing_serializer(app), request.cookies.get(self.get_cookie_name(app))
        if serializer is None or not value:
            return self.session_class()
        try:
            return self.session_class(serializer.load_payload(_signed(serializer, value)))
        except BadSignature:
            return self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """As Flask does, with Max-Age beside Expires: browsers count it by their own clock, whatever ours says."""
        if not session.modified:
            response.vary.add("Cookie")
            return
        before = len(response.headers.getlist("Set-Cookie"))
        super().save_session(app, session, response)
        if session and session.permanent and len(response.headers.getlist("Set-Cookie")) > before:
            cookies = response.headers.getlist("Set-Cookie")
            cookies[-1] += f"; Max-Age={int(app.permanent_session_lifetime.total_seconds())}"
            response.headers.setlist("Set-Cookie", cookies)


@lru_cache(maxsize=1024)
def _signed(serializer: URLSafeSerializer, value: str) -> bytes:
    """What the signature vouches for. The same device sends the same cookie with every page, and without a
    time stamp it stays as true as it was; a forged one raises BadSignature each time, as that is not kept."""
    return serializer.make_signer(serializer.salt).unsign(value.encode())
