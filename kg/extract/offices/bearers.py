"""Find who bears a title where the name stands beside it.

As in "Secretary of State Antony Blinken"; "Nasser Kanaani, the spokesperson for ..."; "X is the president
of ...". Capitals beside a title are a person's name though the model saw none. Titles without a bearer
are left to coreference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest

from kg.extract.names.entities import person_named
from kg.extract.names.person_names import PLACING
from kg.extract.offices.plural_titles import share_titles
from kg.extract.offices.titles import TitleMention, head_of
from kg.extract.reference.cast import PERSON, STATE, Cast, Entity
from kg.language.clauses import logical_objects
from kg.language.document import Document, Token
from kg.language.negation import negated
from kg.lexicon.entities import Entities
from kg.lexicon.words import scope_words
from kg.model import Span

_PARTICLES = frozenset(
    """
    al el bin ibn bint de del della di da dos das van von der den la le ter
    """.split()
)
_MAX_NAME_WORDS = 5
_MAX_RANK_WORDS = 5  # "Lieutenant-General Sir" with its hyphen has four tokens
_MAX_COMPLEMENT = 6  # tokens between a title and the comma before its name: "a spokesman for the group, X"
_COMPLEMENTS = frozenset({"for", "of"})
_SPOKEN_FOR = frozenset(
    """
    group movement party army ministry government rebel coalition militia organization organisation alliance council
    delegation mission police military force insurgent faction company bloc junta separatist
    """.split()
)
_ADJUNCT = frozenset({"pobj", "conj"})  # "in talks with the minister, X said ..." names two
_OPENING = frozenset({"pobj", "dobj", "conj"})  # of a name at the end of a phrase that opens a sentence
_BE = frozenset({"be", "become", "remain", "serve"})
_APPOINTING = scope_words("appointing")
_RANKED = frozenset({"only", "last", "latest", "next", "first"})
_RANK_WORDS = 5  # words before a title among which "is the third" begins
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_TERMS = frozenset({"until", "till", "between", "during"})  # words that end a time in office
_JOINED = frozenset({"and", "&", ",", "as", "well", "a", "the"})


def find_bearers(
    document: Document, cast: Cast, titles: Iterable[TitleMention], lexicon: Entities
) -> tuple[TitleMention, ...]:
    """The titles in order, each with the bearer whose name stands beside it."""
    found = share_titles(document, cast, (_beside(document, cast, title, lexicon) for title in titles))
    return _coordinated(document, tuple(found))


def _beside(document: Document, cast: Cast, mention: TitleMention, lexicon: Entities) -> TitleMention:
    """The title with the bearer whose name stands beside it, if any."""
    for find in (_name_after, _name_before, _apposed_name, _copula_subject):
        person = find(document, cast, mention)
        if person is not None and find in (_copula_subject, _name_before):
            mention = replace(mention, status=_copula_status(document, mention))
        if person is not None:
            return replace(mention, bearer=person.id, state=mention.state or _state_after_name(document, cast, mention))
    person = _unseen_name_after(document, cast, mention, lexicon)
    return replace(mention, bearer=person.id) if person is not None else mention


def _state_after_name(document: Document, cast: Cast, mention: TitleMention) -> str | None:
    """As in "King Abdullah II of Jordan": the state behind the name."""
    reference = cast.reference_at(
        document.tokens[min(document.tokens_in(mention.span)[-1].i + 1, len(document.tokens) - 1)]
    )
    if reference is None or cast.entities[reference.entity].kind != PERSON:
        return None
    after = document.tokens[document.tokens_in(reference.span)[-1].i + 1 :][:2]
    state = cast.at(after[1]) if len(after) == 2 and after[0].lower == "of" else None
    return state.id if state is not None and state.kind == STATE else None


def _person_at(cast: Cast, document: Document, i: int) -> Entity | None:
    return _person(cast.at(document.tokens[i])) if 0 <= i < len(document.tokens) else None


def _person(entity: Entity | None) -> Entity | None:
    """The entity if it is a person, or one that only the model called something else: who bears a title is a person."""
    if entity is None or entity.kind == PERSON:
        return entity
    words = entity.canonical.split()
    if (
        entity.known
        or entity.kind not in ("Organization", "Settlement", "Site")
        or not 2 <= len(words) <= _MAX_NAME_WORDS
    ):
        return None
    entity.kind = PERSON
    return entity


def _prenominal(cast: Cast, document: Document, i: int) -> Entity | None:
    """The person named right after a title; one word is enough there ("Special Envoy Kellogg")."""
    entity = cast.at(document.tokens[i]) if i < len(document.tokens) else None
    if entity is not None and entity.kind in ("Organization", "Settlement", "Site") and not entity.known:
        entity.kind = PERSON
    return entity if entity is not None and entity.kind == PERSON else None


def _name_after(document: Document, cast: Cast, mention: TitleMention) -> Entity | None:
    """As in "Secretary of State Antony Blinken", "a top Hamas leader, Ismail Haniyeh"."""
    tokens = document.tokens
    i = document.tokens_in(mention.span)[-1].i + 1
    if i < len(tokens) and tokens[i].text == "-":
        i += 1
    i = _past_abbreviation(document, i)
    person = _prenominal(cast, document, i)
    if person is not None and _acts_in_clause(document, mention, i):
        return None
    if (
        person is not None
        and document.sentence_of(tokens[i]).number == document.sentence_of(tokens[mention.last]).number
    ):
        return person
    i = _past_complement(document, i)
    if i < len(tokens) and tokens[i].text in (",", "—", "–", ":") and not mention.plural:
        comma = i
        i = _past_rank(document, cast, comma + 1)
        person = _person_at(cast, document, i)
        heads = document.tokens[mention.first : comma]
        if person is not None and any(_apposed(document, cast, head, person) for head in heads):
            return person
        if person is not None and _enclosed(document, cast, i) and head_of(document, mention).dep not in _ADJUNCT:
            return person
    return None


def _past_abbreviation(document: Document, i: int) -> int:
    """Past the short form of a title in brackets: "External Affairs Minister (EAM) X"."""
    bracketed = document.tokens[i : i + 3]
    short = len(bracketed) == 3 and bracketed[0].text == "(" and bracketed[2].text == ")"
    return i + 3 if short and bracketed[1].text.isupper() else i


def _acts_in_clause(document: Document, mention: TitleMention, i: int) -> bool:
    """As in "X was the third envoy Y has received": Y, named from token i on, acts upon the title's bearer.

    Read off the words, as parsers take Y for an apposition: a form of "be", "the", a rank, the title, Y, and a verb.
    """
    tokens, sentence = document.tokens, document.sentence_of(document.tokens[mention.first])
    before = tokens[max(document.tokens_in(mention.span)[0].i - _RANK_WORDS, sentence.first) : mention.first]
    ranked = next((t for t in before if t.ent == "ORDINAL" or t.lower in _RANKED), None)
    if ranked is None or not any(t.lemma in _BE for t in before if t.i < ranked.i):
        return False
    while i < sentence.last and tokens[i].text[:1].isupper():
        i += 1
    return i < sentence.last and tokens[i].tag in _FINITE


def _past_complement(document: Document, i: int) -> int:
    """The comma behind words that a title is completed by: "a spokesman for the group, X"; else where it was."""
    if i >= len(document.tokens) or document.tokens[i].lower not in _COMPLEMENTS:
        return i
    behind = document.tokens[i : i + _MAX_COMPLEMENT]
    comma = next((t for t in behind if t.text == "," or t.pos in ("VERB", "AUX", "PROPN")), None)
    if comma is None or comma.text != "," or document.tokens[comma.i - 1].lemma not in _SPOKEN_FOR:
        return i
    return comma.i


def _past_rank(document: Document, cast: Cast, i: int) -> int:
    """Past a rank between a title and its name: "a military spokesman, Brigadier General X"."""
    last = min(i + _MAX_RANK_WORDS, len(document.tokens) - 1)
    while i < last and cast.reference_at(document.tokens[i]) is None and _rank_word(document.tokens[i]):
        i += 1
    return i


def _rank_word(token: Token) -> bool:
    return token.text[:1].isupper() or token.text == "-"


def _enclosed(document: Document, cast: Cast, i: int) -> bool:
    """Whether the name at a token is closed by a comma, as an apposition is."""
    reference = cast.reference_at(document.tokens[i])
    last = document.tokens_in(reference.span)[-1].i if reference is not None else i
    return last + 1 < len(document.tokens) and document.tokens[last + 1].text in (",", "—", "–", ".", ")")


def _apposed(document: Document, cast: Cast, head: Token, person: Entity) -> bool:
    return any(cast.at(kid) is person for kid in document.children(head, "appos"))


def _name_before(document: Document, cast: Cast, mention: TitleMention) -> Entity | None:
    """As in "Nasser Kanaani, the spokesperson for Iran's foreign ministry,"."""
    tokens = document.tokens
    i = document.tokens_in(mention.span)[0].i - 1
    sentence = document.sentence_of(tokens[mention.first])
    while i > sentence.first and (
        tokens[i].pos == "DET" or tokens[i].lower in ("one", "of", "who", "is", "was", "also")
    ):
        i -= 1
    if i > sentence.first and tokens[i].text in (",", "—", "–", "("):
        i -= 1
        if i > sentence.first + 1 and tokens[i].pos == "NUM" and tokens[i - 1].text == ",":
            i -= 2
        if _acts_itself(document, mention) and tokens[i].dep in _OPENING:
            return None
        return _person_at(cast, document, i) or _unseen_name_before(document, cast, i, sentence.first)
    return None


def _acts_itself(document: Document, mention: TitleMention) -> bool:
    """As in "In his call with X, the Secretary urged ...": the title is the subject, and no apposition to X."""
    head = head_of(document, mention)
    following = document.tokens[document.tokens_in(mention.span)[-1].i + 1 :][:1]
    return head.dep in ("nsubj", "nsubjpass") and bool(following) and following[0].pos in ("VERB", "AUX", "ADV")


def _unseen_name_before(document: Document, cast: Cast, last: int, begin: int) -> Entity | None:
    """Two or more capitals that end right before an apposed title are a person's name."""
    tokens, i = document.tokens, last
    while i >= begin and _name_word(tokens[i]) and cast.reference_at(tokens[i]) is None:
        i -= 1
    while i < last and tokens[i + 1].lower in ("the", "-"):
        i += 1
    if not 2 <= last - i <= _MAX_NAME_WORDS or tokens[last].pos != "PROPN" or tokens[i + 1].lower in PLACING:
        return None
    span = Span(tokens[i + 1].start, tokens[last].end)
    person = cast.entity(PERSON, document.text[span.start : span.end])
    cast.refer(span, person, "name")
    return person


