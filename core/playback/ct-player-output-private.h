/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_PLAYER_OUTPUT_PRIVATE_H
#define CT_PLAYER_OUTPUT_PRIVATE_H

#include <portaudio.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-ring-private.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"
#include "core/playback/ct-drum-synth-private.h"
#include "core/playback/ct-note-synth.h"
#include "core/playback/ct-play-position-private.h"
#include "core/playback/ct-player.h"

/* All that the audio callback touches. It meets the feeder in the ring of blocks, the control in the ring of touches
 * (notes sounded at once), and both in atomics; it takes no lock. */

#define CT_PLAYER_BLOCK_FRAMES 64
#define CT_PLAYER_RING_BLOCKS 512
#define CT_PLAYER_TOUCHES 64
#define CT_PLAYER_HISTOGRAM 64 /* bins of 1/32 of a period */

typedef struct
{
  double time_s;  /* of the first frame in the recording */
  double step_s;  /* seconds of the recording that pass with every frame */
  unsigned epoch; /* blocks of an earlier one are thrown away */
  unsigned jump;  /* the last jump it takes into account, see CtPlayPosition */
  bool last;      /* the end: nothing follows */
  float samples[CT_PLAYER_BLOCK_FRAMES][2];
} CtPlayerBlock;

typedef enum
{
  CT_TOUCH_ON,
  CT_TOUCH_OFF,
  CT_TOUCH_ALL_OFF,
  CT_TOUCH_DRUM,
} CtTouchKind;

typedef struct
{
  CtTouchKind kind;
  int midi, velocity;
  double length_s;
  CtNoteSound sound;
  float strength; /* of a drum, which midi is the key of */
} CtTouch;

typedef struct
{
  CtRing blocks;           /* CtPlayerBlock; written by the feeder, read by the callback */
  CtRing touches;          /* CtTouch; written by the control, read by the callback */
  CtPlayPosition position; /* published by the callback, moved by the control, read by any thread */

  /* written by the feeder (release: after the blocks they belong to), read by the callback (acquire) */
  atomic_bool gate; /* whether it plays */
  atomic_uint epoch;

  /* written by the feeder, through the device, while no callback runs; read by any thread */
  _Atomic int rate_hz;
  atomic_bool device_open;
  _Atomic double device_latency_s;

  /* written by the callback, read by the feeder */
  atomic_uint ended_epoch; /* whose last block was heard */
  atomic_bool moving;      /* audio still comes out of the ring: the gate has not closed yet */
  atomic_bool touched;     /* a touched note still sounds */

  /* written by the callback, read by any thread */
  _Atomic uint64_t callbacks, starved, underflows;
  _Atomic uint32_t histogram[CT_PLAYER_HISTOGRAM];
  _Atomic float callback_max;

  /* raised by the callback, reset to 0 by any thread that reads them */
  _Atomic float left_peak, right_peak;

  /* the callback's own */
  CtNoteSynth *touch_synth;
  CtDrumSynth touch_drums; /* likewise */
  float gain;              /* of the gate, 0 to 1 */
  size_t block_at;         /* frames of the first block that are used up */
  float last[2];           /* the last frame played, from which it falls when the ring is empty */
  bool starving;
} CtPlayerOutput;

CtStatus ct_player_output_new (int rate_hz, CtPlayerOutput **out) CT_MUST_USE;
void ct_player_output_free (CtPlayerOutput *self);

/* Another rate; only while no callback runs. */
CtStatus ct_player_output_set_rate (CtPlayerOutput *self, int rate_hz) CT_MUST_USE;

/* Any thread. */
int ct_player_output_rate_hz (const CtPlayerOutput *self);

/* The control: sounds or ends a note. Where the ring is full it is dropped. */
void ct_player_output_touch (CtPlayerOutput *self, const CtTouch *touch);

/* Any thread: the fields of @stats that the callback and the device know. */
void ct_player_output_stats (const CtPlayerOutput *self, CtPlayerStats *stats);

/* What the callback does: fills @out ([@n][2]), heard at @heard_ns on the monotonic clock (0: there is no clock). */
void ct_player_output_render (CtPlayerOutput *self, float *out, size_t n, int64_t heard_ns);

/* PortAudio's callback; @data is the CtPlayerOutput. */
int ct_player_output_callback (const void *in,
                               void *out,
                               unsigned long n,
                               const PaStreamCallbackTimeInfo *time,
                               PaStreamCallbackFlags flags,
                               void *data);

#endif
