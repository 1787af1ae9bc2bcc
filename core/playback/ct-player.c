/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/playback/ct-player.h"

#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/audio/ct-audio-device.h"
#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/isolation/ct-note-sound.h"
#include "core/isolation/ct-stem-maker.h"
#include "core/playback/ct-play-chain-private.h"
#include "core/playback/ct-play-position-private.h"
#include "core/playback/ct-player-exchange-private.h"
#include "core/playback/ct-player-feeder-private.h"
#include "core/playback/ct-player-output-private.h"

#define STEPPED_RATE_HZ 48000
#define MAX_VOLUME 4.0
#define STEP_FRAMES 64

struct _CtPlayer
{
  CtPlayerOptions options;
  char *cache_folder;
  CtPlayerExchange exchange; /* with the feeder */
  CtPlayerOutput *output;    /* the callback's */
  CtPlayerFeeder *feeder;

  CtSoundReader *reader; /* NULL: no recording */
  CtStemMaker *maker;
  CtNote *score; /* [n_score], sorted, no uncertain notes */
  size_t n_score, n_tracks;
  CtPlayerTrack tracks[CT_PLAYER_MAX_TRACKS]; /* [n_tracks] */
  double began_s;                             /* where playing began */
  CtTimeSpan loop;
  bool loops;
};

/* ---- making and freeing ---- */

/* The control changes requests between these two. */
static CtPlayerRequests *
lock (CtPlayer *self)
{
  return ct_player_exchange_begin (&self->exchange);
}

static void
unlock (CtPlayer *self)
{
  ct_player_exchange_end (&self->exchange);
}

static CtStatus
set_up (CtPlayer *self)
{
  CtStatus status = ct_player_output_new (self->options.rate_hz > 0 ? self->options.rate_hz : STEPPED_RATE_HZ,
                                          &self->output);

  if (status == CT_STATUS_OK && self->options.cache_folder)
    {
      self->cache_folder = strdup (self->options.cache_folder);
      status = self->cache_folder ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
    }
  if (status == CT_STATUS_OK)
    status = ct_player_feeder_new (&self->options, &self->exchange, self->output, &self->feeder);
  return status;
}

