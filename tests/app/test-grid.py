# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes on the grid of beats, by real input: drawing, dragging and nudging that snap, quantising, and back as heard.

    python3 test-grid.py PROGRAM SOURCE
"""

import re
import sys

import desktop
from desktop import App, DEMO, click, drag, key, pace, screenshot, wait, xdotool
from steps import stage, tracks


def state_of(app, name):
    return app.find(None, name).get_state_set()


def is_sensitive(app, name):
    return state_of(app, name).contains(desktop.StateType.SENSITIVE)


def is_pressed(app, name):
    states = state_of(app, name)
    return states.contains(desktop.StateType.PRESSED) or states.contains(desktop.StateType.CHECKED)


def open_demo(folder):
    """The demo, when its beats are known."""
    app = App(folder, DEMO)
    wait("three tracks", lambda: len(tracks(app)) == 3, 60)
    wait("its beats", lambda: is_sensitive(app, "Snap to the Grid"), 60)
    app.rest()
    x, y, _ = stage(app)
    click(x, y + 100)
    key("Escape")
    return app


def note(app):
    """Start and length of the selected note, in seconds, as the canvas tells a screen reader."""
    for node in app.all("image") + app.all("label"):
        told = re.search(r" at (\d+):([\d.]+), ([\d.]+) s long, ", node.get_name() or "")
        if told:
            return 60 * int(told[1]) + float(told[2]), float(told[3])
    return None


def moves(app, *keys):
    """What the keys make of the selected note."""
    before = note(app)
    key(*keys)
    return wait(f"{keys} to move it", lambda: note(app) != before and note(app))


def lies_on_grid(app, forth="Right", back="Left"):
    """A step forth and one back lead home from a line, and from nowhere else."""
    before = note(app)
    moves(app, forth)
    moves(app, back)
    app.rest()
    return note(app) == before


def what_is_drawn_and_dragged_snaps(folder):
    app = open_demo(folder)
    count = sum(tracks(app))
    assert not is_pressed(app, "Snap to the Grid")
    key("g")
    wait("it snaps", lambda: is_pressed(app, "Snap to the Grid"))
    x, y, _ = stage(app)
    key("2")
    drag(x, y + 100, x + 120, y + 100)
    wait("a note more", lambda: sum(tracks(app)) == count + 1)
    drawn = wait("it is selected", lambda: note(app))
    screenshot("grid-drawn")
    assert lies_on_grid(app)
    # its end lies on a line, too
    assert lies_on_grid(app, "shift+Right", "shift+Left")
    # dragged, it leaps from line to line
    drag(x + 20, y + 100, x + 83, y + 100)
    wait("it is elsewhere", lambda: note(app) != drawn)
    assert abs(note(app)[1] - drawn[1]) < 0.03
    assert lies_on_grid(app)
    there = note(app)
    for _ in range(3):  # the drag and two keys, which are one step where they follow each other at once
        if note(app)[0] != drawn[0]:
            key("ctrl+z")
            app.rest()
    assert note(app)[0] == drawn[0]
    # Alt frees, in the middle of a drag
    xdotool("mousemove", int(x + 20), int(y + 100))
    pace(0.05)
    xdotool("mousedown", 1)
    xdotool("mousemove", int(x + 50), int(y + 100))
    pace(0.05)
    xdotool("keydown", "alt")
    for step in range(10):
        xdotool("mousemove", int(x + 50 + step), int(y + 100))
        pace(0.02)
    xdotool("mouseup", 1)
    xdotool("keyup", "alt")
    wait("it is elsewhere", lambda: note(app) and note(app)[0] not in (drawn[0], there[0]))
    assert not lies_on_grid(app)
    # switched off, the arrows are as fine as ever
    key("g")
    wait("it snaps no more", lambda: not is_pressed(app, "Snap to the Grid"))
    before = note(app)[0]
    assert abs(abs(moves(app, "Right")[0] - before) - 0.01) < 0.0101


def offers(app):
    """Whether the box says what quantising would do."""
    return app.has(None, lambda name: "Off the grid: " in name)


def notes_are_quantised_and_come_back(folder):
    app = open_demo(folder)
    key("q")
    wait("what would become of all notes", lambda: offers(app))
    app.rest()
    screenshot("grid-quantise")
    key("Escape")
    wait("its end", lambda: not offers(app))
    # the keys of the canvas work at once; the third note is off the grid
    heard = None
    for _ in range(3):
        before = heard
        key("period")
        heard = wait("the next note", lambda: note(app) != before and note(app))
    key("q")
    wait("what would become of it", lambda: offers(app))
    app.rest()
    app.act(app.find("push button", lambda name: name.lstrip("_").startswith("Apply")))
    wait("it moves", lambda: note(app) != heard and not offers(app))
    app.rest()
    screenshot("grid-quantised")
    key("shift+q")
    wait("it is back as heard", lambda: note(app) == heard)
    key("ctrl+z")
    wait("it is quantised again", lambda: note(app) != heard)
    key("ctrl+z")
    wait("it never was", lambda: note(app) == heard)


if __name__ == "__main__":
    sys.exit(desktop.main([what_is_drawn_and_dragged_snaps, notes_are_quantised_and_come_back]))
