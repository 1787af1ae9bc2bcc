# SPDX-License-Identifier: GPL-3.0-or-later
"""Gestures and keys that no other test by real input makes; gestures.txt says which test makes which.

    python3 test-gestures.py PROGRAM SOURCE
"""

import re
import sys

import desktop
from desktop import App, DEMO, click, drag, key, pace, pixels, screenshot, wait, write, xdotool
from steps import canvas, choose_file, selected_pitch, stage, tracks

SONG_S = 24.0  # the demo


def open_demo(folder):
    """The demo, when its beats are known; the pointer is over an empty place of the canvas, which has the focus."""
    app = App(folder, DEMO)
    wait("three tracks", lambda: len(tracks(app)) == 3, 60)
    wait("its beats", lambda: is_on(app, "Snap to the Grid", "SENSITIVE"), 60)
    app.rest()
    x, y, _ = stage(app)
    click(x, y + 100)
    key("Escape")
    return app


def is_on(app, name, *states):
    """Whether a control is in one of @states; none: whether it is pressed."""
    found = app.find(None, name).get_state_set()
    return any(found.contains(getattr(desktop.StateType, state)) for state in states or ("PRESSED", "CHECKED"))


def described(app, name):
    return app.find("push button", name).get_description()


def rectangle(app, name):
    return tuple(map(round, app.place(app.find("image", lambda found: found.startswith(name)))))


def axes(app):
    """The pictures of the axes of time and of pitch, which change when the view does."""
    return pixels(*rectangle(app, "Time ruler")), pixels(*rectangle(app, "Piano keyboard"))


def changes(app, what, act, time, pitch):
    """@act() moves the view in time, in pitch, or in both."""
    looks = [axes(app)]

    def same():
        app.rest()  # which the program answers between its frames
        looks.append(axes(app))
        return looks[-1] == looks[-2]
    wait("it comes to rest", same)
    before = looks[-1]
    act()
    try:
        wait(what, lambda: [a != b for a, b in zip(before, axes(app))] == [time, pitch], 10)
    except AssertionError as error:
        raise AssertionError(f"{error}: {[a != b for a, b in zip(before, axes(app))]}") from error


def wheel(button, modifier=None):
    if modifier:
        xdotool("keydown", modifier)
    xdotool("click", button)
    if modifier:
        xdotool("keyup", modifier)
    pace()


def pan_by_the_middle_button(x, y):
    xdotool("mousedown", 2)
    for step in range(1, 11):
        xdotool("mousemove", int(x) - 6 * step, int(y) + 6 * step)
        pace(0.02)
    xdotool("mouseup", 2)
    xdotool("mousemove", int(x), int(y))
    pace()


def position_s(app):
    """Where the playhead is, as the transport bar tells."""
    minutes, seconds = app.find("label", lambda name: " / 0:" in name).get_name().split(" / ")[0].split(":")
    return 60 * int(minutes) + float(seconds)


def the_view_scrolls_and_zooms(folder):
    app = open_demo(folder)
    x, y, _ = stage(app)
    key("f")
    app.rest()
    for modifier, time, pitch in ((None, False, True), ("ctrl", True, False), ("shift", True, False), ("alt", False, True)):
        changes(app, f"the wheel with {modifier}", lambda: wheel(4, modifier), time, pitch)
    changes(app, "the middle button", lambda: pan_by_the_middle_button(x, y), True, True)
    changes(app, "fit all", lambda: key("f"), True, True)
    for name, time, pitch in (("plus", True, False), ("Right", True, False), ("Left", True, False), ("minus", True, False),
                              ("Up", False, True), ("Down", False, True)):
        changes(app, name, lambda: key(name), time, pitch)
    key("f")
    key("period")
    wait("a selected note", lambda: selected_pitch(app))
    app.rest()
    changes(app, "fit the selection", lambda: key("shift+f"), True, True)


def the_ruler_places_and_plays(folder):
    app = open_demo(folder)
    key("f")
    app.rest()
    x, y, width, height = rectangle(app, "Time ruler")
    click(x + width / 2, y + height / 2)
    wait("the playhead is there", lambda: abs(position_s(app) - SONG_S / 2) < 0.3)
    key("Home")
    wait("the start", lambda: position_s(app) == 0)
    key("End")
    wait("the end", lambda: position_s(app) > SONG_S - 1)
    click(x + width / 4, y + height / 2, repeat=2)
    # the silent sound device of a test plays as fast as it is fed
    wait("it plays from there", lambda: app.has("push button", "Pause") or position_s(app) > SONG_S / 4 + 0.3)


