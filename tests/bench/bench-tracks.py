#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a screen reader waits for an answer while it is read a project of 1,000 tracks:

    python3 bench-tracks.py PROGRAM SOURCE BENCH-CROWD
"""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.abspath(sys.argv[2]), "tests", "app"))

import desktop  # pylint: disable=wrong-import-position
from desktop import App, wait  # pylint: disable=wrong-import-position

N_TRACKS = 1000


class Window(App):
    """Not full screen: a look at all of it takes a minute."""

    def fill_screen(self):
        pass


def find_tracks(app):
    """The list of the tracks, found without looking at what is in it."""
    left = [app.root()]
    while left:
        node = left.pop()
        if node.get_role_name() == "list" and node.get_name() == "Tracks":
            return node
        left += [child for child in (node.get_child_at_index(i) for i in range(node.get_child_count())) if child]
    return None


def answer_ms(ask):
    start = time.monotonic()
    ask()
    return 1000 * (time.monotonic() - start)


def tracks_are_read_aloud(folder):
    path = os.path.join(folder, "crowd.coloratura")
    subprocess.run([sys.argv[3], "--project", path, str(N_TRACKS)], check=True)
    app = Window(folder, path)
    tracks = wait("the tracks", lambda: find_tracks(app), 60)
    wait("all of them", lambda: tracks.get_child_count() > 100)
    waits = [answer_ms(lambda i=i: tracks.get_child_at_index(i).get_name()) for i in range(0, 100, 5)]
    print(f"# rows by name: {max(waits):.0f} ms at most", flush=True)
    desktop.key("F6")
    for name in ("Down", "Up", "End", "Home", "Page_Down", "End", "Home"):
        desktop.xdotool("key", name)
        print(f"# after {name}: {answer_ms(tracks.get_child_count):.0f} ms", flush=True)
        desktop.pace(0.5)
    app.kill()


if __name__ == "__main__":
    sys.exit(desktop.main([tracks_are_read_aloud]))
