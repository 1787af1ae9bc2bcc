/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-condition-private.h"
#include "core/base/ct-note.h"
#include "core/base/ct-ring-private.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"
#include "core/isolation/ct-stem-maker.h"
#include "core/playback/ct-mixer-private.h"
#include "core/playback/ct-play-chain-private.h"
#include "core/playback/ct-player-private.h"
#include "core/playback/ct-player.h"

#define CROSS_S 0.010           /* from one chain to the next */
#define AHEAD_S 0.026           /* how much is made ahead at least: what it takes for a change to be heard */
#define AHEAD_STRETCHED_S 0.030 /* Rubber Band takes some 100 ms more */
#define AHEAD_PER_DELAY 4       /* of the longest time for which a thread was held up: longer ones follow */
#define NAP_MS 4                /* between looks at the ring while playing */
#define IDLE_MS 100
#define SOUNDS_NS INT64_C (300000000) /* how often to look for measured sounds */

static int64_t
to_frame (const CtPlayer *self, double time_s)
{
  double frame = floor (time_s * self->in_rate_hz + 0.5);

  return frame < 0 ? 0 : frame < 4e15 ? (int64_t) frame : INT64_C (4000000000000000);
}

/* Takes over what the control asked for since. */
static void
take_requests (CtPlayer *self)
{
  CtPlayerRequests *requests = &self->requests, *now = &self->now;
  bool plays = now->plays, device_changed = now->device_changed, wakes = now->wakes;

  pthread_mutex_lock (&self->mutex);
  *now = *requests;
  requests->notes = NULL;
  requests->mix_changed = requests->range_changed = requests->play_changed = requests->jumps = requests->sources_changed
      = false;
  requests->device_changed = requests->wakes = false;
  pthread_mutex_unlock (&self->mutex);
  if (!now->play_changed)
    now->plays = plays;
  now->device_changed = now->device_changed || device_changed;
  now->wakes = now->wakes || wakes;
}

/* Says that the requests were taken, after what they meant was done: what they replaced is not used any more. */
static void
confirm (CtPlayer *self)
{
  pthread_mutex_lock (&self->mutex);
  self->taken++;
  pthread_cond_broadcast (&self->taken_over);
  pthread_mutex_unlock (&self->mutex);
}

static void
set_epoch (CtPlayer *self)
{
  self->epoch++;
  self->last_pushed = false;
  atomic_store_explicit (&self->output->epoch, self->epoch, memory_order_release);
}

static void
update_range (CtPlayer *self)
{
  int64_t frames = self->now.reader ? ct_sound_reader_frames (self->now.reader) : 0;
  int64_t end = frames < 0 ? to_frame (self, 1e9) : frames, notes_end = to_frame (self, self->now.notes_end_s);
  bool bounded = isfinite (self->until_s);

  end = end > notes_end ? end : notes_end;
  atomic_store (&self->duration_s, frames < 0 ? self->now.notes_end_s : (double) end / self->in_rate_hz);
  self->range.fades = bounded && to_frame (self, self->until_s) < end;
  if (self->range.fades)
    end = to_frame (self, self->until_s);
  self->range.end = end;
  self->range.loops = self->now.loops && !bounded;
  self->range.loop_start = to_frame (self, self->now.loop.start_s);
  self->range.loop_end = to_frame (self, self->now.loop.end_s);
  if (self->range.loop_end > end)
    self->range.loop_end = end;
  if (self->range.loop_end - self->range.loop_start < (int64_t) (CT_PLAYER_MIN_LOOP_S * self->in_rate_hz) - 1)
    self->range.loops = false;
  for (int i = 0; i < 2; i++)
    ct_play_chain_set_range (self->chains[i], &self->range);
}

static void
report (CtPlayer *self, CtStatus status)
{
  if (status == CT_STATUS_OK)
    return;
  self->feeding = false;
  self->now.plays = false;
  atomic_store (&self->output->gate, false);
  self->opened = false;
  atomic_store (&self->state, CT_PLAYER_PAUSED);
  ct_player_say (self, CT_PLAYER_EVENT_UNREADABLE, status);
}

/* Goes on at @frame with the tempo of now. While blocks are made, the old chain fades out under the new one; else what
 * is in the ring is thrown away. */
static void
begin_chain (CtPlayer *self, int64_t frame)
{
  bool crosses = self->feeding && self->chain_ready;
  int next = crosses ? 1 - self->chain : self->chain;

  self->last_pushed = false;
  if (!crosses)
    set_epoch (self);
  self->chain = next;
  self->cross_left = crosses ? (size_t) (CROSS_S * ct_player_out_rate (self)) : 0;
  self->chain_ready = true;
  report (self, ct_play_chain_begin (self->chains[next], frame, &self->range, &self->now.tempo, self->in_rate_hz,
                                     ct_player_out_rate (self)));
}

