"""Mend verbs that small parsers take for other words.

"The two navies plan to hold exercises": a noun, though with a subject and a complement, which no noun has.
"Hezbollah closed its school and bombed UN trucks": a participle of the trucks, which are joined to the closing.
"Turkey, under pressure from its allies, condemned Togo": a participle without a subject at the top of the sentence,
or of what is condemned, or of the pressure. "Turkey on Monday bombed Togo": one of Togo, as if on bombed Togo.
"Talks ended after Turkey bombed Armenia": a name right behind a verb is no adverb but its object.
"Togo urged Chad to sanction Mali": a noun behind the preposition "to".
And one noun that is taken for a verb: "Fighting between Chad and Togo went on".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.document import Document, Token

_TAGS: Final = {"NN": "VBP", "NNS": "VBZ"}
_SUBJECTS: Final = ("nsubj", "nsubjpass")
_BEFORE_NOUNS: Final = ("det", "poss", "amod", "compound", "nummod", "cop", "aux", "auxpass", "case")
_PARTICIPLES: Final = frozenset({"VBN", "VBD", "JJ"})
_LOOSE: Final = frozenset({"npadvmod", "dep", "nmod"})
_OBJECTS: Final = ("dobj", "ccomp", "xcomp", "attr", "acomp", "oprd")
_ASKING: Final = frozenset(
    "urge ask want order tell call press persuade beg plan vow decide agree refuse threaten pledge promise".split()
)
_TIMES: Final = frozenset({"DATE", "TIME"})


def repair_mistagged(document: Document) -> Document:
    """The document in which such words are verbs with their subjects and objects."""
    tokens = list(document.tokens)
    for token in document.tokens:
        if _is_verb(document, token):
            tokens[token.i] = replace(token, pos="VERB", tag=_TAGS[token.tag])
        elif _is_deed(document, token):
            tokens[token.i] = replace(token, lemma=token.lower, pos="NOUN", tag="NN", dep="nsubj")
        elif (thing := _done_to(document, token)) is not None:
            tokens[token.i] = replace(token, pos="VERB", tag="VBD", dep="conj", head=thing.head)
            tokens[thing.i] = replace(thing, dep="dobj", head=token.i)
        elif (subject := _subject_in_front(document, token)) is not None:
            tokens[token.i] = replace(token, tag="VBD")
            tokens[subject.i] = replace(subject, dep="nsubj", head=token.i)
        elif (top := _top_taken(document, token)) is not None:
            _put_on_top(document, tokens, token, top)
        elif (asking := _asked_to(document, token)) is not None:
            _complete(document, tokens, token, asking)
        elif _is_object(document, token):
            tokens[token.i] = replace(token, dep="dobj")
    changed = any(a is not b for a, b in zip(tokens, document.tokens, strict=True))
    return Document(document.text, tokens, document.sentences) if changed else document


def _is_verb(document: Document, token: Token) -> bool:
    if token.tag not in _TAGS or token.dep not in ("ROOT", "conj", "ccomp", "relcl"):
        return False
    subject = document.child(token, *_SUBJECTS)
    if subject is None or subject.i > token.i or document.children(token, *_BEFORE_NOUNS):
        return False
    infinitive = any(kid.i > token.i and document.children(kid, "aux") for kid in document.children(token, "xcomp"))
    return infinitive or any(kid.i > token.i for kid in document.children(token, "dobj"))


def _is_deed(document: Document, token: Token) -> bool:
    """Whether what is told of two sides by a word in "-ing" is the subject of a clause."""
    if token.tag != "VBG" or token.dep not in ("csubj", "nsubj") or document.children(token, "dobj", "nsubj", "aux"):
        return False
    return any(kid.lower == "between" and kid.i == token.i + 1 for kid in document.children(token, "prep"))


def _done_to(document: Document, token: Token) -> Token | None:
    """The thing that a verb right behind "and" is done to, where the parser joined the thing to the verb before."""
    thing = document.head(token)
    verb = document.head(thing)
    joint = document.tokens[token.i - 1] if token.i else token
    joined = thing.dep == "conj" and verb.pos == "VERB" and verb.tag == "VBD" and thing.pos in ("NOUN", "PROPN")
    bare = token.tag in _PARTICIPLES and token.dep == "amod" and token.lower.endswith("ed") and thing.i > token.i
    return thing if joined and bare and joint.dep == "cc" and joint.head == verb.i else None


def _subject_in_front(document: Document, token: Token) -> Token | None:
    """The name at the front that a participle at the top of the sentence leaves without a verb."""
    if token.tag != "VBN" or token.dep != "ROOT" or document.children(token, *_SUBJECTS, "aux", "auxpass", "agent"):
        return None
    if document.tokens[token.i - 1].text != "," or not document.children(token, "dobj"):
        return None
    first = document.sentence_of(token).first
    names = [kid for kid in document.children(token) if kid.i < token.i and kid.dep in _LOOSE and kid.pos == "PROPN"]
    name = next((t for t in names if t.ent not in _TIMES), None)
    opens = name is not None and min(t.i for t in document.subtree(name)) <= first + 1
    return name if opens else None


def _top_taken(document: Document, token: Token) -> Token | None:
    """The noun at the top of a sentence whose main verb, in "-ed" behind a comma or a day, only describes one."""
    before = document.tokens[token.i - 1] if token.i else token
    if token.tag not in _PARTICIPLES or not token.lower.endswith("ed") or token.dep not in ("amod", "acl"):
        return None
    thing = document.head(token)
    doer = before.pos == "PROPN" and before.head == thing.i == thing.head and token.i == before.i + 1
    if not (before.text == "," or before.ent in _TIMES or doer):
        return None
    if document.children(token, "aux", "auxpass", "agent", "prep"):
        return None
    sentence = document.sentence_of(token)
    top = next((t for t in document.tokens_of(sentence) if t.dep == "ROOT"), token)
    if top.pos not in ("PROPN", "NOUN") or document.children(top, "cop", "aux") or sentence.heading:
        return None
    if token.dep == "acl":
        return top if top.i < thing.i < token.i and document.children(token, "dobj") else None
    if thing.i < token.i or (thing.i != top.i and not (top.i < token.i and thing.dep == "pobj")):
        return None
    told = thing.i != top.i or doer or any(kid.i < token.i for kid in document.children(top, "nsubj"))
    return top if told and document.tokens[sentence.last - 1].text == "." else None


def _put_on_top(document: Document, tokens: list[Token], verb: Token, top: Token) -> None:
    """Make a participle the main verb: the noun that it described is its object, the one at the top the subject."""
    thing = document.head(verb)
    before = [kid for kid in document.children(top, "nsubj", "nmod", "compound") if kid.i < verb.i]
    own = next(iter(sorted(before, key=lambda kid: kid.dep != "nsubj")), None) if thing.i == top.i else top
    tokens[verb.i] = replace(verb, pos="VERB", tag="VBD", dep="ROOT", head=verb.i)
    if verb.dep == "amod":
        tokens[thing.i] = replace(thing, dep="dobj", head=verb.i)
    if own is not None:
        tokens[own.i] = replace(own, dep="nsubj", head=verb.i)
    for kid in document.children(top):
        if kid.i not in (verb.i, thing.i) and kid.dep in ("punct", "prep", "advmod") and kid is not own:
            tokens[kid.i] = replace(kid, head=verb.i)


def _asked_to(document: Document, token: Token) -> Token | None:
    """The verb of asking or wanting behind whose "to" a word without an article stands, right before a name."""
    before = document.tokens[token.i - 1] if token.i else token
    verb = document.head(before)
    if token.tag not in ("NN", "VB", "JJ") or before.lower != "to" or before.dep != "prep" or verb.lemma not in _ASKING:
        return None
    behind = document.tokens[token.i + 1] if token.i + 1 < document.sentence_of(token).last else token
    named = behind.pos == "PROPN" or behind.dep in ("det", "poss")
    inside = token.dep == "pobj" or (token.dep in ("compound", "amod") and document.head(token).dep == "pobj")
    return verb if named and inside else None


def _complete(document: Document, tokens: list[Token], verb: Token, asking: Token) -> None:
    """Make a word the infinitive that completes a verb of asking; the name behind it is its object."""
    to = document.tokens[verb.i - 1]
    tokens[verb.i] = replace(verb, pos="VERB", tag="VB", dep="xcomp", head=asking.i)
    tokens[to.i] = replace(to, pos="PART", tag="TO", dep="aux", head=verb.i)
    later = [t for t in (*document.children(to), *document.children(asking)) if t.i > verb.i]
    thing = document.head(verb) if verb.dep in ("compound", "amod") else next(iter(later), None)
    if thing is not None and thing.dep in ("pobj", "npadvmod", "dobj", "appos", "dep"):
        tokens[thing.i] = replace(thing, dep="dobj", head=verb.i)


def _is_object(document: Document, token: Token) -> bool:
    """Whether a name without an article stands as an adverb right behind a verb that has no object."""
    verb = document.head(token)
    adverb = token.dep == "npadvmod" and token.pos == "PROPN" and token.ent not in _TIMES
    if not adverb or verb.pos != "VERB" or document.children(token, "det", "case"):
        return False
    between = document.tokens[verb.i + 1 : token.i]
    near = all(t.head == token.i and t.dep == "compound" for t in between)
    return token.i > verb.i and near and not document.children(verb, *_OBJECTS, "auxpass")
