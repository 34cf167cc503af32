"""The full-text index beside the store: made with it, and as immutable as it is. `graph.search` asks it."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
from pyoxigraph import Literal, QuerySolutions, RdfFormat, Store

from graph import keys as numbers
from graph import styles
from graph.errors import NoIndex
from graph.namespaces import CONCEPT, ID
from graph.queries import folder as query_folder
from graph.words import words

FIELDS = {
    "name": ("label", "name", "title", "acronym", "code", "reference", "ecli", "neutral-citation", "celex"),
    "about": ("authority", "party", "jurisdiction", "case", "year"),
    "text": ("heading", "comment", "note", "part"),
}
"""Fields of the index, and the texts of `queries/search/texts.rq` that each holds: `part` what hangs on a thing."""
FIELD_OF = {text: field for field, texts in FIELDS.items() for text in texts}
CODES = {"acronym", "code", "reference", "ecli", "neutral-citation", "celex"}
IRI = "0"
"""Level of the key under which an entry is found by its IRI; those of citations begin at 1."""
HEAP = 50_000_000
"""Bytes the writer may hold: the whole of our graph in one segment, so that equal scores keep the order of IRIs."""

MISSING = "Snapshot {} has no search index: it was built before there was one. Ask another version, or build it again."
KINDS = ("decision", "case", "authority", "company", "jurisdiction", "instrument", "provision", "concept", "term")
"""Kinds of what is found. Documents consulted are not among them: their titles name natural persons."""


@dataclass(frozen=True)
class Text:
    """A text of an entry: which of its texts it is, and its language where it has one."""

    field: str
    value: str
    language: str | None


@dataclass(frozen=True)
class Entry:
    """What can be found: a thing, a concept or a term, with its texts and the keys under which citations find it."""

    iri: str
    texts: tuple[Text, ...]
    keys: dict[str, tuple[str, str]]
    """Key, with the form and the value of the identifier that has it."""

    @property
    def kind(self) -> str:
        """One of KINDS."""
        if self.iri.startswith(ID):
            return self.iri[len(ID) :].partition("/")[0]
        return "concept" if self.iri.startswith(CONCEPT) else "term"

    @property
    def citations(self) -> list[str]:
        """Its official citations: no texts to be searched word by word, since they may name natural persons."""
        return sorted({value for form, value in self.keys.values() if form == "citation"})

    def label(self, language: str | None = None) -> str:
        """Its label in that language, or else in English, or else any; the end of its IRI where it has none."""
        labels = {text.language: text.value for text in self.texts if text.field == "label"}
        return labels.get(language) or labels.get("en") or next(iter(labels.values()), self.iri.rpartition("/")[2])


def schema() -> tantivy.Schema:
    """Fields of the index."""
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace")
    for field in ("whole", "key"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_bytes_field("entry", stored=True)
    return builder.build()


def entries(store: Store) -> list[Entry]:
    """All entries of a graph, by IRI."""
    queries = query_folder("search")
    texts: dict[str, list[Text]] = {}
    for thing, field, value in _rows(store, queries["texts"].text):
        language = value.language if isinstance(value, Literal) else None
        texts.setdefault(thing.value, []).append(Text(field.value, value.value, language))
    keys: dict[str, dict[str, tuple[str, str]]] = {}
    for thing, form, value, owner, celex in _rows(store, queries["citations"].text):
        made = numbers.keys(form.value, value.value, owner and owner.value, celex and celex.value)
        known = keys.setdefault(thing.value, {})
        for key in made:
            known.setdefault(key, (form.value, value.value))
    return [Entry(iri, tuple(texts[iri]), keys.get(iri, {})) for iri in sorted(texts)]


def _rows(store: Store, query: str) -> Iterable[Any]:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)  # noqa: S101 - our own query files are SELECT queries
    return found


def write(folder: Path, nquads: bytes) -> None:
    """Write the index of a graph, given as N-Quads, into `folder`; what stands there is replaced.

    The texts are read from memory: from the store on disk that took eight times as long (4.7 against 0.6 s).
    """
    store = Store()
    store.bulk_load(nquads, format=RdfFormat.N_QUADS)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    writer = tantivy.Index(schema(), path=str(folder)).writer(HEAP, 1)
    for entry in entries(store):
        writer.add_document(_document(entry))
    writer.commit()
    writer.wait_merging_threads()


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    wholes = set()
    for text in entry.texts:
        parts = words(text.value)
        document.add_text(FIELD_OF[text.field], " ".join(parts))
        if FIELD_OF[text.field] == "name" or text.field == "heading":
            wholes.add(" ".join(parts))
        if text.field in CODES:
            wholes.add("".join(parts))
    for citation in entry.citations:
        wholes |= styles.styles(citation)
        for number in styles.numbers(citation):
            document.add_text("name", " ".join(words(number)))
            wholes |= {"".join(words(number)), " ".join(words(number))}
    for whole in sorted(wholes):
        document.add_text("whole", whole)
    for key in sorted(entry.keys):
        document.add_text("key", key)
    document.add_text("key", f"{IRI} {entry.iri}")
    document.add_text("kind", entry.kind)
    texts = [(text.field, text.value, text.language) for text in entry.texts]
    document.add_bytes("entry", json.dumps([entry.iri, texts, entry.keys]).encode())
    return document


def entry(document: tantivy.Document) -> Entry:
    """The entry that a document of the index holds."""
    iri, texts, keys = json.loads(bytes(document["entry"][0]))
    return Entry(iri, tuple(Text(*text) for text in texts), {key: (form, value) for key, (form, value) in keys.items()})


def opened(folder: Path) -> tantivy.Index:
    """The index in `folder`, for reading. Raises NoIndex where there is none, or one of another layout."""
    if not (folder.is_dir() and tantivy.Index.exists(str(folder))):
        raise NoIndex(MISSING.format(folder.parent.name))
    try:
        index = tantivy.Index(schema(), path=str(folder), reuse=True)
    except ValueError:
        raise NoIndex(MISSING.format(folder.parent.name)) from None
    index.config_reader("manual")  # It never changes, so nothing needs to watch it.
    return index
