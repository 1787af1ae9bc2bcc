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
    lib.fluid_synth_system_reset.argtypes = [pointer]
    lib.fluid_synth_all_sounds_off.argtypes = [pointer, number]
    lib.fluid_synth_program_select.argtypes = [pointer] + [number] * 4
    lib.fluid_synth_noteon.argtypes = [pointer] + [number] * 3
    lib.fluid_synth_noteoff.argtypes = [pointer] + [number] * 2
    lib.fluid_synth_cc.argtypes = [pointer] + [number] * 3
    lib.fluid_synth_pitch_bend.argtypes = [pointer] + [number] * 2
    lib.fluid_synth_write_float.argtypes = (
        [pointer, number] + [pointer, number, number] * 2)
    lib.fluid_set_log_function.argtypes = [number, pointer, pointer]
    for level in range(5):  # fonts with odd samples are chatty
        lib.fluid_set_log_function(level, None, None)
    return lib


class Fluid:
    """One synthesiser with one sound font; lives as long as its process."""

    def __init__(self, font):
        self.lib = _load()
        settings = self.lib.new_fluid_settings()
        self.lib.fluid_settings_setnum(settings, b"synth.sample-rate", RATE)
        self.lib.fluid_settings_setnum(settings, b"synth.gain", 0.4)
        self.lib.fluid_settings_setint(settings, b"synth.polyphony", 256)
        self.lib.fluid_settings_setint(settings, b"synth.chorus.active", 0)
        self.lib.fluid_settings_setint(settings, b"synth.reverb.active", 0)
        self.synth = self.lib.new_fluid_synth(settings)
        self.font = self.lib.fluid_synth_sfload(
            self.synth, str(font).encode(), 1)
        if self.font < 0:
            raise OSError(f"{font}: not a sound font")

    def has(self, bank, program):
        """Whether the font has this program."""
        return self.lib.fluid_synth_program_select(
            self.synth, 0, self.font, bank, program) == 0

    def render(self, notes, seconds, bank, program, bends=()):
        """Mono float32 of @seconds.

        notes: rows of onset_s, offset_s, midi, velocity. bends: rows of
        time_s, semitones (within 2 either way), for all notes alike.
        """
        lib, synth = self.lib, self.synth
        self._silence()
        lib.fluid_synth_program_select(synth, 0, self.font, bank, program)
        total = -(-int(seconds * RATE) // BLOCK) * BLOCK
        left = np.zeros(total, np.float32)
        right = np.zeros(total, np.float32)
        at = 0
        for block, _, call, arguments in _events(notes, bends):
            until = min(block * BLOCK, total)
            self._write(left, right, at, until)
            at = max(at, until)
            if at < total:
                getattr(lib, call)(synth, 0, *arguments)
        self._write(left, right, at, total)
        return ((left + right) / 2)[:int(seconds * RATE)]

    def _silence(self):
        """Resets; voices that a reset lets ring are run out unheard."""
        self.lib.fluid_synth_all_sounds_off(self.synth, 0)
        self.lib.fluid_synth_system_reset(self.synth)
        scratch = np.zeros((2, 16 * BLOCK), np.float32)
        for _ in range(400):
            self._write(scratch[0], scratch[1], 0, scratch.shape[1])
            if np.abs(scratch).max() < 1e-7:
                break

    def _write(self, left, right, start, end):
        if end > start:
            self.lib.fluid_synth_write_float(
                self.synth, end - start, left.ctypes.data, start, 1,
                right.ctypes.data, start, 1)


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
        value = 8192 + round(8191 * float(semitones) / BEND_RANGE)
        events.append((round(time * RATE / BLOCK), 1,
                       "fluid_synth_pitch_bend",
                       (int(np.clip(value, 0, 16383)),)))
    return sorted(events)
