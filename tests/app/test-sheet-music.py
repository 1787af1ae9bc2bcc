# SPDX-License-Identifier: GPL-3.0-or-later
"""From a recording to sheet music by real input: a song in two parts is corrected, quantised, and exported as MusicXML, which
MuseScore reads where it is installed, and as a page of numbered notation.

    python3 test-sheet-music.py PROGRAM SOURCE
"""

import os
import re
import shutil
import subprocess
import sys
from xml.etree import ElementTree

import desktop
from desktop import App, click, key, screenshot, wait, write
from steps import RATE, add_note, choose_file, read_midi, save_sound, stage, tracks, windows

START_S, BEAT_S, BARS = 0.3, 60 / 108, 8
LENGTH_S = START_S + 4 * BARS * BEAT_S + 1.2
STEPS = dict(zip("CDEFGAB", (0, 2, 4, 5, 7, 9, 11)))
# in F major: (MIDI number, beats)
MELODY = [(77, 1), (81, 1), (84, 2), (86, 1), (82, 1), (86, 1.5), (84, 0.5), (84, 1), (81, 1), (77, 1), (81, 1), (79, 3), (84, 1),
          (77, 0.5), (79, 0.5), (81, 1), (84, 2), (86, 1), (82, 0.5), (86, 0.5), (84, 1), (82, 1), (81, 1), (79, 1), (76, 1), (79, 1),
          (77, 4)]
# what a bar is accompanied by: a chord, its bass and the notes above
CHORDS = [("F", 53, (57, 60)), ("Bb", 46, (62, 65)), ("F", 53, (57, 60)), ("C7", 48, (64, 70)), ("F", 53, (57, 60)),
          ("Bb", 46, (62, 65)), ("C7", 48, (64, 70)), ("F", 53, (57, 60))]
SPOKEN = {"F": "Chord F major", "Bb": "Chord B♭ major", "C7": "Chord C seventh"}
KINDS = {"major": "", "dominant": "7"}


def melody():
    """[(beat, beats long, MIDI number)]"""
    beat, notes = 0, []
    for midi, beats in MELODY:
        notes.append((beat, beats, midi))
        beat += beats
    return notes


def accompaniment():
    """[(beat, beats long, MIDI number)]: the bass before each chord."""
    return [(4 * bar + beat, 1, midi) for bar, (_, bass, above) in enumerate(CHORDS) for beat in range(4)
            for midi in (above if beat % 2 else (bass,))]


def record(path):
    sound = [0.0] * int(LENGTH_S * RATE)
    for notes, roll, share in ((melody(), 0.8, 0.95), (accompaniment(), 0.3, 0.8)):
        for beat, beats, midi in notes:
            add_note(sound, START_S + beat * BEAT_S, share * beats * BEAT_S, midi, roll)
    save_sound(path, sound)


# ---- in the window ----


def selected(notes):
    """(MIDI number, beat, track) of the selected note, as the canvas @notes tells a screen reader."""
    told = re.match(r"Notes: ([A-G])( sharp| flat)? ?(\d),? .*?(\d+):([\d.]+), [\d.]+ s long, ([^,]+),", notes.get_name())
    if not told:
        return None
    midi = 12 * (int(told[3]) + 1) + STEPS[told[1]] + (told[2] == " sharp") - (told[2] == " flat")
    return midi, (60 * int(told[4]) + float(told[5]) - START_S) / BEAT_S, told[6]


def is_in(note, part):
    return any(midi == note[0] and abs(beat - note[1]) < 0.2 for beat, _, midi in part)


def names_of_tracks(app):
    """From the first one on."""
    rows = app.all("list item")
    return [[label.get_name() for label in app.inside(row) if label.get_role_name() == "label"][1] for row in rows]


def next_note(notes, before):
    """The one after @before, which the keys select; None: that was the last."""
    key("alt+period")
    try:
        return wait("the next note", lambda: selected(notes) not in (None, before) and selected(notes), 3)
    except AssertionError:
        return None


