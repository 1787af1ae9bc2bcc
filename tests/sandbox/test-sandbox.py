# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses the installed Flatpak by real input: files through the document portal, sound through PulseAudio's socket.
Where there is no FUSE, which that portal needs, files come through shared folders, and the test of the portal is skipped.

    FLATPAK_USER_DIR=FOLDER python3 test-sandbox.py APPLICATION_ID SOURCE     (TAP on standard output)
"""

import array
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time

ID = sys.argv[1]
SOURCE = os.path.abspath(sys.argv[2])
sys.path.insert(0, os.path.join(SOURCE, "tests", "app"))
sys.dont_write_bytecode = True
import desktop  # noqa: E402
from desktop import DEMO, click, key, screenshot, wait, write, xdotool  # noqa: E402
import steps  # noqa: E402
from steps import selected_pitch, stage, tracks  # noqa: E402

PORTAL = os.path.exists("/dev/fuse")
# what a sandboxed application is given by the desktop around it
SERVICES = ["org.a11y.Bus"]
if PORTAL:
    SERVICES += ["org.freedesktop.portal.Desktop", "org.freedesktop.portal.Documents", "org.freedesktop.portal.Flatpak",
                 "org.freedesktop.impl.portal.PermissionStore", "org.freedesktop.impl.portal.desktop.gtk"]


class Sandboxed(desktop.App):
    """The installed application in its sandbox. The bus and X know it by other processes than the one started here."""

    def __init__(self, *arguments, language=None):
        super().__init__(SESSION["folder"], *arguments, language=language)

    def command(self, arguments):
        run = ["flatpak", "run", "--user"]
        if self.language:
            run.append(f"--env=LC_ALL={self.language}.UTF-8")
        if not PORTAL:
            shared = [f"--filesystem={os.path.dirname(DEMO)}:ro", f"--filesystem={tempfile.gettempdir()}"]
            return [*run, *shared, ID, *arguments]
        # as the exported desktop entry does it: what is named comes through the document portal
        return [*run, "--file-forwarding", ID, "@@", *arguments, "@@"]

    def environment(self):
        return SESSION["environment"]

    def owns(self, accessible):
        return accessible.get_name().lower() == "coloratura"

    def kill(self):
        subprocess.run(["flatpak", "kill", ID], env=self.environment(), check=False)
        try:
            self.process.wait(20)
        finally:
            super().kill()


def choose_file(app, path):
    """Types a path into the portal's file chooser, a window of another process."""
    if not PORTAL:
        steps.choose_file(app, path)
        return
    def chooser():
        try:
            return xdotool("search", "--onlyvisible", "--class", "xdg-desktop-portal-gtk").split()
        except subprocess.CalledProcessError:
            return None
    wait("the portal's file chooser", chooser)
    # what is in this window of another program cannot be read: each step gets a while
    time.sleep(1.0)
    screenshot("chooser-" + os.path.basename(path))
    write("/")
    time.sleep(0.3)
    xdotool("key", "ctrl+a")
    write(path)
    time.sleep(0.4)
    key("Return")


def open_demo():
    app = Sandboxed(DEMO)
    wait("three tracks", lambda: len(tracks(app)) == 3, 60)
    app.rest()
    return app


def loudness(seconds):
    """The root mean square of what the null sink is given for @seconds, full scale is 1."""
    command = ["parec", "-d", "nullout.monitor", "--raw", "--format=s16le", "--rate=48000", "--channels=2"]
    with subprocess.Popen(command, env=SESSION["environment"], stdout=subprocess.PIPE) as recorder:
        wanted = int(seconds * 48000) * 4
        sound = array.array("h", recorder.stdout.read(wanted))
        recorder.kill()
    assert len(sound) * 2 == wanted, "PulseAudio ended"
    return math.sqrt(sum(value * value for value in sound) / len(sound)) / 32768


def in_sandbox(script):
    return subprocess.run(["flatpak", "run", "--user", "--command=sh", ID, "-c", script], env=SESSION["environment"],
                          check=True, capture_output=True, text=True).stdout


def speaks_chinese(folder):
    app = Sandboxed(language="zh_CN")
    app.find(None, lambda name: name.startswith("试听示例"))
    assert app.has("label", lambda name: name.startswith("打开录音，或将其拖放到此处"))
    screenshot("chinese")


def is_confined(folder):
    secret = os.path.join(SESSION["folder"], "secret")
    write_file(secret, "of the user")
    seen = in_sandbox(f"head -n 1 '{secret}' '{DEMO}' 2>/dev/null; tail -n +3 /proc/net/dev | grep -v ' lo:'; true")
    assert seen == "", seen