def keys_of_playback(folder):
    app = open_demo(folder)
    key("l")
    wait("it says how to loop", lambda: app.has(None, lambda name: "ruler" in name and "oop" in name))
    key("shift+l")
    wait("a loop of bars", lambda: is_on(app, "Loop"))
    key("l")
    wait("no loop", lambda: not is_on(app, "Loop"))
    key("k")
    wait("the metronome", lambda: is_on(app, "Metronome"))
    key("k")
    wait("no metronome", lambda: not is_on(app, "Metronome"))
    looks = [described(app, "Follow the Playhead")]
    for _ in range(3):
        key("c")
        wait("it follows otherwise", lambda: described(app, "Follow the Playhead") != looks[-1])
        looks.append(described(app, "Follow the Playhead"))
    assert looks[3] == looks[0] and len(set(looks)) == 3, looks
    for keys, speed in (("ctrl+Next", "95 %"), ("ctrl+0", "100 %"), ("ctrl+Prior", "105 %")):
        key(keys)
        wait(speed, lambda: app.has("label", speed))
    key("Home")
    key("period")
    wait("a selected note", lambda: selected_pitch(app))
    key("shift+space")
    wait("the selection was played", lambda: position_s(app) > 0)
    key("shift+b")
    wait("a step", lambda: app.has("label", "Edited"))


def plays_by_space(app):
    """Where nothing has a clock, a song may be over at once: that it was played is seen by the playhead."""
    app.act(app.find("push button", "Go to Start"))
    wait("the start", lambda: position_s(app) == 0)
    key("space")
    wait("it plays", lambda: position_s(app) > 0)
    if app.has("push button", "Pause"):
        key("space")
    wait("it is still", lambda: app.has("push button", "Play"))


def space_plays_from_sliders_and_numbers(folder):
    app = open_demo(folder)
    app.click(app.find("page tab", "Notes"))
    app.click(app.find("slider", lambda name: "nset" in name))
    app.rest()
    plays_by_space(app)
    number = app.find("spin button", lambda name: "nset" in name)
    x, y, _, height = app.place(number)
    click(x + 12, y + height / 2)
    key("ctrl+a")
    write("61")
    plays_by_space(app)
    assert number.get_value() == 61
    app.kill()


def notes_are_typed(folder):
    """Return, Space and Escape in the fields of a note."""
    app = open_demo(folder)
    select_one(app)
    app.click(app.find("text", "Velocity"))
    key("ctrl+a")
    write("90")
    key("Return")
    wait("the velocity", lambda: spoken_velocity(app) == 90)
    write("60")
    plays_by_space(app)
    wait("the other velocity", lambda: spoken_velocity(app) == 60)
    write("5")
    key("Escape")
    key("Return")
    app.rest()
    assert spoken_velocity(app) == 60
    key("Escape")
    note = selected_pitch(app), edges(app)
    key("period")
    wait("the next note", lambda: (selected_pitch(app), edges(app)) != note)
    app.kill()


def edges(app):
    """Start and length of the selected note, as the canvas tells a screen reader."""
    for node in app.all("image") + app.all("label"):
        told = re.search(r" at (\d+):([\d.]+), ([\d.]+) s long, ", node.get_name() or "")
        if told:
            return 60 * int(told[1]) + float(told[2]), float(told[3])
    return None


def spoken_velocity(app):
    for node in app.all("image") + app.all("label"):
        told = re.search(r" velocity (\d+)", node.get_name() or "")
        if told:
            return int(told[1])
    return None


def number_selected(app):
    for label in app.all("image", lambda name: name.endswith(" notes selected")):
        return int(re.search(r"(\d+) notes", label.get_name())[1])
    return 1 if selected_pitch(app) else 0


def select_one(app):
    """Selects a note of the current track; returns its edges."""
    key("Escape")
    key("period")
    return wait("a selected note", lambda: edges(app))


def notes_are_selected(folder):
    app = open_demo(folder)
    first = select_one(app)
    key("period")
    wait("the next note", lambda: edges(app) and edges(app) != first)
    key("comma")
    wait("the first again", lambda: edges(app) == first)
    key("shift+period")
    wait("two notes", lambda: number_selected(app) == 2)
    first = select_one(app)
    key("shift+comma")
    wait("two notes", lambda: number_selected(app) == 2)
    first = select_one(app)
    key("alt+period")
    wait("the next note of any track", lambda: edges(app) and edges(app) != first)
    key("alt+comma")
    wait("the first again", lambda: edges(app) == first)
    key("ctrl+shift+a")
    wait("all", lambda: number_selected(app) == sum(tracks(app)))
    key("ctrl+a")
    wait("the track", lambda: number_selected(app) in tracks(app))
    # with Ctrl a click takes a note out of the selection, and adds it again
    first = select_one(app)
    key("shift+f")
    app.rest()
    x, y, _ = stage(app)
    xdotool("keydown", "ctrl")
    click(x, y)
    wait("none", lambda: number_selected(app) == 0)
    pace(0.5)  # not a double click
    click(x, y)
    xdotool("keyup", "ctrl")
    wait("it again", lambda: edges(app) == first)


