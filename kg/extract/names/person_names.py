"""Names of persons: those known by an office, those the model sees made whole, and those it misses.

A small model cuts names it has not met ("Carlos Luciano" of "Carlos Luciano Diaz Morfa"), so a name takes in
the capitals that stand directly beside it. Persons are named before the rest; the gazetteer's longer names win.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from kg.extract.names.named import NO_NAMES, Named, TypedRun
from kg.extract.offices.title_phrases import FIELDS, TitlePhrase
from kg.extract.reference.cast import PERSON
from kg.language.document import Document, Token, joined
from kg.lexicon.entities import Entities
from kg.lexicon.holders import Holders
from kg.lexicon.tables import read_table
from kg.model import Span

_PARTICLES = frozenset(
    """
    al el bin ibn bint de del della di da dos das van von der den la le ter abu ul ur
    """.split()
)
_LEADING = frozenset("dos das da de del della di bin ibn bint van von der".split())  # small, before a surname only
_NOT_PERSON = re.compile(r"^(?:\d|[^\w\"'(]|.*(?:\.com|@|https?))", re.DOTALL)
_HUMAN_VERBS = frozenset(
    "meet visit thank greet arrive fly travel welcome host praise congratulate call speak resign".split()
)
_JOINED_LABELS = frozenset({"", "PERSON", "ORG", "GPE", "FAC", "NORP", "LOC", "WORK_OF_ART", "PRODUCT", "EVENT"})
_QUOTES = frozenset("\"“”'‘’")
_LETTERS = frozenset({"NNP", "NN", "NNPS", "FW", "LS", "CD", "JJ", "UH", "SYM"})  # and not "I", "A" as words
_FEWEST_INITIALS = 2
_GENERATIONS = frozenset({"Jr", "Sr", "II", "III", "IV"})
_JUNIOR = frozenset({"Jr", "Sr"})  # also behind a comma or in capitals: "X Y, Jr.", "X Y JR."
_MAX_NAME_WORDS = 4
_MAX_NAME_TOKENS = 7  # of a full name, hyphens counted: "Noh Kyu-duk" has four
PLACING = frozenset(
    "near in at around outside inside across over from since after before along above below beyond off within".split()
)
"""What has a capital only because it opens a sentence, before a place: "Near Kufa, ..."."""
_FIELD = re.compile(r"\w+(?:tion|ment|ity|ance|ence|ism|ship|ture|ry|gy|ics|age|ing|fare|ure)s?$")
_SERVICES = frozenset({"army", "navy", "marine", "air force", "marine corps", "coast guard", "space force"})
_SYLLABLE = 5  # letters of the longest: "Kyung", "Cheol"
_SUFFIXES = frozenset("led era run held like made born aged wide free based style bound owned lite esque".split())
_MAX_HONORIFIC_TOKENS = 4  # "Air Vice-Marshal"


def famous_persons(document: Document, holders: Holders, lexicon: Entities) -> Iterator[Named]:
    """Full names of persons who held an office, wherever they stand."""
    tokens, end = document.tokens, -1
    for token in tokens:
        if token.start < end or not token.text[:1].isupper():
            continue
        for size in range(_MAX_NAME_TOKENS, 1, -1):
            words = tokens[token.i : token.i + size]
            text = document.text[token.start : words[-1].end]
            if words[-1].text[:1].isupper() and "\n" not in text and _is_whole_name(token, text, holders, lexicon):
                last = _past_suffixes(document, words[-1].i, len(tokens))
                end = tokens[last].end
                yield Named(Span(token.start, end), PERSON, document.text[token.start : end], None, "model", score=1.0)
                break


def _is_whole_name(first: Token, text: str, holders: Holders, lexicon: Entities) -> bool:
    """Whether words name a holder; a name that opens with a title ("Amir Peretz") only as it is spelled first."""
    found = holders.named(text)
    return any(t.person == text for t in found) if first.lower in lexicon.titles else bool(found)


def model_persons(
    document: Document,
    typed_runs: Iterable[TypedRun],
    phrases: Sequence[TitlePhrase],
    known: Sequence[Named],
    address: set[int],
    lexicon: Entities,
) -> Iterator[Named]:
    """What the model takes for persons, each name whole, none overlapping another; `address` as `forms_of_address`."""
    barred = {i for phrase in phrases for i in range(phrase.first, phrase.last + 1)}
    titled = set(barred)
    several = {i for phrase in phrases if phrase.last > phrase.first for i in range(phrase.first, phrase.last + 1)}
    barred |= {t.i for named in known for t in document.tokens_in(named.span)} | address
    end = -1
    for run, typed in typed_runs:
        kept = _person_tokens(document, run, lexicon) if typed.kind == PERSON else []
        kept = _past_field(document, [t for t in kept if t.i not in address], titled)
        if not kept or document.sentence_of(kept[0]).heading or kept[0].start < end:
            continue
        if all(t.i in several for t in kept):
            continue  # "High Commissioner" of "Deputy High Commissioner"
        kept = _past_field(document, _made_whole(document, kept, barred, lexicon), titled)
        if not kept:
            continue
        span = Span(kept[0].start, kept[-1].end)
        if span.start >= end:
            end = span.end
            yield Named(span, PERSON, document.text[span.start : span.end], None, "model", score=typed.score)


def _past_field(document: Document, kept: list[Token], titles: set[int]) -> list[Token]:
    """The name without the field of the office before it: "X" of "Advisor for Caucasus Negotiations X"."""
    first = kept[0].i if kept else 0
    if (
        first < 2
        or document.tokens[first - 1].lower not in ("for", "on")
        or not _office_at(document, first - 2, titles)
    ):
        return kept
    last = max((k for k, token in enumerate(kept) if token.lower in FIELDS or _FIELD.match(token.lower)), default=-1)
    return kept[last + 1 :]


def _office_at(document: Document, i: int, titles: set[int]) -> bool:
    """Whether a title ends at a token, also "Minister of State"."""
    of_state = [t.lower for t in document.tokens[max(i - 1, 0) : i + 1]] == ["of", "state"]
    return i in titles or (of_state and i - 2 in titles)


def _made_whole(document: Document, kept: list[Token], barred: set[int], lexicon: Entities) -> list[Token]:
    """The name with the capitals directly beside it that are no title, no name of the gazetteer and no common word."""
    tokens, first, last = document.tokens, kept[0].i, kept[-1].i
    sentence = document.sentence_of(kept[0])
    while first > sentence.first + 1 and _belongs(tokens[first - 1], tokens[first], barred, lexicon):
        first -= 1
    while (further := _further(document, last, sentence.last, barred, lexicon)) > last:
        last = further
    last = _past_suffixes(document, last, sentence.last)
    while first > sentence.first and _is_initial(tokens[first - 1], tokens[first]):
        first -= 1
    first += tokens[first].text in _QUOTES
    return list(tokens[first : last + 1])


def _is_initial(token: Token, following: Token) -> bool:
    """Whether a token is a letter for a name: "K" and "P" of "K P Singh"."""
    return len(token.text) == 1 and token.text.isupper() and token.tag in _LETTERS and token.end + 1 == following.start


def initialed_persons(document: Document, lexicon: Entities) -> Iterator[Named]:
    """Two or three letters and a capital right behind a title are a person's name: "Deputy Minister K P Singh"."""
    tokens = document.tokens
    for title in tokens:
        if title.lower not in lexicon.title_ends or title.i + _FEWEST_INITIALS + 1 >= len(tokens):
            continue
        i = title.i + 1
        while i + 1 < len(tokens) and _is_initial(tokens[i], tokens[i + 1]):
            i += 1
        odd = tokens[i].lower in NO_NAMES or tokens[i].lower in lexicon.org_heads
        if i - title.i > _FEWEST_INITIALS and tokens[i].text.istitle() and tokens[i].text.isalpha() and not odd:
            span = Span(tokens[title.i + 1].start, tokens[i].end)
            yield Named(span, PERSON, document.text[span.start : span.end], None, "model")


