/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/playback/ct-player-feeder-private.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-clock-private.h"
#include "core/base/ct-note.h"
#include "core/base/ct-ring-private.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/isolation/ct-note-sound.h"
#include "core/isolation/ct-stem-maker.h"
#include "core/playback/ct-click-private.h"
#include "core/playback/ct-mixer-private.h"
#include "core/playback/ct-play-chain-private.h"
#include "core/playback/ct-play-crossing-private.h"
#include "core/playback/ct-play-position-private.h"
#include "core/playback/ct-player-device-private.h"
#include "core/playback/ct-player-exchange-private.h"
#include "core/playback/ct-player-output-private.h"
#include "core/playback/ct-player.h"

#define AHEAD_S 0.026           /* rendered ahead at least: how long a change takes to be heard */
#define AHEAD_STRETCHED_S 0.030 /* Rubber Band adds some 100 ms */
#define AHEAD_PER_DELAY 4       /* times the longest delay of a thread so far: longer ones will follow */
#define NAP_MS 4                /* between looks at the ring while playing */
#define IDLE_MS 100
#define SOUNDS_NS INT64_C (300000000) /* between looks for measured sounds */
/* A device that is back so soon plays on by itself: later it would startle. */
#define PATIENCE_NS INT64_C (60000000000)
#define SILENT_FRAMES 256 /* rendered at once while no device plays them */

_Static_assert(CT_PLAYER_BLOCK_FRAMES <= CT_PLAY_CROSSING_MAX_FRAMES, "a block is one piece");

struct _CtPlayerFeeder
{
  bool stepped;
  size_t buffer_frames;
  CtPlayerExchange *exchange;
  CtPlayerOutput *output;
  CtPlayerDevice *device; /* NULL: stepped */
  pthread_t thread;
  bool threaded;

  CtPlayerRequests now; /* what was asked for last */
  double until_s;       /* where to stop: INFINITY, or the end of a selection */
  unsigned jump;        /* the last one carried out */

  CtMixer *mixer;
  int in_rate_hz; /* the mixer's */
  unsigned sound_versions[CT_PLAYER_MAX_TRACKS];
  int64_t sounds_checked_ns;

  CtPlayCrossing *crossing;
  CtPlayRange range;
  bool ready;           /* the crossing is where playing continues */
  int64_t resume_frame; /* where playing begins while it is not */

  CtClick click;
  double clicked;  /* up to this place of the chain's clock */
  int64_t lost_ns; /* when the device was lost while playing, and nobody has played or paused since; 0: neither */

  bool feeding;     /* blocks are rendered */
  bool last_pushed; /* up to the end */
  bool gate_open;
  unsigned epoch;
  uint64_t seen_starved;
  bool isolation_failed; /* and was reported */
};

static int64_t
to_frame (const CtPlayerFeeder *self, double time_s)
{
  double frame = floor (time_s * self->in_rate_hz + 0.5);

  return frame < 0 ? 0 : frame < 4e15 ? (int64_t) frame : INT64_C (4000000000000000);
}

static void
set_epoch (CtPlayerFeeder *self)
{
  self->epoch++;
  self->last_pushed = false;
  atomic_store_explicit (&self->output->epoch, self->epoch, memory_order_release);
}

static void
update_range (CtPlayerFeeder *self)
{
  int64_t frames = self->now.reader ? ct_sound_reader_frames (self->now.reader) : 0;
  int64_t end = frames < 0 ? to_frame (self, 1e9) : frames, notes_end = to_frame (self, self->now.notes_end_s);
  bool bounded = isfinite (self->until_s);

  end = end > notes_end ? end : notes_end;
  atomic_store (&self->exchange->duration_s, frames < 0 ? self->now.notes_end_s : (double) end / self->in_rate_hz);
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
  ct_play_crossing_set_range (self->crossing, &self->range);
}

static void
set_gate (CtPlayerFeeder *self, bool open)
{
  self->gate_open = open;
  atomic_store_explicit (&self->output->gate, open, memory_order_release);
}

static void
halt (CtPlayerFeeder *self, CtPlayerState state)
{
  ct_click_stop_counting (&self->click);
  self->feeding = false;
  self->now.plays = false;
  set_gate (self, false);
  atomic_store (&self->exchange->state, state);
}

