"""The lemma of a word: the model's, or a better one where it is known to be wrong.

The model leaves plurals as they are that begin with a capital ("the Parties", "both Ministers").
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.lexicon.tables import read_table

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token as SpacyToken

_PLURAL_NAME = "NNPS"


class Lemmas:
    """Lemmas of the tokens of one pipeline, in lower case."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._singular: dict[str, str] = {}

    def __call__(self, token: SpacyToken) -> str:
        """The lemma of a token that the pipeline has seen."""
        form = token.text.lower()
        corrected = corrections().get((form, token.pos_))
        if corrected is not None:
            return corrected
        return self._noun(form) if token.tag_ == _PLURAL_NAME else token.lemma_.lower()

    def _noun(self, form: str) -> str:
        """The singular of a plural, as the pipeline's lemmatizer makes it of a common noun."""
        if form not in self._singular:
            self._singular[form] = self._lemmatized(form)
        return self._singular[form]

    def _lemmatized(self, form: str) -> str:
        from spacy.tokens import Doc

        if "lemmatizer" not in self._nlp.pipe_names:
            return form
        lemmatizer: Any = self._nlp.get_pipe("lemmatizer")
        return str(lemmatizer.lemmatize(Doc(self._nlp.vocab, words=[form], pos=["NOUN"])[0])[0]).lower()


@cache
def corrections() -> Mapping[tuple[str, str], str]:
    """The right lemma by form and part of speech, where the model is known to be wrong."""
    return {(row["form"], row["pos"]): row["lemma"] for row in read_table("lemmas")}
