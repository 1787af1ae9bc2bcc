# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hand does to the drum hits of a recording by real input: it selects one, drags it to another drum, takes it back, adds
and deletes.

    python3 test-drums.py PROGRAM SOURCE
"""

import math
import os
import random
import re
import struct
import sys
import wave

import desktop
from desktop import App, click, drag, key, screenshot, wait

RATE = 22050
SECONDS = 8


def record_drums(folder):
    """A kick every half second, and a short hiss between."""
    noise, samples = random.Random(1), []
    for i in range(SECONDS * RATE):
        since, hiss = i % (RATE // 2) / RATE, (i + RATE // 4) % (RATE // 2) / RATE
        kick = math.sin(2 * math.pi * (60 * since + 4 * (1 - math.exp(-since / 0.03)))) * math.exp(-since / 0.08)
        thump = 0.5 * kick + 0.2 * noise.uniform(-1, 1) * math.exp(-since / 0.004)
        samples.append(thump + 0.25 * noise.uniform(-1, 1) * math.exp(-hiss / 0.02))
    path = os.path.join(folder, "Drums.wav")
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", int(32000 * max(-1, min(1, value)))) for value in samples))
    return path


def lane_of(app):
    """What shows the hits; it is called after what is selected in it."""
    found = [node for node in app.all("image") if (node.get_description() or "").startswith("The left and right arrows"
                                                                                           " select a hit")]
    return found[0] if found else None


def spoken(app):
    return lane_of(app).get_name()


def open_drums(folder):
    app = App(folder, record_drums(folder))
    wait("its drums", lambda: lane_of(app), 90)
    app.rest()
    return app


def select_first(app):
    """Into the lane, then by keys to the first hit after the playhead."""
    x, y, width, height = app.place(lane_of(app))
    click(x + width - 3, y + 4)
    wait("a drum is selected", lambda: spoken(app) != "Drums")
    key("Right")
    return wait("a hit is selected", lambda: ", strength " in spoken(app) and spoken(app))


def drum_of(app):
    return re.split(r",| at ", spoken(app))[0]


def strength(app):
    return int(re.search(r"strength (\d+) %", spoken(app))[1])


def hits_are_edited_by_keys(folder):
    app = open_drums(folder)
    first = select_first(app)
    screenshot("drums")
    key("Right")
    wait("the next one", lambda: spoken(app) != first and ", strength " in spoken(app))
    key("Left")
    wait("the first again", lambda: spoken(app) == first)
    drum, loud = drum_of(app), strength(app)
    key("minus")
    wait("it is softer", lambda: strength(app) < loud)
    key("plus")
    key("ctrl+z")
    key("ctrl+z")
    key("Delete")
    wait("it is gone", lambda: ", strength " not in spoken(app))
    key("Down")
    wait("another drum", lambda: spoken(app) != drum and ", strength " not in spoken(app))
    key("Insert")
    wait("a hit at the playhead", lambda: ", strength 70 %" in spoken(app))
    app.kill()


def hits_are_edited_by_hand(folder):
    app = open_drums(folder)
    select_first(app)
    x, y, width, height = app.place(lane_of(app))
    rows = round(height / 18)
    assert rows >= 2, height
    at = x + 0.52 * width  # between two kicks
    click(at, y + 9, repeat=2)
    wait("a hit is added", lambda: ", strength 70 %" in spoken(app))
    drum = drum_of(app)
    drag(at, y + 9, at + 40, y + 27)
    wait("it is another drum's", lambda: drum_of(app) != drum and ", strength 70 %" in spoken(app))
    screenshot("drum-moved")
    key("ctrl+z")
    wait("it is told", lambda: app.has("label", "Undo: Move Hit"))
    key("ctrl+z")
    wait("it is told", lambda: app.has("label", "Undo: Add Hit"))
    app.kill()


def position_s(app):
    """Where the playhead is, as the transport bar tells."""
    minutes, seconds = app.find("label", lambda name: " / 0:" in name).get_name().split(" / ")[0].split(":")
    return 60 * int(minutes) + float(seconds)


def the_lane_keeps_the_focus(folder):
    """Clicks on the header bar leave it the keys, also where the button has nothing left to do."""
    app = open_drums(folder)
    first = select_first(app)
    key("minus")
    wait("a step", lambda: app.has("label", "Edited"))
    app.click(app.find("push button", "Undo"))
    wait("no step", lambda: not app.has("label", "Edited"))
    wait("the hit as it was", lambda: spoken(app) == first)
    key("Right")
    wait("the next one", lambda: spoken(app) != first and ", strength " in spoken(app))
    app.click(app.find(None, "Sidebar"))
    app.rest()
    sidebar = app.has("page tab", "Notes")
    key("space")
    wait("it plays", lambda: position_s(app) > 0)
    assert app.has("page tab", "Notes") == sidebar
    app.kill()


if __name__ == "__main__":
    sys.exit(desktop.main([hits_are_edited_by_keys, hits_are_edited_by_hand, the_lane_keeps_the_focus]))