static void
report (CtPlayerFeeder *self, CtStatus status)
{
  if (status == CT_STATUS_OK)
    return;
  halt (self, CT_PLAYER_PAUSED);
  ct_player_exchange_say (self->exchange, CT_PLAYER_EVENT_UNREADABLE, status);
}

/* Continues at @frame with the current tempo. While blocks are rendered it is crossfaded in, else the contents of the
 * ring are thrown away. */
static void
begin_chain (CtPlayerFeeder *self, int64_t frame)
{
  bool crosses = self->feeding && self->ready;
  CtStatus status;

  self->last_pushed = false;
  if (!crosses)
    set_epoch (self);
  self->ready = true;
  status = ct_play_crossing_begin (self->crossing, crosses, frame, &self->range, &self->now.tempo, self->in_rate_hz,
                                   ct_player_output_rate_hz (self->output));
  self->clicked = ct_play_chain_clock (ct_play_crossing_chain (self->crossing));
  ct_click_stop_counting (&self->click);
  report (self, status);
}

static int64_t
chain_frame (const CtPlayerFeeder *self)
{
  return (int64_t) floor (ct_play_chain_frame (ct_play_crossing_chain (self->crossing)) + 0.5);
}

static void
change_sources (CtPlayerFeeder *self)
{
  self->in_rate_hz = self->now.reader ? ct_sound_reader_rate_hz (self->now.reader)
                                      : ct_player_output_rate_hz (self->output);
  self->feeding = false;
  set_gate (self, false);
  memset (self->sound_versions, 0, sizeof self->sound_versions);
  self->sounds_checked_ns = 0;
  self->ready = false;
  self->resume_frame = 0;
  report (self, ct_mixer_set_sources (self->mixer, self->now.reader, self->now.maker, self->in_rate_hz, self->stepped));
}

