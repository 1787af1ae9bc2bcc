#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How well instruments are recognised in a third recording.

    evaluate_known.py --bands DIR --half choose|report --program CLI

DIR is what "generate.py bands" made. The tracks of a band's first two songs,
in the number that plays, are learned under their players' names, as a user
does who has corrected the tracks; the third is transcribed with that memory,
and with those of other bands that share no player with it. A track belongs to
the player most of whose notes it has; tracks of fewer than four notes do not
count. Printed, for tracks in the number given and as found: the share of
tracks that are named right and wrong where the player is known, and the share
that is named although the player is not; and in how many third songs the
number of tracks is that of the players: with no memory, with that of the
band, with it without one of its players, and with those of the others; with
95 % bootstrap intervals.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import tempfile

import numpy as np

import evaluate
import evaluate_tracks

NEAR_S = 0.08   # a note is a true one that begins no further away
LEAST_NOTES = 4
STRANGERS = 4   # memories of other bands that each song is shown


def run(program, *words):
    """Calls the command line; what it prints."""
    return subprocess.run([program, *map(str, words)], check=True,
                          stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout


def transcribe(program, song, words):
    return json.loads(run(program, "transcribe", song, "--json", "-", *words))


def tracks(program, song, words):
    """{number of a track: ([n][2] of onset_s and midi, the name it was
    recognised by, or None)}."""
    found = transcribe(program, song, words)
    notes = collections.defaultdict(list)
    for note in found["notes"]:
        notes[note["track"]].append((note["onset_s"], note["midi"]))
    return {t["number"]: (np.array(notes[t["number"]]),
                          t["name"] if t["recognised"] else None)
            for t in found["tracks"]
            if len(notes[t["number"]]) >= LEAST_NOTES}


def owner(notes, true, players):
    """The player most of whose notes these are; None: of none."""
    votes = collections.Counter()
    for onset, midi in notes:
        near = true[(np.abs(true[:, 0] - onset) < NEAR_S)
                    & (true[:, 2] == midi)]
        if len(near):
            votes[players[int(near[0, 4]) - 1]] += 1
    return votes.most_common(1)[0][0] if votes else None


class Songs:
    """The songs of the bands, and what is learned of them."""

    def __init__(self, folder, index, program, memories):
        self.folder, self.program = folder, program
        self.memories = memories
        self.bands = collections.defaultdict(dict)
        for entry in index:
            self.bands[entry["band"]][entry["song"]] = entry

    def sound(self, entry):
        return self.folder / (entry["name"] + ".flac")

    def owned(self, entry, words):
        """[(number, player, name or None)] of the tracks."""
        true = evaluate_tracks.read_notes(
            self.folder / (entry["name"] + ".csv"))
        found = tracks(self.program, self.sound(entry), words)
        rows = [(number, owner(notes, true, entry["players"]), name)
                for number, (notes, name) in found.items()]
        return [row for row in rows if row[1]]

    def learn(self, band):
        """The file of what the first two songs teach."""
        memory = self.memories / f"{band}.timbres"
        for song in (0, 1):
            self.teach(memory, self.bands[band][song])
        return memory

    def teach(self, memory, entry, unknown=()):
        count = ("--tracks", len(entry["players"]))
        names = {player: number for number, player, _
                 in reversed(self.owned(entry, count))
                 if player not in unknown}
        run(self.program, "memory", "learn", memory, self.sound(entry),
            *[f"{n}={p}" for p, n in names.items()], *count, "--quiet")

    def learn_but(self, band):
        """The file of the band without one of its players."""
        memory = self.memories / f"{band}-but.timbres"
        unknown = max(self.bands[band][2]["players"])
        for song in (0, 1):
            self.teach(memory, self.bands[band][song], (unknown,))
        return memory

    def knows_number(self, band, memory=None):
        """Whether the third song has as many tracks as players."""
        entry = self.bands[band][2]
        found = transcribe(self.program, self.sound(entry),
                           ["--memory", memory] if memory else [])
        return len(found["tracks"]) == len(entry["players"])


def judge(songs, band, memory, known, given):
    """[(player is known, named, named right)] of the third song's tracks."""
    entry = songs.bands[band][2]
    words = ["--memory", memory]
    words += ["--tracks", len(entry["players"])] if given else []
    return [(player in known, name is not None, name == player)
            for _, player, name in songs.owned(entry, words)]


def strangers(songs, band):
    """Other bands, that share no player with this one."""
    own = set(songs.bands[band][2]["players"])
    others = sorted(songs.bands)
    at = others.index(band)
    row = others[at + 1:] + others[:at]
    return [b for b in row
            if not own & set(songs.bands[b][0]["players"])][:STRANGERS]


def show(name, row):
    print("  %s: %.3f (%.3f-%.3f) of %d" % (
        (name,) + evaluate.interval([float(x) for x in row]) + (len(row),)))


def show_numbers(songs, memories):
    print("number of tracks right")
    rows = {"no memory": [], "the band's": [], "without one player": [],
            "of other bands": []}
    for band, memory in memories.items():
        rows["no memory"].append(songs.knows_number(band))
        rows["the band's"].append(songs.knows_number(band, memory))
        rows["without one player"].append(
            songs.knows_number(band, songs.learn_but(band)))
        rows["of other bands"] += [songs.knows_number(band, memories[other])
                                   for other in strangers(songs, band)]
    for name, row in rows.items():
        show(name, row)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bands", required=True, type=pathlib.Path)
    parser.add_argument("--half", required=True,
                        choices=("choose", "report"))
    parser.add_argument("--program", required=True)
    args = parser.parse_args()
    index = [e for e in json.loads((args.bands / "index.json").read_text())
             if e["half"] == args.half]
    with tempfile.TemporaryDirectory() as folder:
        songs = Songs(args.bands, index, args.program, pathlib.Path(folder))
        memories = {band: songs.learn(band) for band in songs.bands}
        for given in (True, False):
            known, unknown = [], []
            for band, memory in memories.items():
                known += judge(songs, band, memory,
                               songs.bands[band][0]["players"], given)
                for other in strangers(songs, band):
                    unknown += judge(songs, band, memories[other], (),
                                     given)
            figures = {
                "named right": [right for _, _, right in known],
                "named wrong": [named and not right
                                for _, named, right in known],
                "unknown, but named": [named for _, named, _ in unknown]}
            print("number given" if given else "number found")
            for name, row in figures.items():
                show(name, row)
        show_numbers(songs, memories)


if __name__ == "__main__":
    main()
