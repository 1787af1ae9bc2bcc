# SPDX-License-Identifier: GPL-3.0-or-later
"""Recorded drum kits of Debian's hydrogen-drumkits.

A kit says what its drums are called; which key of General MIDI that is, is
read from the name.
"""
import re
import xml.etree.ElementTree as tree
from pathlib import Path

import numpy as np

import sampler

FOLDER = Path("/usr/share/hydrogen/data/drumkits")
# By Glen MacArthur, as kits to judge by are; without keys of General MIDI;
# under version 2 alone of the GNU GPL.
LEFT_OUT = ("Gimme A Hand 1.0", "The Black Pearl 1.0", "circAfrique v4",
            "Millo-Drums_v.1", "Millo_MultiLayered2", "Millo_MultiLayered3",
            "ForzeeStereo")
NAMES = (  # the first that is found in a name
    (r"roll|swish|choke|noise|\bnz\b", None), (r"kick|bass ?drum", 36),
    (r"stick|rim click", 37), (r"rimshot|rock|snare 2", 40), (r"snare", 38),
    (r"clap", 39), (r"floor|\btom low|low tom", 41),
    (r"\btom mid|middle tom", 45), (r"\btom ?hi|high tom", 48),
    (r"\btom\b", 47),
    (r"pedal h|hat pedal|hat \d pd", 44),
    (r"open|hat op|hat \d op|ohh", 46), (r"hat|hh", 42), (r"cowbell", 56),
    (r"tambourine", 54), (r"ride.*(bell|cup)|(bell|cup).*ride", 53),
    (r"crash", 49), (r"ride", 51), (r"splash", 55), (r"china", 52))
ALIKE = {35: 36, 38: 40, 40: 38, 43: 41, 50: 48, 47: 45, 57: 49, 59: 51}


def key_of(name):
    """The key of General MIDI of a drum's name, or None."""
    return next((key for pattern, key in NAMES
                 if re.search(pattern, name.lower())), None)


def text(element, tag):
    """What the element's child @tag says, whatever its namespace."""
    return next((child.text or "" for child in element
                 if child.tag.split("}")[-1] == tag), "")


def of_kind(element, tag):
    """All elements @tag below."""
    return [e for e in element.iter() if e.tag.split("}")[-1] == tag]


class Kit:
    """The drums of one kit: for each key its layers, soft to loud. See
    sounds.DrumSource."""

    def __init__(self, folder):
        self.folder, self.layers, self.sounds = folder, {}, {}
        self.name = f"hydrogen/{folder.name}"
        for drum in of_kind(tree.parse(folder / "drumkit.xml").getroot(),
                            "instrument"):
            key = key_of(text(drum, "name"))
            files = [(float(text(layer, "max") or 1), text(layer, "filename"))
                     for layer in of_kind(drum, "layer")]
            files = files or [(1.0, text(drum, "filename"))]
            files = [f for f in sorted(files) if (folder / f[1]).is_file()]
            if key and files and key not in self.layers:
                self.layers[key] = files
        for key, other in ALIKE.items():
            if key not in self.layers and other in self.layers:
                self.layers[key] = self.layers[other]

    def recording(self, name):
        """The sound in a file [samples]."""
        if name not in self.sounds:
            self.sounds[name] = sampler.decode(self.folder / name)
        return self.sounds[name]

    def usable(self):
        """Whether it has more than a few drums."""
        return len(self.layers) > 5

    def sound(self, notes, seconds):
        """Mono float32 of @seconds of rows of onset_s, offset_s, key,
        velocity; drums that the kit lacks are silent."""
        out = np.zeros(int(seconds * sampler.RATE), np.float32)
        for onset, _, key, velocity in notes:
            force, at = velocity / 127, int(onset * sampler.RATE)
            layers = self.layers.get(int(key), ())
            if not layers or at >= len(out):
                continue
            name = next((f for top, f in layers if force <= top),
                        layers[-1][1])
            sound = self.recording(name)[:len(out) - at]
            out[at:at + len(sound)] += force ** 1.5 * sound
        return out


def sources():
    """The kits that may be learned from; none if they are not there."""
    found = [Kit(path.parent) for path in sorted(FOLDER.glob("*/drumkit.xml"))
             if path.parent.name not in LEFT_OUT]
    return [k for k in found if k.usable()]
