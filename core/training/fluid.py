# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders notes with libfluidsynth: a thin ctypes binding.

FluidSynth acts on events at the borders of its blocks of 64 samples, so an
event is at most 2.9 ms late at 22,050 Hz.
"""
import ctypes
import ctypes.util

import numpy as np

RATE = 22050
BLOCK = 64
BEND_RANGE = 2.0  # semitones either way


def _load():
    """The library with the argument types that matter."""
    name = ctypes.util.find_library("fluidsynth") or "libfluidsynth.so.3"
    lib = ctypes.CDLL(name)
    pointer, string = ctypes.c_void_p, ctypes.c_char_p
    number, real = ctypes.c_int, ctypes.c_double
    lib.new_fluid_settings.restype = pointer
    lib.new_fluid_synth.restype = pointer
    lib.new_fluid_synth.argtypes = [pointer]
    lib.fluid_settings_setnum.argtypes = [pointer, string, real]
    lib.fluid_settings_setint.argtypes = [pointer, string, number]
    lib.fluid_synth_sfload.argtypes = [pointer, string, number]
    lib.delete_fluid_synth.argtypes = [pointer]
    lib.fluid_synth_get_sfont_by_id.restype = pointer
    lib.fluid_synth_get_sfont_by_id.argtypes = [pointer, number]
    lib.fluid_synth_add_sfont.argtypes = [pointer, pointer]
    lib.fluid_synth_remove_sfont.argtypes = [pointer, pointer]
    lib.fluid_sfont_get_preset.restype = pointer
    lib.fluid_sfont_get_preset.argtypes = [pointer, number, number]
    lib.fluid_synth_program_select.argtypes = [pointer] + [number] * 4
    lib.fluid_synth_noteon.argtypes = [pointer] + [number] * 3
    lib.fluid_synth_noteoff.argtypes = [pointer] + [number] * 2
    lib.fluid_synth_pitch_bend.argtypes = [pointer] + [number] * 2
    lib.fluid_synth_write_float.argtypes = (
        [pointer, number] + [pointer, number, number] * 2)
    lib.fluid_set_log_function.argtypes = [number, pointer, pointer]
    for level in range(5):  # fonts with odd samples are chatty
        lib.fluid_set_log_function(level, None, None)
    return lib


class Fluid:
    """One loaded sound font; lives as long as its process.

    Every rendering has a synthesiser of its own, because used voices keep
    some state through a reset: the sound would depend on what went before.
    """

    def __init__(self, font):
        self.lib = _load()
        self.settings = self.lib.new_fluid_settings()
        for name, value in ((b"synth.sample-rate", RATE),
                            (b"synth.gain", 0.4)):
            self.lib.fluid_settings_setnum(self.settings, name, value)
        for name, value in ((b"synth.polyphony", 256),
                            (b"synth.chorus.active", 0),
                            (b"synth.reverb.active", 0)):
            self.lib.fluid_settings_setint(self.settings, name, value)
        self.loader = self.lib.new_fluid_synth(self.settings)
        number = self.lib.fluid_synth_sfload(
            self.loader, str(font).encode(), 1)
        if number < 0:
            raise OSError(f"{font}: not a sound font")
        self.font = self.lib.fluid_synth_get_sfont_by_id(self.loader, number)

    def has(self, bank, program):
        """Whether the font has this program."""
        return bool(self.lib.fluid_sfont_get_preset(self.font, bank, program))

    def render(self, notes, seconds, bank, program, bends=()):
        """Mono float32 of @seconds.

        notes: rows of onset_s, offset_s, midi, velocity. bends: rows of
        time_s, semitones (within 2 either way), for all notes alike.
        """
        lib = self.lib
        synth = lib.new_fluid_synth(self.settings)
        number = lib.fluid_synth_add_sfont(synth, self.font)
        lib.fluid_synth_program_select(synth, 0, number, bank, program)
        total = -(-int(seconds * RATE) // BLOCK) * BLOCK
        sides = np.zeros((2, total), np.float32)
        at = 0
        for block, _, call, arguments in _events(notes, bends):
            until = min(block * BLOCK, total)
            self._write(synth, sides, at, until)
            at = max(at, until)
            if at < total:
                getattr(lib, call)(synth, 0, *arguments)
        self._write(synth, sides, at, total)
        lib.fluid_synth_remove_sfont(synth, self.font)
        lib.delete_fluid_synth(synth)
        return sides.mean(axis=0)[:int(seconds * RATE)]

    def _write(self, synth, sides, start, end):
        """Renders samples @start to @end of @sides [2][samples]."""
        if end > start:
            left, right = (row.ctypes.data for row in sides)
            self.lib.fluid_synth_write_float(
                synth, end - start, left, start, 1, right, start, 1)


def bend_value(semitones):
    """What MIDI says for a bend by so many semitones."""
    value = 8192 + round(8191 * float(semitones) / BEND_RANGE)
    return int(np.clip(value, 0, 16383))


def _events(notes, bends):
    """Sorted (block, order, function, arguments): note-offs come first."""
    events = []
    for onset, offset, midi, velocity in notes:
        key = int(midi)
        events.append((round(onset * RATE / BLOCK), 2, "fluid_synth_noteon",
                       (key, int(np.clip(velocity, 1, 127)))))
        events.append((max(round(offset * RATE / BLOCK),
                           round(onset * RATE / BLOCK) + 1), 0,
                       "fluid_synth_noteoff", (key,)))
    for time, semitones in bends:
        events.append((round(time * RATE / BLOCK), 1,
                       "fluid_synth_pitch_bend", (bend_value(semitones),)))
    return sorted(events)
