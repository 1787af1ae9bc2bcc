# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbered notation by real input: looked at, made smaller, and saved.

    python3 test-printing.py PROGRAM SOURCE
"""

import os
import sys

import desktop
from desktop import App, DEMO, key, screenshot, wait
from steps import choose_file, tracks, wait_for_focus


def is_looked_at_and_saved(folder):
    app = App(folder, DEMO)
    wait("three tracks", lambda: len(tracks(app)) == 3, 60)
    app.rest()
    key("ctrl+p")
    wait("the first page", lambda: app.has("label", lambda name: name.startswith("Page 1 of ")), 30)
    app.rest()
    screenshot("score")
    key("ctrl+minus")
    wait("it is smaller", lambda: app.has("label", "80 %"))
    path = os.path.join(folder, "song.pdf")
    key("ctrl+s")
    choose_file(app, path.removesuffix(".pdf"))  # which the name gets
    wait("it is told", lambda: app.has("label", "Saved “song.pdf”"))
    with open(path, "rb") as file:
        assert file.read(5) == b"%PDF-"
    # the pages stay, to save another part or print
    key("ctrl+s")
    choose_file(app, os.path.join(folder, "song.svg"))
    wait("it is told", lambda: app.has("label", "Saved “song.svg”"))
    key("Escape")
    wait_for_focus(app)


if __name__ == "__main__":
    sys.exit(desktop.main([is_looked_at_and_saved]))