def _apposed_name(document: Document, cast: Cast, mention: TitleMention) -> Entity | None:
    head = head_of(document, mention)
    return _person(cast.at(document.head(head))) if head.dep == "appos" else None


def _copula(document: Document, mention: TitleMention) -> tuple[Token, Token]:
    """A title's head and the verb that says whose it is."""
    head = head_of(document, mention)
    if head.dep == "conj":
        head = document.head(head)
    verb = document.head(head)
    if head.dep == "pobj" and verb.lemma == "as":
        verb = document.head(verb)
    return head, verb


def _copula_status(document: Document, mention: TitleMention) -> str:
    """Whoever "became the minister" is new, and who "served as ambassador until 2019" is one no more."""
    _, verb = _copula(document, mention)
    if mention.status != "Current":
        return mention.status
    if verb.lemma == "become" and verb.tag == "VBD":
        return "New"
    if verb.lemma in _APPOINTING:
        return "New" if verb.dep != "relcl" else "Current"
    over = verb.tag in ("VBD", "VBN") and any(t.i > verb.i and _ends_term(document, t) for t in document.subtree(verb))
    return "Former" if over else "Current"


def _ends_term(document: Document, token: Token) -> bool:
    """As in "until 2019", "from 2010 to 2014"."""
    following = document.tokens[token.i + 1 : token.i + 2]
    return token.lower in _TERMS or (token.lower == "from" and bool(following) and following[0].text[:1].isdigit())


