"""Find titles of office and who bears them.

A `TitleMention` is a title phrase in the text with what stands around it: its status word ("acting"),
the organization it is for ("Iran's", "of US Central Command"), and its bearer where the name stands
beside it ("Secretary of State Antony Blinken"; "Nasser Kanaani, the spokesperson for ..."; "X is the
president of ..."). Titles without a bearer are left to coreference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.extract.cast import ORGANIZATIONS, PERSON, STATE, Cast, Entity
from kg.extract.entities import person_named
from kg.extract.title_phrases import TitlePhrase, title_phrases
from kg.language.document import Document, Token
from kg.lexicon.entities import Entities, Title
from kg.model import Span

_COMPLEMENTS = frozenset({"of", "for", "in", "at", "to", "on", "with"})
_ADJECTIVES_BEFORE = frozenset({"ADJ", "NOUN", "PROPN", "VERB", "ADV"})
_PARTICLES = frozenset(
    """
    al el bin ibn bint de del della di da dos van von der den la le ter
    """.split()
)
_HEADS = frozenset("head chief leader chairman chairwoman chair director chairperson secretary boss president".split())
_KIND_BY_BODY = {
    "ArmedForce": "MilitaryCommander",
    "Legislature": "Legislator",
    "PoliticalParty": "PartyLeader",
    "ArmedGroup": "ArmedGroupLeader",
}
_KIND_BY_WORDS = (
    (
        (
            "security council",
            "defense council",
            "defence council",
            "intelligence",
            "security service",
            "security agency",
        ),
        "SecurityOfficial",
    ),
)
_RANKS = frozenset("general admiral major captain colonel brigadier lieutenant sergeant commodore marshal".split())
_ABSTRACT = frozenset(
    "affairs security peace rights issues policy relations talks trade cooperation reconciliation migration "
    "negotiations "
    "process crisis conflict development energy climate democracy reform operations strategy".split()
)
_MAX_NAME_WORDS = 5
_MAX_STATUS_WORDS = 4
_FOLLOWING = frozenset({"emeritus", "designate", "elect", "nominee", "pro tempore", "pro tem", "ad interim"})
_MAX_POSSESSOR = 8
_BE = frozenset({"be", "become", "remain", "serve"})


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A title in the text.

    `span` covers status words, organization, title and complement; `tokens` are the first and last token
    of the title words alone. `bearer` and `organization` are entity ids; `text` is the title in words; `kind` is empty
    for a rank that is no role; an `anaphoric` title got its bearer from an earlier one.
    """

    span: Span
    text: str
    kind: str
    status: str
    first: int
    last: int
    plural: bool
    title: Title
    organization: str | None = None
    state: str | None = None
    bearer: str | None = None
    anaphoric: bool = False


def find_titles(document: Document, cast: Cast, lexicon: Entities) -> tuple[TitleMention, ...]:
    """All titles of the document in order, with bearers where their names stand beside them."""
    phrases = [p for p in title_phrases(document, lexicon) if not _inside_name(document, cast, p.first, p.last)]
    found = tuple(_bearer(document, cast, _around(document, cast, lexicon, phrase), lexicon) for phrase in phrases)
    return _coordinated(document, found)


def _inside_name(document: Document, cast: Cast, first: int, last: int) -> bool:
    """Whether the title words are part of the name of something ("Council of Ministers", "White House")."""
    reference = cast.reference_at(document.tokens[last])
    if reference is None:
        return False
    inside = document.tokens_in(reference.span)
    return inside[0].i < first or inside[-1].i > last


def _around(document: Document, cast: Cast, lexicon: Entities, phrase: TitlePhrase) -> TitleMention:
    first, last, title = phrase.first, phrase.last, phrase.title
    start, status, owner = _left(document, cast, lexicon, first)
    owner = _named_inside(document, cast, phrase) or owner
    after, following = _status_after(document, last, lexicon)
    end, complement = _right(document, cast, after)
    if (
        owner is not None
        and complement is not None
        and owner.kind in ORGANIZATIONS
        and complement.kind in ORGANIZATIONS
    ):
        complement.part_of, complement.iso3 = complement.part_of or owner.id, complement.iso3 or owner.iso3
    state = owner if owner is not None and owner.kind in (STATE, "Territory") else None
    organization = _organization(title, owner, complement)
    opening = document.tokens[first].start
    if owner is not None and owner.kind in ORGANIZATIONS:
        opening = min(opening, _owner_start(document, cast, first))
    words = document.text[opening : document.tokens[end].end]
    while end + 1 < len(document.tokens) and document.tokens[end + 1].text.rstrip(".") in lexicon.honorifics:
        end += 1
    return TitleMention(
        Span(document.tokens[start].start, document.tokens[end].end),
        " ".join(words.split()),
        _kind(title, organization, document.tokens[last], lexicon),
        status or following or _own_status(title, lexicon) or "Current",
        first,
        last,
        phrase.plural,
        title,
        organization.id if organization else None,
        state.id if state else None,
    )


