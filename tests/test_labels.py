import pytest
import yaml

from communique.labels import labels


def test_the_lists_are_those_of_the_scheme():
    own = labels()
    assert (len(own.entity_types), len(own.relation_types), len(own.polarities)) == (10, 18, 4)
    assert own.symmetric == {"meets", "allied_with"}
    assert own.names | {"EVENT", "INSTRUMENT", "ISSUE"} == set(own.entity_types)


def test_signatures_name_known_types():
    own = labels()
    for kind in own.relation_types.values():
        assert kind.heads | kind.tails <= set(own.entity_types), kind.name
        assert "ISSUE" not in kind.heads | kind.tails


def test_each_label_has_a_section_of_the_guidelines(checkout):
    text = (checkout / "schema" / "guidelines.md").read_text(encoding="utf-8")
    own = labels()
    for name in (*own.entity_types, *own.relation_types, *own.polarities):
        assert f'<a id="{name.lower()}"></a>' in text, name


EXAMPLED = {"entity_types": "entities", "relation_types": "relations", "polarities": "stances"}


@pytest.mark.parametrize("section", EXAMPLED)
def test_each_label_has_a_true_example_and_a_near_miss_from_the_corpus(section, checkout, articles):
    raw = yaml.safe_load((checkout / "schema" / "labels.yaml").read_text(encoding="utf-8"))
    for name, entry in raw[section].items():
        article = articles[entry["example"]["article"]]
        (span,) = article.occurrences(entry["example"]["quote"])
        assert name in labels_over(article, section, span), name
        miss = entry["near_miss"]
        assert miss["why"], name
        where = articles[miss["article"]].occurrences(miss["quote"])
        assert where, name
        if section != "entity_types":
            assert name not in {label for span in where for label in labels_over(articles[miss["article"]], section, span)}, name


def labels_over(article, section, span):
    """Labels annotated on words that share a character with `span`."""

    def near(start, end):
        return start < span[1] and span[0] < end

    if section == "entity_types":
        return {article.entities[m.key].type for m in article.mentions if near(m.start, m.end)}
    records = article.relations if section == "relation_types" else article.stances
    found = set()
    for record in records:
        for quote in record.evidence if section == "relation_types" else record.cue:
            place = article.locate(quote)
            if place and near(*place):
                found.add(record.type if section == "relation_types" else record.polarity)
    return found
