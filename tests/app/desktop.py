# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of its own for tests by real input: Xvfb, a window manager and a session bus; a program in it that is driven by
xdotool and read through AT-SPI.

    python3 SCRIPT.py PROGRAM SOURCE     (the script calls main() with its tests; TAP on standard output)
"""

import os
import platform
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback

import accessible
from accessible import StateType

PROGRAM = os.path.abspath(sys.argv[1])
SOURCE = os.path.abspath(sys.argv[2])
DEMO = os.path.join(SOURCE, "resources", "demo.flac")
WIDTH, HEIGHT = 1280, 800
MARK = "COLORATURA_TEST_BUS"
NAME = "io.github.coloratura.Coloratura"  # on the bus
PATIENCE = float(os.environ.get("PATIENCE", "1"))  # sanitizers make everything slower
WINDOWS = ("--class", "coloratura")  # how xdotool knows them; in a sandbox, processes have other numbers
# sound without ears, heard from nullout.monitor
PULSEAUDIO = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--realtime=no",
              "--high-priority=no", "-L", "module-native-protocol-unix",
              "-L", "module-null-sink sink_name=nullout rate=48000 channels=2 norewinds=1"]
# Of GLib and what is built on it. What GTK says of its own accounting is left out: where a slow machine has shown a menu before the
# button that asked for it is let go of, it counts the release to the menu, which never saw the press.
COMPLAINT = re.compile(r"\b(WARNING|CRITICAL|ERROR) \*\*: (?!.*Broken accounting of active state for widget)")
# no key, click or wheel but the program's own: by default Alt and the wheel change desktops, and every click is held back until
# the manager has seen it, even where a popover of the program just lets go of the pointer
OPENBOX = """<openbox_config xmlns="http://openbox.org/3.4/rc"><desktops><number>1</number></desktops><keyboard/><mouse/>
</openbox_config>"""
NEEDED = ("Xvfb", "openbox", "xdotool", "dbus-run-session")


def environment(folder, display, language=None):
    """What the program runs in: nothing of the user's, everything in @folder."""
    runtime = os.path.join(folder, "runtime")
    os.makedirs(runtime, mode=0o700, exist_ok=True)
    with open(os.path.join(folder, "asound.conf"), "w", encoding="utf-8") as file:
        file.write("pcm.!default { type null }\nctl.!default { type null }\n")  # silence, at once
    changes = {
        "DISPLAY": display, "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo", "GTK_A11Y": "atspi",
        "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local", "HOME": folder, "XDG_RUNTIME_DIR": runtime,
        "XDG_CACHE_HOME": folder + "/cache", "XDG_CONFIG_HOME": folder + "/config",
        "XDG_DATA_HOME": folder + "/data", "XDG_STATE_HOME": folder + "/state", "LC_ALL": "C.UTF-8",
        "NO_AT_BRIDGE": "0", "GTK_THEME": "", "ALSA_CONFIG_PATH": folder + "/asound.conf",
    }
    result = dict(os.environ, **changes)
    for name in ("GTK_THEME", "WAYLAND_DISPLAY", "LANGUAGE"):
        result.pop(name, None)
    if language:
        result["LANGUAGE"] = language
        # a C.UTF-8 as new as that has no translations
        if tuple(map(int, platform.libc_ver()[1].split("."))) >= (2, 39):
            result["LC_ALL"] = "en_US.UTF-8"
    return result


def wait(what, condition, seconds=30.0):
    """Waits until @condition() is true, and returns what it returned."""
    seconds *= PATIENCE
    end = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        assert time.monotonic() < end, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.05)


