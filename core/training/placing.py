# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes under beats that are known, so that quantising and exporting are
judged apart from finding beats."""
import csv
import subprocess


def read_notes(path):
    """[(onset_s, offset_s, midi, track, velocity)] of a table."""
    with open(path, newline="") as file:
        return [(float(r["onset_s"]), float(r["offset_s"]), int(r["midi"]),
                 int(r["track"]), int(r["velocity"]))
                for r in csv.DictReader(file) if r["midi"]]


def place(features, notes, truth, grid, folder):
    """The MIDI file in @folder that the engine's executable @features makes
    of @notes under the beats of @truth, an entry of index.json."""
    ticks = int(round(960 * truth["beat_quarters"]))
    first = -int(truth["pickup"])
    (folder / "notes.txt").write_text("".join(
        f"{on:.4f} {off:.4f} {midi} {track} {velocity}\n"
        for on, off, midi, track, velocity in notes))
    numerator, denominator = truth["meter"]
    (folder / "beats.txt").write_text(
        f"{numerator} {denominator}\n" + "".join(
            f"{(first + k) * ticks} {time}\n"
            for k, time in enumerate(truth["beats"])))
    out = folder / f"{grid.replace('/', '-')}.mid"
    subprocess.run([features, "--place", folder / "notes.txt",
                    folder / "beats.txt", grid, out], check=True)
    return out