def _copula_subject(document: Document, cast: Cast, mention: TitleMention) -> Entity | None:
    """As in "X is an Admiral in the Navy", "X, who served as ambassador", "X was named minister"."""
    head, verb = _copula(document, mention)
    if verb.lemma not in _BE | _APPOINTING or head.dep not in ("attr", "pobj", "oprd"):
        return None
    if verb.lemma in _APPOINTING:
        return _appointed(document, cast, verb)
    subject = document.child(verb, "nsubj", "nsubjpass")
    if subject is None:
        return None
    if subject.lower == "who" and verb.dep == "relcl":
        subject = document.head(verb)
    return _person(cast.at(subject))


def _appointed(document: Document, cast: Cast, verb: Token) -> Entity | None:
    """Whom somebody appoints; nobody where that is denied."""
    if negated(document, verb):
        return None
    people = (_person(cast.at(t)) for t in logical_objects(document, verb))
    return next((person for person in people if person is not None), None)


def _unseen_name_after(document: Document, cast: Cast, mention: TitleMention, lexicon: Entities) -> Entity | None:
    """Capitals right after a title are a person's name, though the model saw none."""
    tokens = document.tokens
    i = first = document.tokens_in(mention.span)[-1].i + 1
    limit = document.sentence_of(tokens[mention.last]).last
    while i < limit and cast.reference_at(tokens[i]) is None and (_name_word(tokens[i]) or tokens[i - 1].text == "-"):
        i += 1
    if i > first and i < limit and _is_surname(cast, tokens[i]):
        i += 1
    if document.sentence_of(tokens[mention.first]).heading or _acts_in_clause(document, mention, first):
        return None  # "Envoy Summoned Over Raid"
    if mention.plural or i == first or not tokens[first].text[:1].isupper() or tokens[first].pos != "PROPN":
        return None
    if any(token.lower in lexicon.org_heads or token.lower in lexicon.titles for token in tokens[first:i]):
        return None
    if tokens[i - 1].dep == "compound" and tokens[i - 1].head == i and tokens[i].text.islower():
        return None  # "the Official Security Assistance program"
    span = Span(tokens[first].start, tokens[i - 1].end)
    text = document.text[span.start : span.end]
    person = (person_named(cast, text, span.start) if i - first == 1 else None) or cast.entity(PERSON, text)
    for reference, other in cast.within(tokens[first:i]):
        if other is not person:
            cast.reassign(reference, person)
    cast.refer(span, person, "name")
    return person


