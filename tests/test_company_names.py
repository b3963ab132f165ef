"""Names of companies: their legal forms, and where one name ends and the next begins."""

from __future__ import annotations

import pytest

from kg.extract.names.names import find_names
from kg.extract.offices.title_phrases import find_title_phrases
from kg.lexicon.entities import load_entities
from tests.reading import parse


def companies(text: str) -> list[str]:
    """The companies named in a text."""
    document, lexicon = parse(text), load_entities()
    names = find_names(document, find_title_phrases(document, lexicon), lexicon)
    return [named.canonical for named in names if named.kind == "Company"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Togo sanctioned Almacenes del Norte Azul, S.A. for fraud.", ["Almacenes del Norte Azul, S.A."]),
        ("Togo sanctioned Jade Mountain Co., Ltd. for fraud.", ["Jade Mountain Co., Ltd."]),
        (
            "Togo designated Al Rashid Trading Co. LLC and Blue Sea Maritime Inc., which are in Dubai.",
            ["Al Rashid Trading Co. LLC", "Blue Sea Maritime Inc."],
        ),
        (
            "Golden Ruby Enterprise and Golden Imperial Jade Co., LTD. were sanctioned.",
            ["Golden Imperial Jade Co., LTD"],
        ),
        ("Togo sanctioned Kwame and Sons Ltd in May.", ["Kwame and Sons Ltd"]),
        (
            "Togo sanctioned Petro Trade S.A., Nord Shipping Ltd., and Delta Bank PJSC.",
            ["Petro Trade S.A.", "Nord Shipping Ltd.", "Delta Bank PJSC"],
        ),
    ],
)
def test_companies(text: str, names: list[str]) -> None:
    assert companies(text) == names
