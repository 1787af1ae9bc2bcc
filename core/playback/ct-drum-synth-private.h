/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_DRUM_SYNTH_PRIVATE_H
#define CT_DRUM_SYNTH_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Hits that sound at once; one more takes the place of the softest. */
#define CT_DRUM_VOICES 16

/* A falling tone and noise, each dying away. */
typedef struct
{
  bool sounds;
  size_t delay;
  float phase, turn, turn_end, turn_factor; /* of the tone: turns a sample, and what they fall to */
  float tone, tone_factor;                  /* its amplitude, and by how much it falls a sample */
  float noise, noise_factor;
  float smooth, smooth_share; /* of the noise, what is below its band, which is taken away */
} CtDrumVoice;

/* A synthesiser of drums. Zero it and set the rate; nothing touches the heap, so all of it is safe in an audio
 * callback. One thread at a time may use it. */
typedef struct
{
  int rate_hz;
  uint32_t random;
  CtDrumVoice voices[CT_DRUM_VOICES];
} CtDrumSynth;

/* Strikes the drum that General MIDI has on @key (any other sounds as the nearest), with a strength in (0, 1], @delay
 * frames into the next render. */
void ct_drum_synth_start (CtDrumSynth *self, int key, float strength, size_t delay);

/* Lets all that sounds die away within some milliseconds. */
void ct_drum_synth_silence (CtDrumSynth *self);

/* Adds what sounds to @out ([@n][2]), with a gain that goes from @from to @to in a line. */
void ct_drum_synth_render (CtDrumSynth *self, float from, float to, float *out, size_t n);

size_t ct_drum_synth_n_voices (const CtDrumSynth *self);

#endif