def _named_inside(document: Document, cast: Cast, phrase: TitlePhrase) -> Entity | None:
    """The body that the title words themselves name ("Hamas leader", "State Department spokesman")."""
    for token in document.tokens[phrase.first : phrase.last]:
        entity = cast.at(token)
        if entity is not None and entity.kind in ORGANIZATIONS:
            return entity
    return None


def _kind(title: Title, organization: Entity | None, head: Token, lexicon: Entities) -> str:
    """The role kind: heads are of what they head; a military rank alone is no role (an empty kind)."""
    if organization is not None and head.lower in _HEADS:
        for words, kind in _KIND_BY_WORDS:
            if any(word in organization.canonical.lower() for word in words):
                return kind
        return _KIND_BY_BODY.get(organization.kind, title.kind)
    rank = lexicon.honorifics.get(head.text.rstrip("."), "") == "military" or title.text in _RANKS
    if rank and (organization is None or organization.kind == STATE):
        return ""
    return title.kind


def _owner_start(document: Document, cast: Cast, first: int) -> int:
    reference = cast.reference_at(document.tokens[first - 1]) or cast.reference_at(document.tokens[max(first - 2, 0)])
    return reference.span.start if reference else document.tokens[first].start


def _status_run(document: Document, end: int, limit: int, lexicon: Entities) -> tuple[int, str | None]:
    """The longest status of several words ("newly sworn-in") that ends before a token, and where it begins."""
    for size in range(_MAX_STATUS_WORDS, 1, -1):
        words = document.tokens[max(end - size, limit) : end]
        text = " ".join(word.lower for word in words).replace(" - ", "-")
        if text in lexicon.statuses and len(words) == size:
            return end - size, lexicon.statuses[text]
    return end, None


def _status_after(document: Document, last: int, lexicon: Entities) -> tuple[int, str | None]:
    """A status that follows its title ("president emeritus", "president pro tempore"), and where it ends."""
    for size in (2, 1):
        text = " ".join(word.lower for word in document.tokens[last + 1 : last + 1 + size])
        if text in _FOLLOWING and text in lexicon.statuses:
            return last + size, lexicon.statuses[text]
    return last, None


def _own_status(title: Title, lexicon: Entities) -> str | None:
    """The status that a title carries in itself ("prime minister-designate", "transitional president")."""
    closing = (held for word, held in lexicon.statuses.items() if word[0] == "-" and title.text.endswith(word))
    return lexicon.statuses.get(title.text.split()[0]) or next(closing, None)


def _left(document: Document, cast: Cast, lexicon: Entities, first: int) -> tuple[int, str | None, Entity | None]:
    """Start of the phrase, status word and owner among the words before the title."""
    tokens, start, status, owner = document.tokens, first, None, None
    sentence = document.sentence_of(tokens[first])
    while start > sentence.first:
        token = tokens[start - 1]
        word = token.lower.rstrip("-")
        reference = cast.reference_at(token)
        first_word, held = _status_run(document, start, sentence.first, lexicon)
        if held is not None:
            status, start = status or held, first_word + 1
        elif word in lexicon.statuses:
            status = status or lexicon.statuses[word]
        elif reference is not None and owner is None and cast.entities[reference.entity].kind != PERSON:
            owner = cast.entities[reference.entity]
            start = document.tokens_in(reference.span)[0].i + 1
        elif not (
            token.tag == "POS"
            or token.text == "-"
            or (token.pos in _ADJECTIVES_BEFORE and reference is None and _modifies(token, first))
        ):
            break
        start -= 1
    return start, status, owner


def _modifies(token: Token, first: int) -> bool:
    return (
        token.dep in ("amod", "compound", "nmod", "poss", "npadvmod", "advmod")
        and token.head >= first - 3
        and token.pos != "VERB"
    )


