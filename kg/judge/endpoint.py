"""The judge itself: an OpenAI-compatible chat-completions service, asked over HTTP.

A request that fails for the moment (no answer, 429, 5xx) is sent again by urllib3, which waits as Retry-After
says, though never longer than the time-out. What is left then is an EndpointError: the article goes on without
the judge, and after `PATIENCE` such failures in a row it is not asked again by this process. An answer that
came and is of no use is a DataError, and costs that one opinion.
"""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path
from typing import Final

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as PoolTimeoutError
from urllib3.util import Retry, Timeout

from kg.errors import DataError, EndpointError
from kg.extract.acts.judge import Opinion, Question
from kg.judge.cache import AnswerCache, key_of
from kg.judge.wire import SYSTEM, content_of, parse_opinion, request_body, user_text
from kg.version import software_version

PATH: Final = "/chat/completions"
PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})
"""The HTTP statuses after which a request is sent again."""
RETRIES: Final = 2
PATIENCE: Final = 3
MAX_BYTES: Final = 1 << 16
"""The longest answer that is read; one in the form asked for has about a kilobyte."""
_CHUNK: Final = 1 << 13
_TIMEOUTS: Final = (TimeoutError, PoolTimeoutError)
_LIBRARY_LOG: Final = "urllib3.connectionpool"


class EndpointJudge:
    """A `kg.extract.acts.judge.TypeJudge` behind a service at `url`, the part before /chat/completions.

    `timeout` is in seconds, for connecting and for each answer as a whole; `cache` is a folder.
    """

    def __init__(self, url: str, model: str, cache: Path, *, key: str = "", timeout: float = 60) -> None:
        self.name = f"judge {model}"
        self._url = url if url.endswith(PATH) else url + PATH
        self._model = model
        self._cache = AnswerCache(cache)
        self._timeout = timeout
        self._failures = 0
        self._headers = {"Content-Type": "application/json", "User-Agent": f"communique/{software_version()}"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        logging.getLogger(_LIBRARY_LOG).setLevel(logging.ERROR)  # it warns of each retry; faults are told once, by us
        self._pool = urllib3.PoolManager(
            timeout=Timeout(connect=timeout, read=timeout),
            retries=Retry(
                total=RETRIES,
                redirect=0,
                allowed_methods={"POST"},
                status_forcelist=PASSING,
                backoff_factor=0.2,
                raise_on_status=False,
                raise_on_redirect=False,
                retry_after_max=max(1, int(timeout)),
            ),
        )

    def judge(self, question: Question) -> Opinion:
        """See `TypeJudge.judge`: the answer kept on disk, else the service's."""
        text = user_text(question)
        key = key_of(self._model, SYSTEM, text)
        kept = self._kept(key, question)
        if kept is not None:
            return kept
        try:
            content = content_of(self._ask(text))
            opinion = parse_opinion(content, question)
        except DataError as exc:
            raise DataError(f"The type judge at {self._url} {exc}.") from exc
        self._cache.put(key, content)
        return opinion

    def _kept(self, key: str, question: Question) -> Opinion | None:
        content = self._cache.get(key)
        try:
            return parse_opinion(content, question) if content is not None else None
        except DataError:
            return None  # a damaged file: asked again and written anew

    def _ask(self, text: str) -> bytes:
        if self._failures >= PATIENCE:
            raise EndpointError(f"The type judge at {self._url} is not asked any more: it failed {PATIENCE} times.")
        try:
            status, body = self._post(json.dumps(request_body(self._model, text)).encode())
        except (HTTPError, OSError) as exc:
            self._failures += 1
            raise EndpointError(f"The type judge at {self._url} could not be asked: {_reason(exc)}.") from exc
        if status != 200:
            self._failures += 1
            raise EndpointError(f"The type judge at {self._url} answered HTTP {status}{_advice(status)}.")
        self._failures = 0
        return body

    def _post(self, data: bytes) -> tuple[int, bytes]:
        response = self._pool.request("POST", self._url, body=data, headers=self._headers, preload_content=False)
        deadline = time.monotonic() + self._timeout
        try:
            chunks: list[bytes] = []
            while chunk := response.read1(_CHUNK):
                chunks.append(chunk)
                if sum(map(len, chunks)) > MAX_BYTES:
                    raise DataError(f"answered with more than {MAX_BYTES} bytes")
                if time.monotonic() > deadline:
                    raise TimeoutError
            return response.status, b"".join(chunks)
        finally:
            response.close()


def _reason(exc: Exception) -> str:
    cause = getattr(exc, "reason", None) or exc
    if isinstance(cause, _TIMEOUTS) and not isinstance(cause, NewConnectionError):
        return "it did not answer in time; COMMUNIQUE_TIMEOUT says how long that is"
    return " ".join(str(cause).split()) or type(cause).__name__


def _advice(status: int) -> str:
    if status in (401, 403):
        return "; is COMMUNIQUE_JUDGE_KEY its key?"
    return "; is COMMUNIQUE_JUDGE_URL the part before /chat/completions?" if status == 404 else ""