def _further(document: Document, last: int, end: int, barred: set[int], lexicon: Entities) -> int:
    """The last token of a name with its next part: a capital, one behind particles ("dos Santos"), or a nickname's."""
    tokens = document.tokens
    if last + 1 < end and _belongs(tokens[last + 1], tokens[last], barred, lexicon):
        return last + 1
    i = last + 1
    while i < end and tokens[i].text in _PARTICLES:
        i += 1
    if i == last + 1:
        i = _past_nickname(tokens, i, end)
    inner = last + 1 < i < end
    return i if inner and _belongs(tokens[i], tokens[i - 1], barred, lexicon) else last


def _past_nickname(tokens: Sequence[Token], i: int, end: int) -> int:
    """The token behind a nickname in quotation marks ('Kofi "Ray" Mensah'), or the one asked about."""
    quoted = i + 2 < end and tokens[i].text in _QUOTES and tokens[i + 2].text in _QUOTES
    return i + 3 if quoted and tokens[i + 1].text[:1].isupper() else i


def _past_suffixes(document: Document, last: int, end: int) -> int:
    """The last token of a name with the other half of a double name ("Ba-Diop") and its generation ("III", "Jr.")."""
    tokens = document.tokens
    while last + 2 < end and tokens[last + 1].text in ("-", "‑") and tokens[last + 1].start == tokens[last].end:
        if tokens[last + 2].start != tokens[last + 1].end or not _other_half(tokens[last], tokens[last + 2]):
            break
        last += 2
    comma = last + 2 < end and tokens[last + 1].text == "," and tokens[last + 2].text.rstrip(".").title() in _JUNIOR
    after = tokens[last + 1 + comma : min(last + 2 + comma, end)]
    generation = after[0].text.rstrip(".") if after else ""
    return last + 1 + comma if generation in _GENERATIONS or generation.title() in _JUNIOR else last


