"""Who "he" is in "he said": the one who was speaking, and nobody whom the words are about.

As in "The envoy had met Mr. Aziz on Wednesday, he added": the words before tell of the envoy and of Mr. Aziz,
but who adds it is the speaker of the sentences before. Answers nothing where these have no one speaker.
"""

from __future__ import annotations

from typing import Final

from kg.extract.reference.cast import PERSON, UNNAMED, Cast, Entity
from kg.extract.speech.speech import reporting_of
from kg.language.document import Document, Sentence, Token
from kg.lexicon.words import scope_words

_WORDLESS: Final = scope_words("wordless")
_SENTENCES_BACK: Final = 3  # farthest speaker of words that end in "he said", in the articles read while writing this


def narrator_before(document: Document, cast: Cast, sentence: Sentence, token: Token) -> Entity | None:
    """The speaker whom a pronoun means that is the subject of a verb of saying, or None."""
    verb = document.head(token)
    if token.dep != "nsubj" or not _tells(document, verb):
        return None
    closes = verb.dep == "parataxis" or any(kid.i < token.i for kid in document.children(verb, "ccomp"))
    for back in range(1, _SENTENCES_BACK + 1 if closes else 2):
        if back > sentence.number:
            return None
        earlier = document.sentences[sentence.number - back]
        speakers = {entity.id: entity for entity in _speakers(document, cast, earlier)}
        if speakers:
            return next(iter(speakers.values())) if len(speakers) == 1 else None
        if any(entity.kind == PERSON for _, entity in cast.within(document.tokens_of(earlier))):
            return _acting(document, cast, earlier) if closes else None
    return None


def _tells(document: Document, verb: Token) -> bool:
    return verb.pos == "VERB" and verb.lemma not in _WORDLESS and reporting_of(document, verb) is not None


def _speakers(document: Document, cast: Cast, sentence: Sentence) -> list[Entity]:
    """The persons who are subjects of verbs of saying in a sentence, but not in what another says there."""
    subjects = (t for t in document.tokens_of(sentence) if t.dep == "nsubj" and _tells(document, document.head(t)))
    outer = (t for t in subjects if document.head(t).dep not in ("ccomp", "relcl", "advcl", "acl"))
    return [e for t in outer if (e := _named(document, cast, t)) is not None and e.kind in (PERSON, UNNAMED)]


def _named(document: Document, cast: Cast, noun: Token) -> Entity | None:
    """Whom a noun refers to, by itself or by the name beside it ("the representative of Ghana, Jan Holm, said")."""
    behind = (t for t in document.subtree(noun) if t.i > noun.i and document.tokens[t.i - 1].text == ",")
    beside = (cast.at(t) for t in behind)
    return cast.at(noun) or next((e for e in beside if e is not None and e.kind == PERSON), None)


def _acting(document: Document, cast: Cast, sentence: Sentence) -> Entity | None:
    """The person who is the subject of a sentence: the one it is about."""
    subjects = (t for t in document.tokens_of(sentence) if t.dep == "nsubj" and document.head(t).dep == "ROOT")
    people = (e for t in subjects if (e := _named(document, cast, t)) is not None and e.kind == PERSON)
    return next(people, None)
