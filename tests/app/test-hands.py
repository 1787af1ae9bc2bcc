# SPDX-License-Identifier: GPL-3.0-or-later
"""What hands do on the canvas and the keyboard, by real input.

    python3 test-hands.py PROGRAM SOURCE
"""

import re
import sys

import desktop
from desktop import App, DEMO, click, drag, key, pixels, screenshot, wait
from steps import canvas, selected_pitch, stage, tracks


def open_demo(folder):
    app = App(folder, DEMO)
    wait("three tracks", lambda: len(tracks(app)) == 3, 60)
    app.rest()
    return app


def move_a_slider(app):
    """On the page of notes, until it has a preview."""
    app.act(app.find("page tab", "Notes"))
    app.click(app.find("slider", lambda name: "nset" in name))
    for _ in range(50):  # all the way
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
    return states.contains(desktop.StateType.PRESSED) or states.contains(desktop.StateType.CHECKED)


def tools_are_seen(folder):
    """A tool is taken up by a click or by its number, works at once, and Escape puts it away."""
    app = open_demo(folder)
    count = sum(tracks(app))
    assert pressed(app, "Select Notes")
    app.click(app.find(None, "Draw Notes"))
    assert pressed(app, "Draw Notes") and not pressed(app, "Select Notes")
    x, y, _ = stage(app)
    screenshot("draw")
    drag(x, y + 100, x + 60, y + 100)
    wait("a note more", lambda: sum(tracks(app)) == count + 1)
    key("3")
    wait("the eraser", lambda: pressed(app, "Erase Notes"))
    click(x + 30, y + 100)
    wait("it is gone", lambda: sum(tracks(app)) == count)
    key("Escape")
    wait("back to selecting", lambda: pressed(app, "Select Notes"))
    for button in ("Zoom In", "Zoom In", "Zoom Out", "Fit All"):
        app.click(app.find("push button", button))
    app.rest()
    key("4")
    wait("the scissors", lambda: pressed(app, "Split Notes"))
    screenshot("split")
    key("1")
    wait("selecting", lambda: pressed(app, "Select Notes"))


def width(app):
    return int(re.search(r"Geometry: (\d+)x", desktop.xdotool("getwindowgeometry", app.window())).group(1))


def the_window_narrows_at_once(folder):
    """From a wide window to the narrowest in one step, and back."""
    app = open_demo(folder)
    key("F11")
    wait("a window", lambda: not app.fills_screen())
    for wide in (1200, 360, 1200):
        desktop.xdotool("windowsize", app.window(), wide, 700)
        wait(f"{wide} pixels", lambda: width(app) == wide)
        app.rest()
        screenshot(f"width-{wide}")
        assert width(app) == wide


def the_canvas_shows_the_focus(folder):
    """Around all of it, when the keyboard has brought it there; a click takes the frame away."""
    app = open_demo(folder)
    x, y, _ = stage(app)
    click(x, y + 100)
    key("Escape")
    left, top, _, height = map(int, canvas(app))

    def edge():
        return pixels(left, top + height // 2, 1, 20)
    app.rest()
    plain = edge()
    key("shift+Tab", "Tab")
    wait("a frame", lambda: edge() != plain)
    click(x, y + 100)
    wait("none", lambda: edge() == plain)


def uncertain(app):
    """How many uncertain notes are left, as the row over the canvas says."""
    said = [label.get_name().split()[0] for label in app.all("label", lambda name: name.endswith(" uncertain"))]
    return int(said[0]) if said else 0


def uncertain_notes_are_reviewed(folder):
    """N goes from one to the next, Enter accepts, Delete dismisses for good; what is left is told."""
    app = open_demo(folder)
    # brought out by a threshold that is hard to pass
    app.act(app.find("page tab", "Notes"))
    app.click(app.find("slider", lambda name: "nset" in name))
    for _ in range(50):  # all the way
        key("Left")
    apply = app.find("push button", lambda name: "Apply" in name)
    wait("it can be applied", lambda: apply.get_state_set().contains(desktop.StateType.SENSITIVE))
    app.act(apply)
    app.act(app.find("page tab", "Tracks"))
    app.rest()
    left, sure = uncertain(app), sum(tracks(app))
    assert left >= 3, left
    x, y, _ = stage(app)
    click(x, y + 100)
    key("n")
    first = wait("a selected note", lambda: selected_pitch(app))
    assert app.has("label", "Enter accepts, Delete dismisses")
    screenshot("uncertain")
    key("Return")
    wait("it is accepted", lambda: sum(tracks(app)) == sure + 1 and uncertain(app) == left - 1)
    assert wait("the next one", lambda: selected_pitch(app)), first
    key("Delete")
    wait("it is dismissed", lambda: uncertain(app) == left - 2)
    assert sum(tracks(app)) == sure + 1
    key("shift+n")
    wait("the one before", lambda: selected_pitch(app))
    app.click(app.find("push button", "Next Uncertain Note"))
    key("Delete")
    wait("it is dismissed", lambda: uncertain(app) == left - 3)
    key("ctrl+z")
    wait("it is back", lambda: uncertain(app) == left - 2)


if __name__ == "__main__":
    sys.exit(desktop.main([previews_end, tools_are_seen, the_window_narrows_at_once,
                           the_canvas_shows_the_focus, uncertain_notes_are_reviewed]))
