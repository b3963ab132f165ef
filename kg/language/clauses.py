"""The parse normalised to a few roles: who is the logical subject and object of a verb.

Undoes passives, relative clauses, control and raising, coordination, participles and infinitives on
nouns. All functions take tokens of one `Document` and give tokens; an empty list means that the clause
leaves the role open. They know nothing of names or actions.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.language.document import Document, Token
from kg.lexicon.words import scope_words

_COMPLAINTS = frozenset("protest complaint demarche concern objection anger outrage alarm dismay indignation".split())
_TOPICAL = frozenset({"over", "about", "against", "after", "following", "at"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
OBJECTS = ("dobj", "obj", "attr", "oprd")
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
_OBJECT_CONTROL = scope_words("object control")
_BLAMING = scope_words("blaming")
_MARKS = frozenset({'"', "”", "“", "''"})
_MAX_CLIMB = 6  # clauses to look up for an open subject; deeper ones are noise in the parses seen


_GIVING = frozenset(
    "deny refuse grant offer award allow promise hand send issue accord afford guarantee owe pay assign".split()
)
"""Verbs that have two objects."""


def is_passive(document: Document, verb: Token) -> bool:
    """Whether a verb is passive: auxiliary, passive subject, or a bare past participle on a noun."""
    if document.child(verb, "auxpass", "nsubjpass") is not None:
        return True
    told = document.child(verb, "nsubj") is not None and not _may_be_participle(verb)
    if not told and any(not _is_means(document, by) for by in document.children(verb, "agent")):
        return not (document.child(verb, "nsubj") is not None and document.child(verb, "dobj") is not None)
    if verb.tag != "VBN" or _kept_apart(document, verb):
        return False
    if verb.dep in ("acl", "amod", "advcl") and not _has_aux(document, verb):
        return document.child(verb, "dobj") is None
    if verb.dep == "conj" and not document.children(verb, *SUBJECTS) and not _has_aux(document, verb):
        return is_passive(document, document.head(verb))
    return False


def _may_be_participle(verb: Token) -> bool:
    """Whether a verb has the form of a past participle: "passed", and not "spoke"."""
    return verb.tag == "VBN" or (verb.tag == "VBD" and verb.lower.endswith("ed"))


def _is_means(document: Document, by: Token) -> bool:
    """As in "spoke by telephone", "was sent by air": how, and not by whom."""
    return any(kid.lemma in _MEANS for kid in document.children(by, "pobj"))


_MEANS = frozenset("phone telephone telegram letter video videoconference email e-mail hotline air sea road".split())


def _kept_apart(document: Document, verb: Token) -> bool:
    """As in "Chad, which had kept silent, called on both": the subject was taken for the sentence."""
    noun, before = document.head(verb), document.tokens[verb.i - 1] if verb.i else None
    asides = [kid for kid in document.children(noun, "relcl") if kid.i < verb.i]
    return bool(asides) and verb.dep == "acl" and noun.dep == "ROOT" and before is not None and before.text == ","


def is_perfect(document: Document, verb: Token) -> bool:
    """Whether an infinitive tells of what has been: "to have killed"."""
    aux = [kid.lower for kid in document.children(verb, "aux")]
    return verb.tag == "VBN" and "to" in aux and "have" in aux


def _has_aux(document: Document, verb: Token) -> bool:
    return any(kid.lemma in ("have", "be", "get") for kid in document.children(verb, "aux", "auxpass"))


def conjuncts(document: Document, token: Token) -> list[Token]:
    """The token and all that is coordinated below it, in text order."""
    found = [token]
    for kid in document.children(token, "conj"):
        found.extend(conjuncts(document, kid))
    return found


def first_conjunct(document: Document, token: Token) -> Token:
    """The first of the coordination that a token is in: itself where there is none."""
    while token.dep == "conj":
        token = document.head(token)
    return token


def noun_conjuncts(document: Document, token: Token) -> list[Token]:
    """Coordinated nominals only: a verb that the parser hung on a noun is left out."""
    return [t for t in conjuncts(document, token) if t.pos not in ("VERB", "AUX", "ADV") or t is token]


def logical_subjects(document: Document, verb: Token) -> list[Token]:
    """Who does what the verb says: heads of nominals, coordination spelled out."""
    if verb.dep == "amod":
        return _hyphenated(document, verb)
    if is_passive(document, verb):
        return _agents(document, verb) or _shared_agents(document, verb)
    return surface_subjects(document, verb)


def _hyphenated(document: Document, participle: Token) -> list[Token]:
    """As in "a European Union-brokered truce": who did it stands before the hyphen."""
    i = participle.i
    if i < 2 or document.tokens[i - 1].text != "-" or document.tokens[i - 1].end != participle.start:
        return []
    return [document.tokens[i - 2]]


def logical_objects(document: Document, verb: Token) -> list[Token]:
    """To whom or what the verb is done: objects, or the subject of a passive."""
    if verb.dep == "amod":
        return [document.head(verb)]
    if is_passive(document, verb):
        return surface_subjects(document, verb)
    own = [
        t
        for kid in document.children(verb, *OBJECTS, "dative")
        if kid.dep != "dative" or kid.pos != "ADP"
        for t in noun_conjuncts(document, kid)
    ]
    relatives = ("PRON", "DET", "SCONJ") if verb.dep == "relcl" else ("PRON", "DET")
    own = [t for t in own if t.lower not in RELATIVES or t.pos not in relatives]
    if own:
        return own
    if verb.dep == "relcl":
        antecedent = document.head(verb)
        relative = next((kid for kid in document.children(verb) if kid.lower in RELATIVES), None)
        subjects = document.children(verb, *SUBJECTS)
        if subjects and subjects[0].lower not in RELATIVES and (relative is None or relative.dep in OBJECTS):
            return [antecedent]
    return _shared_object(document, verb)


def kept_objects(document: Document, verb: Token) -> list[Token]:
    """As in "they were denied visas": what is given or refused, where who gets it is the subject of the passive."""
    if verb.lemma not in _GIVING or not document.children(verb, "nsubjpass", "auxpass"):
        return []
    return [t for kid in document.children(verb, *OBJECTS) for t in noun_conjuncts(document, kid)]


def _shared_object(document: Document, verb: Token) -> list[Token]:
    """As in "invading and occupying the country": the object of the last verb is that of those joined to it."""
    following = document.child(verb, "conj")
    if following is None or following.tag != verb.tag or following.pos != "VERB":
        return []
    between = document.tokens[verb.i + 1 : following.i]
    joined = all(t.pos in ("CCONJ", "ADV", "PUNCT") for t in between) and any(t.pos == "CCONJ" for t in between)
    return [t for kid in document.children(following, "dobj") for t in noun_conjuncts(document, kid)] if joined else []


def _agents(document: Document, verb: Token) -> list[Token]:
    near = [kid for kid in document.children(verb, "agent", "prep") if kid.lower == "by"]
    for by in near or _later_agents(document, verb):
        if _of_topic(document, by, verb):
            continue
        return [t for kid in document.children(by, "pobj") for t in noun_conjuncts(document, kid)]
    return []


def _of_topic(document: Document, by: Token, verb: Token) -> bool:
    """As in "a protest was lodged over the raid by X": right behind the deed complained of stands who did that."""
    deed = document.tokens[by.i - 1]
    complaint = any(kid.lemma in _COMPLAINTS for kid in document.children(verb, "nsubjpass"))
    return complaint and deed.pos == "NOUN" and deed.dep == "pobj" and document.head(deed).lower in _TOPICAL


def _shared_agents(document: Document, verb: Token) -> list[Token]:
    """As in "kidnapped or killed by militants": the agent of the last participle is that of those joined to it."""
    following = document.child(verb, "conj")
    if following is None or following.tag != "VBN" or document.children(following, *SUBJECTS):
        return []
    between = document.tokens[verb.i + 1 : following.i]
    return _agents(document, following) if all(t.pos in ("CCONJ", "ADV", "PUNCT") for t in between) else []


def _later_agents(document: Document, verb: Token) -> list[Token]:
    """A "by" that the parser hung on a phrase inside the clause ("sanctioned as a person ... by the government")."""
    below = document.subtree(verb)
    inside = [t for t in below if t.lower == "by" and t.i > verb.i and document.children(t, "pobj")]
    return [t for t in inside if not _in_other_clause(document, t, verb)]


def _in_other_clause(document: Document, token: Token, verb: Token) -> bool:
    for above in document.ancestors(token):
        if above.i == verb.i:
            return False
        if above.pos in ("VERB", "AUX") or above.dep in ("relcl", "acl"):
            return True
    return True


def surface_subjects(document: Document, verb: Token, depth: int = 0) -> list[Token]:
    """The grammatical subject, found through control, coordination and relative clauses if it is not there."""
    own = document.children(verb, "nsubj", "nsubjpass")
    if own:
        if own[0].lower in RELATIVES and own[0].pos in ("PRON", "DET"):
            return _antecedents(document, verb)
        return [t for kid in own for t in noun_conjuncts(document, kid)] + _companions(document, verb, own[0])
    if depth >= _MAX_CLIMB:
        return []
    return _inherited(document, verb, depth)


def _companions(document: Document, verb: Token, subject: Token) -> list[Token]:
    """As in "India, along with Britain, halted ...": those who act beside the subject, told before the verb."""
    beside = [kid for top in (subject, verb) for kid in document.children(top, "prep", "advmod", "cc")]
    near = [kid for kid in beside if kid.lower in _BESIDE and subject.i < kid.i < verb.i]
    inner = [kid for near_by in near for kid in (near_by, *document.children(near_by, "prep"))]
    inner += [
        kid
        for kid in beside
        if kid.lower == "with"
        and subject.i < kid.i < verb.i
        and any(t.lower in _BESIDE for t in (*document.children(kid, "advmod"), *(n for n in near if n.i == kid.i - 1)))
    ]
    return [t for kid in inner for pobj in document.children(kid, "pobj") for t in noun_conjuncts(document, pobj)]


_BESIDE = frozenset({"along", "together", "alongside", "jointly"})


def _antecedents(document: Document, verb: Token) -> list[Token]:
    top = first_conjunct(document, verb)
    if top.dep not in ("relcl", "acl", "ccomp"):
        return []
    head = document.head(top)
    if head.pos in ("VERB", "AUX"):
        return []
    plural = _plural_agreement(document, verb) or _reciprocal(document, verb)
    if plural:
        return noun_conjuncts(document, first_conjunct(document, head))
    return [head]


def _reciprocal(document: Document, verb: Token) -> bool:
    """As in "A and B, who met ...": one alone cannot meet."""
    with_other = any(kid.lower == "with" for kid in document.children(verb, "prep"))
    return verb.lemma in ("meet", "talk", "clash") and not with_other and not document.children(verb, "dobj")


def _plural_agreement(document: Document, verb: Token) -> bool:
    forms = [verb, *document.children(verb, "aux", "auxpass")]
    return any(form.tag == "VBP" or form.lower in ("were", "are", "have") for form in forms)


def _inherited(document: Document, verb: Token, depth: int) -> list[Token]:
    head = document.head(verb)
    if head.i == verb.i:
        enactor = document.sentence_of(verb).enactor
        return noun_conjuncts(document, document.tokens[enactor]) if enactor is not None else []
    if verb.dep == "conj" and head.pos in ("VERB", "AUX"):
        if _leaves_quotation(document, head, verb):
            return surface_subjects(document, document.head(head), depth + 1)
        if _goes_on_saying(document, verb, head):
            return surface_subjects(document, document.head(head), depth + 1)
        if (main := _main_above(document, verb)) is not None:
            return surface_subjects(document, main, depth + 1)
        stray = _stray_subject(document, head, verb)
        if stray is not None:
            return noun_conjuncts(document, stray)
        return surface_subjects(document, head, depth + 1)
    if verb.dep in ("acl", "relcl") and head.pos not in ("VERB", "AUX"):
        return _of_noun(document, verb, head)
    if verb.pos == "ADJ" and verb.dep in ("acomp", "attr"):
        return surface_subjects(document, head, depth + 1)
    if verb.dep in ("xcomp", "ccomp", "advcl", "pcomp", "prep", "dep") and not is_finite(document, verb):
        return _controlled(document, verb, head, depth)
    return []


def _main_above(document: Document, verb: Token) -> Token | None:
    """As in "demanded that the two cease fire and threatened them": a past verb is no part of what is only demanded."""
    wish = document.head(verb)
    above = document.head(wish)
    only_wished = wish.dep == "ccomp" and wish.tag in ("VB", "VBP") and above.lemma in _WISHING
    return above if verb.tag == "VBD" and only_wished and above.tag == "VBD" else None


_WISHING = frozenset("demand insist urge recommend propose request ask order require suggest".split())


def _leaves_quotation(document: Document, inside: Token, verb: Token) -> bool:
    """As in "X said that "time is running out" and called on Y": the words quoted end between two joined verbs."""
    marks = [t.text for t in document.tokens[inside.i + 1 : verb.i] if t.text in _MARKS]
    return len(marks) % 2 == 1 and marks[-1] != "“" and inside.dep == "ccomp"


def is_finite(document: Document, verb: Token) -> bool:
    """Whether a verb has tense of its own, so that it cannot borrow a subject."""
    aux = document.children(verb, "aux", "auxpass")
    return any(kid.tag in ("VBD", "VBZ", "VBP", "MD") for kid in aux)


def _stray_subject(document: Document, head: Token, verb: Token) -> Token | None:
    """As in "It was unclear whether X, regarded as ..., urged ...": the subject that an aside kept from its verb."""
    it = document.child(head, "nsubj")
    if it is None or it.lower != "it":
        return None
    between = [
        t for t in document.tokens[head.i + 1 : verb.i] if t.dep == "nsubj" and t.pos in ("PROPN", "NOUN", "PRON")
    ]
    return between[0] if between else None


def _of_noun(document: Document, verb: Token, noun: Token) -> list[Token]:
    """As in "forces fighting in ..." (the noun acts) or "efforts to reach ..." (whoever has the efforts).

    A finite verb that the parser hung on a noun has lost its subject to it ("X, who ..., called on Y").
    """
    if verb.tag in ("VBG", "VBN", "VBD", "VBZ", "VBP"):
        return [noun]
    owner = document.child(noun, "poss")
    if owner is not None:
        return noun_conjuncts(document, owner)
    holders = ("by", "of") if noun.lemma in _OF_SOMEBODY else ("by",)
    by = next((kid for kid in document.children(noun, "prep") if kid.lower in holders and kid.i < verb.i), None)
    if by is not None:
        return [t for kid in document.children(by, "pobj") for t in noun_conjuncts(document, kid)]
    governor = governing_verb(document, noun)
    if governor is None or governor is verb:
        return []
    urged = (
        [t for t in logical_objects(document, governor) if t.i != noun.i] if governor.lemma in _OBJECT_CONTROL else []
    )
    return urged or logical_subjects(document, governor)


_OF_SOMEBODY = frozenset(
    """
    decision plan attempt effort bid refusal offer pledge promise readiness willingness intention move agreement
    failure commitment desire right threat vow request invitation
    """.split()
)


def _controlled(document: Document, verb: Token, head: Token, depth: int) -> list[Token]:
    if head.pos == "ADP" or head.dep == "prep":
        return _behind_preposition(document, verb, head, depth)
    if head.pos not in ("VERB", "AUX", "ADJ"):
        return []
    if verb.dep in ("xcomp", "ccomp") and head.lemma in _OBJECT_CONTROL:
        objects = logical_objects(document, head) or _addressed(document, head)
        if objects:
            return objects
    if verb.dep == "advcl" and head.lemma in _OBJECT_CONTROL and (asked := _asked_before(document, head, verb)):
        return asked
    if is_passive(document, head) and verb.dep == "advcl" and verb.tag == "VB":
        return _agents(document, head) or surface_subjects(document, head, depth + 1)
    if verb.dep == "ccomp" and document.child(verb, "mark") is not None:
        return []
    if _goes_on_saying(document, verb, head):
        return surface_subjects(document, document.head(head), depth + 1)
    return _called_upon(document, verb) or surface_subjects(document, head, depth + 1)


def _goes_on_saying(document: Document, verb: Token, told: Token) -> bool:
    """As in "X said that Y was not needed, insisting that ...": what is told cannot speak, so X insists.

    So does he who "said that the flight was a provocation and urged ...".
    """
    above = document.head(told)
    joined = verb.dep == "conj" and verb.tag == "VBD"
    if told.dep != "ccomp" or above.pos != "VERB" or not (joined or (verb.dep == "advcl" and verb.tag == "VBG")):
        return False
    behind = above.i < told.i < verb.i and (joined or document.tokens[verb.i - 1].text == ",")
    return behind and verb.lemma in _SPEAKING and above.lemma in _REPORTING and _is_state(document, told)


def _is_state(document: Document, verb: Token) -> bool:
    """Whether a clause tells how something is, or what is done to it."""
    return is_passive(document, verb) or verb.lemma == "be"


_SPEAKING = frozenset("insist add stress argue note emphasize emphasise warn urge call vow claim say explain".split())
_REPORTING = frozenset("say add tell state announce claim insist report argue stress".split())


def _behind_preposition(document: Document, verb: Token, preposition: Token, depth: int) -> list[Token]:
    """As in "blamed Israel for killing ..." (Israel kills), "left after signing ..." (who left signed)."""
    above = document.head(preposition)
    if above.pos not in ("VERB", "AUX"):
        return _of_noun_phrase(document, above, depth)
    direct = document.children(above, "dobj")
    blamed = preposition.lower in ("of", "for", "from") and above.lemma in _BLAMING
    moved = verb.dep == "pcomp" and preposition.lower in ("into", "from")
    if direct and (blamed or moved):
        return [t for kid in direct for t in noun_conjuncts(document, kid)]
    return surface_subjects(document, above, depth + 1)


def _addressed(document: Document, verb: Token) -> list[Token]:
    """As in "called on Iran to stop", "appealed to both sides to talk"."""
    for preposition in document.children(verb, "prep"):
        if preposition.lower in ("on", "upon", "to", "for", "with") and preposition.i - verb.i <= 2:
            return [t for t in _objects_of(document, preposition) if t.lower not in _DAYS]
    return []


def _asked_before(document: Document, verb: Token, wish: Token) -> list[Token]:
    """As in "calls on Chad to free them" with the wish taken for a purpose: who stands right before its "to"."""
    to = next((kid for kid in document.children(wish, "aux") if kid.lower == "to"), None)
    preposition = next((kid for kid in document.children(verb, "prep") if kid.lower in _ADDRESSING), None)
    if to is None or preposition is None:
        return []
    ends = {document.subtree(kid)[-1].i for kid in _objects_of(document, preposition)}
    return _addressed(document, verb) if to.i - 1 in ends else []


def _called_upon(document: Document, wish: Token) -> list[Token]:
    """As in "repeated the call on Chad to free them", "asked X to stop and Y to wait": who stands before the "to"."""
    to = next((kid for kid in document.children(wish, "aux") if kid.lower == "to"), None)
    if wish.dep != "advcl" or to is None:
        return []
    for preposition in (t for t in document.tokens[document.sentence_of(wish).first : to.i] if t.lower == "on"):
        nouns = document.children(preposition, "pobj")
        called = document.head(preposition)
        asked = called.lemma in ("call", "appeal", "demand") or (called.tag == "VB" and preposition.dep == "conj")
        if asked and any(document.subtree(noun)[-1].i == to.i - 1 for noun in nouns):
            return _objects_of(document, preposition)
    return []


_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_ADDRESSING = frozenset({"on", "upon", "to", "with"})


def _of_noun_phrase(document: Document, noun: Token, depth: int) -> list[Token]:
    owner = document.child(noun, "poss")
    if owner is not None:
        return noun_conjuncts(document, owner)
    governor = governing_verb(document, noun)
    return surface_subjects(document, governor, depth + 1) if governor is not None else []


def governing_verb(document: Document, token: Token) -> Token | None:
    """The nearest verb above a token, or None."""
    return next((above for above in document.ancestors(token) if above.pos in ("VERB", "AUX")), None)


def prepositional_objects(document: Document, head: Token, preposition: str) -> list[Token]:
    """The nominals behind a preposition on a head, coordination spelled out."""
    found: list[Token] = []
    for kid in document.children(head, "prep", "agent", "dative", "prt", "advmod"):
        if kid.lower == preposition:
            found.extend(_objects_of(document, kid))
        elif kid.lower in ("together", "along", "except", "out", "up", "away", "back", "off") or kid.dep == "prep":
            for nested in document.children(kid, "prep"):
                if nested.lower == preposition and kid.lower not in ("according", "including"):
                    found.extend(_objects_of(document, nested))
    return found or _of_deed(document, head, preposition) or _shared(document, head, preposition)


def _shared(document: Document, head: Token, preposition: str) -> list[Token]:
    """As in "a travel ban and an asset freeze on X": what stands behind the last of joined nouns is of all of them."""
    joined = document.children(head, "conj") if head.pos == "NOUN" else []
    last = joined[-1] if joined and joined[-1].pos == "NOUN" else None
    kids = document.children(last, "prep") if last is not None else []
    return [token for kid in kids if kid.lower == preposition for token in _objects_of(document, kid)]


def _of_deed(document: Document, head: Token, preposition: str) -> list[Token]:
    """As in "the shelling of Goma by rebels": the doer that the parser hung on what the deed is done to."""
    if preposition not in ("by", "between") or head.pos != "NOUN":
        return []
    ofs = [kid for kid in document.children(head, "prep") if kid.lower == "of"]
    done_to = [kid for of in ofs for kid in document.children(of, "pobj")]
    below = [kid for noun in done_to for kid in document.children(noun, "prep") if kid.lower == preposition]
    return [token for kid in below for token in _objects_of(document, kid)]


def _objects_of(document: Document, preposition: Token) -> list[Token]:
    """The nominals behind a preposition, and behind its like: "called on X and on Y"."""
    like = [kid for kid in document.children(preposition, "conj") if kid.lower == preposition.lower]
    return [
        t
        for one in (preposition, *like)
        for kid in document.children(one, "pobj", "pcomp")
        for t in noun_conjuncts(document, kid)
    ]


def negated(document: Document, verb: Token) -> bool:
    """Whether the verb has a negation of its own ("did not", "never", "no longer", "neither ... nor")."""
    kids = [*document.children(verb), *_joining(document, verb)]
    deeper = [k for kid in kids if kid.dep == "advmod" for k in document.children(kid, "neg", "advmod", "det")]
    if any(kid.dep == "neg" for kid in kids) or any(
        kid.dep in ("preconj", "cc", "advmod", "neg", "det") and kid.lower in scope_words("negator")
        for kid in (*kids, *deeper)
    ):
        return True
    subject = document.child(verb, "nsubj", "nsubjpass")
    return subject is not None and (
        subject.lower in scope_words("negative subject")
        or any(kid.lower in scope_words("negative determiner") for kid in document.children(subject, "det", "neg"))
    )


def _joining(document: Document, verb: Token) -> list[Token]:
    """The word that joins a verb with a subject of its own to the one before it ("nor did Ghana attack")."""
    if verb.dep != "conj" or not document.children(verb, *SUBJECTS):
        return []
    before = [kid for kid in document.children(document.head(verb), "cc") if kid.i < verb.i]
    return before[-1:]


def clause_verbs_above(document: Document, token: Token) -> Iterator[Token]:
    """The verbs above a token, nearest first, with participles that the tagger calls adjectives ("was prepared")."""
    return (
        above
        for above in document.ancestors(token)
        if above.pos in ("VERB", "AUX") or (above.pos == "ADJ" and document.children(above, "auxpass"))
    )


def is_reciprocal(document: Document, token: Token) -> bool:
    """Whether a token ends "each other", "one another", or is the other that each of two sides acts upon."""
    before = document.tokens[token.i - 1].lower if token.i else ""
    if (before, token.lower) == ("the", "other") and token.dep in OBJECTS:
        verb = document.head(token)
        return any(_is_each(document, t) for t in document.children(verb, "nsubj"))
    return (before, token.lower) in (("each", "other"), ("one", "another"))


def _is_each(document: Document, subject: Token) -> bool:
    """As in "each blamed the other", "each side accused the other"."""
    return subject.lower == "each" or any(kid.lower == "each" for kid in document.children(subject, "det"))
