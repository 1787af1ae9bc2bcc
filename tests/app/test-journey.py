# SPDX-License-Identifier: GPL-3.0-or-later
"""The journey of somebody who transcribes, by real input: open, merge, undo, split, move a note, turn a slider, save, be
killed, recover, export.

    python3 test-journey.py PROGRAM SOURCE
"""

import os
import sys

import desktop
from desktop import App, DEMO, click, drag, key, screenshot, wait
from steps import apply_split, choose_file, export_midi, save_and_delete_a_note, selected_pitch, split_button, stage, tracks


def open_demo(folder):
    app = App(folder, DEMO)
    wait("three tracks", lambda: len(tracks(app)) == 3, 60)
    app.rest()
    return app


def opens_through_the_chooser(folder):
    app = App(folder)
    app.find("push button", lambda name: "Demo" in name)
    key("ctrl+o")
    choose_file(app, DEMO)
    counts = wait("tracks", lambda: tracks(app), 60)
    assert len(counts) == 3 and sum(counts) > 90, counts
    assert app.has("label", "demo.flac")


def merges_undoes_and_splits(folder):
    app = open_demo(folder)
    before = tracks(app)
    x, y, width, height = app.place(app.nth(0, "list item"))
    click(x + width * 0.6, y + 18)
    desktop.xdotool("keydown", "ctrl")
    x, y, width, height = app.place(app.nth(1, "list item"))
    click(x + width * 0.6, y + 18)
    desktop.xdotool("keyup", "ctrl")
    app.click(app.find("push button", lambda name: name.startswith("Merge Selected Tracks")))
    wait("two tracks", lambda: len(tracks(app)) == 2)
    assert sorted(tracks(app)) == sorted([before[0] + before[1], before[2]]), (before, tracks(app))
    screenshot("merged")

    # split again by timbre: most notes go back where they were
    merged = max(range(2), key=lambda i: tracks(app)[i])
    row = app.nth(merged if tracks(app)[merged] == before[0] + before[1] else 1 - merged, "list item")
    x, y, width, height = app.place(row)
    click(x + width * 0.6, y + 18)
    app.act(split_button(app))
    app.act(app.find("menu item", lambda name: "Timbre" in name))
    app.rest()
    screenshot("split")
    apply_split(app)
    wait("three tracks", lambda: len(tracks(app)) == 3)
    after = sorted(tracks(app))
    assert sum(abs(a - b) for a, b in zip(after, sorted(before))) <= 8, (before, after)

    key("ctrl+z")
    wait("two tracks", lambda: len(tracks(app)) == 2)
    key("ctrl+z")
    wait("what was", lambda: tracks(app) == before)
    key("ctrl+shift+z")
    wait("two tracks", lambda: len(tracks(app)) == 2)


def moves_a_note_by_drag(folder):
    app = open_demo(folder)
    x, y, _ = stage(app)
    click(x, y - 200)
    key("Escape")
    key("period")
    first = wait("a selected note", lambda: selected_pitch(app))
    key("shift+f")
    app.rest()
    x, y, height = stage(app)
    screenshot("before-drag")
    semitone = height / 6  # a note that was fitted has three semitones around it
    drag(x, y, x, y - semitone)
    moved = wait("another pitch", lambda: selected_pitch(app) != first and selected_pitch(app))
    screenshot("after-drag")
    assert app.has("label", "Edited")
    key("ctrl+z")
    wait("the old pitch", lambda: selected_pitch(app) == first)
    key("Up")
    wait("nudged", lambda: selected_pitch(app) == moved)


def turns_a_slider(folder):
    app = open_demo(folder)
    before = sum(tracks(app))
    app.act(app.find("page tab", "Notes"))
    slider = app.find("slider", lambda name: "nset" in name)
    app.click(slider)
    for _ in range(50):  # all the way
        key("Left")
    apply = app.find("push button", lambda name: "Apply" in name)
    wait("it can be applied", lambda: apply.get_state_set().contains(desktop.StateType.SENSITIVE))
    screenshot("slider")
    app.act(apply)
    app.act(app.find("page tab", "Tracks"))
    wait("fewer notes", lambda: 0 < sum(tracks(app)) < before)
    key("ctrl+z")
    wait("all notes", lambda: sum(tracks(app)) == before)


def saves_is_killed_and_recovers(folder):
    app = open_demo(folder)
    path = os.path.join(folder, "My Song.coloratura")
    saved = save_and_delete_a_note(app, path, os.path.join(folder, "state"), choose_file)
    app.kill()

    app = App(folder)
    app.act(app.find("push button", lambda name: "Recover" in name, 30))
    wait("what was kept", lambda: sum(tracks(app)) == sum(saved) - 1, 60)
    assert app.has("label", "Edited")
    midi = export_midi(app, os.path.join(folder, "song.mid"))
    assert sum(len(notes) for _, notes in midi) == sum(saved) - 1
    assert len([name for name, notes in midi if notes]) == len(saved)
    app.kill()

    # the project itself is as it was saved
    app = App(folder, path)
    wait("what was saved", lambda: tracks(app) == saved, 60)


def is_killed_while_saving(folder):
    path = os.path.join(folder, "song.coloratura")
    for wait_s in (0.0, 0.01, 0.03, 0.1):
        app = App(folder, path if os.path.exists(path) else DEMO)
        wait("tracks", lambda: tracks(app), 60)
        key("ctrl+s")
        if not os.path.exists(path):
            choose_file(app, path)
            wait("the project", lambda: os.path.exists(path))
        desktop.pace(wait_s)
        app.kill()
        assert open(path, "rb").read(8), "the project is empty"
    app = App(folder, path)
    wait("tracks", lambda: len(tracks(app)) == 3, 60)
    assert not [name for name in os.listdir(folder) if name.startswith("song.coloratura.")], os.listdir(folder)


if __name__ == "__main__":
    sys.exit(desktop.main([opens_through_the_chooser, merges_undoes_and_splits, moves_a_note_by_drag, turns_a_slider,
                           saves_is_killed_and_recovers, is_killed_while_saving]))