def a_drag_across_rows_selects_their_pitches(folder):
    app = open_demo(folder)
    key("f")
    key("1", "1")
    wait("rows are selected", lambda: "a box" in app.find(None, "Select Notes").get_description())
    app.rest()
    x, y, width, height = canvas(app)
    drag(x + width / 2, y + 20, x + width / 2 + 5, y + height - 20)
    wait("every pitch that is seen", lambda: number_selected(app) > sum(tracks(app)) / 2)


def notes_are_edited(folder):
    app = open_demo(folder)
    count = sum(tracks(app))
    first = select_one(app)
    pitch = selected_pitch(app)
    for keys, back in (("shift+Up", "shift+Down"), ("Up", "Down")):
        key(keys)
        wait(keys, lambda: selected_pitch(app) != pitch)
        key(back)
        wait(back, lambda: selected_pitch(app) == pitch)
    key("Right")
    wait("a nudge", lambda: edges(app) != first)
    key("Left")
    wait("and back", lambda: edges(app) == first)
    key("ctrl+d")
    wait("its double", lambda: sum(tracks(app)) == count + 1)
    key("ctrl+x")
    wait("it is cut", lambda: sum(tracks(app)) == count)
    for more in (1, 2):
        key("ctrl+v")
        wait("it is pasted", lambda: sum(tracks(app)) == count + more)
    key("ctrl+c")
    key("Delete")
    wait("it is deleted", lambda: sum(tracks(app)) == count + 1)
    key("ctrl+v")
    wait("it is pasted", lambda: sum(tracks(app)) == count + 2)


def notes_are_split_joined_and_moved(folder):
    app = open_demo(folder)
    count = sum(tracks(app))
    whole = select_one(app)
    key("shift+f")
    app.rest()
    x, y, width, height = rectangle(app, "Time ruler")
    click(x + width / 2, y + height / 2)  # the middle of the note
    wait("the playhead is in it", lambda: abs(position_s(app) - whole[0] - whole[1] / 2) < 0.11)
    key("slash")
    wait("two halves", lambda: sum(tracks(app)) == count + 1)
    key("backslash")
    wait("one again", lambda: sum(tracks(app)) == count and edges(app) == whole)
    key("ctrl+1")
    app.rest()
    before = tracks(app)
    key("ctrl+2")
    wait("it is on another track", lambda: [n - b for n, b in zip(tracks(app), before)] == [-1, 1, 0])
    # by the tool, too
    app.rest()
    x, y, width, height = canvas(app)
    key("4")
    click(x + width / 2, y + height / 2)
    wait("cut in two", lambda: sum(tracks(app)) == count + 1)


def a_note_is_made_longer_by_its_edge(folder):
    app = open_demo(folder)
    before = select_one(app)
    key("shift+f")
    app.rest()
    x, y, width, height = canvas(app)
    level = y + height / 2 + height / 20  # in the note's body, below the line of its pitch
    line = pixels(round(x), round(level), round(width), 1)
    colours = [line[at:at + 4] for at in range(0, len(line), 4)]
    body = max(set(colours), key=colours.count)
    end = len(colours) - 1 - colours[::-1].index(body)
    drag(x + end - 2, level, x + end + 20, level)
    wait("it is longer", lambda: edges(app) and edges(app)[1] > before[1])
    assert edges(app)[0] == before[0]


def keys_of_tracks_and_the_window(folder):
    app = open_demo(folder)
    for keys, name in (("m", "Mute"), ("s", "Solo")):
        first = app.find(None, lambda found: found.startswith(name + " ")).get_name()  # of the first track
        for pressed in (True, False):
            key(keys)
            wait(f"{name}: {pressed}", lambda: is_on(app, first) == pressed)
    key("F9")
    wait("no sidebar", lambda: not is_on(app, "Sidebar"))
    key("F9")
    wait("the sidebar", lambda: is_on(app, "Sidebar"))
    key("F6")
    wait("a track has the focus", lambda: [row for row in app.all("list item")
                                           if row.get_state_set().contains(desktop.StateType.FOCUSED)])
    before = tracks(app)
    key("alt+Down")
    wait("it is the second", lambda: tracks(app) == [before[1], before[0], *before[2:]])
    key("alt+Up")
    wait("it is the first", lambda: tracks(app) == before)
    key("F2")
    app.find("text", lambda name: name.startswith("Name of "))
    write("Tune")
    key("Return")
    wait("its name is another", lambda: app.has("label", "Tune"))
    key("F6")
    key("period")
    wait("the canvas has it", lambda: selected_pitch(app))
    path = folder + "/Elsewhere.coloratura"
    key("ctrl+shift+s")
    choose_file(app, path)
    wait("its name", lambda: app.has("label", "Elsewhere"))


if __name__ == "__main__":
    sys.exit(desktop.main([the_view_scrolls_and_zooms, the_ruler_places_and_plays, keys_of_playback,
                           space_plays_from_sliders_and_numbers, notes_are_typed, notes_are_selected,
                           a_drag_across_rows_selects_their_pitches, notes_are_edited, notes_are_split_joined_and_moved,
                           a_note_is_made_longer_by_its_edge, keys_of_tracks_and_the_window]))
