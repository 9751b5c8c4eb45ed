"""Articles counted in runs give what they give when counted at once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from communique.corpus import gold_from_rows
from communique.evaluation import besides
from communique.labels import labels
from communique.predictions import predictions_from_rows
from communique.scoring import partition, tally
from tests.scoring.test_properties import TEXT, cases


@given(cases(), st.sampled_from([1, 2]), st.booleans())
def test_runs_of_any_size_give_the_same_counts(case, size, given_entities):
    gold, predicted = case
    gold = [{**row, "sentences": [{"start": 0, "end": 60}]} for row in gold]
    for row in (*gold, *predicted):
        for relation in row["relations"]:
            relation["evidence"] = [0]
        for stance in row["stances"]:
            stance["cue"] = [[0, 5]]
    if given_entities:
        predicted = [{key: row[key] for key in ("id", "relations", "stances")} for row in gold]
    known = gold_from_rows(gold)
    read = predictions_from_rows(predicted, known)
    extra = besides(known, read)
    whole = tally.tally(known.annotations, read.annotations, labels().symmetric, extra)
    parts = list(partition.runs(known.annotations, read.annotations, extra, size))
    assert sum(one.documents for one, _, _ in parts) == known.annotations.documents
    if known.annotations.documents > size:
        assert len(parts) > 1
    tables = [tally.tally(one, two, labels().symmetric, three).counts for one, two, three in parts]
    np.testing.assert_array_equal(np.concatenate(tables), whole.counts)


def test_articles_out_of_order_are_left_whole():
    gold = [{"id": f"a{n}", "text": TEXT, "entities": [{"id": "e", "type": "A", "mentions": [[n, n + 1]]}]} for n in range(3)]
    known = gold_from_rows(gold)
    read = predictions_from_rows([{k: row[k] for k in ("id", "entities")} for row in gold[::-1]], known)
    assert len(list(partition.runs(known.annotations, read.annotations, besides(known, read), 1))) == 1
    counts = tally.tally(known.annotations, read.annotations, ()).counts
    assert counts[:, :4].tolist() == [[1, 1, 1, 1]] * 3
