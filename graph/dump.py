"""Dumps: the whole graph and each named graph as files to take home, the same facts always as the same bytes.

They are made from the canonical N-Quads of a snapshot, whose literals are those that its store gives
(`graph.literals`), so that a dump and a document have the same terms. Everything is streamed, so that memory does not
grow with the graph.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

import zstandard
from pyoxigraph import RdfFormat, parse, serialize

from graph.errors import NoDumps, OtherDumps
from graph.namespaces import PREFIXES

FORMS = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}
"""Formats by suffix. Turtle has no names of graphs: its whole dump is the union of them, each triple once."""
PACKINGS = ("gz", "zst")
GZIP, ZSTD = 6, 6
"""Levels of compression: beyond them dumps take half as long again to make and lose some five per cent in size."""
WHOLE = "comity"
OWN = "graph"
"""How the name of the canonical N-Quads of a snapshot begins, which hold the whole graph too."""
SUMS = "SHA256SUMS"
REMEDY = "The operator makes them: `comity dump SNAPSHOTS/VERSION/dumps --version VERSION`."
BLOCK = 1 << 20
"""Bytes read at once."""


@dataclass(frozen=True)
class Dump:
    """One file: its path and the SHA-256 of its bytes, in hexadecimal."""

    file: Path
    sha256: str

    @property
    def name(self) -> str:
        """Its name, such as `comity.nq.gz` or `curated.ttl.zst`."""
        return self.file.name

    @property
    def scope(self) -> str:
        """WHOLE, or the last part of the IRI of the named graph it holds."""
        stem = self.name.split(".")[0]
        return WHOLE if stem == OWN else stem

    @property
    def form(self) -> str:
        """Suffix of its format, one of FORMS."""
        return self.name.split(".")[1]

    @property
    def packing(self) -> str:
        """Suffix of its compression, one of PACKINGS."""
        return self.name.split(".")[2]

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.file.stat().st_size


def scope_of(graph: str) -> str:
    """Name of the dumps of a named graph: the last part of its IRI, `curated` or `gdprhub`."""
    return re.sub(r"[^a-z0-9]+", "-", graph.rstrip("/").rpartition("/")[2].lower())


def dumps(folder: Path) -> list[Dump]:
    """The dumps in a folder. Raises NoDumps where there are none; they are complete or absent."""
    try:
        lines = (folder / SUMS).read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        raise NoDumps(f"The dumps of snapshot {folder.parent.name} are missing. {REMEDY}") from None
    return [Dump(folder / name, digest) for digest, name in (line.split("  ") for line in lines)]


def whole(nquads: Path) -> Dump:
    """The canonical N-Quads (gzip) of a snapshot as a file to take home: they are there without its dumps too."""
    status = nquads.stat()
    return Dump(nquads, _kept(nquads, status.st_size, status.st_mtime_ns))


def write(folder: Path, nquads: Path, forms: Collection[str] = tuple(FORMS), parts: bool = True) -> None:
    """Write the dumps of canonical N-Quads (gzip) into a folder, in each of `forms`; the list of checksums last.

    Without `parts` the whole graph alone, and none of a named graph. While it is made it needs as much room again as
    the N-Quads take unpacked. The list has what is written now and no other file of the folder. Raises OtherDumps
    where it has the dumps of another graph: some would stay beside those of this one, without a list.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / SUMS
    if listed.exists():
        held = folder / f"{WHOLE}.nq.gz"
        if not held.is_file() or _content(held) != _content(nquads):
            raise OtherDumps(f"{folder} has the dumps of another snapshot: write into another folder, or empty it.")
        listed.unlink()
    found: list[Path] = []
    with TemporaryDirectory(dir=folder) as room:
        graphs = _split(nquads, Path(room))
        scopes = {WHOLE: graphs, **({graph.stem: [graph] for graph in graphs} if parts else {})}
        for scope, files in scopes.items():
            for form in forms:
                found += _write(folder / f"{scope}.{form}", nquads if scope == WHOLE else None, files, form)
    listed.write_text("".join(f"{_digest(file)}  {file.name}\n" for file in sorted(found)), encoding="ascii")


def _split(nquads: Path, folder: Path) -> list[Path]:
    """A file of N-Quads for each named graph, by name of graph, named by the last part of its IRI."""
    with ExitStack() as stack, gzip.open(nquads) as lines:
        written: dict[bytes, IO[bytes]] = {}
        for line in lines:
            graph = line.rsplit(b" ", 2)[1]  # A quad ends with the IRI of its graph, a blank and a full stop.
            if graph not in written:
                file = folder / f"{scope_of(graph.decode().strip('<>'))}.nq"
                written[graph] = stack.enter_context(file.open("xb"))
            written[graph].write(line)
    return sorted(folder.iterdir())


def _write(target: Path, nquads: Path | None, graphs: list[Path], form: str) -> list[Path]:
    """Write one scope in one format, packed in each way. `nquads` is the whole graph, if that is the scope."""
    written = [target.with_name(f"{target.name}.{packing}") for packing in PACKINGS]
    with ExitStack() as stack:
        sinks = [stack.enter_context(_packed(file)) for file in written]
        tee = cast(IO[bytes], _Tee([sink.write for sink in sinks]))
        opened = gzip.open(nquads) if nquads else graphs[0].open("rb")  # noqa: SIM115 - the stack closes it
        whole = cast(IO[bytes], stack.enter_context(opened))
        if form == "nq":
            while block := whole.read(BLOCK):
                tee.write(block)
        elif form == "ttl":
            triples = (quad.triple for quad in parse(whole, format=RdfFormat.N_QUADS))
            once = (triple for triple, _ in groupby(triples))  # Sorted: those of two graphs stand side by side.
            serialize(once, tee, format=FORMS[form], prefixes=PREFIXES)
        else:  # Graph by graph: sorted by subject, quads would change their graph at every other line.
            quads = chain.from_iterable(parse(path=graph, format=RdfFormat.N_QUADS) for graph in graphs)
            serialize(quads, tee, format=FORMS[form], prefixes=PREFIXES)
    return written


@dataclass(frozen=True)
class _Tee:
    """Writes the same to several sinks."""

    writes: list[Callable[[bytes], object]]

    def write(self, data: bytes) -> int:
        for each in self.writes:
            each(data)
        return len(data)

    def flush(self) -> None:
        """Nothing, though the writer of triples asks for it: the sinks are closed when all is written."""


@contextmanager
def _packed(file: Path) -> Iterator[IO[bytes]]:
    """A file that packs what is written to it, with no time and no name in its header."""
    with file.open("wb") as raw:
        if file.suffix == ".gz":
            with gzip.GzipFile("", "wb", GZIP, raw, mtime=0) as packed:
                yield cast(IO[bytes], packed)
        else:
            with zstandard.ZstdCompressor(level=ZSTD, write_checksum=True).stream_writer(raw) as writer:
                yield cast(IO[bytes], writer)


@lru_cache(maxsize=1024)
def _kept(file: Path, size: int, changed: int) -> str:
    """The digest of a file, made once for as long as it has that size and was not written since."""
    return _digest(file)


def _content(packed: Path) -> bytes | None:
    """SHA-256 of what a gzip file holds; None where it is none."""
    try:
        with gzip.open(packed) as unpacked:
            return hashlib.file_digest(unpacked, "sha256").digest()
    except (OSError, EOFError, zlib.error):
        return None


def _digest(file: Path) -> str:
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()