def _other_half(first: Token, second: Token) -> bool:
    """As in "Ba-Diop", "Jae-in": what a hyphen ties to a part of a name, and not "Bush-era", "Assad-led"."""
    syllables = len(first.text) <= _SYLLABLE and len(second.text) <= _SYLLABLE and second.text.isalpha()
    return second.text[:1].isupper() or (syllables and second.lower not in _SUFFIXES)


def _belongs(token: Token, beside: Token, barred: set[int], lexicon: Entities) -> bool:
    """Whether a word beside a name is part of it."""
    near = token.end + 1 == beside.start or beside.end + 1 == token.start
    common = token.lower in NO_NAMES | FIELDS or token.lower in lexicon.org_heads or token.lower in lexicon.assets
    titled = token.lower in lexicon.titles
    plain = token.text.istitle() and token.text.isalpha() and token.tag == "NNP" and len(token.text) > 1
    return near and plain and not common and not titled and token.i not in barred and token.ent in _JOINED_LABELS


def _person_tokens(document: Document, run: Sequence[Token], lexicon: Entities) -> list[Token]:
    """The tokens of a person's name without titles, honorifics, marks and possessives."""
    kept = [token for token in run if token.tag != "POS" and token.text not in ("-", ",")]
    while kept and ((size := _honorific(kept, lexicon)) or kept[0].lower in lexicon.titles or kept[0].pos == "DET"):
        kept = kept[size or 1 :]
    words = [
        t
        for t in kept
        if t.text[:1].isupper()
        or t.lower in _PARTICLES
        or document.tokens[t.i - 1].text == "-"
        or (t.text in _QUOTES and len(kept) > 1 and t is not kept[-1])
    ]
    if kept and kept[0].lower in PLACING and kept[0].i == document.sentence_of(kept[0]).first:
        return []
    if len(words) != len(kept) or not kept or _NOT_PERSON.match(kept[0].text):
        return []
    lowered = {token.lower.rstrip(".") for token in kept}
    if lowered & NO_NAMES or kept[-1].lower in lexicon.org_heads or kept[-1].lower in lexicon.assets:
        return []
    if kept[-1].tag in ("NNS", "NNPS") and kept[-1].lower.removesuffix("s") in lexicon.title_ends:
        return []  # "the Ministers", "Our Permanent Representatives"
    return _with_particles(document, kept)


def _honorific(tokens: Sequence[Token], lexicon: Entities) -> int:
    """How many tokens of an honorific or rank ("Lt. Gen.") open a name; 0 for none."""
    for size in range(_MAX_HONORIFIC_TOKENS, 0, -1):
        text = joined(token.text.replace("’", "'") for token in tokens[:size]).rstrip(".")
        if text in lexicon.honorifics:
            return min(size, len(tokens))
    return 0


def forms_of_address(document: Document, lexicon: Entities) -> set[int]:
    """The tokens of forms of address ("Army General", "Brig."): alone they name no body."""
    starts = (token.i for token in document.tokens if token.text in lexicon.address_starts)
    sizes = ((i, _honorific(document.tokens[i : i + _MAX_HONORIFIC_TOKENS], lexicon)) for i in starts)
    ranks = {i: size for i, size in sizes if size}
    return {k for i, size in ranks.items() for k in range(i - service_before(document, i), i + size)}


def service_before(document: Document, i: int) -> int:
    """How many capital words right before a rank are the service of its bearer ("Air Force Maj. Gen."); often 0."""
    for size in (2, 1):
        words = document.tokens[max(i - size, 0) : i]
        if (
            len(words) == size
            and joined(t.lower for t in words) in _SERVICES
            and all(t.text[:1].isupper() for t in words)
        ):
            return size
    return 0


