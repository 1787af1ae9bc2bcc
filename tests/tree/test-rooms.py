#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles includes as each room would: one that reaches upward must fail, and every header must stand alone. Prints TAP.

usage: test-rooms.py SOURCE_FOLDER BUILD_FOLDER ROOM...    (rooms from the bottom up)
"""
import concurrent.futures
import glob
import json
import os
import re
import shlex
import shutil
import subprocess
import sys

source, build, *rooms = sys.argv[1:]
results = []


def verdict(name, faults):
    results.append(not faults)
    print(f"{'not ok' if faults else 'ok'} {len(results)} {name}")
    for fault in faults:
        print("# " + fault.replace("\n", "\n# "))


def flags_of_rooms():
    """The arguments that say where a room finds headers, out of the command that compiles its first source."""
    flags = {}
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as stream:
        commands = json.load(stream)
    for entry in commands:
        path = os.path.relpath(os.path.join(entry["directory"], entry["file"]), source)
        room = os.path.dirname(path)
        # tests compile some sources again, with other arguments
        if room in rooms and entry["output"].startswith(f"lib{room.replace('/', '_')}.a.p"):
            flags[room] = [word for word in shlex.split(entry["command"])
                           if re.match(r"-(I|isystem|D|pthread|std=)", word)]
    return flags


def compiles(text, room, language="c"):
    """What the compiler says of @text in @room; "": nothing."""
    words = flags[room]
    if room.startswith("core/") and "ct-" in text:
        words = [word for word in words if not word.startswith("-I") or "views" in word]
    if language == "c++":
        words = [word for word in words if not word.startswith("-std=")] + ["-std=c++17"]
    compiler = "c++" if language == "c++" else "cc"
    result = subprocess.run([compiler, "-x", language, "-fsyntax-only", "-Wall", "-Wextra", "-Werror", *words, "-"],
                            input=text, text=True, capture_output=True, cwd=build, check=False)
    return result.stderr if result.returncode else ""


def headers_of(room):
    found = sorted(glob.glob(os.path.join(source, room, "*.h")))
    return [os.path.relpath(path, source) for path in found]


def include(header):
    return f'#include "{header}"\n'


def in_parallel(function, items):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, items))


def reaches_upward(pair):
    room, above = pair
    said = compiles(include(headers_of(above)[0]), room)
    return "" if "No such file or directory" in said else f"{room} can include {headers_of(above)[0]}"


def stands_alone(job):
    header, room, language = job
    said = compiles(include(header), room, language)
    return f"{header} in {language}: {said}" if said else ""


def is_public(header):
    with open(os.path.join(source, header), encoding="utf-8") as stream:
        return 'extern "C"' in stream.read()


def without(texts):
    return [text for text in texts if text]


flags = flags_of_rooms()
print("TAP version 13")
verdict("/rooms/all-are-compiled", [f"{room}: no source of it is compiled" for room in rooms if room not in flags]
        + [f"{room}: it has no header" for room in rooms if not headers_of(room)])
upward = [(room, above) for i, room in enumerate(rooms) for above in rooms[i + 1:]]
verdict("/rooms/upward-does-not-compile", without(in_parallel(reaches_upward, upward)))
# GStreamer and libsmf speak GLib: each in one source, and in no header
verdict("/rooms/core-without-glib", [room for room in rooms if room.startswith("core/")
                                     and room not in ("core/audio", "core/midi")
                                     and not compiles("#include <glib.h>\n", room)])
models = [room for room in rooms if room.startswith("ui/") and not compiles("#include <gio/gio.h>\n", room)
          and compiles("#include <gtk/gtk.h>\n", room)]
if any(room.startswith("ui/") for room in rooms):
    verdict("/rooms/models-without-gtk", [room for room in ("ui/support", "ui/document", "ui/session", "ui/analysis",
                                                            "ui/project", "ui/exchange") if room not in models])
headers = [(header, room) for room in rooms for header in headers_of(room)]
verdict("/rooms/headers-in-c", without(in_parallel(stands_alone, [(*pair, "c") for pair in headers])))
if shutil.which("c++"):
    public = [(*pair, "c++") for pair in headers if is_public(pair[0])]
    verdict("/rooms/headers-in-c++", without(in_parallel(stands_alone, public)) or ([] if public else ["no public header"]))
app_files = glob.glob(os.path.join(source, "app", "*.[ch]"))
private = []
for path in app_files:
    with open(path, encoding="utf-8") as stream:
        private += [f"{path}: {line}" for line in re.findall(r'#include "(?:core|ui)/.*-private\.h"', stream.read())]
verdict("/rooms/app-includes-public-headers", private or ([] if app_files else ["no file of app"]))
print(f"1..{len(results)}")
