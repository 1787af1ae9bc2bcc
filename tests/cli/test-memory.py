#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Timbres that are remembered and recognised: test-memory.py PROGRAM SOURCE_FOLDER."""

import json
import os
import shutil
import subprocess
import sys

import tap
from tap import check, run

NAMES = ["Anna", "单簧管 (Ben)", "Cleo"]


def learn(*names, memory="known", arguments=("--tracks", "3", "--duration", "12")):
    return run("memory", "learn", memory, tap.DEMO, *names, *arguments)


def learn_band():
    check(learn(*[f"{i}={name}" for i, name in enumerate(NAMES, 1)]), 0)


def listed(memory="known"):
    result = run("memory", "list", memory)
    check(result, 0)
    return [line.split("\t") for line in result.stdout.decode().splitlines()]


def tracks(*arguments):
    check(run("transcribe", tap.DEMO, "--json", "out.json", *arguments), 0)
    with open("out.json", encoding="utf-8") as file:
        return json.load(file)["tracks"]


def test_learn_and_list():
    result = learn("1=Anna", "3=Cleo")
    check(result, 0)
    assert [line.split(": ", 1)[1] for line in result.stderr.decode().splitlines()] == [
        "track 1 learned as Anna", "track 3 learned as Cleo"], result.stderr
    assert [row[0] for row in listed()] == ["Anna", "Cleo"], listed()
    assert all(row[3] == "1 song" for row in listed()), listed()
    # the same song once more teaches nothing new; another one does
    check(learn("1=Anna", arguments=("--tracks", "3", "--duration", "12", "--quiet")), 0)
    check(learn("1=Anna", arguments=("--tracks", "3", "--duration", "14", "--quiet")), 0)
    assert [row[3] for row in listed()] == ["2 songs", "1 song"], listed()


def test_recognised():
    learn_band()
    known = {row[0]: (row[1], int(row[2].split()[0]) - 1) for row in listed()}
    result = run("transcribe", tap.DEMO, "--memory", "known", "-o", "out.mid")
    check(result, 0)
    for name in NAMES:
        assert f" recognised as {name}\n" in result.stderr.decode(), result.stderr
    with open("out.mid", "rb") as file:
        midi = file.read()
    assert all(name.encode() in midi for name in NAMES)
    found = tracks("--memory", "known")
    assert sorted(track["name"] for track in found) == sorted(NAMES), found
    for track in found:
        assert track["recognised"] and (track["color"], track["program"]) == known[track["name"]], track
    assert not any(track["recognised"] or track["color"] for track in tracks())


def test_learns_as_transcribe_reads():
    """What has no header, what comes through a pipe, and what begins too late."""
    samples = b"".join(int(20000 * value).to_bytes(2, "little", signed=True) for value in tap.tones(3))
    raw = ("--raw", f"{tap.RATE}:1:s16")
    with open("a.raw", "wb") as file:
        file.write(samples)
    check(run("memory", "learn", "known", "a.raw", "1=Anna", *raw), 0)
    check(run("memory", "learn", "known", "-", "1=Ben", *raw, stdin=None, input=samples), 0)
    assert [row[0] for row in listed()] == ["Anna", "Ben"]
    check(run("memory", "learn", "known", "a.raw", "1=Cleo", *raw, "--start", "100"), 1,
          "a.raw: nothing in it comes after --start")
    check(run("memory", "learn", "known", tap.DEMO, "1=Cleo", "-o", "out.mid"), 2,
          "memory: only the memory is written; leave out -o, --report, --stats and the like")


def test_all_or_nothing():
    """Who is not there, or where nothing can be saved, is said before anybody is learned; so are names cut by nobody."""
    result = learn("1=Anna", "9=Ben")
    check(result, 1, "9=Ben: there is no such track")
    check(learn("1=" + 64 * "x"), 1, ": the name is longer than 63 bytes")
    check(learn("1=Anna", memory="no/known"), 1, "no/known: its folder does not exist")
    assert os.listdir(".") == []


def test_several_learn_at_once():
    calls = [subprocess.Popen([tap.PROGRAM, "memory", "learn", "known", tap.DEMO, f"1=N{i}", "--duration", "3", "--quiet"])
             for i in range(3)]
    assert [call.wait() for call in calls] == [0, 0, 0]
    assert sorted(row[0] for row in listed()) == ["N0", "N1", "N2"]


