/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_PLAYER_EXCHANGE_PRIVATE_H
#define CT_PLAYER_EXCHANGE_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/audio/ct-audio-device.h"
#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/isolation/ct-stem-maker.h"
#include "core/playback/ct-mixer-private.h"
#include "core/playback/ct-play-chain-private.h"
#include "core/playback/ct-player.h"

/* Where the control (the thread that calls the player) and the feeder meet: requests one way, messages the other, both
 * behind a mutex that is held only to copy them; and a few facts as atomics. The audio callback never comes here. */

#define CT_PLAYER_MESSAGES 16

/* What the control wants. A value whose flag is false is the same as before. */
typedef struct
{
  CtMix mix;
  bool mix_changed;
  CtPlayTempo tempo;
  bool loops;
  CtTimeSpan loop;
  bool plays, play_changed;
  bool counts_in; /* before it plays, where `click` says so */
  CtPlayerClick click;
  bool jumps; /* to `jump_s`, and plays up to `until_s` (INFINITY: all) */
  double jump_s, until_s;
  unsigned jump; /* its number, see CtPlayPosition */
  CtNote *notes; /* [n_notes], owned by whoever has the request; NULL: unchanged */
  size_t n_notes;
  double notes_end_s;
  CtPlayerHit *hits; /* [n_hits], likewise */
  size_t n_hits;
  CtTempoMap *map; /* owned by whoever has the request */
  bool map_changed;
  bool sources_changed;
  CtSoundReader *reader; /* borrowed from the control, which keeps it until the feeder has confirmed its successor */
  CtStemMaker *maker;    /* likewise */
  char device[CT_AUDIO_DEVICE_NAME_SIZE];
  bool device_changed;
  bool wakes; /* the device is needed for a single note */
  bool quits;
} CtPlayerRequests;

typedef struct
{
  pthread_mutex_t mutex;
  pthread_cond_t woken;     /* signalled by the control */
  pthread_cond_t confirmed; /* signalled by the feeder */

  /* guarded by the mutex */
  CtPlayerRequests requests;                    /* written by the control, taken by the feeder */
  bool waiting;                                 /* set by the control; cleared by the feeder when it has napped */
  unsigned confirmations;                       /* so far; written by the feeder, read by the control */
  CtPlayerMessage messages[CT_PLAYER_MESSAGES]; /* [n_messages], added by the feeder, taken by the control */
  size_t n_messages;

  /* facts */
  atomic_int state;          /* CtPlayerState; written by the control (play, pause, stop) and the feeder (the end, a
                              * failure), read by any thread */
  _Atomic double duration_s; /* written by the feeder, read by any thread */
  _Atomic double ahead_s;    /* rendered ahead at least since threads were held up, 0 from the opening of a device on;
                              * written by the feeder, read by any thread */
} CtPlayerExchange;

void ct_player_exchange_init (CtPlayerExchange *self);
void ct_player_exchange_clear (CtPlayerExchange *self);

/* The control changes requests between these two; the second wakes the feeder. */
CtPlayerRequests *ct_player_exchange_begin (CtPlayerExchange *self);
void ct_player_exchange_end (CtPlayerExchange *self);

/* The control: waits until the feeder has carried out all requests and uses nothing older. */
void ct_player_exchange_wait (CtPlayerExchange *self);

/* The feeder: copies the requests to @now, which has those taken before. What was asked for once (device, wake-up) and
 * is not done yet stays; `plays` of @now, which the feeder changes itself at an end, stays unless asked for. */
void ct_player_exchange_take (CtPlayerExchange *self, CtPlayerRequests *now);

/* The feeder: the requests taken last are carried out, and what they replaced is no longer used. */
void ct_player_exchange_confirm (CtPlayerExchange *self);

/* The feeder: sleeps for @ms or until there are requests. */
void ct_player_exchange_nap (CtPlayerExchange *self, long ms);

/* The feeder: adds a message. When nobody takes them the oldest are lost. */
void ct_player_exchange_say (CtPlayerExchange *self, CtPlayerEvent event, CtStatus status);

/* The control: takes the oldest message; false: there is none. */
bool ct_player_exchange_take_message (CtPlayerExchange *self, CtPlayerMessage *message);

#endif
