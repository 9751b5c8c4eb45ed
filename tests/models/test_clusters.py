"""The passes of the sieve."""

import pytest

from communique.models.capitals import CAPITALS
from communique.models.clusters import NameClusterer


def clusters(text, *mentions, train=(), capitals=CAPITALS):
    """Sets of words that are joined; mentions are (words, type), found one after another."""
    spans, at = [], 0
    for words, kind in mentions:
        at = text.index(words, at)
        spans.append((at, at + len(words), kind))
        at += len(words)
    [entities] = NameClusterer(capitals=capitals).fit(train).cluster([{"text": text}], [spans])
    return [[text[start:end] for start, end in entity["mentions"]] for entity in entities]


@pytest.mark.parametrize(
    ("text", "kind", "names", "joined"),
    [
        ("Rome fell. rome rose.", "PLACE", ["Rome", "rome"], True),
        ("The Board of Trade (BT) met.", "ORG", ["Board of Trade", "BT"], True),
        ("The Board of Trade met; BT voted.", "ORG", ["Board of Trade", "BT"], True),
        ("The Board of Trade met; XT voted.", "ORG", ["Board of Trade", "XT"], False),
        ("A man of Lomé (XQ) met.", "ORG", ["Lomé", "XQ"], True),
        ("Kabul spoke for Afghanistan.", "STATE", ["Kabul", "Afghanistan"], True),
        ("Morocco and Moroccan officials.", "STATE", ["Morocco", "Moroccan"], True),
        ("Austria and Australia.", "STATE", ["Austria", "Australia"], False),
        ("Niger and Nigeria.", "STATE", ["Niger", "Nigeria"], False),
        ("Ann Lee left. Lee returned.", "PERSON", ["Ann Lee", "Lee"], True),
        ("The peace treaty, a good treaty.", "INSTRUMENT", ["peace treaty", "treaty"], True),
        ("The UN and the UN Council.", "IGO", ["UN", "UN Council"], False),
    ],
)
def test_passes(text, kind, names, joined):
    found = clusters(text, *((name, kind) for name in names))
    assert (len(found) == 1) == joined


def test_a_name_that_fits_two_stays_alone():
    text = "Ann Lee and Bob Lee came; Lee spoke."
    assert clusters(text, ("Ann Lee", "PERSON"), ("Bob Lee", "PERSON"), ("Lee", "PERSON")) == [["Ann Lee"], ["Bob Lee"], ["Lee"]]


def test_types_are_never_joined():
    assert clusters("Rome, in Rome.", ("Rome", "STATE"), ("Rome", "PLACE")) == [["Rome"], ["Rome"]]


def test_aliases_are_learnt():
    text = "The Elysian league and the Lyre."
    mention = [{"start": 4, "end": 18, "text": text[4:18]}, {"start": 27, "end": 31, "text": text[27:31]}]
    train = [{"text": text, "entities": [{"id": "1", "type": "ORG", "key": "elysium", "mentions": mention}]}]
    names = (("Elysian league", "ORG"), ("Lyre", "ORG"))
    assert len(clusters(text, *names)) == 2
    assert len(clusters(text, *names, train=train)) == 1


def test_without_capitals_none_are_known():
    names = (("Kabul", "STATE"), ("Afghanistan", "STATE"))
    assert len(clusters("Kabul spoke for Afghanistan.", *names, capitals=None)) == 2
