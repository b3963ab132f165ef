"""The judge behind HTTP, with every fault of a service, played by a server of our own on the loopback."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from kg.errors import DataError, EndpointError, MissingDependencyError, StoreError, UsageError
from kg.extract.acts.judge import Opinion, Party, Question
from kg.judge import endpoint, load_judge
from kg.judge.cache import AnswerCache, key_of
from kg.judge.endpoint import EndpointJudge
from kg.model import Span
from kg.settings import load_settings
from tests.reading import article, pipeline

TEXT = "France struck a village in Mali."
QUESTION = Question(
    TEXT,
    Span(100, 132),
    Span(107, 113),
    "Assault",
    ("f",),
    ("m",),
    (Party("f", "France", Span(100, 106)), Party("m", "Mali", Span(127, 131))),
)
GOOD = (
    '{"labels": [{"category": "Assault", "score": 0.9}, {"category": "Coerce", "score": 0.1}], '
    '"actors": [1], "recipients": [2]}'
)
OPINION = Opinion({"Assault": 0.9, "Coerce": 0.1}, ("f",), ("m",))


def completion(content: object, finish: str = "stop") -> bytes:
    """A chat completion with one choice, and fields that are not read."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}
    return json.dumps({"id": "x", "object": "chat.completion", "choices": [choice], "usage": {}}).encode()


class Handler(BaseHTTPRequestHandler):
    """Answers each request as the test in hand has it."""

    answer: ClassVar[Callable[[Handler], None]]
    bodies: ClassVar[list[dict[str, Any]]]
    keys: ClassVar[list[str | None]]
    paths: ClassVar[list[str]]

    def do_POST(self) -> None:
        cls = type(self)
        cls.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        cls.keys.append(self.headers["Authorization"])
        cls.paths.append(self.path)
        cls.answer(self)

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


