#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles includes as each room would: one that reaches upward must fail, and every header must stand alone. Prints TAP.

usage: test-rooms.py SOURCE_FOLDER BUILD_FOLDER ROOM...    (rooms from the bottom up)
"""

import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(sys.argv[1], "tests", "support"))
import checks  # noqa: E402

SOURCE, BUILD, *ROOMS = sys.argv[1:]
# GStreamer, libsmf and Pango speak GLib: each in one source, and in no header
SPEAKS_GLIB = ("core/audio", "core/midi", "core/jianpu")
WITHOUT_WIDGETS = ("ui/support", "ui/document", "ui/session", "ui/analysis", "ui/project", "ui/exchange")


def flags_of_rooms():
    """The arguments that say where a room finds headers."""
    flags = {}
    for path, entry in checks.product_commands(SOURCE, BUILD).items():
        flags.setdefault(os.path.dirname(path), [word for word in checks.words_of(entry)
                                                 if re.match(r"-(I|isystem|D|pthread|std=)", word)])
    return flags


FLAGS = flags_of_rooms()
HEADERS = checks.files_of(SOURCE, ".h")


def compiles(text, room, language="c", only_ours=False):
    """What the compiler says of @text in @room; "": nothing. @only_ours: without the folders of libraries."""
    words = [word for word in FLAGS[room] if not (only_ours and word.startswith("-I") and "views" not in word)]
    if language == "c++":
        words = [word for word in words if not word.startswith("-std=")] + ["-std=c++17"]
    compiler = "c++" if language == "c++" else "cc"
    result = subprocess.run([compiler, "-x", language, "-fsyntax-only", "-Wall", "-Wextra", "-Werror", *words, "-"],
                            input=text, text=True, capture_output=True, cwd=BUILD, check=False)
    return result.stderr if result.returncode else ""


def headers_of(room):
    return [path for path in HEADERS if os.path.dirname(path) == room]


def include(header):
    return f'#include "{header}"\n'


def reaches_upward(pair):
    room, above = pair
    said = compiles(include(headers_of(above)[0]), room)
    return "" if "No such file or directory" in said else f"{room} can include {headers_of(above)[0]}"


def stands_alone(job):
    header, room, language = job
    said = compiles(include(header), room, language, only_ours=room.startswith("core/"))
    return f"{header} in {language}: {said}" if said else ""


def is_public(header):
    with open(os.path.join(SOURCE, header), encoding="utf-8") as stream:
        return 'extern "C"' in stream.read()


def private_includes():
    """Private headers of the engine or the desktop application that a program's main files include."""
    found = []
    for path in [path for path in checks.files_of(SOURCE, ".c", ".h") if path.startswith("app/")]:
        with open(os.path.join(SOURCE, path), encoding="utf-8") as stream:
            found += [f"{path}: {line}" for line in re.findall(r'#include "(?:core|ui)/.*-private\.h"', stream.read())]
    return found


def faults(function, items):
    return [fault for fault in checks.in_parallel(function, items) if fault]


verdicts = checks.Verdicts()
verdicts.add("/rooms/all-are-compiled", [f"{room}: no source of it is compiled" for room in ROOMS if room not in FLAGS]
             + [f"{room}: it has no header" for room in ROOMS if not headers_of(room)])
verdicts.add("/rooms/upward-does-not-compile",
             faults(reaches_upward, [(room, above) for i, room in enumerate(ROOMS) for above in ROOMS[i + 1:]]))
verdicts.add("/rooms/core-without-glib", [room for room in ROOMS if room.startswith("core/") and room not in SPEAKS_GLIB
                                          and not compiles("#include <glib.h>\n", room)])
if "ui/support" in ROOMS:
    verdicts.add("/rooms/models-without-gtk", [room for room in WITHOUT_WIDGETS if compiles("#include <gio/gio.h>\n", room)
                                               or not compiles("#include <gtk/gtk.h>\n", room)])
alone = [(header, room) for room in ROOMS for header in headers_of(room)]
verdicts.add("/rooms/headers-in-c", faults(stands_alone, [(*pair, "c") for pair in alone]))
if shutil.which("c++"):
    public = [(*pair, "c++") for pair in alone if is_public(pair[0])]
    verdicts.add("/rooms/headers-in-c++", faults(stands_alone, public) if public else ["there is no public header"])
verdicts.add("/rooms/app-includes-public-headers", private_includes())
verdicts.done()