def _right(document: Document, cast: Cast, last: int) -> tuple[int, Entity | None]:
    """End of the complement ("of US Central Command") and the organization or state in it."""
    tokens = document.tokens
    end, found = last, None
    limit = document.sentence_of(tokens[last]).last
    while end + 2 < limit and tokens[end + 1].lower in _COMPLEMENTS:
        begin = _skip_modifiers(document, cast, _past_possessor(document, cast, end + 2, limit), limit)
        if begin >= limit:
            break
        stop, entity = _complement(document, cast, begin, limit)
        if stop < begin:
            break
        end, found = stop, found or entity
    return end, found


def _past_possessor(document: Document, cast: Cast, begin: int, limit: int) -> int:
    """Past a person's possessive with a title: "of Prime Minister Benjamin Netanyahu's conservative Likud party"."""
    for i in range(begin, min(begin + _MAX_POSSESSOR, limit - 1)):
        entity = cast.at(document.tokens[i])
        if document.tokens[i + 1].tag == "POS" and entity is not None and entity.kind == PERSON:
            return i + 2
        if document.tokens[i].pos in ("PUNCT", "VERB", "AUX"):
            break
    return begin


def _skip_modifiers(document: Document, cast: Cast, begin: int, limit: int) -> int:
    """Past determiners, adjectives and bare possessors ("the parliament's ...")."""
    tokens = document.tokens
    while begin < limit and cast.reference_at(tokens[begin]) is None:
        if begin + 1 < limit and tokens[begin].pos == "NOUN" and tokens[begin + 1].tag == "POS":
            begin += 2
        elif (
            tokens[begin].pos == "DET"
            or tokens[begin].tag == "PRP$"
            or (tokens[begin].pos == "ADJ" and tokens[begin].text.islower())
        ):
            begin += 1
        else:
            break
    return begin


def _complement(document: Document, cast: Cast, begin: int, limit: int) -> tuple[int, Entity | None]:
    """The last token of one complement and the body it names; `begin - 1` where there is none."""
    tokens = document.tokens
    reference = cast.reference_at(tokens[begin])
    if reference is None:
        return _abstract_end(document, begin, begin, limit), None
    entity = cast.entities[reference.entity]
    if entity.kind == PERSON:
        return begin - 1, None
    stop = document.tokens_in(reference.span)[-1].i
    while stop + 2 < limit and tokens[stop + 1].tag == "POS":
        following = cast.at(tokens[stop + 2])
        if following is None or following.kind == PERSON:
            break
        inner = cast.reference_at(tokens[stop + 2])
        assert inner is not None
        entity, stop = following, document.tokens_in(inner.span)[-1].i
    return max(stop, _abstract_end(document, begin, stop + 1, limit)), entity


def _abstract_end(document: Document, begin: int, at: int, limit: int) -> int:
    """The last abstract word of a run of capitals ("Peace and Security Affairs Noh ..." ends at "Affairs")."""
    found, i = begin - 1, at
    while i < limit and (document.tokens[i].text[:1].isupper() or document.tokens[i].lower == "and"):
        if document.tokens[i].lower in _ABSTRACT:
            found = i
        i += 1
    return found


def _organization(title: Title, owner: Entity | None, complement: Entity | None) -> Entity | None:
    """What the title is for: an envoy "for" a country is sent by the owner, not by the country."""
    bodies = ORGANIZATIONS | {STATE, "Territory"}
    if title.kind == "Envoy":
        return owner
    if complement is not None and complement.kind in bodies:
        return complement
    return owner if owner is not None and owner.kind in bodies else None


def _bearer(document: Document, cast: Cast, mention: TitleMention, lexicon: Entities) -> TitleMention:
    for find in (_name_after, _name_before, _apposed_name, _copula_subject):
        person = find(document, cast, mention)
        if person is not None and find is _copula_subject:
            mention = replace(mention, status=_copula_status(document, mention))
        if person is not None:
            return replace(mention, bearer=person.id, state=mention.state or _state_after_name(document, cast, mention))
    person = _unseen_name_after(document, cast, mention, lexicon)
    return replace(mention, bearer=person.id) if person is not None else mention


