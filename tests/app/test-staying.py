# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hand did to tracks stays, by real input: whatever slider moves, and when tracks are found again.

    python3 test-staying.py PROGRAM SOURCE
"""

import os
import sys

import desktop
from desktop import App, DEMO, click, key, screenshot, wait, write
from steps import apply_split, split_button, tracks, write_like_voices


def open_demo(folder):
    app = App(folder, DEMO)
    wait("three tracks", lambda: len(tracks(app)) == 3, 60)
    app.rest()
    return app


def select(app, number):
    """Clicks the row of a track, counted from 0."""
    x, y, width, _ = app.place(app.nth(number, "list item"))
    click(x + width * 0.6, y + 18)


def split_in_two(app):
    """Splits the track that is selected by timbre, although it has but one."""
    app.act(split_button(app))
    app.act(app.find("menu item", lambda name: "Timbre" in name))
    app.rest()
    app.click(app.find("combo box", lambda name: "umber" in name))
    app.rest()
    key("Home", "Down", "Return")
    wait("two parts", lambda: app.has(None, lambda name: name.endswith(" notes on 2 tracks")))
    apply_split(app)


def said(app):
    """What a preview would change."""
    names = [label.get_name() for label in app.all("status bar") + app.all("label")]
    return [name for name in names if name.endswith((" notes", " note", " changed", " track", " tracks", "No changes"))
            and ("more" in name or "fewer" in name or "changed" in name or "another" in name or name == "No changes")]


def apply_preview(app):
    button = wait("something to apply", lambda: [
        node for node in app.all("push button", lambda name: "Apply" in name)
        if node.get_state_set().contains(desktop.StateType.SENSITIVE)])[0]
    app.rest()
    app.act(button)


def sliders_leave_tracks(folder):
    """A track of like voices split by hand and one renamed: another sensitivity brings notes to their tracks and changes
    no track."""
    recording = os.path.join(folder, "Like Voices.wav")
    write_like_voices(recording)
    app = App(folder, recording)
    count = len(wait("tracks", lambda: tracks(app), 60))
    app.rest()
    select(app, 0)
    split_in_two(app)
    wait("a track more", lambda: len(tracks(app)) == count + 1)
    app.rest()
    select(app, 1)
    key("F2")
    app.rest()
    write("Bassoon")
    key("Return")
    wait("its name", lambda: app.has("label", "Bassoon"))
    before = tracks(app)
    app.act(app.find("page tab", "Notes"))
    app.click(app.find("slider", lambda name: "nset" in name))
    for _ in range(25):
        key("Right")
    change = wait("what would change", lambda: said(app))
    screenshot("more-notes")
    assert "more note" in change[0] and "track" not in change[0], change
    apply_preview(app)
    app.act(app.find("page tab", "Tracks"))
    after = wait("more notes", lambda: sum(tracks(app)) > sum(before) and tracks(app))
    assert len(after) == len(before) and all(a >= b for a, b in zip(after, before)), (before, after)
    assert app.has("label", "Bassoon")
    key("ctrl+z")
    wait("what was", lambda: tracks(app) == before)


def finds_tracks_again(folder):
    """The stepper previews another number of instruments; Escape ends it, Apply applies it, one step takes it back."""
    app = open_demo(folder)
    before = tracks(app)
    number = app.find("spin button", "Instruments")
    x, y, width, height = app.place(number)
    click(x + width - 12, y + height / 2)
    wait("a preview", lambda: said(app))
    screenshot("found-again")
    key("Escape")
    wait("its end", lambda: not said(app))
    assert tracks(app) == before
    for _ in range(2):  # down to one
        click(x + width - 48, y + height / 2)
        wait("a preview", lambda: said(app))
    wait("two tracks fewer", lambda: "2 fewer tracks" in said(app)[0])
    apply_preview(app)
    wait("one track", lambda: tracks(app) == [sum(before)])
    key("ctrl+z")
    wait("what was", lambda: tracks(app) == before)


if __name__ == "__main__":
    sys.exit(desktop.main([sliders_leave_tracks, finds_tracks_again]))
