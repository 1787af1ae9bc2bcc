# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hand does to the key and chords of the demo by real input: it hears a chord, types another, takes it back, and chooses
the key from a bar on.

    python3 test-chords.py PROGRAM SOURCE
"""

import sys

import desktop
from desktop import App, DEMO, click, key, screenshot, wait, write


def open_demo(folder):
    app = App(folder, DEMO)
    wait("its key", lambda: shown_key(app), 90)
    wait("its chords", lambda: lane_of(app))
    key("f")
    app.rest()
    return app


def shown_key(app):
    """What the button of the key says; None: there is none."""
    found = app.all(None, lambda name: name.startswith("Key: "))
    return found[0].get_name()[5:] if found else None


def lane_of(app):
    found = app.all("image", lambda name: name == "Chords" or name.startswith("Chord ") or name.startswith("No chord"))
    return found[0] if found else None


def spoken(app):
    return lane_of(app).get_name()


def undo_is_on(app):
    button = app.find("push button", "Undo")
    return button.get_state_set().contains(desktop.StateType.SENSITIVE)


def is_heard_typed_and_taken_back(folder):
    app = open_demo(folder)
    assert not undo_is_on(app), "to find chords is no edit"
    x, y, width, height = app.place(lane_of(app))
    at = x + 0.4 * width
    click(at, y + height / 2)
    found = wait("it is selected", lambda: spoken(app) != "Chords" and spoken(app))
    assert found.startswith("Chord ") and ", bar " in found, found
    assert not undo_is_on(app), "to hear a chord is no edit"
    bar = found[found.index(", bar "):]
    click(at, y + height / 2, repeat=2)
    entry = app.find("text", "Chord")
    write("H7")
    key("Return")
    wait("it is told", lambda: app.has("label", lambda name: name.startswith("“H7” is not a chord.")))
    screenshot("no-chord")
    assert not undo_is_on(app)
    key("ctrl+a")
    write("Bb/D")
    key("Return")
    wait("it is set", lambda: spoken(app) == "Chord B♭ major over D" + bar)
    assert not entry.get_state_set().contains(desktop.StateType.SHOWING)
    screenshot("chord-set")
    # by keys alone: to the next and back, edited, and taken back to what was found
    key("Right")
    wait("the next one", lambda: spoken(app) != "Chord B♭ major over D" + bar)
    key("Left")
    wait("back", lambda: spoken(app) == "Chord B♭ major over D" + bar)
    key("Return")
    app.find("text", "Chord")
    key("ctrl+a")
    write("N")
    key("Return")
    wait("none", lambda: spoken(app) == "No chord" + bar)
    key("ctrl+z")
    wait("it is told", lambda: app.has("label", "Undo: Set Chord"))
    wait("the one before", lambda: spoken(app) == "Chord B♭ major over D" + bar)
    key("Delete")
    wait("what was found", lambda: spoken(app) == found)
    app.kill()


def lane_is_hidden_and_shown(folder):
    app = open_demo(folder)
    app.click(app.find(None, "Spectrogram and Notes"))
    app.find("check box", lambda name: name.replace("_", "") == "Show chords")
    app.rest()
    for shown in (False, True):
        key("alt+h")
        wait("the lane", lambda: bool(lane_of(app)) == shown)
    app.kill()


def the_key_is_chosen(folder):
    app = open_demo(folder)
    found = shown_key(app)
    assert found.endswith(" major"), found
    app.click(app.find(None, "Key: " + found))
    wait("how sure it is", lambda: app.has("label", lambda name: name.startswith("Key found: ")))
    app.rest()
    key("Tab", "space")  # from the tonic to the mode, and open that
    app.rest()
    key("Down", "Return")
    chosen = found.replace("major", "minor")
    wait("the mode", lambda: shown_key(app) == chosen)
    assert app.has("label", "This key was set by hand.")
    screenshot("key-chosen")
    key("Escape")
    key("ctrl+z")
    wait("it is told", lambda: app.has("label", "Undo: Set Key"))
    wait("what was found", lambda: shown_key(app) == found)
    app.kill()


if __name__ == "__main__":
    sys.exit(desktop.main([is_heard_typed_and_taken_back, lane_is_hidden_and_shown, the_key_is_chosen]))
