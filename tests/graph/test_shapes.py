"""Every shape accepts its valid examples and reports its invalid ones by name."""

from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, RDFS, SH, Graph, Namespace, URIRef

ROOT = Path(__file__).resolve().parents[2]
SHAPES = ROOT / "shapes"
EXAMPLES = ROOT / "tests" / "shapes"
SHAPE = Namespace("https://w3id.org/comity/shapes/")

VALID = sorted(EXAMPLES.glob("*/valid-*.ttl"))
INVALID = sorted(EXAMPLES.glob("*/invalid-*.ttl"))


def example_name(path: Path) -> str:
    """Name of a test: the shape file and the example."""
    return f"{path.parent.name}/{path.stem}"


def expected(path: Path) -> URIRef:
    """Shape that the first line of an invalid example names."""
    first = path.read_text().splitlines()[0]
    assert first.startswith("# expects: "), f"{path}: first line must be '# expects: <shape>'"
    return SHAPE[first.removeprefix("# expects: ").strip()]


@cache
def shapes(*names: str) -> Graph:
    """The shapes of the files named, or of all."""
    graph = Graph()
    for path in sorted(SHAPES.glob("*.ttl")):
        if not names or path.stem in names:
            graph.parse(path)
    return graph


@cache
def hierarchy() -> Graph:
    """Subclass statements of the ontology: all that shapes need of it, and quicker to copy than the whole."""
    ontology = Graph().parse(ROOT / "ontology" / "comity.ttl")
    graph = Graph()
    for triple in ontology.triples((None, RDFS.subClassOf, None)):
        graph.add(triple)
    return graph


def reports(path: Path, *names: str) -> frozenset[tuple[URIRef, str]]:
    """Shapes of the files named, or of all, that report an example, each with its message."""
    data = Graph().parse(path)
    for triple in hierarchy():
        data.add(triple)
    _, report, _ = validate(data, shacl_graph=shapes(*names))
    return frozenset(
        (URIRef(str(report.value(result, SH.sourceShape))), str(report.value(result, SH.resultMessage)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )


def reportable() -> list[URIRef]:
    """Shapes whose message can reach an author: those that say something."""
    return sorted(URIRef(str(shape)) for shape in set(shapes().subjects(SH.message, None)))


@pytest.mark.parametrize("path", VALID, ids=example_name)
def test_valid_example_conforms(path: Path) -> None:
    assert not reports(path)


@pytest.mark.parametrize("path", INVALID, ids=example_name)
def test_invalid_example_is_reported(path: Path) -> None:
    messages = dict(reports(path, path.parent.name, "values"))
    assert expected(path) in messages, f"reported instead: {sorted(messages)}"
    assert messages[expected(path)] in {str(text) for text in shapes().objects(expected(path), SH.message)}


def test_every_shape_file_has_examples() -> None:
    shared = {"values"}  # has no target of its own
    names = {path.stem for path in SHAPES.glob("*.ttl")} - shared
    assert names <= {path.parent.name for path in VALID}
    assert names <= {path.parent.name for path in INVALID}


def test_every_message_has_an_invalid_example() -> None:
    assert set(reportable()) == {expected(path) for path in INVALID}


def test_every_shape_is_named() -> None:
    kinds = (SH.NodeShape, SH.PropertyShape)
    named = [shape for kind in kinds for shape in shapes().subjects(RDF.type, kind)]
    named += list(shapes().objects(None, SH.property))
    assert all(str(shape).startswith(SHAPE) for shape in named)


def test_every_property_shape_of_a_target_says_what_to_do() -> None:
    targeted = set(shapes().subjects(SH.targetClass, None)) | set(shapes().subjects(SH.targetSubjectsOf, None))
    for node in targeted:
        for shape in shapes().objects(node, SH.property):
            assert len(list(shapes().objects(shape, SH.message))) == 1, shape


@pytest.mark.parametrize("name", sorted(path.stem for path in SHAPES.glob("*.ttl")))
def test_shapes_are_well_formed(name: str) -> None:
    conforms, _, text = validate(Graph(), shacl_graph=shapes(name), meta_shacl=True)
    assert conforms, text
