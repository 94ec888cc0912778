"""The graph holds stated facts only; measures are stable; exports are read back; paths carry their sentences."""

from pathlib import Path

import networkx as nx
import pytest

from graph.build import build_graph
from graph.export import read_graphml, with_measures, write_gexf, write_graphml
from graph.measures import measure_graph
from graph.paths import find_paths
from kb.errors import ContractError
from kb.ids import relation_id
from kb.model import EntityMeasure
from kb.store import Store

FACTS = {
    ("acme", "acme-one", relation_id("acme", "develops", "acme-one")),
    ("acme", "lab", relation_id("acme", "submits_to", "lab")),
    ("beta", "lab", relation_id("beta", "submits_to", "lab")),
    ("lab", "ministry", relation_id("lab", "part_of", "ministry")),
}


def test_negated_and_possible_relations_are_left_out(store: Store) -> None:
    assert set(build_graph(store).edges(keys=True)) == FACTS


def test_measures_are_written_once(store: Store) -> None:
    assert measure_graph(store).counts == {"nodes": 5, "edges": 4, "changed": 5}
    rows = {row.entity_id: row for row in store.load(EntityMeasure)}
    assert (rows["lab"].degree, rows["lab"].in_degree, rows["lab"].out_degree) == (3, 2, 1)
    assert rows["lab"].betweenness == max(row.betweenness for row in rows.values())
    assert all(0 <= value <= 1 for row in rows.values() for value in (row.x, row.y))
    assert measure_graph(store).counts["changed"] == 0
    assert {row.entity_id: row for row in store.load(EntityMeasure)} == rows


def test_an_entity_without_relations_loses_its_measures(store: Store) -> None:
    measure_graph(store)
    with store.transaction():
        store.db.execute("DELETE FROM relation_evidence")
    assert measure_graph(store).counts["nodes"] == 0
    assert list(store.load(EntityMeasure)) == []


def test_graphml_and_gexf_are_read_back(store: Store, tmp_path: Path) -> None:
    measure_graph(store)
    graph = with_measures(store, build_graph(store))
    write_graphml(graph, tmp_path / "kb.graphml")
    write_gexf(graph, tmp_path / "kb.gexf")
    again = read_graphml(tmp_path / "kb.graphml")
    assert set(again.edges(keys=True)) == FACTS
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    gexf = nx.read_gexf(tmp_path / "kb.gexf")
    assert {(s, t, data["id"]) for s, t, data in gexf.edges(data=True)} == FACTS
    assert gexf.nodes["lab"]["label"] == "Lab"
    assert gexf.nodes["lab"]["kind"] == "AGENCY"


def test_a_path_carries_the_sentence_of_each_step(store: Store) -> None:
    (path,) = find_paths(store, build_graph(store), "acme-one", "ministry")
    assert [(s.subject_id, s.predicate, s.object_id, s.sentence) for s in path] == [
        ("acme", "develops", "acme-one", "Acme makes Acme One."),
        ("acme", "submits_to", "lab", "Acme agreed to send models to the Lab."),
        ("lab", "part_of", "ministry", "The Lab is part of the Ministry."),
    ]


def test_an_unknown_end_is_named(store: Store) -> None:
    with pytest.raises(ContractError, match=r"'gamma' takes part in no stated relation"):
        find_paths(store, build_graph(store), "gamma", "lab")


def test_ends_without_a_connection_give_no_path(store: Store) -> None:
    graph = build_graph(store)
    graph.add_node("island", label="COMPANY", name="Island", jurisdiction="", candidate=0)
    assert find_paths(store, graph, "island", "lab") == []