static int64_t
chain_frame (const CtPlayer *self)
{
  return (int64_t) floor (ct_play_chain_frame (self->chains[self->chain]) + 0.5);
}

static void
change_sources (CtPlayer *self)
{
  self->in_rate_hz = self->now.reader ? ct_sound_reader_rate_hz (self->now.reader) : ct_player_out_rate (self);
  self->feeding = self->opened = false;
  atomic_store (&self->output->gate, false);
  memset (self->sound_versions, 0, sizeof self->sound_versions);
  self->sounds_looked_ns = 0;
  self->chain_ready = false;
  self->resume_frame = 0;
  report (self, ct_mixer_set_sources (self->mixer, self->now.reader, self->now.maker, self->in_rate_hz,
                                      self->options.stepped));
}

/* Sounds that were measured meanwhile take the place of the plain ones. */
static void
look_for_sounds (CtPlayer *self, bool all)
{
  int64_t now_ns = ct_player_now_ns ();

  if (!all && !self->options.stepped && now_ns - self->sounds_looked_ns < SOUNDS_NS)
    return;
  self->sounds_looked_ns = now_ns;
  for (size_t t = 0; t < self->now.mix.n_tracks; t++)
    {
      CtNoteSound sound;
      unsigned version = 0;
      bool measured = self->now.maker && ct_stem_maker_sound (self->now.maker, t, &sound, &version);

      if (measured && version == self->sound_versions[t] && !all)
        continue;
      if (!measured && !all)
        continue;
      if (!measured)
        ct_note_sound_init_program (&sound, self->now.mix.tracks[t].program);
      ct_mixer_set_sound (self->mixer, t, &sound);
      self->sound_versions[t] = version;
    }
}

/* Where playing begins after the end: at the start, or at the loop's. */
static int64_t
start_again (const CtPlayer *self)
{
  return self->range.loops ? self->range.loop_start : 0;
}

static void
start_or_pause (CtPlayer *self)
{
  if (self->now.plays && !self->chain_ready)
    begin_chain (self, self->resume_frame);
  else if (self->now.plays && ct_play_chain_ended (self->chains[self->chain]))
    begin_chain (self, start_again (self)); /* a jump led to the end */
  self->feeding = self->now.plays;
  if (!self->now.plays)
    {
      self->opened = false;
      atomic_store_explicit (&self->output->gate, false, memory_order_release);
    }
}

static void
do_requests (CtPlayer *self)
{
  CtPlayerRequests *now = &self->now;

  if (now->sources_changed)
    change_sources (self);
  if (now->notes)
    ct_mixer_take_notes (self->mixer, now->notes, now->n_notes);
  now->notes = NULL;
  if (now->mix_changed || now->sources_changed)
    {
      ct_mixer_set_mix (self->mixer, &now->mix, !self->feeding);
      look_for_sounds (self, true);
    }
  else
    look_for_sounds (self, false);
  if (now->jumps)
    {
      self->until_s = now->until_s;
      self->jumped = now->jump;
    }
  update_range (self);
  if (now->jumps)
    begin_chain (self, to_frame (self, now->jump_s));
  else if (self->chain_ready && !ct_play_chain_can_set (self->chains[self->chain], &now->tempo))
    begin_chain (self, chain_frame (self));
  else if (self->chain_ready)
    ct_play_chain_set_tempo (self->chains[self->chain], &now->tempo);
  else if (now->plays && !now->play_changed)
    begin_chain (self, self->resume_frame);
  if (now->play_changed)
    start_or_pause (self);
}

/* Adds the chain that is on its way out. */
static CtStatus
cross_chains (CtPlayer *self, CtPlayerBlock *block)
{
  float old[2 * CT_PLAYER_BLOCK_FRAMES];
  size_t whole = (size_t) (CROSS_S * ct_player_out_rate (self));
  CtStatus status = ct_play_chain_pull (self->chains[1 - self->chain], old, CT_PLAYER_BLOCK_FRAMES);

  for (size_t i = 0; status == CT_STATUS_OK && i < CT_PLAYER_BLOCK_FRAMES && self->cross_left > 0;
       i++, self->cross_left--)
    for (size_t c = 0; c < 2; c++)
      {
        float share = (float) self->cross_left / (float) whole;

        block->samples[i][c] += share * (old[2 * i + c] - block->samples[i][c]);
      }
  return status;
}

static void
make_block (CtPlayer *self)
{
  CtPlayChain *chain = self->chains[self->chain];
  CtPlayerBlock *block = ct_ring_next (&self->output->blocks);
  CtStatus status;

  block->time_s = ct_play_chain_frame (chain) / self->in_rate_hz;
  block->step_s = ct_play_chain_step (chain) / self->in_rate_hz;
  block->epoch = self->epoch;
  block->jump = self->jumped;
  status = ct_play_chain_pull (chain, block->samples[0], CT_PLAYER_BLOCK_FRAMES);
  if (status == CT_STATUS_OK && self->cross_left > 0)
    status = cross_chains (self, block);
  block->last = self->last_pushed = ct_play_chain_ended (chain);
  if (status == CT_STATUS_OK)
    ct_ring_push (&self->output->blocks);
  report (self, status);
}

