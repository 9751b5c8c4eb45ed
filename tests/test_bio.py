import pytest

import communique
from communique.bio import read_bio
from communique.cli import main
from communique.columns import InputError

GOLD = [
    {"document": "a", "tokens": ["Aida", "Bek", "left", "."], "starts": [0, 5, 9, 13], "ends": [4, 8, 13, 14]},
    {"document": "a", "tokens": ["Borland", "stayed", "."], "starts": [15, 23, 29], "ends": [22, 29, 30]},
]


def read(tmp_path, text, **options):
    path = tmp_path / "p.conll"
    path.write_text(text, encoding="utf-8")
    return read_bio(path, GOLD, **options)


def test_tags_become_mentions(tmp_path):
    (row,) = read(tmp_path, "-DOCSTART- O\n\nAida B-PERSON\nBek I-PERSON\nleft O\n. O\n\nBorland NNP B-STATE\nstayed X O\n. X O\n")
    assert [(e["type"], e["mentions"]) for e in row["entities"]] == [("PERSON", [[0, 8]]), ("STATE", [[15, 22]])]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Aida I-PERSON\nBek I-PERSON\nleft O\n. O\n\nBorland O\nstayed O\n. O\n", ":1: article 'a': tag: 'I-PERSON' after the beginning"),
        (
            "Aida B-PERSON\nBek I-STATE\nleft O\n. O\n\nBorland O\nstayed O\n. O\n",
            ":2: article 'a': tag: 'I-STATE' after B-PERSON continues nothing",
        ),
        ("Aida PERSON\nBek O\nleft O\n. O\n\nBorland O\nstayed O\n. O\n", "found 'PERSON'"),
        ("Aida O\nBeck O\nleft O\n. O\n\nBorland O\nstayed O\n. O\n", ":2: article 'a': token: found 'Beck' where the dataset has 'Bek'"),
        ("Aida O\nBek O\nleft O\n\nBorland O\nstayed O\n. O\n", "3 tokens where the dataset has 4"),
        ("Aida O\nBek O\nleft O\n. O\n", "1 sentences where the split has 2"),
        ("", "0 sentences"),
    ],
)
def test_a_malformed_file_names_the_line(tmp_path, text, wanted):
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert wanted in str(caught.value)


def test_lenient_reads_as_conlleval(tmp_path):
    text = "Aida I-PERSON\nBek I-STATE\nleft O\n. O\n\nBorland O\nstayed O\n. O\n"
    (row,) = read(tmp_path, text, lenient=True)
    assert [(e["type"], e["mentions"]) for e in row["entities"]] == [("PERSON", [[0, 4]]), ("STATE", [[5, 8]])]


def test_the_gold_tags_score_one(tmp_path, capsys):
    lines = []
    for row in communique.load("entities", "test"):
        lines += [f"{token}\t{tag}" for token, tag in zip(row["tokens"], row["ner_tags"], strict=True)] + [""]
    path = tmp_path / "gold.conll"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["score", str(path), "--bio", "--resamples", "0", "--json", "-"]) == 0
    import json

    strict = json.loads(capsys.readouterr().out)["entities"]["strict"]["micro"]
    assert strict["f1"] == 1.0
