# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hand does to the bars and beats of the demo by real input: it drags a beat, taps a few, hides them, and takes all of
it back.

    python3 test-beats.py PROGRAM SOURCE
"""

import os
import re
import sys

import desktop
from desktop import App, DEMO, click, drag, key, pace, screenshot, wait, xdotool
from steps import choose_file, read_midi, wait_for_focus

SONG_S = 24.0  # the demo


def open_demo(folder):
    app = App(folder, DEMO)
    wait("its beats", lambda: place(app), 90)
    key("f")
    app.rest()
    return app


def place(app):
    """Bar, beat, tick and beats a minute at the playhead, as the transport bar tells; None: it tells of no beats."""
    for label in app.all("label", lambda name: "=" in name):
        told = re.fullmatch(r"(\d+)\.(\d+)\.(\d+) +\S+ = (\d+) +\d+/\d+", label.get_name())
        if told:
            return tuple(map(int, told.groups()))
    return None


def go_to(app, time_s):
    """Clicks on the time ruler; returns where on the screen, and where in the song that is."""
    app.rest()
    x, y, width, height = app.place(app.find(None, "Time ruler"))
    before, at = place(app), x + time_s / SONG_S * width
    click(at, y + height / 2)
    wait("the playhead moves", lambda: place(app) != before)
    return at, width / SONG_S


def undo_is_on(app):
    button = app.find("push button", "Undo")
    return button.get_state_set().contains(desktop.StateType.SENSITIVE)


def drags_a_beat_and_takes_it_back(folder):
    app = open_demo(folder)
    assert not undo_is_on(app), "to find beats is no edit"
    at, px_per_s = go_to(app, 12.3)
    before = place(app)
    beat_s = 60 / before[3]
    line = at - before[2] / 960 * beat_s * px_per_s
    x, y, width, height = app.place(app.find("image", "Bars and beats"))
    drag(line, y + height / 2, line + 7, y + height / 2)
    wait("the beat moves", lambda: place(app) != before)
    wait("a step to undo", lambda: undo_is_on(app))
    screenshot("dragged")
    key("ctrl+z")
    wait("it is told", lambda: app.has("label", "Undo: Move Beat"))
    wait("the beat is back", lambda: place(app) == before)
    assert not undo_is_on(app)
    # elsewhere a drag loops bars, and the playhead goes to the first of them
    go_to(app, 4.2)
    drag(line + 0.5 * beat_s * px_per_s, y + height / 2, line + 4 * beat_s * px_per_s, y + height / 2)
    wait("the loop", lambda: place(app)[1:3] == (1, 0))
    app.kill()


def hold(x, y, to_x, *keys):
    """A drag in which keys are pressed before the button is released."""
    xdotool("mousemove", int(x), int(y))
    pace(0.05)
    xdotool("mousedown", 1)
    for step in range(1, 11):
        xdotool("mousemove", int(x + (to_x - x) * step / 10), int(y))
        pace(0.02)
    for name in keys:
        xdotool("key", name)
    pace()
    xdotool("mouseup", 1)
    pace()


def escape_ends_a_drag_in_the_rulers(folder):
    app = open_demo(folder)
    at, px_per_s = go_to(app, 12.3)
    before = place(app)
    beat_s = 60 / before[3]
    line = at - before[2] / 960 * beat_s * px_per_s
    x, y, width, height = app.place(app.find("image", "Bars and beats"))
    hold(line, y + height / 2, line + 7, "Escape")
    app.rest()
    assert place(app) == before and not undo_is_on(app)
    # a loop ends as if it had never been drawn, and the playhead stays
    x, y, width, height = app.place(app.find(None, "Time ruler"))
    hold(x + 50, y + height / 2, x + 150, "Escape")
    app.rest()
    assert place(app) == before
    # another drag is as good as ever
    drag(x + 50, y + height / 2, x + 150, y + height / 2)
    wait("the loop", lambda: place(app) != before)
    app.kill()


def a_loop_snaps(folder):
    app = open_demo(folder)
    go_to(app, 20.0)
    x, y, width, height = app.place(app.find(None, "Time ruler"))
    before = place(app)
    drag(x + 0.31 * width, y + height / 2, x + 0.45 * width, y + height / 2)
    free = wait("a loop that begins anywhere", lambda: place(app) != before and place(app))
    assert free[2] % 240, "too near a line to tell"
    key("g")
    drag(x + 0.63 * width, y + height / 2, x + 0.75 * width, y + height / 2)
    snapped = wait("a loop that begins on a line", lambda: place(app) != free and place(app))
    assert snapped[2] % 240 == 0, snapped
    screenshot("loop-snapped")
    app.kill()


def export_quantised(app, path):
    """As export_midi(), with the timing that is second in the dialog, chosen by keys."""
    key("ctrl+e")
    app.find("push button", lambda name: name.lstrip("_").startswith("Export"))
    app.rest()
    key("alt+i")
    app.rest()
    key("Down", "Return")
    wait("it is chosen", lambda: app.has("label", "Quantized automatically"))
    app.rest()
    screenshot("export-quantised")
    key("alt+e")
    choose_file(app, path)
    wait("the MIDI file", lambda: os.path.exists(path))
    wait_for_focus(app)
    return [tick for _, notes in read_midi(path) for tick, _ in notes]


def beats_are_corrected_and_notes_exported_on_them(folder):
    app = open_demo(folder)
    at, px_per_s = go_to(app, 12.3)
    before = place(app)
    beat_s = 60 / before[3]
    line = at - before[2] / 960 * beat_s * px_per_s
    x, y, width, height = app.place(app.find("image", "Bars and beats"))
    drag(line, y + height / 2, line + 7, y + height / 2)
    wait("a step to undo", lambda: undo_is_on(app))
    moved = place(app)
    click(line + 20, y + height / 2, button=3)
    app.act(app.find("menu item", "Find Beats Again"))
    wait("the beats beside it are back", lambda: place(app) != moved)
    ticks = export_quantised(app, os.path.join(folder, "song.mid"))
    # every note lies on a line of straight or triplet 32nds or longer steps, and many begin with a beat
    assert len(ticks) > 90 and all(tick % 120 == 0 or tick % 160 == 0 for tick in ticks), ticks
    assert sum(tick % 960 == 0 for tick in ticks) > len(ticks) / 8
    key("ctrl+z")
    wait("the beat is where it was dragged", lambda: place(app) == moved)
    assert undo_is_on(app), "the beat that was dragged is a step of its own"
    app.kill()


def taps_the_beat_while_it_plays(folder):
    app = open_demo(folder)
    go_to(app, 1.0)
    key("space")
    for _ in range(4):  # at once: the sound device of a test plays as fast as it is fed
        key("t")
    wait("a step to undo", lambda: undo_is_on(app))
    key("space")
    screenshot("tapped")
    while undo_is_on(app):  # a slow machine may have made two rows of them
        key("ctrl+z")
        app.rest()
    assert app.has("label", "Undo: Tap Tempo")
    app.kill()


def hides_bars_and_beats(folder):
    app = open_demo(folder)
    assert app.has("image", "Bars and beats")
    key("b")
    wait("they are hidden", lambda: not app.has("image", "Bars and beats"))
    assert place(app), "where the playhead is goes on being told"
    key("b")
    wait("they are shown", lambda: app.has("image", "Bars and beats"))
    app.kill()


if __name__ == "__main__":
    sys.exit(desktop.main([drags_a_beat_and_takes_it_back, escape_ends_a_drag_in_the_rulers, a_loop_snaps,
                           beats_are_corrected_and_notes_exported_on_them,
                           taps_the_beat_while_it_plays, hides_bars_and_beats]))