CtStatus
ct_player_new (const CtPlayerOptions *options, CtPlayer **out)
{
  static const CtPlayerOptions defaults;
  CtPlayer *self = calloc (1, sizeof *self);
  CtPlayerRequests *requests;
  CtStatus status;

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->options = options ? *options : defaults;
  ct_player_exchange_init (&self->exchange);
  requests = lock (self);
  requests->tempo = (CtPlayTempo){ 1.0, CT_PLAYER_STRETCH, 0 };
  requests->mix_changed = true;
  for (int b = 0; b < CT_PLAYER_N_BUSES; b++)
    requests->mix.volumes[b] = 1.0f;
  unlock (self);
  status = set_up (self);
  if (status != CT_STATUS_OK)
    {
      ct_player_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_player_free (CtPlayer *self)
{
  if (!self)
    return;
  ct_player_feeder_free (self->feeder);
  ct_stem_maker_free (self->maker);
  ct_sound_reader_free (self->reader);
  ct_player_output_free (self->output);
  ct_player_exchange_clear (&self->exchange);
  free (self->score);
  free (self->cache_folder);
  free (self);
}

/* ---- sources ---- */

/* Replaces the recording by @reader (NULL: none), stopped at its start, and closes the one before. */
static void
exchange_sources (CtPlayer *self, CtSoundReader *reader, CtStemMaker *maker)
{
  CtSoundReader *old_reader = self->reader;
  CtStemMaker *old_maker = self->maker;
  CtPlayerRequests *requests = lock (self);

  self->reader = reader;
  self->maker = maker;
  requests->sources_changed = true;
  requests->reader = reader;
  requests->maker = maker;
  requests->plays = false;
  requests->play_changed = true;
  requests->jumps = true;
  requests->jump_s = 0;
  requests->until_s = INFINITY;
  requests->jump = ct_play_position_jump (&self->output->position, 0);
  requests->loops = self->loops = false;
  atomic_store (&self->exchange.state, CT_PLAYER_STOPPED);
  unlock (self);
  if (self->options.stepped)
    ct_player_feeder_feed (self->feeder);
  else
    ct_player_exchange_wait (&self->exchange);
  ct_stem_maker_free (old_maker);
  ct_sound_reader_free (old_reader);
}

CtStatus
ct_player_open (CtPlayer *self, const char *path, int stream)
{
  CtStemMakerOptions options = { self->cache_folder, self->options.cache_bytes, self->options.n_threads,
                                 self->options.stepped };
  CtScratchPlaces scratch = { { self->cache_folder } };
  CtSoundReader *reader = NULL;
  CtStemMaker *maker = NULL;
  CtStatus status = path ? ct_sound_reader_new (path, stream, &scratch, &reader) : CT_STATUS_OK;

  if (status == CT_STATUS_OK && reader)
    status = ct_stem_maker_new (reader, &options, &maker);
  if (status == CT_STATUS_OK && maker)
    status = ct_stem_maker_set_notes (maker, self->score, self->n_score, self->n_tracks);
  if (status != CT_STATUS_OK)
    {
      ct_stem_maker_free (maker);
      ct_sound_reader_free (reader);
      reader = NULL;
      maker = NULL;
    }
  exchange_sources (self, reader, maker);
  return status;
}

double
ct_player_duration_s (const CtPlayer *self)
{
  return atomic_load (&self->exchange.duration_s);
}

static bool
is_playable (const CtNote *note, size_t n_tracks)
{
  return !note->uncertain && note->track >= 0 && (size_t) note->track < n_tracks && isfinite (note->onset_s)
         && isfinite (note->offset_s) && note->offset_s > note->onset_s
         && (note->midi < 128 || note->midi == CT_HIT_PITCH);
}

static void
set_tracks (CtPlayer *self, CtPlayerRequests *requests, const CtPlayerTrack *tracks, size_t n_tracks)
{
  for (size_t t = 0; t < n_tracks; t++)
    {
      CtPlayerTrack *track = &self->tracks[t];

      *track = tracks[t];
      track->volume = track->volume >= 0 && track->volume <= (float) MAX_VOLUME ? track->volume : 1;
      track->pan = track->pan >= -1 && track->pan <= 1 ? track->pan : 0;
      track->program &= 127;
    }
  self->n_tracks = n_tracks;
  memcpy (requests->mix.tracks, self->tracks, n_tracks * sizeof *tracks);
  requests->mix.n_tracks = n_tracks;
  requests->mix_changed = true;
}

/* Those of @notes that can be played, by onset, into @score ([@n_notes]); returns how many. *@end_s: when the last
 * ends. */
static size_t
take_playable (const CtNote *notes, size_t n_notes, size_t n_tracks, CtNote *score, double *end_s)
{
  size_t n = 0;

  *end_s = 0;
  for (size_t i = 0; i < n_notes; i++)
    if (is_playable (&notes[i], n_tracks))
      {
        *end_s = fmax (*end_s, notes[i].offset_s);
        score[n++] = notes[i];
      }
  qsort (score, n, sizeof *score, ct_note_compare);
  return n;
}

static bool
is_score (const CtPlayer *self, const CtNote *score, size_t n, size_t n_tracks)
{
  return self->score && n == self->n_score && memcmp (score, self->score, n * sizeof *score) == 0
         && n_tracks == self->n_tracks;
}

CtStatus
ct_player_set_score (CtPlayer *self, const CtNote *notes, size_t n_notes, const CtPlayerTrack *tracks, size_t n_tracks)
{
  CtNote *score = malloc ((n_notes + 1) * sizeof *score), *copy = malloc ((n_notes + 1) * sizeof *copy);
  size_t n = 0, n_copied = 0;
  double end_s = 0;
  CtPlayerRequests *requests;
  bool same = false;
  CtStatus status = CT_STATUS_NO_MEMORY;

  n_tracks = n_tracks < CT_PLAYER_MAX_TRACKS ? n_tracks : CT_PLAYER_MAX_TRACKS;
  if (score && copy)
    {
      n = take_playable (notes, n_notes, n_tracks, score, &end_s);
      same = is_score (self, score, n, n_tracks);
      /* first, since it may fail */
      status = self->maker && !same ? ct_stem_maker_set_notes (self->maker, score, n, n_tracks) : CT_STATUS_OK;
    }
  if (status != CT_STATUS_OK)
    {
      free (score);
      free (copy);
      return status;
    }
  /* hits are struck by ct_player_set_hits() */
  for (size_t i = 0; i < n; i++)
    if (score[i].midi != CT_HIT_PITCH)
      copy[n_copied++] = score[i];
  free (self->score);
  self->score = score;
  self->n_score = n;
  requests = lock (self);
  set_tracks (self, requests, tracks, n_tracks);
  if (same)
    free (copy);
  else
    {
      free (requests->notes);
      requests->notes = copy;
      requests->n_notes = n_copied;
      requests->notes_end_s = end_s;
    }
  unlock (self);
  return CT_STATUS_OK;
}

static int
compare_hits (const void *a, const void *b)
{
  const CtPlayerHit *x = a, *y = b;

  return (x->time_s > y->time_s) - (x->time_s < y->time_s);
}

CtStatus
ct_player_set_hits (CtPlayer *self, const CtPlayerHit *hits, size_t n_hits)
{
  CtPlayerHit *copy = malloc ((n_hits + 1) * sizeof *copy);
  CtPlayerRequests *requests;
  size_t n = 0;

  if (!copy)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < n_hits; i++)
    if (isfinite (hits[i].time_s) && hits[i].strength > 0 && hits[i].strength <= 1)
      copy[n++] = hits[i];
  qsort (copy, n, sizeof *copy, compare_hits);
  requests = lock (self);
  free (requests->hits);
  requests->hits = copy;
  requests->n_hits = n;
  unlock (self);
  return CT_STATUS_OK;
}

void
ct_player_set_tracks (CtPlayer *self, const CtPlayerTrack *tracks, size_t n_tracks)
{
  CtPlayerRequests *requests = lock (self);

  set_tracks (self, requests, tracks, n_tracks < self->n_tracks ? n_tracks : self->n_tracks);
  unlock (self);
}

void
ct_player_set_volume (CtPlayer *self, CtPlayerBus bus, double volume)
{
  CtPlayerRequests *requests = lock (self);

  if ((unsigned) bus < CT_PLAYER_N_BUSES && volume >= 0 && volume <= MAX_VOLUME)
    {
      requests->mix.volumes[bus] = (float) volume;
      requests->mix_changed = true;
    }
  unlock (self);
}

void
ct_player_set_fade (CtPlayer *self, double fade)
{
  CtPlayerRequests *requests = lock (self);

  if (fade >= 0 && fade <= 1)
    {
      requests->mix.fade = (float) fade;
      requests->mix_changed = true;
    }
  unlock (self);
}

CtStatus
ct_player_set_tempo_map (CtPlayer *self, const CtTempoMap *map)
{
  CtTempoMap *copy = NULL;
  CtStatus status = map ? ct_tempo_map_copy (map, &copy) : CT_STATUS_OK;
  CtPlayerRequests *requests;

  if (status != CT_STATUS_OK)
    return status;
  requests = lock (self);
  ct_tempo_map_free (requests->map);
  requests->map = copy;
  requests->map_changed = true;
  unlock (self);
  return CT_STATUS_OK;
}

void
ct_player_set_click (CtPlayer *self, const CtPlayerClick *click)
{
  CtPlayerRequests *requests = lock (self);

  if (click->volume >= 0 && click->volume <= MAX_VOLUME)
    requests->click = *click;
  unlock (self);
}

/* ---- transport ---- */

static void
set_plays (CtPlayer *self, CtPlayerRequests *requests, bool plays, CtPlayerState state)
{
  requests->plays = plays;
  requests->play_changed = true;
  atomic_store (&self->exchange.state, state);
}

static void
set_jump (CtPlayer *self, CtPlayerRequests *requests, double time_s, double until_s)
{
  requests->jumps = true;
  requests->jump_s = time_s >= 0 && isfinite (time_s) ? time_s : 0;
  requests->until_s = until_s;
  requests->jump = ct_play_position_jump (&self->output->position, requests->jump_s);
}

void
ct_player_play (CtPlayer *self)
{
  CtPlayerRequests *requests = lock (self);

  if (atomic_load (&self->exchange.state) != CT_PLAYER_PLAYING)
    {
      requests->counts_in = true;
      self->began_s = ct_player_position_s (self);
      if (self->began_s >= atomic_load (&self->exchange.duration_s) - 1e-3)
        self->began_s = self->loops ? self->loop.start_s : 0;
    }
  set_plays (self, requests, true, CT_PLAYER_PLAYING);
  unlock (self);
}

void
ct_player_pause (CtPlayer *self)
{
  CtPlayerRequests *requests = lock (self);

  if (atomic_load (&self->exchange.state) == CT_PLAYER_PLAYING)
    set_plays (self, requests, false, CT_PLAYER_PAUSED);
  unlock (self);
}

void
ct_player_stop (CtPlayer *self)
{
  CtPlayerRequests *requests = lock (self);

  set_plays (self, requests, false, CT_PLAYER_STOPPED);
  set_jump (self, requests, self->began_s, INFINITY);
  unlock (self);
}

void
ct_player_play_span (CtPlayer *self, const CtTimeSpan *span)
{
  CtPlayerRequests *requests = lock (self);

  if (span->start_s >= 0 && span->end_s > span->start_s)
    {
      self->began_s = span->start_s;
      set_jump (self, requests, span->start_s, span->end_s);
      set_plays (self, requests, true, CT_PLAYER_PLAYING);
    }
  unlock (self);
}

void
ct_player_seek (CtPlayer *self, double time_s)
{
  CtPlayerRequests *requests = lock (self);

  self->began_s = time_s >= 0 && isfinite (time_s) ? time_s : 0;
  set_jump (self, requests, time_s, INFINITY);
  unlock (self);
}

void
ct_player_set_loop (CtPlayer *self, const CtTimeSpan *span)
{
  CtPlayerRequests *requests = lock (self);

  requests->loops = span && span->start_s >= 0 && span->end_s - span->start_s >= CT_PLAYER_MIN_LOOP_S
                    && isfinite (span->end_s);
  if (requests->loops)
    requests->loop = *span;
  self->loops = requests->loops;
  self->loop = requests->loop;
  unlock (self);
}

void
ct_player_set_speed (CtPlayer *self, double speed, CtPlayerSpeedMode mode)
{
  CtPlayerRequests *requests = lock (self);

  if (speed >= CT_PLAYER_MIN_SPEED && speed <= CT_PLAYER_MAX_SPEED)
    requests->tempo.speed = speed;
  requests->tempo.mode = mode == CT_PLAYER_VARISPEED ? mode : CT_PLAYER_STRETCH;
  unlock (self);
}

void
ct_player_set_pitch (CtPlayer *self, double semitones)
{
  CtPlayerRequests *requests = lock (self);

  if (fabs (semitones) <= CT_PLAYER_MAX_SEMITONES)
    requests->tempo.semitones = semitones;
  unlock (self);
}

/* ---- notes sounded at once ---- */

void
ct_player_note_on (CtPlayer *self, int track, int midi, int velocity, double length_s)
{
  CtTouch on = { .kind = CT_TOUCH_ON, .midi = midi, .velocity = velocity, .length_s = length_s };
  bool known = track >= 0 && (size_t) track < self->n_tracks;
  unsigned version;

  if (midi < 0 || midi > 127 || velocity < 1 || velocity > 127 || !(length_s > 0))
    return;
  if (!known || !self->maker || !ct_stem_maker_sound (self->maker, (size_t) track, &on.sound, &version))
    ct_note_sound_init_program (&on.sound, known ? self->tracks[track].program : 0);
  /* a touched note must be audible beside playback, however soft its track is */
  on.sound.level = fmaxf (on.sound.level, 0.1f);
  ct_player_output_touch (self->output, &on);
  lock (self)->wakes = true;
  unlock (self);
}

void
ct_player_strike (CtPlayer *self, int drum, double strength)
{
  if (!(strength > 0 && strength <= 1))
    return;
  ct_player_output_touch (self->output,
                          &(CtTouch){ .kind = CT_TOUCH_DRUM, .midi = drum, .strength = (float) strength });
  lock (self)->wakes = true;
  unlock (self);
}

void
ct_player_note_off (CtPlayer *self, int midi)
{
  ct_player_output_touch (self->output, &(CtTouch){ .kind = CT_TOUCH_OFF, .midi = midi });
}

void
ct_player_all_notes_off (CtPlayer *self)
{
  ct_player_output_touch (self->output, &(CtTouch){ .kind = CT_TOUCH_ALL_OFF });
}

void
ct_player_set_device (CtPlayer *self, const char *name)
{
  CtPlayerRequests *requests = lock (self);

  name = name ? name : "";
  if (strcmp (requests->device, name) != 0 && strlen (name) < sizeof requests->device)
    {
      strcpy (requests->device, name);
      requests->device_changed = true;
    }
  unlock (self);
}

/* ---- state ---- */

CtPlayerState
ct_player_state (const CtPlayer *self)
{
  return (CtPlayerState) atomic_load (&self->exchange.state);
}

double
ct_player_position_s (const CtPlayer *self)
{
  return ct_play_position_now_s (&self->output->position);
}

void
ct_player_levels (CtPlayer *self, float *left, float *right)
{
  *left = atomic_exchange (&self->output->left_peak, 0.0f);
  *right = atomic_exchange (&self->output->right_peak, 0.0f);
}

double
ct_player_isolated (const CtPlayer *self)
{
  return self->maker ? ct_stem_maker_progress (self->maker) : 1.0;
}

void
ct_player_stats (const CtPlayer *self, CtPlayerStats *stats)
{
  ct_player_output_stats (self->output, stats);
  stats->ahead_s = atomic_load (&self->exchange.ahead_s);
}

bool
ct_player_take_message (CtPlayer *self, CtPlayerMessage *message)
{
  return ct_player_exchange_take_message (&self->exchange, message);
}

size_t
ct_player_list_devices (CtPlayer *self, CtAudioDevice *devices, size_t max)
{
  size_t n;

  if (ct_audio_devices_acquire () != CT_STATUS_OK)
    return 0;
  n = ct_audio_devices_list (CT_AUDIO_OUTPUT, devices, max);
  ct_audio_devices_release ();
  return n;
}

/* ---- stepping ---- */

void
ct_player_step (CtPlayer *self, float *out, size_t n)
{
  for (size_t done = 0; done < n;)
    {
      size_t part = n - done < STEP_FRAMES ? n - done : STEP_FRAMES;

      ct_player_feeder_feed (self->feeder);
      ct_player_output_render (self->output, out + 2 * done, part, 0);
      done += part;
    }
}
