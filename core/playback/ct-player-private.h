/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_PLAYER_PRIVATE_H
#define CT_PLAYER_PRIVATE_H

#include <portaudio.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "core/audio/ct-audio-device.h"
#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-ring-private.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"
#include "core/isolation/ct-stem-maker.h"
#include "core/playback/ct-mixer-private.h"
#include "core/playback/ct-note-synth.h"
#include "core/playback/ct-play-chain-private.h"
#include "core/playback/ct-player.h"

/* Three threads meet here: the program's main one (the control), the feeder, and PortAudio's callback.
 *
 * The control changes `requests` under the mutex and wakes the feeder, which takes them over under the mutex; the
 * callback never touches it. Between feeder and callback there are the ring of blocks, and atomics. Between control and
 * callback there is the ring of touches (notes sounded at once), and atomics. */

#define CT_PLAYER_BLOCK_FRAMES 64
#define CT_PLAYER_RING_BLOCKS 512
/* What the device may hold, whatever the size of its buffers, and what is made ahead at most. Where threads have no
 * priority of real time 36 ms lead to gaps when a window draws beside it. */
#define CT_PLAYER_LATENCY_S 0.060
#define CT_PLAYER_TOUCHES 64
#define CT_PLAYER_MESSAGES 16
#define CT_PLAYER_HISTOGRAM 64 /* bins of 1/32 of a period */

/* What goes to the callback. */
typedef struct
{
  double time_s;  /* of the first frame in the recording */
  double step_s;  /* seconds of the recording that pass with every frame */
  unsigned epoch; /* blocks of an earlier one are thrown away */
  unsigned jump;  /* after so many jumps it was made */
  bool last;      /* nothing follows: the end was reached */
  float samples[CT_PLAYER_BLOCK_FRAMES][2];
} CtPlayerBlock;

typedef enum
{
  CT_TOUCH_ON,
  CT_TOUCH_OFF,
  CT_TOUCH_ALL_OFF,
} CtTouchKind;

typedef struct
{
  CtTouchKind kind;
  int midi, velocity;
  double length_s;
  CtNoteSound sound;
} CtTouch;

/* Where playing is, as the callback last saw it. Written by the callback alone into the slot after the published one,
 * then published (release); readers (acquire) look whether their slot was overwritten meanwhile. */
typedef struct
{
  _Atomic double time_s;
  _Atomic double step_s; /* seconds of the recording a second */
  _Atomic int64_t at_ns; /* when the time is heard, on the monotonic clock */
  atomic_uint jump;
} CtPlayerPlace;

#define CT_PLAYER_PLACES 8

/* All that the callback touches. */
typedef struct
{
  CtRing blocks;  /* feeder to callback */
  CtRing touches; /* control to callback */
  /* what is wanted; stored by the feeder (release: after the blocks that belong to it), loaded by the callback
   * (acquire) */
  atomic_bool gate; /* whether it plays */
  atomic_uint epoch;
  _Atomic int rate_hz;
  /* what happened; stored by the callback, taken by the feeder */
  atomic_uint ended_epoch; /* whose last block was heard */
  atomic_bool moving;      /* sound still comes out of the ring: the gate has not closed yet */
  atomic_bool touched;     /* a voice of the touch synthesiser sounds */
  _Atomic uint64_t callbacks, starved, underflows;
  _Atomic uint32_t histogram[CT_PLAYER_HISTOGRAM];
  _Atomic float callback_max;
  _Atomic float left_peak, right_peak;
  CtPlayerPlace places[CT_PLAYER_PLACES];
  atomic_uint place; /* the published one, counted for ever */
  _Atomic double device_latency_s;

  /* the callback's own */
  CtNoteSynth *touch_synth;
  float gain;      /* of the gate, 0 to 1 */
  size_t block_at; /* frames of the first block that are used up */
  float last[2];   /* what was last heard, from which it falls when the ring is empty */
  bool starving;
} CtPlayerOutput;

/* What the control asks for. */
typedef struct
{
  CtMix mix;
  bool mix_changed;
  CtPlayTempo tempo;
  bool loops;
  CtTimeSpan loop;
  bool range_changed;
  bool plays, play_changed;
  bool jumps; /* to `jump_s`, and plays up to `until_s` (INFINITY: all) */
  double jump_s, until_s;
  unsigned jump;
  CtNote *notes; /* NULL: none came */
  size_t n_notes;
  double notes_end_s;
  bool sources_changed;
  CtSoundReader *reader;
  CtStemMaker *maker;
  char device[CT_AUDIO_DEVICE_NAME_SIZE];
  bool device_changed;
  bool wakes; /* the device is wanted, for a note */
  bool quits;
} CtPlayerRequests;

