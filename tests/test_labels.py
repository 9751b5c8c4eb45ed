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
