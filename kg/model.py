"""The frozen types that travel between the stages, from the article's bytes to its facts.

Reading gives an `Article`; the extraction stages give `Facts`; the graph makes quads of them. Nothing
here does any work. Offsets are Unicode code points into `Article.text`, half-open, and the text is never
altered after it was read, so every passage can be cut out of it again (`Article.slice`).

Identifiers of facts (`Actor.id` and so on) are unique within one article only. IRIs are made in
`kg.graph` alone. Names of types, kinds, statuses, modalities are local names of the ontology
(`ontology/core.ttl`), e.g. "ForeignMinister" for `cmq:ForeignMinister`.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in `Article.text`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this range."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as precise as the text says it: a day, a month or a year."""

    year: int
    month: int | None = None
    day: int | None = None

    def isoformat(self) -> str:
        """ISO 8601: `2024-08-06`, `2024-08` or `2024`."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read: its text, unaltered, and what its head and foot say about it.

    `body` is the story without dateline, byline and closing credits; extraction reads only there.
    `sha256` is the hex digest of the file's bytes. `warnings` are sentences for the user.
    """

    identifier: str
    text: str
    sha256: str
    encoding: str = "utf-8"
    issued: PartialDate | None = None
    publisher: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    dateline: Span | None = None
    body: Span = field(default=Span(0, 0))
    warnings: tuple[str, ...] = ()

    def slice(self, span: Span) -> str:
        """The characters of a span; the only slicer of article text."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Passage:
    """Where in the article a fact was read: the span, and the number of its sentence from 0."""

    span: Span
    sentence: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text that refers to an entity (`refers_to` is the entity's id)."""

    span: Span
    sentence: int
    refers_to: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts or is acted upon.

    `type` is a leaf class under cmq:Actor; `country` the ISO 3166-1 alpha-3 code of the state the actor
    is or belongs to. Unnamed sources have type "UnnamedSource" and their description as name.
    `member_of` (person to organization) and `part_of` (organization to organization) are actor ids. A State
    with `part_of` is not generally recognised: it lies in that other state, whose code is its `country`.
    """

    id: str
    type: str
    name: str
    evidence: Passage
    aliases: tuple[str, ...] = ()
    country: str | None = None
    member_of: str | None = None
    part_of: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """A place that the article names. `type` is a class under cmq:Place other than State."""

    id: str
    type: str
    name: str
    evidence: Passage
    aliases: tuple[str, ...] = ()
    country: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person in one role. `organization` is an actor id, `status` one of cmq:TenureStatus."""

    id: str
    holder: str
    title: str
    kind: str
    status: str
    evidence: Passage
    organization: str | None = None
    start_date: PartialDate | None = None
    end_date: PartialDate | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Asset:
    """Military or diplomatic material or a facility. `type` is a class under cmq:Asset.

    `operator` is an actor id, `part_of` an asset id, `located_in` a place id or a state's actor id.
    """

    id: str
    type: str
    name: str
    evidence: Passage
    aliases: tuple[str, ...] = ()
    operator: str | None = None
    part_of: str | None = None
    located_in: str | None = None
    quantity: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Action:
    """An action as described. `type` is the most specific class under cmq:Action.

    `actors` and `recipients` are actor ids, `place` a place id or a state's actor id, `uses` asset ids,
    `content` the id of the action that is threatened, asked, agreed or alleged, `in_response_to` the id
    of the action answered. `mode` and `contexts` are notations of the PLOVER code lists. `further` are
    passages that mention the same act again; each is evidence too.
    """

    id: str
    type: str
    modality: str
    evidence: Passage
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    start_date: PartialDate | None = None
    end_date: PartialDate | None = None
    place: str | None = None
    uses: tuple[str, ...] = ()
    content: str | None = None
    in_response_to: str | None = None
    further: tuple[Passage, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says that an action or tenure is so.

    `claims` is the id of an action or tenure; `source` an actor id, or None for the publisher;
    `relayed_by` an actor id; `polarity` Affirms, Denies or LeavesOpen; `certainty` Certain, Probable,
    Possible or Uncommitted.
    """

    id: str
    claims: str
    evidence: Passage
    source: str | None = None
    relayed_by: str | None = None
    polarity: str = "Affirms"
    certainty: str = "Certain"
    reported_on: PartialDate | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said: the words inside the quotation marks, or the reported clause.

    `text` joins the parts of an interrupted quotation by one space. `passages` are those parts.
    `speaker` and `addressee` are actor ids, `about` action ids.
    """

    id: str
    text: str
    direct: bool
    evidence: Passage
    passages: tuple[Passage, ...] = ()
    speaker: str | None = None
    addressee: str | None = None
    date: PartialDate | None = None
    about: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """Which Wikidata item a thing of the article is, or that none is found.

    `subject` is the id of an actor, place or asset, or of a tenure: then the link is of its role. `status` is one of
    cmq:LinkStatus, `item` the item where it is "Linked". `candidates` are items that were weighed and not taken.
    `score` (0..1) is that of the best candidate; `justification` a term of SEMAPV; `reason` is for people. `page` is
    one about a place that the gazetteer has by the same kind, name and state, with an item or without.
    """

    subject: str
    status: str
    reason: str
    justification: str
    score: float = 0.0
    item: str | None = None
    candidates: tuple[str, ...] = ()
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Linking:
    """The links of one article, and the gazetteer they were found in: its version, its date as ISO text."""

    version: str
    date: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything read from one article; `linking` is absent where its things were not sought in the gazetteer."""

    article: Article
    sentences: tuple[Span, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    assets: tuple[Asset, ...] = ()
    actions: tuple[Action, ...] = ()
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    dateline_place: str | None = None
    linking: Linking | None = None
