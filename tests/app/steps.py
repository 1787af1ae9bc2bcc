# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests by real input do in this program, and read from it, again and again."""

import array
import math
import os
import random
import re
import struct
import subprocess
import time
import wave

from desktop import WINDOWS, click, key, wait, write, xdotool


RATE = 22050


def add_note(sound, start_s, length_s, midi, roll):
    """Eight harmonics, each @roll times as strong as the one below it."""
    first, count, frequency = int(start_s * RATE), int(length_s * RATE), 440 * 2 ** ((midi - 69) / 12)
    for harmonic in range(1, 9):
        step = 2 * math.pi * frequency * harmonic / RATE
        if step > 2.8:
            break
        before, now, twice = -math.sin(step), 0.0, 2 * math.cos(step)
        for i in range(count):
            sound[first + i] += 0.1 * roll ** (harmonic - 1) * now * min(1, i / 800, (count - i) / 800)
            before, now = now, twice * now - before


def save_sound(path, sound):
    """Writes a file of it, as loud as it may be."""
    peak = max(map(abs, sound))
    with wave.open(path, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(array.array("h", [int(26000 * x / peak) for x in sound]).tobytes())


def write_like_voices(path, seconds=14):
    """Records four instruments that sound almost alike, each in its register."""
    chance, sound = random.Random(0), [0.0] * int((seconds + 1) * RATE)
    for low, high, roll in ((72, 84, 0.55), (64, 74, 0.62), (55, 66, 0.7), (43, 55, 0.78)):
        start, midi = 0.2 + chance.random() * 0.1, (low + high) // 2
        while start < seconds:
            length = chance.choice((0.4, 0.4, 0.6, 0.8))
            midi = max(low, min(high, midi + chance.choice((-4, -2, -1, 1, 2, 3))))
            add_note(sound, start, 0.92 * length, midi, roll)
            start += length
    save_sound(path, sound)


def tracks(app):
    """The numbers of notes of the tracks shown, in their order."""
    rows = app.all("list item", showing=False)
    counts = []
    for row in rows:
        counts += [int(label.get_name().split()[0]) for label in app.inside(row)
                   if label.get_role_name() == "label" and label.get_name().endswith((" notes", " note"))]
    return counts


def split_button(app):
    """What opens the menu of splitting tracks: in the sidebar, right of the tool of that name."""
    app.find("push button", "Split")
    return max(app.all("push button", "Split"), key=lambda button: app.place(button)[0])


def apply_split(app):
    """Clicks what applies the split; whether a mnemonic is in its name depends on the version of GTK."""
    app.rest()
    buttons = app.all("push button", lambda name: name.lstrip("_").startswith("Split"))
    apply = max(buttons, key=lambda button: app.place(button)[1])
    assert app.place(apply) != app.place(split_button(app))
    app.act(apply)


def canvas(app):
    """The rectangle of the canvas on the screen: x, y, width, height."""
    return app.place(app.find("image", lambda name: name.startswith(("Spectrogram and notes", "Notes"))))


def stage(app):
    """The middle of the canvas and its height, which are six semitones after a note was fitted into it."""
    x, y, width, height = canvas(app)
    return x + width / 2, y + height / 2, height


def selected_pitch(app):
    """The pitch of the selected note, as the canvas tells a screen reader."""
    names = [node.get_name() for node in app.all("image") + app.all("label")]
    told = [name for name in names if " s long, " in name]
    return re.split(r",? uncertain,? at | at ", told[0].replace("Notes: ", ""))[0] if told else None


def windows():
    """The windows on the screen; none where one goes while they are counted."""
    try:
        return xdotool("search", "--onlyvisible", *WINDOWS).split()
    except subprocess.CalledProcessError:
        return []


def active_window():
    try:
        return xdotool("getactivewindow").strip()
    except subprocess.CalledProcessError:
        return None


def wait_for_focus(app):
    """Waits until the keys go to the program's window again: a dialog that closes takes them until it is gone."""
    wait("the window is alone", lambda: windows() == [app.window()])
    wait("it has the focus", lambda: active_window() == app.window())


def choose_file(app, path):
    """Types a path into the file chooser, which is another window."""
    wait("the file chooser", lambda: app.has(None, lambda name: name in ("Name", "Open", "Save", "Location")) and
         len(windows()) > 1)
    app.rest()
    chooser = wait("it has the focus", active_window)
    write("/" if not path.startswith("/") else "")
    xdotool("key", "ctrl+a")
    write(path)
    # while the chooser reads the folder it may not listen; what opens when it closes, such as an error, is for the test
    for attempt in range(5):
        key("Return")
        try:
            wait("the chooser closes", lambda: chooser not in (windows() or [chooser]), 3)
            return
        except AssertionError:
            if attempt == 4:
                raise


def wait_for_copy(folder, since):
    """Waits until the automatic copy somewhere in @folder is of a time after @since."""
    def is_new():
        copies = [os.path.join(root, "score") for root, _, files in os.walk(folder) if "autosave" in root and "score" in files]
        return any(os.path.getmtime(copy) >= since for copy in copies)
    wait("the automatic copy", is_new)


def read_midi(path):
    """[(track name, [(tick, key)])] of a MIDI file, strictly read."""
    data = open(path, "rb").read()
    assert data[:4] == b"MThd" and struct.unpack(">H", data[8:10])[0] == 1, "not a MIDI file of format 1"
    count, at, result = struct.unpack(">H", data[10:12])[0], 14, []
    for _ in range(count):
        assert data[at:at + 4] == b"MTrk"
        end = at + 8 + struct.unpack(">I", data[at + 4:at + 8])[0]
        at, tick, name, notes, status = at + 8, 0, "", [], 0
        while at < end:
            delta = 0
            while True:
                byte = data[at]
                at, delta = at + 1, delta << 7 | byte & 0x7f
                if byte < 0x80:
                    break
            tick += delta
            if data[at] >= 0x80:
                status, at = data[at], at + 1
            if status == 0xff:
                kind, length = data[at], data[at + 1]
                assert length < 0x80
                if kind == 3:
                    name = data[at + 2:at + 2 + length].decode()
                at += 2 + length
            elif status >> 4 in (0xc, 0xd):
                at += 1
            else:
                if status >> 4 == 9 and data[at + 1] > 0:
                    notes.append((tick, data[at]))
                at += 2
        assert at == end
        result.append((name, notes))
    return result


def export_midi(app, path, choose=choose_file):
    key("ctrl+e")
    app.find("push button", lambda name: name.lstrip("_").startswith("Export"))
    app.rest()
    key("Return")
    choose(app, path)
    wait("the MIDI file", lambda: os.path.exists(path))
    wait_for_focus(app)
    return read_midi(path)


def save_and_delete_a_note(app, path, state, choose):
    """Saves as "My Song" at @path, chosen by @choose, then deletes a note and waits for the automatic copy somewhere in the
    folder @state; returns the numbers of notes that were saved."""
    key("ctrl+s")
    choose(app, path)
    wait("the project", lambda: os.path.exists(path))
    wait("its name", lambda: app.has("label", "My Song"))
    saved = tracks(app)
    x, y, _ = stage(app)
    click(x, y - 200)
    key("Escape")
    key("period")
    wait("a selected note", lambda: selected_pitch(app))
    edited = time.time()
    key("Delete")
    wait("one note fewer", lambda: sum(tracks(app)) == sum(saved) - 1)
    wait_for_copy(state, edited)
    return saved