static bool
wants_block (const CtPlayer *self, size_t wanted)
{
  return self->feeding && !self->last_pushed && ct_ring_filled (&self->output->blocks) < wanted
         && ct_ring_room (&self->output->blocks) > 0;
}

static void
fill_ring (CtPlayer *self)
{
  bool plain = self->now.tempo.speed == 1.0 && self->now.tempo.semitones == 0;
  double ahead_s = fmax (plain ? AHEAD_S : AHEAD_STRETCHED_S, atomic_load (&self->ahead_s));
  size_t buffer = self->options.buffer_frames > 0 ? (size_t) self->options.buffer_frames : 0;
  size_t wanted = ((size_t) (ahead_s * ct_player_out_rate (self)) + buffer) / CT_PLAYER_BLOCK_FRAMES + 1;

  wanted = wanted < CT_PLAYER_RING_BLOCKS ? wanted : CT_PLAYER_RING_BLOCKS;
  /* no more at once: a device that takes all there is would keep requests waiting for ever */
  for (size_t i = 0; i < wanted && wants_block (self, wanted); i++)
    make_block (self);
  /* a device that is opened asks at once for all it holds, which is more than the ring does: let that be silence */
  if (self->feeding && !self->opened && (self->options.stepped || self->stream || self->device_missing))
    {
      self->opened = true;
      atomic_store_explicit (&self->output->gate, true, memory_order_release);
    }
  atomic_store (&self->waiting, self->feeding && ct_mixer_is_waiting (self->mixer));
  if (self->now.maker && self->chain_ready)
    ct_stem_maker_set_focus (self->now.maker, chain_frame (self));
}

/* Where the last block was heard, playing ends. */
static void
notice_end (CtPlayer *self)
{
  if (!self->last_pushed || atomic_load_explicit (&self->output->ended_epoch, memory_order_acquire) != self->epoch)
    return;
  self->feeding = self->opened = self->last_pushed = self->chain_ready = false;
  self->now.plays = false;
  /* after a selection playing goes on behind it, after the end at the start */
  self->resume_frame = self->range.end;
  self->until_s = INFINITY;
  update_range (self);
  if (self->resume_frame >= self->range.end)
    self->resume_frame = start_again (self);
  atomic_store (&self->output->gate, false);
  atomic_store (&self->state, CT_PLAYER_STOPPED);
  ct_player_say (self, CT_PLAYER_EVENT_ENDED, CT_STATUS_OK);
}

static void
pass_on_problems (CtPlayer *self)
{
  CtStatus status;

  if (!self->now.maker)
    return;
  status = ct_stem_maker_take_cache_status (self->now.maker);
  if (status != CT_STATUS_OK)
    ct_player_say (self, CT_PLAYER_EVENT_CACHE_FULL, status);
  status = ct_stem_maker_status (self->now.maker);
  if (status != CT_STATUS_OK && !self->isolation_failed)
    ct_player_say (self, CT_PLAYER_EVENT_NOT_ISOLATED, status);
  self->isolation_failed = status != CT_STATUS_OK;
}

void
ct_player_feed (CtPlayer *self)
{
  take_requests (self);
  do_requests (self);
  confirm (self);
  notice_end (self);
  fill_ring (self);
  pass_on_problems (self);
}

/* A machine that holds up the feeder holds up the callback, too, which then asks at once for what it missed: there,
 * more is made ahead, until the device is opened again. */
static void
note_delay (CtPlayer *self, int64_t delay_ns)
{
  uint64_t starved = atomic_load (&self->output->starved);
  double wanted_s = fmin (AHEAD_PER_DELAY * 1e-9 * (double) delay_ns, CT_PLAYER_LATENCY_S);

  if (starved != self->seen_starved)
    wanted_s = CT_PLAYER_LATENCY_S;
  self->seen_starved = starved;
  if (wanted_s > atomic_load (&self->ahead_s))
    atomic_store (&self->ahead_s, wanted_s);
}

void *
ct_player_feeder_main (void *data)
{
  CtPlayer *self = data;

  for (;;)
    {
      int64_t began_ns;
      long ms;

      ct_player_feed (self);
      if (self->now.quits)
        return NULL;
      ct_player_device_watch (self);
      ms = self->feeding || atomic_load (&self->output->moving) ? NAP_MS : IDLE_MS;
      began_ns = ct_player_now_ns ();
      pthread_mutex_lock (&self->mutex);
      if (!self->requests_waiting)
        ct_condition_wait_ms (&self->woken, &self->mutex, ms);
      self->requests_waiting = false;
      pthread_mutex_unlock (&self->mutex);
      note_delay (self, ct_player_now_ns () - began_ns - ms * 1000000);
    }
}
