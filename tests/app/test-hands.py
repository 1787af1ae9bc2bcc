# SPDX-License-Identifier: GPL-3.0-or-later
"""What hands do on the canvas and the keyboard, by real input.

    python3 test-hands.py PROGRAM SOURCE
"""

import sys

import desktop
from desktop import App, DEMO, click, drag, key, screenshot, wait
from steps import selected_pitch, stage, tracks


def open_demo(folder):
    app = App(folder, DEMO)
    wait("three tracks", lambda: len(tracks(app)) == 3, 60)
    app.rest()
    return app


def move_a_slider(app):
    """On the page of notes, until it has a preview."""
    app.act(app.find("page tab", "Notes"))
    app.click(app.find("slider", lambda name: "nset" in name))
    for _ in range(12):
        key("Left")
    wait("a preview", lambda: app.has("label", "Press Escape to end the preview."))


def previews_end(folder):
    """Reset leaves nothing of a preview behind, and neither does Escape, where the focus is and on the canvas."""
    app = open_demo(folder)
    before = tracks(app)
    for end in (lambda: app.act(app.find("push button", lambda name: name.lstrip("_").startswith("R") and "eset" in name)),
                lambda: key("Escape")):
        move_a_slider(app)
        end()
        wait("its end", lambda: not app.has("label", "Press Escape to end the preview."))
        wait("nothing to apply", lambda: app.has(None, "Move a slider to preview changes."))
        # the notes can be edited at once, on the same page
        x, y, _ = stage(app)
        click(x, y - 200)
        key("Escape")
        key("period")
        pitch = wait("a selected note", lambda: selected_pitch(app))
        key("Up")
        wait("it moves", lambda: selected_pitch(app) != pitch)
        key("ctrl+z")
        wait("it is back", lambda: selected_pitch(app) == pitch)
    move_a_slider(app)
    x, y, _ = stage(app)
    click(x, y - 200)
    key("Up")
    assert app.has("label", lambda name: "press Escape" in name)
    screenshot("refused")
    key("Escape")
    wait("its end", lambda: not app.has("label", "Press Escape to end the preview."))
    app.act(app.find("page tab", "Tracks"))
    assert tracks(app) == before


def pressed(app, name):
    states = app.find(None, name).get_state_set()
    return states.contains(desktop.ATSPI.StateType.PRESSED) or states.contains(desktop.ATSPI.StateType.CHECKED)


def tools_are_seen(folder):
    """A tool is taken up by a click or by its number, works at once, and Escape puts it away."""
    app = open_demo(folder)
    count = sum(tracks(app))
    assert pressed(app, "Select")
    app.click(app.find(None, "Draw"))
    assert pressed(app, "Draw") and not pressed(app, "Select")
    x, y, _ = stage(app)
    screenshot("draw")
    drag(x, y + 100, x + 60, y + 100)
    wait("a note more", lambda: sum(tracks(app)) == count + 1)
    key("3")
    wait("the eraser", lambda: pressed(app, "Erase"))
    click(x + 30, y + 100)
    wait("it is gone", lambda: sum(tracks(app)) == count)
    key("Escape")
    wait("back to selecting", lambda: pressed(app, "Select"))
    for button in ("Zoom In", "Zoom In", "Zoom Out", "Fit All"):
        app.click(app.find("push button", button))
    app.rest()
    key("4")
    wait("the scissors", lambda: pressed(app, "Split"))
    screenshot("split")
    key("1")
    wait("selecting", lambda: pressed(app, "Select"))


if __name__ == "__main__":
    sys.exit(desktop.main([previews_end, tools_are_seen]))
