/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_RECORDING_H
#define BENCH_RECORDING_H

/* Writes @seconds of stereo FLAC at 44.1 kHz to @path: the sound of @demo (stereo or mono, at that rate or less) again
 * and again. Aborts where that cannot be done. */
void bench_recording_make (const char *demo, const char *path, int seconds);

#endif
