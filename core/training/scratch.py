# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that one program writes and the next reads at once."""

import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")


def folder():
    """A temporary folder, in memory where the system keeps files there."""
    return tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
