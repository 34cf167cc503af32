"""Drafts: what a build makes under another name, `.name.process`, until it is whole and moved into place.

One build at a time writes to a folder of snapshots; what a build that was killed has left, the next one removes.
"""

import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import BuildUnderWay

DRAFT = re.compile(r"\..+\.(?P<process>\d{1,9})")
DAY = 86_400.0
"""Seconds after which a draft is one that was left, though a process has its number: a container has numbers of its
own, and numbers are given again."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Within it, this process alone builds in the folder, and drafts that others have left are gone.

    Raises BuildUnderWay where another process builds there. The folder itself is locked, so that no file of ours stays
    in it; the lock ends with the process, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildUnderWay(f"Another build is at work in {folder}: wait for its end, then build again.") from None
        for draft in left(folder):
            shutil.rmtree(draft) if draft.is_dir() else draft.unlink()
        yield
    finally:
        os.close(lock)


def left(folder: Path) -> list[Path]:
    """Drafts in a folder, and in those below it, of which no process writes any more."""
    found = [*folder.glob(".*"), *folder.glob("*/.*")]
    return sorted(
        path for path in found if (match := DRAFT.fullmatch(path.name)) and _left(path, int(match["process"]))
    )


def _left(draft: Path, process: int) -> bool:
    if process == os.getpid() or time.time() - draft.stat().st_mtime > DAY:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
