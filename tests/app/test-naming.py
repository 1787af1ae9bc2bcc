# SPDX-License-Identifier: GPL-3.0-or-later
"""What notes are called, by real input: by the key of the song, and as the preferences say, at once.

    python3 test-naming.py PROGRAM SOURCE
"""

import re
import sys

import desktop
from desktop import App, DEMO, click, key, screenshot, wait
from steps import selected_pitch, stage, tracks

LETTERS = "C D EF G A B"
GERMAN = {"C sharp": "Cis", "D flat": "Des", "D sharp": "Dis", "E flat": "Es", "F sharp": "Fis", "G flat": "Ges", "G sharp": "Gis",
          "A flat": "As", "A sharp": "Ais", "B flat": "B"}


def shown_pitch(app):
    """What the inspector's entry shows."""
    node = app.find("text", "Pitch")
    return node.get_text()


def number_of(spoken):
    """The MIDI number of a pitch that is spoken as "B flat 4"."""
    return 12 * (int(spoken[-1]) + 1) + LETTERS.index(spoken[0]) + ("sharp" in spoken) - ("flat" in spoken)


def select_a_black_key(app):
    x, y, _ = stage(app)
    click(x, y - 200)
    key("Escape")
    key("period")
    spoken = wait("a selected note", lambda: selected_pitch(app))
    for _ in range(12):
        if re.fullmatch(r"\w (sharp|flat) \d", spoken):
            return spoken
        before = spoken
        key("Up")
        spoken = wait("a semitone higher", lambda: selected_pitch(app) != before and selected_pitch(app))
    raise AssertionError("no black key in an octave")


def choose(app, mnemonic, steps):
    """Chooses what is @steps below the first choice of a row of the preferences."""
    shown = app.root().get_child_count()
    key("ctrl+comma")
    wait("the preferences", lambda: app.root().get_child_count() > shown)
    app.find(None, lambda name: "Note Names" in name.replace("_", ""))
    app.rest()
    # GTK complains of a list below the screen
    click(560, 420, button=5, repeat=10)
    app.rest()
    key("alt+" + mnemonic)
    app.rest()
    key("Home", *["Down"] * steps)
    key("Return")
    app.rest()
    screenshot(f"preferences-{mnemonic}-{steps}")
    key("Escape")
    wait("the preferences to close", lambda: app.root().get_child_count() == shown)


def notes_are_called_as_the_preferences_say(folder):
    app = App(folder, DEMO)
    wait("three tracks", lambda: len(tracks(app)) == 3, 60)
    app.rest()
    spoken = select_a_black_key(app)
    number = number_of(spoken)
    wait("the sign in the inspector", lambda: shown_pitch(app) == spoken.replace(" sharp ", "♯").replace(" flat ", "♭"))
    screenshot("by-key")

    choose(app, "n", 2)
    wait("German", lambda: shown_pitch(app) == GERMAN[spoken[:-2]] + spoken[-1])
    assert selected_pitch(app) == shown_pitch(app)
    screenshot("german")
    choose(app, "n", 4)
    wait("letters beside numbers", lambda: selected_pitch(app) == spoken)
    screenshot("numbers")
    choose(app, "n", 1)
    choose(app, "l", 1)
    wait("sharps", lambda: "sharp" in selected_pitch(app) and shown_pitch(app)[1] == "♯")
    assert number_of(selected_pitch(app)) == number
    choose(app, "l", 2)
    wait("flats", lambda: "flat" in selected_pitch(app) and shown_pitch(app)[1] == "♭")
    assert number_of(selected_pitch(app)) == number
    screenshot("flats")


if __name__ == "__main__":
    sys.exit(desktop.main([notes_are_called_as_the_preferences_say]))