def _with_particles(document: Document, kept: list[Token]) -> list[Token]:
    """The name with what a hyphen ties to its front and what a particle at its end leads to ("von der Leyen")."""
    tokens = document.tokens
    first = kept[0].i
    while first and tokens[first - 1].text == "-" and tokens[first - 1].end == tokens[first].start and first >= 2:
        first -= 2
    end = kept[-1].i + 1
    following = tokens[end : end + 2]
    if len(following) == 2 and following[0].text in _LEADING and following[1].pos == "PROPN":
        end += 1
    while (
        end < len(tokens)
        and tokens[end - 1].lower in _PARTICLES
        and (tokens[end].text[:1].isupper() or tokens[end].lower in _PARTICLES)
    ):
        end += 1
    return [*tokens[first : kept[0].i], *kept, *tokens[kept[-1].i + 1 : end]]


def with_surnames(document: Document, persons: Sequence[Named], known: Sequence[Named]) -> Iterator[Named]:
    """Persons with the word behind them that the model cut off: "Therese Kayikwamba" and "Wagner", no armed group."""
    begins = {
        named.span.start: named
        for named in known
        if named.via in ("name", "alias") and named.kind not in ("State", "DeFacto")
    }
    for person in persons:
        last = begins.get(person.span.end + 1)
        if (
            last is None
            or " " in document.text[last.span.start : last.span.end]
            or document.text[person.span.end] != " "
        ):
            yield person
        else:
            span = Span(person.span.start, last.span.end)
            yield replace(person, span=span, canonical=document.text[span.start : span.end])


def unseen_persons(document: Document, lexicon: Entities) -> Iterator[Named]:
    """Two to four capitals that speak, meet or travel are a person's name, though the model saw none."""
    for token in document.tokens:
        verb = document.head(token)
        if token.dep != "nsubj" or token.pos != "PROPN" or verb.lemma not in _human_verbs():
            continue
        first = token.i
        while first and document.tokens[first - 1].pos == "PROPN" and document.tokens[first - 1].head == token.i:
            first -= 1
        titled = first > 1 and document.tokens[first - 2].lower in lexicon.title_ends
        words = _past_field(document, list(document.tokens[first : token.i + 1]), {first - 2} if titled else set())
        odd = {t.lower for t in words} & (NO_NAMES | lexicon.titles.keys() | lexicon.org_heads.keys())
        determined = token.tag == "NNPS" or any(kid.dep == "det" for kid in document.children(token))
        if all(_plain_capital(t) for t in words) and not odd and not determined and 2 <= len(words) <= _MAX_NAME_WORDS:
            span = Span(words[0].start, words[-1].end)
            yield Named(span, "Person", document.text[span.start : span.end], None, "model")


def ranked_persons(document: Document, ranks: set[int], lexicon: Entities) -> Iterator[Named]:
    """Capitals right behind one of `ranks` are a person's name, though the model saw none: "Lt-Col Padraig Kelly"."""
    tokens = document.tokens
    for i in sorted(ranks):
        following = list(takewhile(_plain_capital, tokens[i + 1 : min(i + 2 + _MAX_NAME_WORDS, len(tokens))]))
        if i + 1 in ranks or not 0 < len(following) <= _MAX_NAME_WORDS or document.sentence_of(tokens[i]).heading:
            continue
        odd = {t.lower for t in following} & (NO_NAMES | lexicon.titles.keys() | lexicon.org_heads.keys())
        if following[0].text == "I" or _is_office(following, lexicon):
            continue
        if not odd and (i - 1 in ranks or len(following) > 1) and document.sentence_of(following[-1]).first <= i:
            span = Span(following[0].start, following[-1].end)
            yield Named(span, PERSON, document.text[span.start : span.end], None, "model")


def _is_office(words: Sequence[Token], lexicon: Entities) -> bool:
    """Whether what follows a title is more of it: "Commissioner" of "Deputy High Commissioner"."""
    sizes = range(2, len(words) + 1)
    return any(joined(t.lower for t in words[:size]) in lexicon.titles for size in sizes)


def _plain_capital(token: Token) -> bool:
    """A capitalised word that the model sees no entity in."""
    return token.text.istitle() and token.text.isalpha() and not token.ent


@cache
def _human_verbs() -> frozenset[str]:
    return _HUMAN_VERBS | {row["lemma"] for row in read_table("reporting") if row["pos"] == "V"}
