"""urllib's opener for writing to a store: a redirect is not followed, and an answer ahead of the body is read.

A redirect would carry the credentials and the graph to another address. A store may refuse a request by its
headers alone, answer and close while the graph is still being sent (Virtuoso does, when it asks for credentials);
http.client then raises the broken pipe and leaves the answer unread in the socket.

Source: RFC 9110, section 9.3 and RFC 9112, section 9.5 (a client should look for an answer while it sends).
"""

from __future__ import annotations

from contextlib import suppress
from http.client import HTTPConnection, HTTPMessage, HTTPResponse, HTTPSConnection
from typing import IO, TYPE_CHECKING
from urllib.request import BaseHandler, HTTPHandler, HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request
from urllib.request import build_opener as urllib_opener

if TYPE_CHECKING:
    from http.client import _DataType


class NoRedirect(HTTPRedirectHandler):
    """Leaves a redirect as the answer that it is."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """None: the redirect is raised as HTTPError."""


class _AnswersAhead(HTTPConnection):
    """Goes on to the answer when the other side stopped reading; without one, reading it raises."""

    def endheaders(self, message_body: _DataType | None = None, *, encode_chunked: bool = False) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):
            super().endheaders(message_body, encode_chunked=encode_chunked)


class _AnswersAheadEncrypted(_AnswersAhead, HTTPSConnection):
    """The same over TLS."""


class _Http(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_AnswersAhead, req)


class _Https(HTTPSHandler):
    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_AnswersAheadEncrypted, req)


def build_opener(*handlers: BaseHandler) -> OpenerDirector:
    """An opener for the requests of a push, with further handlers such as those of HTTP authentication."""
    return urllib_opener(NoRedirect, _Http, _Https, *handlers)