Answer = Callable[[Handler], None]
Play = Callable[..., EndpointJudge]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """A judge whose service answers by the given functions in turn, the last one for ever."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    Handler.bodies, Handler.keys, Handler.paths = [], [], []

    def start(*answers: Answer, key: str = "", model: str = "small") -> EndpointJudge:
        left = list(answers)
        Handler.answer = lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)
        url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        return EndpointJudge(url, model, tmp_path / "answers", key=key, timeout=1)

    yield start
    server.shutdown()
    server.server_close()
    thread.join()


def says(status: int, body: bytes, **headers: str) -> Answer:
    return lambda handler: handler.send(status, body, **headers)


def hang(handler: Handler) -> None:
    time.sleep(1.3)


def drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(30):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.1)


def close(handler: Handler) -> None:
    handler.close_connection = True
    handler.connection.close()


WELL = says(200, completion(GOOD))


def test_an_answer_becomes_an_opinion(play: Play) -> None:
    assert play(WELL, key="secret").judge(QUESTION) == OPINION
    assert Handler.paths == ["/v1/chat/completions"]
    assert Handler.keys == ["Bearer secret"]
    body = Handler.bodies[0]
    assert (body["model"], body["temperature"]) == ("small", 0)
    assert body["messages"][1]["content"] == f"Sentence: {TEXT}\nAct: struck\nParties:\n1: France\n2: Mali"
    assert "Assault" not in body["messages"][1]["content"]
    schema = body["response_format"]["json_schema"]
    assert schema["strict"] is True
    assert schema["schema"]["additionalProperties"] is False
    assert set(schema["schema"]["required"]) == {"labels", "actors", "recipients"}
    category = schema["schema"]["$defs"]["_Label"]["properties"]["category"]
    assert len(category["enum"]) == 16


def test_no_key_sends_no_header(play: Play) -> None:
    play(WELL).judge(QUESTION)
    assert Handler.keys == [None]


def test_the_full_address_may_be_given(tmp_path: Path) -> None:
    judge = EndpointJudge("http://127.0.0.1:1/v1/chat/completions", "small", tmp_path, timeout=1)
    with pytest.raises(EndpointError, match=r"http://127\.0\.0\.1:1/v1/chat/completions could not be asked: .*refused"):
        judge.judge(QUESTION)


def test_an_answer_is_asked_for_once(play: Play) -> None:
    first = play(WELL)
    assert first.judge(QUESTION) == play(says(500, b"")).judge(QUESTION) == OPINION
    assert len(Handler.bodies) == 1


def test_another_model_or_text_is_asked_for_anew(play: Play) -> None:
    play(WELL).judge(QUESTION)
    play(WELL, model="large").judge(QUESTION)
    play(WELL).judge(replace(QUESTION, parties=(*QUESTION.parties, Party("c", "Chad", Span(0, 4)))))
    assert len(Handler.bodies) == 3


def test_a_damaged_answer_on_disk_is_asked_for_anew(play: Play, tmp_path: Path) -> None:
    play(WELL).judge(QUESTION)
    (kept,) = [path for path in (tmp_path / "answers").rglob("*") if path.is_file()]
    kept.write_text(GOOD[:20], encoding="utf-8")
    assert play(WELL).judge(QUESTION) == OPINION
    assert kept.read_text(encoding="utf-8") == GOOD


@pytest.mark.parametrize("answer", [says(429, b"", Retry_After="1"), says(500, b"oh"), says(503, b""), close])
def test_a_passing_fault_is_tried_again(play: Play, answer: Answer) -> None:
    assert play(answer, WELL).judge(QUESTION) == OPINION
    assert len(Handler.bodies) == 2


def test_retry_after_is_waited_for(play: Play) -> None:
    begin = time.monotonic()
    play(says(429, b"", Retry_After="1"), WELL).judge(QUESTION)
    assert time.monotonic() - begin >= 1.0


def test_a_long_retry_after_is_not_waited_for(play: Play) -> None:
    begin = time.monotonic()
    assert play(says(429, b"", Retry_After="3600"), WELL).judge(QUESTION) == OPINION
    assert time.monotonic() - begin < 3


@pytest.mark.parametrize(
    ("answer", "message", "requests"),
    [
        (hang, "did not answer in time", 3),
        (drip, "did not answer in time", 1),
        (close, "could not be asked", 3),
        (says(401, b"{}"), r"HTTP 401; is COMMUNIQUE_JUDGE_KEY its key\?", 1),
        (says(404, b"{}"), "HTTP 404; is COMMUNIQUE_JUDGE_URL", 1),
        (says(302, b"", Location="/elsewhere"), "HTTP 302", 1),
        (says(429, b"{}", Retry_After="0"), "HTTP 429", 3),
        (says(500, b"{}"), "HTTP 500", 3),
    ],
)
def test_a_service_that_fails_is_an_endpoint_error(play: Play, answer: Answer, message: str, requests: int) -> None:
    with pytest.raises(EndpointError, match=message):
        play(answer).judge(QUESTION)
    assert len(Handler.bodies) == requests


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>", "no chat completion"),
        (b"", "no chat completion"),
        (b"[]", "no chat completion"),
        (b'{"choices": []}', "no chat completion"),
        (b'{"error": {"message": "no such model"}}', "no chat completion: choices"),
        (completion(None), "no chat completion"),
        (completion(GOOD[:40], "length"), "cut off at 300 tokens"),
        (completion("I think it is an assault."), "not in the form"),
        (completion(f"```json\n{GOOD}\n```"), "not in the form"),
        (completion('{"labels": [], "actors": [], "recipients": []}'), "not in the form .*labels"),
        (completion(GOOD.replace("Coerce", "Kissing")), "not in the form .*category"),
        (completion(GOOD.replace("0.9", "9")), "not in the form .*score"),
        (completion(GOOD.replace("0.9", '"0.9"')), "not in the form .*score"),
        (completion(GOOD.replace("}]", ', "why": "x"}]')), "not in the form .*why"),
        (completion(GOOD.replace("[1]", '["France"]')), "not in the form .*actors"),
        (completion(GOOD.replace("[1]", "[3]")), "named party 3 of 2"),
        (completion(GOOD + " " * 70_000), "more than 65536 bytes"),
    ],
)
def test_an_answer_of_no_use_is_a_data_error(play: Play, body: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=message):
        play(says(200, body)).judge(QUESTION)
    assert [path for path in (tmp_path / "answers").rglob("*") if path.is_file()] == []


def test_a_service_that_fails_again_and_again_is_left_alone(play: Play) -> None:
    judge = play(says(401, b""))
    for _ in range(endpoint.PATIENCE):
        with pytest.raises(EndpointError, match="HTTP 401"):
            judge.judge(QUESTION)
    with pytest.raises(EndpointError, match="not asked any more"):
        judge.judge(QUESTION)
    assert len(Handler.bodies) == endpoint.PATIENCE


def test_an_answer_in_between_renews_its_credit(play: Play) -> None:
    judge = play(says(401, b""), says(401, b""), WELL, says(401, b""))
    others = [replace(QUESTION, text=TEXT + " " * n) for n in range(4)]
    with pytest.raises(EndpointError):
        judge.judge(others[0])
    with pytest.raises(EndpointError):
        judge.judge(others[1])
    assert judge.judge(others[2]) == OPINION
    with pytest.raises(EndpointError, match="HTTP 401"):
        judge.judge(others[3])


@pytest.mark.parametrize(
    "answer", [hang, drip, close, says(401, b""), says(429, b"", Retry_After="0"), says(500, b""), says(200, b"<"),
               says(200, b'{"choices": []}'), says(200, completion("?")), says(200, completion(GOOD + " " * 70_000))]
)  # fmt: skip
def test_no_fault_stops_an_article(play: Play, answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    text = "France attacked Mali. Chad met Niger. Norway praised Sweden."
    reading = replace(pipeline(), judge=play(answer))
    facts = reading.extract(article(text))
    assert facts.actions == pipeline().extract(article(text)).actions
    assert len(facts.article.warnings) == 1
    assert caplog.records == []


def test_the_whole_way(play: Play) -> None:
    text = "France attacked Mali."
    reading = replace(pipeline(), judge=play(WELL))
    (action,) = reading.extract(article(text)).actions
    (before,) = pipeline().extract(article(text)).actions
    assert action == replace(before, confidence=0.95)


# Settings and cache


def test_no_judge_is_loaded_by_default() -> None:
    assert load_judge(load_settings(environ={})) is None


def test_a_judge_is_loaded_from_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings({"judge_url": "http://127.0.0.1:1/v1/", "judge_model": "m", "judge_cache": tmp_path / "a"})
    monkeypatch.setenv("COMMUNIQUE_JUDGE_KEY", "k")
    judge = load_judge(settings)
    assert isinstance(judge, EndpointJudge)
    assert judge.name == "judge m"
    assert judge._headers["Authorization"] == "Bearer k"
    assert judge._url == "http://127.0.0.1:1/v1/chat/completions"


def test_settings_that_name_no_judge_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="without a model"):
        load_judge(load_settings({"judge_url": "http://127.0.0.1:1"}))
    for url in ("ftp://example.org", "http:///v1", "http://me:pass@example.org/v1", "http://example.org/v1?key=1"):
        with pytest.raises(UsageError, match="--judge-url"):
            load_settings({"judge_url": url})
    monkeypatch.setenv("COMMUNIQUE_JUDGE_KEY", "a\nb")
    with pytest.raises(UsageError, match="COMMUNIQUE_JUDGE_KEY"):
        load_judge(load_settings({"judge_url": "http://127.0.0.1:1", "judge_model": "m", "judge_cache": tmp_path}))


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "kg.judge.endpoint", None)
    with pytest.raises(MissingDependencyError, match=r"communique\[judge\]"):
        load_judge(load_settings({"judge_url": "http://127.0.0.1:1", "judge_model": "m", "judge_cache": tmp_path}))


def test_the_key_is_no_setting() -> None:
    assert not any("key" in name for name in load_settings(environ={}).__slots__)


def test_a_cache_keeps_and_refuses(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "deep" / "answers")
    key = key_of("m", "text")
    assert cache.get(key) is None
    cache.put(key, "é")
    assert AnswerCache(tmp_path / "deep" / "answers").get(key) == "é"
    assert key_of("m", "text") != key_of("mt", "ext")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="COMMUNIQUE_JUDGE_CACHE"):
        AnswerCache(tmp_path / "file")
    (tmp_path / "deep" / "answers" / "ab").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="could not keep an answer"):
        cache.put("ab" + "0" * 62, "x")