def correct_the_notes(app):
    """Goes through all of them, deletes those that are not in the song, and moves those that are in the other track."""
    parts = (accompaniment(), melody())
    counts, names = tracks(app), names_of_tracks(app)
    assert counts[0] > counts[1], "the accompaniment comes first, having more notes"
    notes = app.find("image", lambda name: name.startswith(("Spectrogram and notes", "Notes")))
    ruler_x, ruler_y, ruler_width, _ = app.place(app.find(None, "Time ruler"))
    x, y, _ = stage(app)
    key("f")
    app.rest()
    click(x, y - 200)
    key("Escape", "Home")
    note = next_note(notes, None)
    while note:
        number, wrong = names.index(note[2]), note
        if is_in(note, parts[number]):
            note = next_note(notes, note)
        elif is_in(note, parts[1 - number]):
            key(f"ctrl+{2 - number}")
            note = wait("it moves", lambda: selected(notes) not in (None, wrong) and selected(notes))
        else:
            key("Delete")
            wait("it is gone", lambda: selected(notes) != wrong)
            # without a selection, the next note is that after the playhead
            click(ruler_x + ruler_width * (START_S + (wrong[1] - 0.1) * BEAT_S) / LENGTH_S, ruler_y + 5)
            note = next_note(notes, None)
    wait("all notes of both parts", lambda: tracks(app) == [len(part) for part in parts])


def lane(app):
    return app.find("image", lambda name: name == "Chords" or name.startswith(("Chord ", "No chord")))


def correct_the_chords(app):
    """Clicks what there is on every beat, and types what its bar has."""
    chords = lane(app)
    x, y, width, height = app.place(chords)
    # from bar to bar, so that what is told of a click differs from what was told before
    for beat in range(4):
        for bar, (chord, _, _) in enumerate(CHORDS):
            click(x + width * (START_S + (4 * bar + beat + 0.5) * BEAT_S) / LENGTH_S, y + height / 2)
            place = f", bar {bar + 1}"
            wait(f"a chord in bar {bar + 1}", lambda: chords.get_name().endswith(place))
            if chords.get_name() == SPOKEN[chord] + place:
                continue
            key("Return")
            entry = app.find("text", "Chord")
            key("ctrl+a")
            write(chord)
            key("Return")
            wait(chord, lambda: chords.get_name() == SPOKEN[chord] + place)
            wait("the entry goes", lambda: not entry.get_state_set().contains(desktop.StateType.SHOWING))


def quantise(app):
    x, y, _ = stage(app)
    click(x, y - 200)
    key("Escape", "q")  # nothing selected: all of them
    wait("what would become of the notes", lambda: app.has(None, lambda name: "Off the grid: " in name))
    app.rest()
    app.act(app.find("push button", lambda name: name.lstrip("_").startswith("Apply")))
    wait("its end", lambda: not app.has(None, lambda name: "Off the grid: " in name))


def dialog_is_shown():
    """Whether the window that has the keys is one of the program's dialogs."""
    return desktop.xdotool("getactivewindow", "getwindowname").strip() == "Export MusicXML"


def export_musicxml(app, path):
    """From the menu, by keys: GTK 4.8 does not bear that assistive technology asks for a dialog that is being built."""
    before = len(windows())
    key("F10")
    app.find("menu item", lambda name: "MusicXML" in name)
    key("x")
    wait("the dialog in place of the menu", lambda: len(windows()) == before + 1 and dialog_is_shown())
    screenshot("score-export")
    key("Return")
    choose_file(app, path.removesuffix(".musicxml"))  # which the name gets
    wait("it is told", lambda: app.has("label", lambda name: re.fullmatch(f"Exported [0-9]+ notes to “{os.path.basename(path)}”", name)))


def print_numbers(app, path):
    key("ctrl+p")
    wait("the page", lambda: app.has("label", "Page 1 of 1"), 30)
    app.rest()
    screenshot("score-numbers")
    key("ctrl+s")
    choose_file(app, path)
    wait("it is told", lambda: app.has("label", lambda name: name.startswith("Saved ")))


# ---- what was written ----