/* Replaces fallback sounds by those that have been measured. */
static void
update_sounds (CtPlayerFeeder *self, bool all)
{
  int64_t now_ns = ct_clock_now_ns ();

  if (!all && !self->stepped && now_ns - self->sounds_checked_ns < SOUNDS_NS)
    return;
  self->sounds_checked_ns = now_ns;
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

/* Where playing begins after the end: the start of the loop or the recording. */
static int64_t
start_again (const CtPlayerFeeder *self)
{
  return self->range.loops ? self->range.loop_start : 0;
}

static void
count_in (CtPlayerFeeder *self)
{
  ct_click_stop_counting (&self->click);
  if (self->now.counts_in && self->now.click.count_in)
    ct_click_count_in (&self->click, ct_play_chain_frame (ct_play_crossing_chain (self->crossing)) / self->in_rate_hz,
                       self->now.tempo.speed, ct_player_output_rate_hz (self->output));
}

static void
start_or_pause (CtPlayerFeeder *self)
{
  if (self->now.plays && !self->ready)
    begin_chain (self, self->resume_frame);
  else if (self->now.plays && ct_play_chain_ended (ct_play_crossing_chain (self->crossing)))
    begin_chain (self, start_again (self)); /* a jump led to the end */
  self->feeding = self->now.plays;
  if (self->now.plays)
    count_in (self);
  else
    {
      ct_click_stop_counting (&self->click);
      set_gate (self, false);
    }
}

static void
do_requests (CtPlayerFeeder *self)
{
  CtPlayerRequests *now = &self->now;

  if (now->play_changed || now->sources_changed)
    self->lost_ns = 0;
  if (now->sources_changed)
    change_sources (self);
  if (now->notes)
    ct_mixer_take_notes (self->mixer, now->notes, now->n_notes);
  now->notes = NULL;
  if (now->hits)
    ct_mixer_take_hits (self->mixer, now->hits, now->n_hits);
  now->hits = NULL;
  if (now->map_changed)
    ct_click_take_map (&self->click, now->map);
  now->map = NULL;
  if (now->mix_changed || now->sources_changed)
    {
      ct_mixer_set_mix (self->mixer, &now->mix, !self->feeding);
      update_sounds (self, true);
    }
  else
    update_sounds (self, false);
  if (now->jumps)
    {
      self->until_s = now->until_s;
      self->jump = now->jump;
    }
  update_range (self);
  if (now->jumps)
    begin_chain (self, to_frame (self, now->jump_s));
  else if (self->ready && !ct_play_chain_can_set (ct_play_crossing_chain (self->crossing), &now->tempo))
    begin_chain (self, chain_frame (self));
  else if (self->ready)
    ct_play_chain_set_tempo (ct_play_crossing_chain (self->crossing), &now->tempo);
  else if (now->plays && !now->play_changed)
    begin_chain (self, self->resume_frame);
  if (now->play_changed)
    start_or_pause (self);
}

/* A block of the count-in, in which the position stands still. */
static void
count_block (CtPlayerFeeder *self, CtPlayerBlock *block)
{
  block->step_s = 0;
  block->last = false;
  memset (block->samples, 0, sizeof block->samples);
  ct_click_count (&self->click, CT_PLAYER_BLOCK_FRAMES);
}

/* Cues the beats that the chain has just played. */
static void
cue_clicks (CtPlayerFeeder *self, const CtPlayChain *chain)
{
  double from = self->clicked, to = ct_play_chain_clock (chain);
  CtPlayPart parts[2];
  size_t n = ct_play_chain_parts (chain, from, to, parts);

  self->clicked = fmax (from, to);
  for (size_t i = 0; i < n && self->now.click.on; i++)
    {
      size_t at = (size_t) (parts[i].share * CT_PLAYER_BLOCK_FRAMES);

      ct_click_pass (&self->click, parts[i].from, fmin (parts[i].to, (double) self->range.end), self->in_rate_hz, at,
                     (size_t) (parts[i].to_share * CT_PLAYER_BLOCK_FRAMES + 0.5) - at);
    }
}

static void
make_block (CtPlayerFeeder *self)
{
  const CtPlayChain *chain = ct_play_crossing_chain (self->crossing);
  CtPlayerBlock *block = ct_ring_next (&self->output->blocks);
  float gain = (float) self->now.click.volume * self->now.mix.volumes[CT_PLAYER_MASTER];
  CtStatus status = CT_STATUS_OK;

  block->time_s = ct_play_chain_frame (chain) / self->in_rate_hz;
  block->step_s = ct_play_chain_step (chain) / self->in_rate_hz;
  block->epoch = self->epoch;
  block->jump = self->jump;
  if (ct_click_is_counting (&self->click))
    count_block (self, block);
  else
    {
      status = ct_play_crossing_pull (self->crossing, block->samples[0], CT_PLAYER_BLOCK_FRAMES);
      block->last = self->last_pushed = ct_play_chain_ended (chain);
      cue_clicks (self, chain);
    }
  ct_click_render (&self->click, gain, ct_player_output_rate_hz (self->output), block->samples[0],
                   CT_PLAYER_BLOCK_FRAMES);
  if (status == CT_STATUS_OK)
    ct_ring_push (&self->output->blocks);
  report (self, status);
}

static bool
wants_block (const CtPlayerFeeder *self, size_t wanted)
{
  return self->feeding && !self->last_pushed && ct_ring_filled (&self->output->blocks) < wanted
         && ct_ring_room (&self->output->blocks) > 0;
}

/* Whether somebody empties the ring. */
static bool
is_heard (const CtPlayerFeeder *self)
{
  return self->stepped || ct_player_device_is_open (self->device) || ct_player_device_is_missing (self->device);
}

static void
fill_ring (CtPlayerFeeder *self)
{
  bool plain = self->now.tempo.speed == 1.0 && self->now.tempo.semitones == 0;
  double ahead_s = fmax (plain ? AHEAD_S : AHEAD_STRETCHED_S, atomic_load (&self->exchange->ahead_s));
  size_t wanted = ((size_t) (ahead_s * ct_player_output_rate_hz (self->output)) + self->buffer_frames)
                      / CT_PLAYER_BLOCK_FRAMES
                  + 1;

  wanted = wanted < CT_PLAYER_RING_BLOCKS ? wanted : CT_PLAYER_RING_BLOCKS;
  /* not more at once: requests would wait for ever for a device that takes all there is */
  for (size_t i = 0; i < wanted && wants_block (self, wanted); i++)
    make_block (self);
  /* a device that has just been opened asks for more than the ring contains: that is silence */
  if (self->feeding && !self->gate_open && is_heard (self))
    set_gate (self, true);
  if (self->now.maker && self->ready)
    ct_stem_maker_set_focus (self->now.maker, chain_frame (self));
}

/* Playing ends when the last block has been heard. */
static void
check_end (CtPlayerFeeder *self)
{
  if (!self->last_pushed || atomic_load_explicit (&self->output->ended_epoch, memory_order_acquire) != self->epoch)
    return;
  self->last_pushed = self->ready = false;
  /* after a selection playing continues behind it, after the end at the start */
  self->resume_frame = self->range.end;
  self->until_s = INFINITY;
  update_range (self);
  if (self->resume_frame >= self->range.end)
    self->resume_frame = start_again (self);
  halt (self, CT_PLAYER_STOPPED);
  ct_player_exchange_say (self->exchange, CT_PLAYER_EVENT_ENDED, CT_STATUS_OK);
}

static void
pass_on_problems (CtPlayerFeeder *self)
{
  CtStatus status;

  if (!self->now.maker)
    return;
  status = ct_stem_maker_take_cache_status (self->now.maker);
  if (status != CT_STATUS_OK)
    ct_player_exchange_say (self->exchange, CT_PLAYER_EVENT_CACHE_FULL, status);
  status = ct_stem_maker_status (self->now.maker);
  if (status != CT_STATUS_OK && !self->isolation_failed)
    ct_player_exchange_say (self->exchange, CT_PLAYER_EVENT_NOT_ISOLATED, status);
  self->isolation_failed = status != CT_STATUS_OK;
}

void
ct_player_feeder_feed (CtPlayerFeeder *self)
{
  ct_player_exchange_take (self->exchange, &self->now);
  do_requests (self);
  ct_player_exchange_confirm (self->exchange);
  check_end (self);
  fill_ring (self);
  pass_on_problems (self);
}

/* ---- the device ---- */

/* Without a device the sound goes nowhere, at the pace at which it would be heard. */
static void
play_silently (CtPlayerFeeder *self)
{
  float out[2 * SILENT_FRAMES];
  int64_t now_ns = ct_clock_now_ns ();

  for (size_t left = ct_player_device_missed_frames (self->device), n; left > 0; left -= n)
    {
      n = left < SILENT_FRAMES ? left : SILENT_FRAMES;
      ct_player_feeder_feed (self);
      ct_player_output_render (self->output, out, n, now_ns);
    }
}

static void
lose_device (CtPlayerFeeder *self)
{
  self->lost_ns = self->now.plays ? ct_clock_now_ns () : 0;
  halt (self, CT_PLAYER_PAUSED);
}

/* Plays on where the device was lost, unless the control has just asked for something else. */
static void
find_device (CtPlayerFeeder *self)
{
  int paused = CT_PLAYER_PAUSED;

  if (self->lost_ns != 0 && ct_clock_now_ns () - self->lost_ns < PATIENCE_NS
      && atomic_compare_exchange_strong (&self->exchange->state, &paused, CT_PLAYER_PLAYING))
    {
      self->now.plays = true;
      start_or_pause (self);
    }
  self->lost_ns = 0;
}

static void
watch_device (CtPlayerFeeder *self)
{
  int rate_hz = ct_player_output_rate_hz (self->output);
  bool was_open;
  CtPlayerEvent event;

  if (self->now.device_changed)
    ct_player_device_choose (self->device, self->now.device);
  was_open = ct_player_device_is_open (self->device);
  event = ct_player_device_watch (self->device, self->now.plays || self->now.wakes);
  self->now.device_changed = self->now.wakes = false;
  /* the ring was filled for another rate */
  if (ct_player_output_rate_hz (self->output) != rate_hz && self->ready)
    {
      self->resume_frame = (int64_t) (ct_play_position_now_s (&self->output->position) * self->in_rate_hz);
      self->ready = false;
    }
  if (!was_open && ct_player_device_is_open (self->device))
    atomic_store (&self->exchange->ahead_s, 0.0);
  if (event == CT_PLAYER_EVENT_DEVICE_LOST)
    lose_device (self);
  else if (event == CT_PLAYER_EVENT_DEVICE_FOUND)
    find_device (self);
  if (event != CT_PLAYER_EVENT_NOTHING)
    ct_player_exchange_say (self->exchange, event,
                            event == CT_PLAYER_EVENT_NO_DEVICE     ? CT_STATUS_NO_DEVICE
                            : event == CT_PLAYER_EVENT_DEVICE_LOST ? CT_STATUS_DEVICE_LOST
                                                                   : CT_STATUS_OK);
  if (ct_player_device_is_missing (self->device))
    play_silently (self);
}

/* A machine that delays the feeder delays the callback, too, which then asks at once for all it missed: from now on
 * more is rendered ahead, until the device is opened again. */
static void
note_delay (CtPlayerFeeder *self, int64_t delay_ns)
{
  uint64_t starved = atomic_load (&self->output->starved);
  double wanted_s = fmin (AHEAD_PER_DELAY * 1e-9 * (double) delay_ns, CT_PLAYER_LATENCY_S);

  if (starved != self->seen_starved)
    wanted_s = CT_PLAYER_LATENCY_S;
  self->seen_starved = starved;
  if (wanted_s > atomic_load (&self->exchange->ahead_s))
    atomic_store (&self->exchange->ahead_s, wanted_s);
}

static void *
feeder_main (void *data)
{
  CtPlayerFeeder *self = data;

  for (;;)
    {
      int64_t began_ns;
      long ms;

      ct_player_feeder_feed (self);
      if (self->now.quits)
        return NULL;
      watch_device (self);
      ms = self->feeding || atomic_load (&self->output->moving) ? NAP_MS : IDLE_MS;
      began_ns = ct_clock_now_ns ();
      ct_player_exchange_nap (self->exchange, ms);
      note_delay (self, ct_clock_now_ns () - began_ns - ms * 1000000);
    }
}

/* ---- making and freeing ---- */

static CtStatus
set_up (CtPlayerFeeder *self, const CtPlayerOptions *options)
{
  CtStatus status = ct_mixer_new (&self->mixer);

  if (status == CT_STATUS_OK)
    status = ct_play_crossing_new (self->mixer, &self->crossing);
  if (status == CT_STATUS_OK)
    status = ct_mixer_set_sources (self->mixer, NULL, NULL, self->in_rate_hz, self->stepped);
  if (status != CT_STATUS_OK || self->stepped)
    return status;
  status = ct_player_device_new (options->rate_hz, options->buffer_frames, self->output, &self->device);
  if (status != CT_STATUS_OK)
    return status;
  self->threaded = pthread_create (&self->thread, NULL, feeder_main, self) == 0;
  return self->threaded ? CT_STATUS_OK : CT_STATUS_NO_THREAD;
}

CtStatus
ct_player_feeder_new (const CtPlayerOptions *options,
                      CtPlayerExchange *exchange,
                      CtPlayerOutput *output,
                      CtPlayerFeeder **out)
{
  CtPlayerFeeder *self = calloc (1, sizeof *self);
  CtStatus status;

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->stepped = options->stepped;
  self->buffer_frames = options->buffer_frames > 0 ? (size_t) options->buffer_frames : 0;
  self->exchange = exchange;
  self->output = output;
  self->in_rate_hz = ct_player_output_rate_hz (output);
  self->until_s = INFINITY;
  status = set_up (self, options);
  if (status != CT_STATUS_OK)
    {
      ct_player_feeder_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_player_feeder_free (CtPlayerFeeder *self)
{
  if (!self)
    return;
  if (self->threaded)
    {
      ct_player_exchange_begin (self->exchange)->quits = true;
      ct_player_exchange_end (self->exchange);
      pthread_join (self->thread, NULL);
    }
  ct_player_device_free (self->device);
  ct_play_crossing_free (self->crossing);
  ct_mixer_free (self->mixer);
  ct_click_clear (&self->click);
  free (self);
}
