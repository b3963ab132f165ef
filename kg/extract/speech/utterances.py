"""All that is said in an article, directly and indirectly, in text order."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.parties.parties import Parties
from kg.extract.reference.cast import Cast
from kg.extract.speech.continued import find_continued
from kg.extract.speech.quotations import find_quotations
from kg.extract.speech.reported import find_reported
from kg.extract.speech.speakers import Speakers
from kg.extract.speech.speech import Utterance
from kg.extract.speech.transcripts import find_turns
from kg.language.blocks import Block
from kg.language.document import Document
from kg.language.quotes import find_quotes


def find_utterances(
    document: Document, cast: Cast, parties: Parties, blocks: Sequence[Block], title: str | None
) -> tuple[Utterance, ...]:
    """The quotations and the reported clauses with their speakers, in text order; `title` is the article's."""
    quotes = find_quotes(document.text, blocks)
    speakers = Speakers(document, cast, parties, quotes)
    direct = find_quotations(document, cast, speakers, blocks, quotes, title)
    said = (*direct, *find_reported(document, speakers, direct))
    said += (*find_continued(document, said), *find_turns(document, cast, blocks, title))
    return tuple(sorted(said, key=lambda u: (u.clause, u.direct)))