def _state_after_name(document: Document, cast: Cast, mention: TitleMention) -> str | None:
    """As in "King Abdullah II of Jordan": the state behind the name."""
    reference = cast.reference_at(document.tokens[min(_last_token(document, mention) + 1, len(document.tokens) - 1)])
    if reference is None or cast.entities[reference.entity].kind != PERSON:
        return None
    after = document.tokens[document.tokens_in(reference.span)[-1].i + 1 :][:2]
    state = cast.at(after[1]) if len(after) == 2 and after[0].lower == "of" else None
    return state.id if state is not None and state.kind == STATE else None


def _last_token(document: Document, mention: TitleMention) -> int:
    return document.tokens_in(mention.span)[-1].i


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
    i = _last_token(document, mention) + 1
    if i < len(tokens) and tokens[i].text == "-":
        i += 1
    person = _prenominal(cast, document, i)
    if (
        person is not None
        and document.sentence_of(tokens[i]).number == document.sentence_of(tokens[mention.last]).number
    ):
        return person
    if i < len(tokens) and tokens[i].text in (",", "—", "–", ":") and not mention.plural:
        person = _person_at(cast, document, i + 1)
        heads = document.tokens[mention.last : _last_token(document, mention) + 1]
        if person is not None and any(_apposed(document, cast, head, person) for head in heads):
            return person
    return None


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
        return _person_at(cast, document, i) or _unseen_name_before(document, cast, i, sentence.first)
    return None


def _unseen_name_before(document: Document, cast: Cast, last: int, begin: int) -> Entity | None:
    """Two or more capitals that end right before an apposed title are a person's name."""
    tokens, i = document.tokens, last
    while i >= begin and _name_word(tokens[i]) and cast.reference_at(tokens[i]) is None:
        i -= 1
    while i < last and tokens[i + 1].lower in ("the", "-"):
        i += 1
    if not 2 <= last - i <= _MAX_NAME_WORDS or tokens[last].pos != "PROPN":
        return None
    span = Span(tokens[i + 1].start, tokens[last].end)
    person = cast.entity(PERSON, document.text[span.start : span.end])
    cast.refer(span, person, "name")
    return person


def _apposed_name(document: Document, cast: Cast, mention: TitleMention) -> Entity | None:
    head = document.tokens[mention.last]
    return _person(cast.at(document.head(head))) if head.dep == "appos" else None


def _copula(document: Document, mention: TitleMention) -> tuple[Token, Token]:
    """A title's head and the verb that says whose it is."""
    head = document.tokens[mention.last]
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
    over = verb.tag in ("VBD", "VBN") and any(t.lower == "until" and t.i > verb.i for t in document.subtree(verb))
    return "Former" if over else "Current"


def _copula_subject(document: Document, cast: Cast, mention: TitleMention) -> Entity | None:
    """As in "X is an Admiral in the Navy", "X, who served as ambassador"."""
    head, verb = _copula(document, mention)
    if verb.lemma not in _BE or head.dep not in ("attr", "pobj", "oprd"):
        return None
    subject = document.child(verb, "nsubj", "nsubjpass")
    if subject is None:
        return None
    if subject.lower == "who" and verb.dep == "relcl":
        subject = document.head(verb)
    return _person(cast.at(subject))


def _unseen_name_after(document: Document, cast: Cast, mention: TitleMention, lexicon: Entities) -> Entity | None:
    """Capitals right after a title are a person's name, though the model saw none."""
    tokens = document.tokens
    i = first = _last_token(document, mention) + 1
    limit = document.sentence_of(tokens[mention.last]).last
    while i < limit and cast.reference_at(tokens[i]) is None and (_name_word(tokens[i]) or tokens[i - 1].text == "-"):
        i += 1
    if i > first and i < limit and _is_surname(cast, tokens[i]):
        i += 1
    if mention.plural or i == first or not tokens[first].text[:1].isupper() or tokens[first].pos != "PROPN":
        return None
    if any(token.lower in lexicon.org_heads or token.lower in lexicon.titles for token in tokens[first:i]):
        return None
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
    by_token = {mention.last: mention for mention in found}
    out: list[TitleMention] = []
    for mention in found:
        head = document.tokens[mention.last]
        if mention.bearer is None and head.dep == "conj":
            first = by_token.get(document.head(head).i)
            if first is not None and first.bearer is not None and document.tokens[first.last].dep != "compound":
                mention = replace(mention, bearer=first.bearer)
                by_token[mention.last] = mention
        out.append(mention)
    return tuple(out)