def _is_surname(cast: Cast, token: Token) -> bool:
    """Whether a word behind first names, though known as a body or a town, ends a person's name ("... Wagner")."""
    reference = cast.reference_at(token)
    if reference is None or reference.span != Span(token.start, token.end) or not _name_word(token):
        return False
    entity = cast.entities[reference.entity]
    return reference.how == "name" and entity.kind not in (STATE, "Territory", PERSON)


def _name_word(token: Token) -> bool:
    capital = token.text[:1].isupper() and token.pos in ("PROPN", "NOUN", "ADJ", "X") and token.tag != "POS"
    return (capital and not token.text.isupper()) or token.lower in _PARTICLES or token.text == "-"


def _coordinated(document: Document, found: tuple[TitleMention, ...]) -> tuple[TitleMention, ...]:
    """A title joined by "and" to one with a bearer has that bearer too, unless a name of its own."""
    by_token = {token.i: mention for mention in found for token in document.tokens_in(mention.span)}
    out: list[TitleMention] = []
    for mention, following in zip_longest(found, found[1:]):
        head = head_of(document, mention)
        if mention.bearer is None and head.dep in ("conj", "appos"):
            first = by_token.get(document.head(head).i)
            if first is not None and _goes_with(document, mention, first):
                mention = replace(mention, bearer=first.bearer)
                by_token |= {token.i: mention for token in document.tokens_in(mention.span)}
        if mention.bearer is None and following is not None and _shares(document, mention, following):
            mention = replace(mention, bearer=following.bearer)
        out.append(mention)
    return tuple(out)


def _goes_with(document: Document, mention: TitleMention, first: TitleMention) -> bool:
    """Whether a title joined to one with a bearer may be that one's too: not where they are of two states."""
    apart = None not in (first.state, mention.state) and first.state != mention.state
    return first.bearer is not None and not apart and head_of(document, first).dep != "compound"


def _shares(document: Document, mention: TitleMention, following: TitleMention) -> bool:
    """As in "French foreign minister and deputy premier X": two titles before one name, and not two persons."""
    if mention.plural or following.bearer is None or following.plural:
        return False
    first, end = document.tokens_in(mention.span)[0].i, document.tokens_in(mention.span)[-1].i + 1
    between = document.tokens[end : document.tokens_in(following.span)[0].i]
    if not between or len(between) > 2 or between[0].lower != "and" or any(t.lower not in _JOINED for t in between):
        return False
    opening = document.tokens[first - 1] if first else None
    if mention.state is not None and following.state not in (None, mention.state):
        return False  # "the Malian minister and Senegalese minister X"
    alike = document.tokens[mention.first].text[:1].isupper() == document.tokens[following.first].text[:1].isupper()
    return alike and (opening is None or opening.pos != "DET")
