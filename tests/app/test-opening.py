# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening is not editing, by real input: what only was opened closes without a question, whatever ends the program.

    python3 test-opening.py PROGRAM SOURCE
"""

import os
import shutil
import signal
import sys

import desktop
from desktop import App, DEMO, click, key, screenshot, wait
from steps import selected_pitch, stage, tracks


def song_of(folder):
    """A recording in a folder of the user's."""
    return shutil.copy(DEMO, os.path.join(folder, "song.flac"))


def open_song(folder, path):
    app = App(folder, path)
    wait("three tracks", lambda: len(tracks(app)) == 3, 60)
    app.rest()
    return app


def delete_a_note(app):
    x, y, _ = stage(app)
    click(x, y - 200)
    key("Escape")
    key("period")
    wait("a selected note", lambda: selected_pitch(app))
    key("Delete")
    wait("it is edited", lambda: app.has("label", "Edited"))


def ends(app, seconds=20):
    wait("the program ends", lambda: app.process.poll() is not None, seconds)
    assert app.process.returncode == 0, app.process.returncode
    return app.quit()


def what_was_opened_closes_without_a_question(folder):
    app = open_song(folder, song_of(folder))
    assert not app.has("label", "Edited")
    key("ctrl+w")
    ends(app)
    app = open_song(folder, DEMO)
    assert not app.has("label", "Edited")
    key("ctrl+q")
    ends(app)


def what_was_edited_asks(folder):
    app = open_song(folder, song_of(folder))
    delete_a_note(app)
    key("ctrl+w")
    app.find(None, "Save Changes?")
    screenshot("save-changes")
    app.act(app.find("push button", lambda name: "Discard" in name))
    ends(app)


def is_told_to_end(folder):
    """By the end of the session, say: nobody is asked, nothing is lost, and it is not called a crash."""
    path = song_of(folder)
    app = open_song(folder, path)
    app.process.terminate()
    ends(app)
    app = open_song(folder, path)
    assert not app.has("push button", lambda name: "Recover" in name)
    before = sum(tracks(app))
    delete_a_note(app)
    for number in (signal.SIGTERM, signal.SIGHUP):
        app.process.send_signal(number)
        ends(app)
        app = App(folder)
        button = app.find("push button", lambda name: "Recover" in name, 30)
        assert app.has("label", lambda name: "when the session ended" in name)
        assert not app.has("label", lambda name: "unexpectedly" in name)
        screenshot("kept")
        app.act(button)
        wait("what was kept", lambda: sum(tracks(app)) == before - 1, 60)
        assert app.has("label", "Edited")
    app.process.send_signal(signal.SIGINT)
    ends(app)


if __name__ == "__main__":
    sys.exit(desktop.main([what_was_opened_closes_without_a_question, what_was_edited_asks, is_told_to_end]))
