import pytest

from communique.article.segment import sentences, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Gen. Munir met Mr. Trump in St. Louis. They spoke.", ["Gen. Munir met Mr. Trump in St. Louis.", "They spoke."]),
        ("On Aug. 12 it began. In Aug. It ended.", ["On Aug. 12 it began.", "In Aug.", "It ended."]),
        ("The U.S. Senate voted. K. D. Dewal came.", ["The U.S. Senate voted.", "K. D. Dewal came."]),
        ('She called it "a vital step." He agreed.', ['She called it "a vital step."', "He agreed."]),
        ("Why? Nobody knows! It is 3.5 percent.", ["Why?", "Nobody knows!", "It is 3.5 percent."]),
        ("Resolution No. 5 passed. Did Iran say no. It did.", ["Resolution No. 5 passed.", "Did Iran say no.", "It did."]),
        ("One sentence without an end", ["One sentence without an end"]),
        ("", []),
    ],
)
def test_sentences(text, expected):
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran's US-India talks", ["Iran", "'s", "US", "-", "India", "talks"]),
        ("U.S. envoys cost 1,200.50 dollars.", ["U.S.", "envoys", "cost", "1,200.50", "dollars", "."]),
        ('"pro-Russian" (ECOWAS)', ['"', "pro", "-", "Russian", '"', "(", "ECOWAS", ")"]),
        ("Chávez don't", ["Chávez", "don", "'t"]),
    ],
)
def test_tokens(text, expected):
    assert [text[start:end] for start, end in tokens(text)] == expected


def test_every_letter_of_the_corpus_is_in_a_token_of_one_sentence(articles):
    for article in articles.values():
        covered = {i for start, end in article.tokens for i in range(start, end)}
        assert {i for i, ch in enumerate(article.text) if not ch.isspace()} == covered
        for start, end in article.tokens:
            assert article.sentence_of((start, end)) is not None