def write_file(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def opens_through_the_chooser(folder):
    app = Sandboxed()
    app.find("push button", lambda name: "Demo" in name)
    key("ctrl+o")
    choose_file(app, DEMO)
    counts = wait("tracks", lambda: tracks(app), 60)
    assert len(counts) == 3 and sum(counts) > 90, counts
    assert app.has("label", "demo.flac")
    app.rest()
    screenshot("window")


def plays_the_demo_it_brings(folder):
    app = Sandboxed()
    app.act(app.find("push button", lambda name: "Demo" in name))
    wait("three tracks", lambda: len(tracks(app)) == 3, 60)
    assert loudness(1) == 0
    key("space")
    heard = loudness(3)
    screenshot("playing")
    assert heard > 0.01, f"all that was heard is {heard:.6f}"
    print(f"# loudness {20 * math.log10(heard):.1f} dB")


def exports_midi(folder):
    app = open_demo()
    path = os.path.join(folder, "song.mid")
    midi = steps.export_midi(app, path, choose_file)
    assert [len(notes) for _, notes in midi if notes] == tracks(app), (midi, tracks(app))


def saves_is_killed_and_recovers(folder):
    app = open_demo()
    path = os.path.join(folder, "My Song.coloratura")
    home = os.path.join(SESSION["folder"], ".var", "app", ID)
    saved = steps.save_and_delete_a_note(app, path, home, choose_file)
    app.kill()

    app = Sandboxed()
    app.act(app.find("push button", lambda name: "Recover" in name, 30))
    wait("what was kept", lambda: sum(tracks(app)) == sum(saved) - 1, 60)
    assert app.has("label", "Edited")
    screenshot("recovered")
    key("ctrl+s")
    wait("saved", lambda: not app.has("label", "Edited"))
    app.kill()

    # the project is what was saved last, and its recording is found by the grant that was kept
    app = Sandboxed(path)
    wait("what was saved", lambda: sum(tracks(app)) == sum(saved) - 1, 60)
    app.rest()
    screenshot("reopened")
    key("space")
    assert loudness(3) > 0.01
    assert os.listdir(folder) == ["My Song.coloratura"], os.listdir(folder)


def session(test):
    """@test in the session of all: the portals, the document store and PulseAudio start once."""
    def run(folder):
        if not SESSION:
            start_session()
        shutil.rmtree(os.path.join(SESSION["folder"], ".var"), ignore_errors=True)  # nothing of the test before
        test(folder)
    run.__name__ = test.__name__
    return run


SESSION = {}


def start_session():
    folder = os.environ["SESSION_FOLDER"]
    changed = desktop.environment(folder, os.environ["DISPLAY"])
    changed["XDG_RUNTIME_DIR"] = f"/run/user/{os.getuid()}"
    changed["XDG_CURRENT_DESKTOP"] = "GNOME"  # whose portals are those of GTK
    changed["PULSE_SERVER"] = f"unix:{changed['XDG_RUNTIME_DIR']}/pulse/native"
    for name in ("ALSA_CONFIG_PATH", "GSETTINGS_BACKEND"):
        changed.pop(name)  # the sandbox has its own
    SESSION.update(folder=folder, environment=changed)
    names = [name for name in changed if name.startswith("XDG_")]
    subprocess.run(["dbus-update-activation-environment", "DISPLAY", "HOME", "GDK_BACKEND", "LC_ALL", *names], env=changed,
                   check=True)
    log = open(os.path.join(folder, "pulseaudio.log"), "wb")
    SESSION["pulseaudio"] = subprocess.Popen(desktop.PULSEAUDIO, env=changed, stdout=log, stderr=log)
    wait("PulseAudio", lambda: os.path.exists(changed["PULSE_SERVER"][5:]))


def main():
    if "SESSION_FOLDER" in os.environ:  # the second time, inside the session's bus
        try:
            return desktop.main([session(test) for test in TESTS])
        finally:
            if SESSION:
                SESSION["pulseaudio"].terminate()
    if "XDG_RUNTIME_DIR" not in os.environ or not os.path.exists(os.path.join(os.environ["XDG_RUNTIME_DIR"], "of-the-test")):
        # the path of a document is the same outside and inside only where this folder has its usual name; here it is a new
        # one that nobody else sees and that goes, with what the document portal mounts in it, when all of this has ended
        script = ('mkdir -p /run/user && mount -t tmpfs -o mode=755 tmpfs /run/user && mkdir -m 700 "$XDG_RUNTIME_DIR" && '
                  'touch "$XDG_RUNTIME_DIR/of-the-test" && exec "$@"')
        os.environ["XDG_RUNTIME_DIR"] = f"/run/user/{os.getuid()}"
        command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh", sys.executable, *sys.argv]
        return subprocess.run(command, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="coloratura-session-") as folder:
        os.environ["SESSION_FOLDER"] = folder
        return desktop.main(TESTS, SERVICES)


TESTS = [speaks_chinese, is_confined, opens_through_the_chooser, plays_the_demo_it_brings, exports_midi,
         saves_is_killed_and_recovers]

if __name__ == "__main__":
    sys.exit(main())
