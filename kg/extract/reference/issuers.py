"""Who "we" are in an official text: all in whose name it is issued.

Asked in this order: "We, the ministers of X and Y"; on whose behalf it was delivered; who "issued the following
statement", or a statement that is printed below a colon, as newspapers do; whom the title of a joint statement names,
or the body that a title has for its author; the publisher's state, or the publisher itself; who is "we" in a clause
of the text (`own_word`); the state or body that speaks in the first sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.parties.parties import Parties
from kg.extract.reference.cast import PERSON, STATE, Cast
from kg.extract.reference.genre import is_official
from kg.extract.reference.own_word import speaks_of_itself
from kg.extract.speech.speech import Utterance
from kg.language.clauses import logical_subjects
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token
from kg.lexicon.entities import Entities, plain
from kg.model import Article, Span

_OPENING: Final = 6  # sentences from the top in which a text says in whose name it speaks
_FIRST: Final = 2  # sentences of which one names who speaks, where nothing above them does
_QUOTE_MARKS: Final = frozenset("“\"‘'«")
_SPEAKING: Final = frozenset({STATE, "Government", "GovernmentBody", "Legislature"})
_PAPERS: Final = frozenset("statement declaration communique communiqué resolution decision conclusion text".split())
_ISSUING: Final = frozenset("issue release make adopt publish agree sign endorse approve".split())
_JOINT: Final = re.compile(r"\bjoint\b.*?\b(?:statement|declaration|communiqu[eé]|vision)", re.IGNORECASE)
_JOINT_LINE: Final = re.compile(
    r"^joint (?:press |ministerial )?(?:statement|declaration|communiqu[eé]) (?:by|of|from) .+",
    re.IGNORECASE | re.MULTILINE,
)
_PAPER: Final = re.compile(r"\b(?:statement|declaration|communiqu[eé]|conclusions)", re.IGNORECASE)
_TOPIC: Final = re.compile(
    r"\s(?:on|regarding|concerning|about|following|marking|condemning|after|at|in|for|to|against|calling|welcoming)\s"
)
"""What a statement is on stands behind these: who makes it stands before."""
_BEHALF: Final = re.compile(
    r"\b(?:statement|elements|remarks|intervention|address|declaration)\b[^.\n]{0,60}?"
    r"\b(?:on behalf of|by the President of) (?:the )?",
    re.IGNORECASE,
)
_TOP: Final = 400  # characters from the top in which a text says for whom it is delivered
_MEETING: Final = frozenset("meeting met gathered assembled participating convened meets met issued".split())
"""Behind these stands where they met, or in what body."""
_BODIES: Final = frozenset({"InternationalOrganization", "Alliance"})


def issuers_of(
    article: Article,
    document: Document,
    parties: Parties,
    lexicon: Entities,
    publisher: str | None,
    utterances: Sequence[Utterance] = (),
) -> tuple[str, ...]:
    """The ids of those whom "we" stands for outside quotations; empty for what is no official text.

    `publisher` is the id of the state or body that publishes it, or None.
    """
    if not is_official(article):
        said = _introduced(document, parties) or _printed_below(document, parties)
        return said or speaks_of_itself(document, parties, utterances)
    said = _introduced(document, parties) or _on_behalf(article, parties.cast, lexicon)
    said = said or _issuing(document, parties) or _printed_below(document, parties)
    said = said or _in_title(article, parties.cast, lexicon)
    said = said or ((publisher,) if publisher is not None else ())
    said = said or speaks_of_itself(document, parties, utterances)
    return said or _speaking(document, parties)


def _on_behalf(article: Article, cast: Cast, lexicon: Entities) -> tuple[str, ...]:
    """As in "Statement delivered on behalf of Norway", "Press elements by the President of the Security Council"."""
    found = _BEHALF.search(article.text[:_TOP])
    name = next(lexicon.names.at(article.text, found.end()), None) if found is not None else None
    if name is None or (name.kind not in _SPEAKING and name.kind not in _BODIES):
        return ()
    return (cast.entity(name.kind, name.canonical, name.iso3, known=True).id,)


def _introduced(document: Document, parties: Parties) -> tuple[str, ...]:
    """As in "We, the Heads of State of X and Y, meeting in Z, ..."."""
    for token in _opening_tokens(document):
        quoted = document.text[: token.start].rstrip()[-1:] in _QUOTE_MARKS
        if token.lower == "we" and not quoted and document.tokens[token.i + 1 : token.i + 2][0].text == ",":
            verb = document.head(token)
            phrase = document.tokens[token.i + 2 : max(verb.i, token.i + 2)]
            return _of_body(document, parties, phrase) or _members(parties, phrase)
    return ()


def _of_body(document: Document, parties: Parties, phrase: Sequence[Token]) -> tuple[str, ...]:
    """As in "We, the G7 foreign ministers of X, Y and Z": those who speak for a body, whose states are only listed."""
    head = next((t for t in phrase if t.pos in ("NOUN", "PROPN") and t.dep not in ("compound", "amod", "nmod")), None)
    owners = document.children(head, "compound", "nmod") if head is not None else []
    body = next((e for t in owners if (e := parties.cast.at(t)) is not None and e.kind in _BODIES), None)
    if head is None or body is None:
        return ()
    parties.cast.refer(Span(owners[0].start, head.end), body, "name")
    body.names[document.text[owners[0].start : head.end]] += 1
    others = parties.of(t for t in noun_conjuncts(document, head)[1:] if t.i <= phrase[-1].i)
    return tuple(dict.fromkeys((body.id, *others)))


def _printed_below(document: Document, parties: Parties) -> tuple[str, ...]:
    """As a newspaper prints a statement: "X issued a statement on Mali. ... The statement reads:"."""
    text = document.text
    for sentence in document.sentences[:_OPENING]:
        papers = [t for t in document.tokens_of(sentence) if t.lemma in _PAPERS]
        follows = text[sentence.span.end :].lstrip()[:1]
        if papers and text[: sentence.span.end].rstrip().endswith(":") and follows not in _QUOTE_MARKS:
            return _issuing(document, parties, last=papers[-1].i)
    return ()


def _speaking(document: Document, parties: Parties) -> tuple[str, ...]:
    """Who speaks in the first sentence of a text that says nowhere whose it is: "The Ministry of X condemns ..."."""
    for sentence in document.sentences[:_FIRST]:
        for verb in (t for t in document.tokens_of(sentence) if t.dep == "ROOT" and t.tag in ("VBZ", "VBP")):
            named = [parties.cast.at(subject) for subject in logical_subjects(document, verb)]
            bodies = [e.id for e in named if e is not None and (e.kind in _SPEAKING or e.kind in _BODIES)]
            if len(bodies) == 1:
                return (bodies[0],)
    return ()


def _issuing(document: Document, parties: Parties, last: int | None = None) -> tuple[str, ...]:
    """As in "The ministers met and issued the following statement", "was released by the Governments of X and Y".

    The statement must be pointed at, unless it is known to follow behind the token `last`.
    """
    for token in _opening_tokens(document):
        verb = _verb_of(document, token)
        if last is None:
            pointed = any(kid.lower in ("following", "below") for kid in document.children(token))
        else:
            pointed = token.i <= last
        if token.lemma not in _PAPERS or verb.lemma not in _ISSUING or not pointed:
            continue
        owners = document.children(token, "compound", "poss")
        makers = logical_subjects(document, verb)
        phrase = [t for maker in makers for t in document.subtree(maker)]
        found = parties.of(t for t in owners if parties.is_actor(t)) or _members(parties, phrase)
        if found or makers:
            return found or parties.of(makers)
    return ()


def _verb_of(document: Document, paper: Token) -> Token:
    """The word that a paper hangs on; for "the text of the following statement" that of the text."""
    above = document.head(paper)
    text = document.head(above)
    return document.head(text) if above.lower == "of" and text.lemma in _PAPERS else above


def _members(parties: Parties, phrase: Sequence[Token]) -> tuple[str, ...]:
    """The persons that a phrase for several names, else the states and the bodies of states."""
    meeting = next((k for k, t in enumerate(phrase) if t.lower in _MEETING), len(phrase))
    named = [entity for _, entity in parties.cast.within(phrase[:meeting])]
    persons = [e.id for e in named if e.kind == PERSON]
    states = [e.id for e in named if e.kind == STATE or e.kind in _BODIES]
    bodies = [e.id for _, e in parties.cast.within(phrase) if e.kind in _BODIES][:1]
    return tuple(dict.fromkeys(persons if len(persons) > 1 else states or bodies))


def _opening_tokens(document: Document) -> Iterator[Token]:
    for sentence in document.sentences[:_OPENING]:
        yield from document.tokens_of(sentence)


def _in_title(article: Article, cast: Cast, lexicon: Entities) -> tuple[str, ...]:
    """Whom the title names as authors: all of a joint statement, else the body of states whose statement it is."""
    line = _JOINT_LINE.search(article.text[: article.body.start + _TOP])
    title = plain(line[0] if line is not None else article.title or "")
    if not _PAPER.search(title):
        return ()
    authors = _TOPIC.split(title, maxsplit=1)[0]
    found = tuple(dict.fromkeys(_named(cast, lexicon, authors, joint=bool(_JOINT.search(title)))))
    return found if len(found) > 1 or (found and cast.entities[found[0]].kind in _BODIES) else ()


def _named(cast: Cast, lexicon: Entities, line: str, *, joint: bool) -> Iterator[str]:
    """The ids of the persons, states and bodies that a line names, in its order; of a single author only bodies."""
    known = {name.casefold(): e.id for e in cast.entities.values() for name in _called(cast, e.id)} if joint else {}
    end = 0
    for word in re.finditer(r"[\w.&'-]+", line):
        if word.start() < end:
            continue
        person = next((n for n in sorted(known, key=len, reverse=True) if _starts(line, word.start(), n)), None)
        name = next(lexicon.names.at(line, word.start()), None)
        if person is not None:
            end = word.start() + len(person)
            yield known[person]
        elif name is not None and (name.kind in _BODIES or (joint and name.kind == STATE)):
            end = word.start() + len(name.text)
            yield cast.entity(name.kind, name.canonical, name.iso3, known=True).id


def _called(cast: Cast, entity: str) -> list[str]:
    """The names by which a title may call a person."""
    person = cast.entities[entity]
    return [person.canonical, person.canonical.split()[-1]] if person.kind == PERSON else []


def _starts(line: str, offset: int, name: str) -> bool:
    end = offset + len(name)
    return line[offset:end].casefold() == name and not line[end : end + 1].isalnum()