def test_not_recognised():
    # one that is known is no other one
    check(learn("2=Ben", arguments=("--tracks", "3", "--duration", "12")), 0)
    assert sorted(track["recognised"] for track in tracks("--memory", "known")) == [False, False, True]


def test_the_same_names_in_a_batch():
    learn_band()
    shutil.copy(tap.DEMO, "again.flac")
    check(run("transcribe", tap.DEMO, "again.flac", "--memory", "known", "--json", "out"), 0)
    results = []
    for name in ("demo", "again"):
        with open(os.path.join("out", name + ".json"), encoding="utf-8") as file:
            results.append(json.load(file)["tracks"])
    assert results[0] == results[1] and all(track["recognised"] for track in results[0]), results


def test_forget():
    learn_band()
    check(run("memory", "forget", "known", "Anna", "Nobody"), 1, "Nobody: is not in the memory")
    assert len(listed()) == 3
    check(run("memory", "forget", "known", "Anna", "Cleo", "Anna"), 0)
    assert [row[0] for row in listed()] == [NAMES[1]], listed()


def test_asleep():
    learn_band()
    with open(tap.WEIGHTS, "rb") as file:
        weights = bytearray(file.read())
    # a change in the last value of the encoder's bias of names alone would not matter; any of "timbre." does
    at = weights.index(b"timbre.dense2.bias")
    count = int.from_bytes(weights[12:16], "little")
    start, place = 24 + 52 * count, 0
    for i in range(count):
        entry = 24 + 52 * i
        dims = [int.from_bytes(weights[entry + 36 + 4 * d:entry + 40 + 4 * d], "little") for d in range(4)]
        if entry == at:
            break
        place += dims[0] * dims[1] * dims[2] * dims[3]
    weights[start + 4 * place] ^= 1
    value = 0xcbf29ce484222325
    for byte in weights[24:]:
        value = (value ^ byte) * 0x100000001b3 & (1 << 64) - 1
    weights[16:24] = value.to_bytes(8, "little")
    with open("other.weights", "wb") as file:
        file.write(weights)
    result = run("memory", "list", "known", "--weights", "other.weights")
    check(result, 0)
    assert [line.split("\t")[-1] for line in result.stdout.decode().splitlines()] == ["asleep"] * 3, result.stdout
    assert not any(t["recognised"] for t in tracks("--memory", "known", "--weights", "other.weights"))
    assert len(listed()) == 3 and all(row[-1] != "asleep" for row in listed())


def test_errors():
    check(run("memory"), 2, "memory: list, learn or forget (see --help)")
    check(run("memory", "lose", "known"), 2, "memory: list, learn or forget (see --help)")
    check(run("memory", "list"), 2, "name one file of remembered timbres")
    check(run("memory", "list", "a", "b"), 2, "name one file of remembered timbres")
    check(run("memory", "learn", "known", "in.wav"), 2, "as in 1=Anna")
    check(run("memory", "forget", "known"), 2, "the timbres to forget")
    check(run("memory", "list", "missing"), 1, "no such file")
    check(run("memory", "forget", "missing", "Anna"), 1, "no such file")
    check(run("memory", "learn", "known", "missing.wav", "1=Anna"), 1, "no such file")
    for name, message in (("Anna", "as in 1=Anna"), ("9=Anna", "there is no such track"), ("x=Anna", "there is no such track"),
                          ("1=", "the name is empty"), ("1=\t", "the name is empty")):
        check(learn("1=Ben", name, arguments=("--tracks", "3", "--duration", "6", "--quiet")), 1, message)
    assert not os.path.exists("known")
    with open("damaged", "wb") as file:
        file.write(b"CTTIMBRE" + bytes(40))
    check(run("transcribe", tap.DEMO, "--memory", "damaged"), 1, "not a readable file of remembered timbres")
    check(run("transcribe", tap.DEMO, "--memory", "missing"), 1, "missing: no such file")


if __name__ == "__main__":
    tap.main(tap.tests_of(sys.modules[__name__]))
