"""What goes over the wire: a question as a chat with the JSON schema of its answer, an answer back as an opinion.

The service sees one sentence, the words that trigger the act and the parties that the sentence names, numbered;
it answers with up to three categories and party numbers. It is not told the lexicon's category: a second
opinion that knows the first is none. Anything but the exact form is refused.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema

from kg.errors import DataError
from kg.extract.acts.judge import Opinion, Question
from kg.lexicon.triggers import CATEGORIES

MAX_TOKENS: Final = 300
"""The longest answer asked for; a whole one has about 100."""
_SEEN: Final = 200
"""Characters of an answer that a message quotes."""

SYSTEM: Final = """\
You code events in news by the PLOVER scheme. You get one sentence, the words in it that describe an act, and \
numbered parties. Say of which category that act is, and which parties do it and to whom it is done.
Categories: Agree (agree, sign, settle, promise to cooperate); Consult (meet, visit, call, mediate, negotiate); \
Support (praise, endorse, defend in words); Concede (yield, ease, release, comply); Cooperate (act jointly, share \
intelligence, exercise together); Aid (give material, money, arms, relief); Retreat (withdraw, cease fire, resign); \
Request (appeal, urge, demand, call for); Accuse (criticise, blame, condemn, investigate); Reject (refuse, veto, \
deny, oppose); Threaten (threaten, warn of force or sanctions, vow to retaliate); Protest (demonstrate, strike, \
riot); Sanction (sanction, embargo, cut ties, expel, boycott); Mobilize (deploy, move forces, alert, build up); \
Coerce (arrest, seize, blockade, attack by computer, repress, ban); Assault (attack, kill, bomb, shoot, clash).
Judge the act named by those words alone, not others in the sentence. Whether it has happened, is planned, asked \
for or denied does not matter. Give one to three categories with a score from 0 to 1 each, the likeliest first. \
Give actors and recipients as party numbers; an empty list where the sentence tells none."""


def _known(category: str) -> str:
    if category not in CATEGORIES:
        raise ValueError("no category of PLOVER")
    return category


_Category = Annotated[
    str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": CATEGORIES})
]  # the names are data, so no Literal can list them


class _Label(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    category: _Category
    score: Annotated[float, Field(ge=0, le=1)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    labels: Annotated[list[_Label], Field(min_length=1, max_length=3)]
    actors: list[int]
    recipients: list[int]


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    """The part of a chat completion that is used; services add fields of their own."""

    choices: Annotated[list[_Choice], Field(min_length=1)]


def user_text(question: Question) -> str:
    """The question in words."""
    at = question.sentence.start
    words = question.text[question.trigger.start - at : question.trigger.end - at]
    parties = "\n".join(f"{number}: {party.name}" for number, party in enumerate(question.parties, start=1))
    return f"Sentence: {question.text}\nAct: {words}\nParties:\n{parties or 'none'}"


def request_body(model: str, text: str) -> dict[str, Any]:
    """The body of a chat-completions request that asks for an answer of the one form."""
    return {
        "model": model,
        "temperature": 0,
        "max_tokens": MAX_TOKENS,
        "messages": [{"role": "system", "content": SYSTEM}, {"role": "user", "content": text}],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "opinion", "strict": True, "schema": _Answer.model_json_schema()},
        },
    }


def content_of(body: bytes) -> str:
    """What the model wrote. Raises DataError for a body that is no completion, or one that was cut off."""
    try:
        choice = _Completion.model_validate_json(body).choices[0]
    except ValidationError as exc:
        raise DataError(f"answered with no chat completion: {_fault(exc, body.decode('utf-8', 'replace'))}") from exc
    if choice.finish_reason == "length":
        raise DataError(f"was cut off at {MAX_TOKENS} tokens: {choice.message.content[:_SEEN]!r}")
    return choice.message.content


def parse_opinion(content: str, question: Question) -> Opinion:
    """The opinion that a model wrote. Raises DataError where it is not in the form asked for."""
    try:
        answer = _Answer.model_validate_json(content)
    except ValidationError as exc:
        raise DataError(f"answered not in the form asked for: {_fault(exc, content)}") from exc
    scores: dict[str, float] = {}
    for label in answer.labels:
        scores[label.category] = max(scores.get(label.category, 0.0), label.score)
    return Opinion(scores, _ids(answer.actors, question), _ids(answer.recipients, question))


def _ids(numbers: list[int], question: Question) -> tuple[str, ...]:
    wrong = [number for number in numbers if not 1 <= number <= len(question.parties)]
    if wrong:
        raise DataError(f"named party {wrong[0]} of {len(question.parties)}")
    return tuple(dict.fromkeys(question.parties[number - 1].id for number in numbers))


def _fault(exc: ValidationError, text: str) -> str:
    first = exc.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return f"{where + ': ' if where else ''}{first['msg']} in {text[:_SEEN]!r}"