struct _CtPlayer
{
  CtPlayerOptions options;
  char *cache_folder;
  CtPlayerOutput *output;

  pthread_mutex_t mutex; /* guards the requests and messages */
  pthread_cond_t woken;
  CtPlayerRequests requests;
  bool requests_waiting;
  unsigned taken; /* counts how often the feeder took them: a source is let go of only after the next time */
  pthread_cond_t taken_over;
  CtPlayerMessage messages[CT_PLAYER_MESSAGES];
  size_t n_messages;

  /* the control's own */
  CtSoundReader *reader; /* NULL: no recording */
  CtStemMaker *maker;
  CtNote *score; /* [n_score], sorted, no uncertain notes */
  size_t n_score, n_tracks;
  CtPlayerTrack tracks[CT_PLAYER_MAX_TRACKS];
  double began_s; /* where playing began */
  CtTimeSpan loop;
  bool loops;

  atomic_int state;    /* CtPlayerState */
  atomic_bool waiting; /* for isolated tracks */
  atomic_bool device_open;
  _Atomic double duration_s;
  _Atomic double jump_s; /* where the last jump led to, */
  atomic_uint jump;      /* until blocks made after it are heard */

  pthread_t feeder;
  bool has_feeder;

  /* the feeder's own */
  CtPlayerRequests now;
  double until_s; /* where to stop: INFINITY, or the end of a selection */
  CtMixer *mixer;
  CtPlayChain *chains[2];
  int chain; /* the one that is heard */
  bool chain_ready;
  int64_t resume_frame; /* where playing begins while no chain is ready */
  size_t cross_left;    /* frames until the other chain has faded out */
  unsigned jumped;      /* the jump that the chain came from */
  int in_rate_hz;
  CtPlayRange range;
  bool feeding; /* blocks are being made */
  bool last_pushed;
  bool opened;           /* the gate */
  bool isolation_failed; /* and it was said */
  unsigned epoch;
  unsigned sound_versions[CT_PLAYER_MAX_TRACKS];
  int64_t sounds_looked_ns;
  _Atomic double ahead_s; /* made ahead at least since threads were held up; 0 from the opening of a device */
  uint64_t seen_starved;

  /* the device, of the feeder alone */
  bool has_devices;
  PaStream *stream;
  bool device_missing; /* and it was said */
  int64_t tried_ns, active_ns, silent_since_ns, paced_ns;
  uint64_t seen_callbacks;
  int64_t seen_ns;
  double paced_left;
};

static inline int64_t
ct_player_now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

/* -- ct-player-output.c */
CtStatus ct_player_output_new (int rate_hz, CtPlayerOutput **out) CT_MUST_USE;
void ct_player_output_free (CtPlayerOutput *self);
/* Another rate; only while no callback runs. */
CtStatus ct_player_output_set_rate (CtPlayerOutput *self, int rate_hz) CT_MUST_USE;
/* What the callback does: fills @out ([@n][2]), heard at @heard_ns. */
void ct_player_output_render (CtPlayerOutput *self, float *out, size_t n, int64_t heard_ns);
/* PortAudio's callback; @data is the CtPlayerOutput. */
int ct_player_output_callback (const void *in,
                               void *out,
                               unsigned long n,
                               const PaStreamCallbackTimeInfo *time,
                               PaStreamCallbackFlags flags,
                               void *data);

/* -- ct-player-device.c, of the feeder alone */
void ct_player_device_open (CtPlayer *self);
void ct_player_device_close (CtPlayer *self);
/* Looks whether it still lives; where there is none, looks for one now and then and plays to nobody meanwhile. */
void ct_player_device_watch (CtPlayer *self);

/* -- ct-player-feeder.c */
void *ct_player_feeder_main (void *data);
/* Takes the requests over, and makes blocks until the ring is as full as it shall be. */
void ct_player_feed (CtPlayer *self);

/* -- ct-player-state.c */
int ct_player_out_rate (const CtPlayer *self);
void ct_player_say (CtPlayer *self, CtPlayerEvent event, CtStatus status);

#endif
