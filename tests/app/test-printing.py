# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbered notation by real input: looked at, made smaller, and saved.

    python3 test-printing.py PROGRAM SOURCE
"""

import os
import shutil
import sys

import desktop
from desktop import App, DEMO, key, screenshot, wait
from steps import choose_file, tracks, wait_for_focus, windows


def show_notation(app):
    wait("three tracks", lambda: len(tracks(app)) == 3, 60)
    app.rest()
    key("ctrl+p")
    wait("the first page", lambda: app.has("label", lambda name: name.startswith("Page 1 of ")), 30)
    app.rest()


def is_looked_at_and_saved(folder):
    app = App(folder, DEMO)
    show_notation(app)
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


def open_print_dialog(app):
    key("ctrl+p")
    app.find("label", "Print to File")
    app.rest()


def is_printed_to_a_file(folder):
    """One of the song's name, beside the song; nothing is left of what is cancelled."""
    song = shutil.copy(DEMO, os.path.join(folder, "My Song.flac"))
    app = App(folder, song)
    show_notation(app)
    notation = windows()
    before = sorted(os.listdir(folder))
    open_print_dialog(app)
    key("Escape")
    wait("only the notation is left", lambda: windows() == notation)
    assert sorted(os.listdir(folder)) == before
    open_print_dialog(app)
    key("Tab")  # to the list of printers, of which this one is there
    key("space")
    app.find(None, lambda name: name.endswith("My Song.pdf"))
    screenshot("print")
    app.act(app.find("push button", lambda name: "_Print" in name))
    path = os.path.join(folder, "My Song.pdf")
    wait("the file", lambda: os.path.exists(path) and os.path.getsize(path))
    wait("only the notation is left", lambda: windows() == notation)
    with open(path, "rb") as file:
        data = file.read()
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"), data[-20:]
    key("Escape")
    wait_for_focus(app)


if __name__ == "__main__":
    sys.exit(desktop.main([is_looked_at_and_saved, is_printed_to_a_file]))
