# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole session by keyboard, with what a screen reader is told and without a pointer or a look at the screen: a recording is
opened, its tracks are heard, notes are walked and one is edited, two tracks are merged, and the MIDI file is right.

    python3 test-speaking.py PROGRAM SOURCE
"""

import os
import re
import sys

import desktop
from desktop import App, DEMO, key, wait
from steps import choose_file, export_midi


def focused(app):
    """What has the focus in the window."""
    found = [node for node in app.all() if node.get_state_set().contains(desktop.StateType.FOCUSED)]
    return found[-1] if found else None


def spoken(app):
    """The name of what has the focus, which is what a screen reader says."""
    node = focused(app)
    return node.get_name() if node else ""


def note(app):
    """Pitch, time and track of the note that the canvas speaks of, and how sure of it the program is, in percent."""
    told = re.fullmatch(r"Notes: (\w(?: sharp | flat )?\d) at (\d+):([\d.]+), [\d.]+ s long, (.+?), velocity \d+"
                        r"(?:, confidence (\d+) %)?", spoken(app))
    return told and (told[1], 60 * int(told[2]) + float(told[3]), told[4], int(told[5] or 100))


def rows(app):
    """The tracks as they are listed: {name: number of notes}."""
    told = [re.fullmatch(r"(.+), .+, (\d+) notes?", row.get_name()) for row in app.all("list item")]
    return {row[1]: int(row[2]) for row in told if row}


def a_song_from_opening_to_export(folder):
    app = App(folder)
    app.find("push button", lambda name: "Demo" in name)
    key("ctrl+o")
    choose_file(app, DEMO)
    wait("three tracks", lambda: len(rows(app)) == 3, 60)
    app.rest()

    # the list of tracks
    key("F6")
    heard = [wait("a track is spoken", lambda: re.search(r" \d+ notes", spoken(app)) and spoken(app))]
    for _ in range(2):
        key("Down")
        heard.append(wait("the next track", lambda: spoken(app) != heard[-1] and spoken(app)))
    before = rows(app)
    assert [re.match(r"(.+), .+, \d+ notes", name)[1] for name in heard] == list(before), (heard, before)

    # notes, one after the other
    key("F6")
    key("period")
    first = wait("a note is spoken", lambda: note(app))
    key("period")
    second = wait("the next note", lambda: note(app) and note(app) != first and note(app))
    assert second[1] > first[1] and second[2] == first[2], (first, second)
    assert min(first[3], second[3]) < 100, "no confidence is spoken"

    # one is edited
    key("shift+Up")
    edited = wait("an octave higher", lambda: note(app) and note(app)[0] != second[0] and note(app))
    assert edited[0][:-1] == second[0][:-1] and int(edited[0][-1]) == int(second[0][-1]) + 1, (second, edited)

    # two tracks become one
    key("F6")
    wait("a track is spoken", lambda: re.search(r" \d+ notes", spoken(app)))
    key("Home")
    key("shift+Down")
    merge = app.find("push button", lambda name: name.startswith("Merge Selected Tracks"))
    wait("they can be merged", lambda: merge.get_state_set().contains(desktop.StateType.SENSITIVE))
    app.act(merge)
    wait("two tracks", lambda: len(rows(app)) == 2)
    after = rows(app)
    assert sum(after.values()) == sum(before.values()), (before, after)

    # what is exported
    midi = export_midi(app, os.path.join(folder, "song.mid"))
    written = {name: len(notes) for name, notes in midi if notes}
    assert written == after, (written, after)
    name = edited[0]
    number = 12 * (int(name[-1]) + 1) + "C D EF G A B".index(name[0]) + ("sharp" in name) - ("flat" in name)
    assert any(pitch == number for _, notes in midi for _, pitch in notes), (number, midi)
    app.kill()


def walk_to(app, press, name):
    """Presses a key until what it has brought the focus to has this in its name, which must be soon."""
    heard = []
    for _ in range(12):
        key(press)
        heard.append(wait("something is spoken", lambda: (not heard or spoken(app) != heard[-1]) and spoken(app)))
        if name in heard[-1]:
            return
    raise AssertionError((name, heard))


def a_track_is_split(folder):
    """By timbre, from its menu on."""
    app = App(folder, DEMO)
    wait("three tracks", lambda: len(rows(app)) == 3, 60)
    app.rest()
    before = rows(app)
    key("F6")
    first = wait("a track is spoken", lambda: re.search(r" \d+ notes", spoken(app)) and spoken(app))
    key("Down")
    wait("the next track", lambda: spoken(app) != first and re.search(r" \d+ notes", spoken(app)))
    key("shift+F10")
    wait("its menu", lambda: spoken(app) == "Rename")
    walk_to(app, "Down", "Split by Timbre")
    key("Return")
    wait("how to split it", lambda: spoken(app).endswith("Timbre"))
    walk_to(app, "Tab", "Split")
    key("Return")
    wait("four tracks", lambda: len(rows(app)) == 4)
    assert sum(rows(app).values()) == sum(before.values()), (before, rows(app))
    key("ctrl+z")
    wait("three again", lambda: rows(app) == before)
    app.kill()


if __name__ == "__main__":
    sys.exit(desktop.main([a_song_from_opening_to_export, a_track_is_split]))