def xdotool(*arguments):
    return subprocess.run(["xdotool", *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def pace(seconds=0.1):
    """The pace of a hand. What comes of it is waited for, with wait() or App.rest()."""
    time.sleep(seconds)


def key(*names):
    xdotool("key", "--clearmodifiers", *names)
    pace()


def write(text):
    xdotool("type", "--delay", "8", text)
    pace()


def click(x, y, button=1, repeat=1):
    """Holds the button down as long as a finger does. A click that is over within one frame, in which the window is also laid
    out anew, is lost on the buttons of GTK 4.8."""
    xdotool("mousemove", int(x), int(y))
    pace(0.05)
    xdotool(*["mousedown", button, "sleep", 0.04, "mouseup", button, "sleep", 0.04] * repeat)
    pace()


def drag(x, y, to_x, to_y, steps=10):
    """A drag as a hand makes it."""
    xdotool("mousemove", int(x), int(y))
    pace(0.05)
    xdotool("mousedown", 1)
    for i in range(1, steps + 1):
        xdotool("mousemove", int(x + (to_x - x) * i / steps), int(y + (to_y - y) * i / steps))
        pace(0.02)
    xdotool("mouseup", 1)
    pace()


def pixels(x, y, width, height):
    """What is on that part of the screen: bytes, four a pixel."""
    with open(os.path.join(SCREEN, "Xvfb_screen0"), "rb") as file:  # in the format of xwd
        image = file.read()
    header = struct.unpack(">20I", image[:80])
    first, row = header[0] + 12 * header[19], header[12]
    return b"".join(image[first + line * row + 4 * x:][:4 * width] for line in range(y, y + height))


def has_owner(name):
    """Whether a process on the session's bus has this name."""
    bus = GIO.bus_get_sync(GIO.BusType.SESSION)
    answer = bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
                           GLIB.Variant("(s)", (name,)), None, GIO.DBusCallFlags.NONE, -1, None)
    return answer.unpack()[0]


def screenshot(name):
    """Kept where SCREENSHOTS names a folder."""
    if os.environ.get("SCREENSHOTS"):
        subprocess.run(["import", "-window", "root", os.path.join(os.environ["SCREENSHOTS"], name + ".png")], check=False)


class App:
    """The program, running full screen so that its coordinates are those of the screen."""

    running = []

    def __init__(self, folder, *arguments, language=None, changes=None):
        self.folder = folder
        self.language = language
        self.changes = changes or {}
        self.own_root = None
        self.log = open(os.path.join(folder, "log"), "ab")
        self.process = subprocess.Popen(self.command(arguments), cwd=folder, env=self.environment(),
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        App.running.append(self)
        wait("the program is accessible", self.root, 60)
        wait("its window is on the screen", self.window)
        self.fill_screen()

    def command(self, arguments):
        return [PROGRAM, *arguments]

    def environment(self):
        return dict(environment(self.folder, os.environ["DISPLAY"], self.language), **self.changes)

    def owns(self, accessible):
        """Whether the root of an application's accessibles is that of this program."""
        return accessible.get_process_id() == self.process.pid

    def window(self):
        try:
            found = xdotool("search", "--onlyvisible", *WINDOWS)
        except subprocess.CalledProcessError:
            return None
        return found.split()[-1] if found.split() else None

    def fill_screen(self):
        """A window that has just come may miss a key."""
        for attempt in range(5):
            xdotool("windowactivate", "--sync", self.window())
            self.rest()
            key("F11")
            try:
                wait("it fills the screen", self.fills_screen, 5)
                break
            except AssertionError:
                if attempt == 4:
                    raise
        self.rest()

    def fills_screen(self):
        window = self.window()  # none for a moment, while it changes its size
        geometry = xdotool("getwindowgeometry", window) if window else ""
        return "Position: 0,0 " in geometry and f"Geometry: {WIDTH}x{HEIGHT}" in geometry

    def root(self):
        assert self.process.poll() is None, f"the program ended with {self.process.returncode}: {self.output()[-2000:]}"
        if not self.own_root:
            self.own_root = next((root for root in BUS.roots() if self.owns(root)), None)
        return self.own_root

    def output(self):
        self.log.flush()
        with open(self.log.name, encoding="utf-8", errors="replace") as file:
            return file.read()

    def inside(self, node):
        """All that @node holds, in order."""
        self.root()  # tells where the program is gone
        return [child for child, _, _ in accessible.walk(node)[1:]]

    def all(self, role=None, name=None, showing=True):
        """Every accessible of @role whose name is, or for a function fits, @name."""
        found = [node for node, its_name, its_role in accessible.walk(self.root())
                 if (role is None or its_role == role)
                 and (name is None or (name(its_name) if callable(name) else its_name == name))]
        if showing:  # what is not shown has no size; GTK does not tell of hidden pages by states
            found = [node for node, box in zip(found, accessible.extents(found)) if box and box.width > 0 and box.height > 0]
        return found

    def find(self, role=None, name=None, seconds=20.0):
        return wait(f"{role} called {name}", lambda: self.all(role, name), seconds)[0]

    def nth(self, number, role=None, name=None, seconds=20.0):
        """The one of that number, from 0. While a list is made anew, not all are there."""
        def there():
            found = self.all(role, name)
            return len(found) > number and found[number]
        return wait(f"{role} called {name}, number {number}", there, seconds)

    def has(self, role=None, name=None):
        return bool(self.all(role, name))

    def look(self):
        """What the program shows, as far as a screen reader can tell: names and rectangles."""
        rows = accessible.walk(self.root())
        boxes = accessible.extents([node for node, _, _ in rows])
        return [(name, box.x, box.y, box.width, box.height) for (_, name, _), box in zip(rows, boxes)
                if box and box.width > 0 and box.height > 0]

    def rest(self):
        """Waits until two looks in a row see the same."""
        looks = [[None]]

        def same():
            looks.append(self.look())
            return looks[-1] == looks[-2] and looks[-1]
        wait("it comes to rest", same)

    def place(self, node):
        """Its rectangle on the screen: x, y, width, height. GTK counts from inside the frame that it draws."""
        frame = self.root().get_child_at_index(0).get_extents()
        box = node.get_extents()
        return box.x + (WIDTH - frame.width) // 2, box.y + (HEIGHT - frame.height) // 2, box.width, box.height

    def click(self, node, **more):
        """Where it stays: what has just come may still move what is around it."""
        places = [None]

        def stays():
            places.append(self.place(node))
            return places[-1] == places[-2]
        wait("it stays where it is", stays)
        x, y, width, height = places[-1]
        click(x + width / 2, y + height / 2, **more)

    def act(self, node, number=0):
        """Does what the accessible offers, without a pointer."""
        assert node.do_action(number), "the action was refused"
        pace()

    def kill(self):
        App.running.remove(self)
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()
        wait("its name on the bus is free", lambda: not has_owner(NAME))

    def quit(self, seconds=20):
        """Ends it as a session manager would; returns its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        status = self.process.wait(seconds)
        App.running.remove(self)
        self.log.close()
        return status


def complaints(folder):
    """What the programs of a test complained of to whoever reads their standard error."""
    log = os.path.join(folder, "log")
    if not os.path.exists(log):
        return []
    with open(log, encoding="utf-8", errors="replace") as file:
        return [line.strip() for line in file if COMPLAINT.search(line)]


def run_tests(tests):
    print(f"1..{len(tests)}", flush=True)
    failed = 0
    for number, test in enumerate(tests, 1):
        name = "/" + os.path.basename(sys.argv[0])[5:-3] + "/" + test.__name__.replace("_", "-")
        folder = tempfile.mkdtemp(prefix="coloratura-")
        try:
            test(folder)
            said = complaints(folder)
            assert not said, "the program complained:\n" + "\n".join(said)
            print(f"ok {number} {name}", flush=True)
        except Exception:  # whatever went wrong is told, and the next test begins
            failed += 1
            screenshot("failed-" + test.__name__)
            print(f"not ok {number} {name}", flush=True)
            print("# " + traceback.format_exc().replace("\n", "\n# "), flush=True)
            log = os.path.join(folder, "log")
            if os.path.exists(log):
                with open(log, encoding="utf-8", errors="replace") as file:
                    print("# what the program said: " + file.read()[-2000:].replace("\n", "\n# "), flush=True)
        finally:
            for app in list(App.running):
                app.kill()
            shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


def bus_config(folder, services):
    """A session bus with these services and no other."""
    os.mkdir(os.path.join(folder, "services"))
    for name in services:
        shutil.copy(f"/usr/share/dbus-1/services/{name}.service", os.path.join(folder, "services"))
    support = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support")
    return shutil.copy(os.path.join(support, "session-bus.conf"), folder)


def start_manager():
    """A window manager, ready; one that does not come up is started again."""
    config = os.path.join(SCREEN, "openbox.xml")
    with open(config, "w", encoding="utf-8") as file:
        file.write(OPENBOX)
    for _ in range(3):
        manager = subprocess.Popen(["openbox", "--config-file", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait("the window manager", lambda: manager.poll() is None and manages(), 10)
            return manager
        except AssertionError:
            manager.kill()
    raise RuntimeError("openbox does not start")


def manages():
    """Whether a window manager answers."""
    return subprocess.run(["xdotool", "get_num_desktops"], capture_output=True, check=False).returncode == 0


def main(tests, services=("org.a11y.Bus",)):
    """Calls itself again inside a session bus that starts @services, then runs @tests on a display of its own."""
    global BUS, GERROR, GIO, GLIB, SCREEN
    missing = [tool for tool in NEEDED if not shutil.which(tool)]
    if missing:
        print(f"1..0 # SKIP not installed: {' '.join(missing)}")
        return 0
    if MARK not in os.environ:
        with tempfile.TemporaryDirectory() as runtime:  # the bus of accessibility lies in it, one for each user
            private = dict(os.environ, XDG_RUNTIME_DIR=runtime, PYTHONUNBUFFERED="1", **{MARK: "1"})
            command = ["dbus-run-session", "--config-file=" + bus_config(runtime, services), "--", sys.executable, *sys.argv]
            return subprocess.run(command, env=private, check=False).returncode
    reader, writer = os.pipe()
    SCREEN = os.environ["XDG_RUNTIME_DIR"]
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp",
                               "-fbdir", SCREEN], pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writer)
    os.environ["DISPLAY"] = ":" + os.read(reader, 16).decode().strip()
    manager = start_manager()
    try:
        BUS = accessible.connect()
        GERROR, GIO, GLIB = accessible.GLIB.GError, accessible.GIO, accessible.GLIB
        return run_tests(tests)
    except ImportError as error:
        print(f"1..0 # SKIP {error}")
        return 0
    finally:
        manager.kill()
        server.kill()