def read_part(part):
    """(its notes as [(beat, MIDI number)], the chords as [(bar, name)], the key's sharps, the number of bars)"""
    notes, chords, key_of_part, start, divisions = [], [], None, 0, 1
    bars = part.findall("measure")
    for number, bar in enumerate(bars, 1):
        at = onset = longest = 0
        divisions = int(bar.findtext("attributes/divisions", str(divisions)))
        key_of_part = int(bar.findtext("attributes/key/fifths", str(key_of_part)))
        for element in bar:
            length = int(element.findtext("duration", "0"))
            if element.tag == "harmony":
                root = element.findtext("root/root-step") + {0: "", -1: "b", 1: "#"}[int(element.findtext("root/root-alter", "0"))]
                chords.append((number, root + KINDS[element.findtext("kind")]))
            elif element.tag == "backup":
                at -= length
            elif element.tag == "forward":
                at += length
            elif element.tag == "note":
                if element.find("chord") is None:
                    onset, at = at, at + length
                pitch, ties = element.find("pitch"), [tie.get("type") for tie in element.findall("tie")]
                if pitch is not None and "stop" not in ties:
                    notes.append((start + onset / divisions, 12 * (int(pitch.findtext("octave")) + 1)
                                  + STEPS[pitch.findtext("step")] + int(pitch.findtext("alter", "0"))))
            longest = max(longest, at)
        assert longest == 4 * divisions, f"bar {number} is not full"
        start += 4
    return sorted(notes), chords, key_of_part, len(bars)


def starts(part):
    return sorted((beat, midi) for beat, _, midi in part)


def check_score(path):
    """Whether a MusicXML file has the song."""
    score = ElementTree.parse(path).getroot()
    assert {(time.findtext("beats"), time.findtext("beat-type")) for time in score.iter("time")} == {("4", "4")}
    parts = [read_part(part) for part in score.findall("part")]
    assert [bars for _, _, _, bars in parts] == [BARS, BARS], parts
    assert [fifths for _, _, fifths, _ in parts] == [-1, -1], parts
    assert [notes for notes, _, _, _ in parts] == [starts(accompaniment()), starts(melody())], parts
    # a chord that is named again within its bar is the same chord
    chords = list(dict.fromkeys(parts[0][1]))
    assert chords == [(bar, name) for bar, (name, _, _) in enumerate(CHORDS, 1)], chords


def read_by_musescore(folder, path, kind):
    read = os.path.join(folder, "read." + kind)
    done = subprocess.run(["musescore3", "-o", read, path], capture_output=True, text=True, check=False, timeout=300,
                          env=dict(os.environ, QT_QPA_PLATFORM="offscreen", HOME=folder, XDG_RUNTIME_DIR=folder))
    assert done.returncode == 0 and "success" in done.stdout + done.stderr, done.stdout + done.stderr
    return read


def check_in_musescore(folder, path):
    """What a notation program understands of it, and what it plays."""
    check_score(read_by_musescore(folder, path, "musicxml"))
    played = read_midi(read_by_musescore(folder, path, "mid"))
    # which has a track for each staff
    notes = sorted((tick / 480, midi) for _, notes in played for tick, midi in notes)
    assert notes == sorted(starts(accompaniment()) + starts(melody())), played


def from_a_recording_to_sheet_music(folder):
    record(os.path.join(folder, "Evening Song.wav"))
    app = App(folder, os.path.join(folder, "Evening Song.wav"))
    wait("two tracks", lambda: len(tracks(app)) == 2, 60)
    wait("its key", lambda: app.has(None, "Key: F major"), 60)
    wait("its chords", lambda: lane(app))
    app.rest()
    correct_the_notes(app)
    app.rest()
    quantise(app)
    app.rest()
    correct_the_chords(app)
    screenshot("score-corrected")
    music, page = os.path.join(folder, "song.musicxml"), os.path.join(folder, "song.pdf")
    export_musicxml(app, music)
    check_score(music)
    app.rest()
    print_numbers(app, page)
    with open(page, "rb") as file:
        assert file.read(5) == b"%PDF-"
    app.kill()
    if shutil.which("musescore3"):
        check_in_musescore(folder, music)
    else:
        print("# not read by MuseScore, which is not installed", flush=True)
    if os.environ.get("SCREENSHOTS"):
        for path in (music, page):
            shutil.copy(path, os.environ["SCREENSHOTS"])


if __name__ == "__main__":
    sys.exit(desktop.main([from_a_recording_to_sheet_music]))
