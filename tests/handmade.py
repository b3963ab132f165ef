"""Hand-made facts of a short article of our own, and a reader that gives them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from kg.errors import ReadError
from kg.model import (
    Action,
    Actor,
    Article,
    Asset,
    Claim,
    Facts,
    Mention,
    PartialDate,
    Passage,
    Place,
    Span,
    Statement,
    Tenure,
)

TEXT = (
    "MUSCAT (Harbour Wire) - French Foreign Minister Ann Durand met Omani envoy Said Amri in Muscat on Monday.\n"
    "“We do not bow to threats,” Durand said. France warned Iran that it would impose sanctions.\n"
    "Iran denied an attack on Israel, an aide said. The frigate FS Aramis lies off a guest house.\n"
)
SENTENCES = (0, TEXT.index("“We"), TEXT.index("France warned"), TEXT.index("Iran denied"), TEXT.index("The frigate"))


def at(words: str) -> Passage:
    """The passage of the first occurrence of some words in `TEXT`."""
    start = TEXT.index(words)
    return Passage(Span(start, start + len(words)), sum(start >= begin for begin in SENTENCES) - 1)


def make_facts(identifier: str = "talks", publisher: str | None = "Harbour Wire", day: int = 5) -> Facts:
    """Facts with a thing of every kind; `day` is that of the issue in March 2024."""
    digest = sha256(TEXT.encode()).hexdigest()
    issued = PartialDate(2024, 3, day)
    article = Article(identifier, TEXT, digest, issued=issued, publisher=publisher, title="Talks", authors=("J. Roe",))
    monday = PartialDate(2024, 3, 4)
    return Facts(
        article=article,
        actors=(
            Actor("fra", "State", "France", at("French"), ("Paris",), "FRA"),
            Actor("irn", "State", "Iran", at("Iran"), (), "IRN"),
            Actor("isr", "State", "Israel", at("Israel"), (), "ISR"),
            Actor("omn", "State", "Oman", at("Omani"), (), "OMN"),
            Actor("durand", "Person", "Ann Durand", at("Ann Durand"), ("Durand",), "FRA", "fra", confidence=0.9),
            Actor("amri", "Person", "Said Amri", at("Said Amri"), (), "OMN", "omn"),
            Actor("aide", "UnnamedSource", "an aide", at("an aide")),
        ),
        places=(Place("muscat", "Settlement", "Muscat", at("in Muscat"), (), "OMN"),),
        tenures=(
            Tenure("t1", "durand", "Foreign Minister", "ForeignMinister", "Current", at("Foreign Minister"), "fra"),
            Tenure("t2", "amri", "envoy", "Envoy", "Former", at("Omani envoy"), "omn"),
        ),
        assets=(
            Asset("aramis", "Warship", "FS Aramis", at("FS Aramis"), (), "fra"),
            Asset("house", "Building", "guest house", at("guest house"), located_in="muscat"),
        ),
        actions=(
            Action(
                "met",
                "Visit",
                "Occurred",
                at("met"),
                ("durand",),
                ("amri",),
                mode="visit",
                contexts=("diplomatic",),
                start_date=monday,
                place="muscat",
            ),
            Action("warned", "Threaten", "Occurred", at("warned"), ("fra",), ("irn",), content="sanction"),
            Action("sanction", "Sanction", "Threatened", at("impose sanctions"), ("fra",), ("irn",), uses=("aramis",)),
            Action("attack", "Strike", "Occurred", at("attack"), ("irn",), ("isr",), in_response_to="warned"),
        ),
        claims=(
            Claim("c1", "met", at("met")),
            Claim("c2", "warned", at("warned")),
            Claim("c3", "attack", at("denied"), source="irn", relayed_by="aide", polarity="Denies", reported_on=monday),
        ),
        statements=(
            Statement("s1", "We do not bow to threats,", True, at("We do not bow to threats,"), speaker="durand"),
        ),
        mentions=(
            Mention(at("Ann Durand").span, 0, "durand"),
            Mention(at("Said Amri").span, 0, "amri"),
            Mention(at("French").span, 0, "fra"),
        ),
        dateline_place="muscat",
    )


@dataclass
class FakeReader:
    """Reads any file as the hand-made facts; a file that says BAD is refused, one that says BUG breaks it."""

    version: str = "test-1"
    model: str = "no model 0.0"
    read_paths: list[Path] = field(default_factory=list)

    def read(self, path: Path) -> Facts:
        """The hand-made facts under the file's name."""
        self.read_paths.append(path)
        content = path.read_bytes()
        if b"BAD" in content:
            raise ReadError(f"{path.name} is not text.")
        if b"BUG" in content:
            raise IndexError("list index out of range")
        facts = make_facts(path.stem)
        notes = ("No date was found.",) if b"UNDATED" in content else ()
        return replace(facts, article=replace(facts.article, sha256=sha256(content).hexdigest(), warnings=notes))
