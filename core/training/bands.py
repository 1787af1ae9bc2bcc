# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs of bands, by which the memory of known timbres is judged.

A band is two to four instruments that training never hears, half of the
bands with all of them of one family. It plays three songs: other phrases,
another mix and another room each time. Bands with even numbers choose, those
with odd ones report.
"""
import numpy as np

import development
import packages
import synth

SONGS = 3
POOLS = ("real", "font", "both")
ROOMS = (None, (0.3, 0.7), (0.8, 1.6))  # seconds; each band has them in turn


def make_song(out, name, random, sources, room):
    """Writes NAME.flac and NAME.csv; returns the sources' names by track."""
    piece = development.Piece(random, float(random.integers(
        *development.SECONDS)))
    if random.random() < 0.5:
        piece.ensemble(sources, "pop")
    else:
        piece.chamber(sources)
    mix, rows, _ = piece.render()
    if room:
        mix = synth.in_room(random, mix, random.uniform(*room))
    development.write_mix(out, name, mix, rows, {})
    return [source.name for source, _ in piece.parts]


def make_all(out, samples, seed, count):
    """Writes the songs of @count bands into @out; returns their index."""
    index, held = [], development.pools(
        samples, packages.held_out_font(out / "packages"))
    for band in range(count):
        random = np.random.default_rng([seed, 5 << 20, band])
        n, pool = 2 + band // 2 % 3, held[POOLS[band // 2 % len(POOLS)]]
        if band // 2 % 2:
            sources = development.of_family(random, pool, n)
        else:
            sources = pool.pick(random, n)
        for song in range(SONGS):
            name = f"band-{band:03d}-{song}"
            players = make_song(out, name, random, sources,
                                ROOMS[(band + song) % len(ROOMS)])
            index.append({"name": name, "band": band, "song": song,
                          "players": players,
                          "half": ("choose", "report")[band % 2]})
    return index
