/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/playback/ct-mixer-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"
#include "core/isolation/ct-stem-cache.h"
#include "core/isolation/ct-stem-maker.h"
#include "core/playback/ct-drum-synth-private.h"
#include "core/playback/ct-note-synth.h"
#include "core/playback/ct-player.h"

#define N_VOICES 96
#define GLIDE_FRAMES 256.0f /* time constant of gain changes */
#define NEAR 1e-4f          /* a gain this close to its target has arrived */

typedef struct
{
  float left, right;
} Gain;

struct _CtMixer
{
  CtSoundReader *reader;
  CtSoundCursor *cursor; /* NULL: no recording */
  CtStemMaker *maker;    /* NULL: no stems */
  bool stepped;
  int rate_hz;
  int channels;
  CtNoteSynth *synth;
  CtDrumSynth drums;
  CtPlayerHit *hits; /* [n_hits], by time */
  size_t n_hits, next_hit;
  float hits_gain;
  float hits_targets[2]; /* with a recording that has them, too, and without */
  CtNote *notes;         /* [n_notes], by onset */
  size_t n_notes, next_note;
  CtMix mix;
  CtNoteSound sounds[CT_PLAYER_MAX_TRACKS];

  /* gains at the end of the last piece, and their targets */
  Gain rest, rest_target;
  Gain tracks[CT_PLAYER_MAX_TRACKS], track_targets[CT_PLAYER_MAX_TRACKS];
  Gain rest_from, tracks_from[CT_PLAYER_MAX_TRACKS]; /* at the beginning of this piece */
  bool notes_heard;                                  /* some note has a gain above zero */
  bool waiting;
  float samples[2 * CT_MIXER_MAX_FRAMES];
  float side[2 * CT_MIXER_MAX_FRAMES];
};

CtStatus
ct_mixer_new (CtMixer **out)
{
  CtMixer *self = calloc (1, sizeof *self);

  *out = self;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  for (int b = 0; b < CT_PLAYER_N_BUSES; b++)
    self->mix.volumes[b] = 1.0f;
  for (size_t t = 0; t < CT_PLAYER_MAX_TRACKS; t++)
    ct_note_sound_init_program (&self->sounds[t], 0);
  return CT_STATUS_OK;
}

void
ct_mixer_free (CtMixer *self)
{
  if (!self)
    return;
  ct_sound_cursor_free (self->cursor);
  ct_note_synth_free (self->synth);
  free (self->notes);
  free (self->hits);
  free (self);
}

CtStatus
ct_mixer_set_sources (CtMixer *self, CtSoundReader *reader, CtStemMaker *maker, int rate_hz, bool stepped)
{
  CtStatus status = CT_STATUS_OK;

  ct_sound_cursor_free (self->cursor);
  ct_note_synth_free (self->synth);
  self->cursor = NULL;
  self->synth = NULL;
  self->reader = reader;
  self->maker = maker;
  self->rate_hz = rate_hz;
  self->drums = (CtDrumSynth){ .rate_hz = rate_hz };
  self->stepped = stepped;
  self->channels = reader ? ct_sound_reader_channels (reader) : 2;
  if (reader)
    status = ct_sound_cursor_new (reader, &self->cursor);
  if (status == CT_STATUS_OK)
    status = ct_note_synth_new (rate_hz, N_VOICES, &self->synth);
  return status;
}

void
ct_mixer_jump (CtMixer *self)
{
  if (self->synth)
    ct_note_synth_silence (self->synth);
  if (self->rate_hz > 0)
    ct_drum_synth_silence (&self->drums);
  self->next_note = self->next_hit = SIZE_MAX;
}

void
ct_mixer_take_notes (CtMixer *self, CtNote *notes, size_t n)
{
  free (self->notes);
  self->notes = notes;
  self->n_notes = n;
  ct_mixer_jump (self);
}

void
ct_mixer_take_hits (CtMixer *self, CtPlayerHit *hits, size_t n)
{
  free (self->hits);
  self->hits = hits;
  self->n_hits = n;
  self->next_hit = SIZE_MAX;
}

void
ct_mixer_set_sound (CtMixer *self, size_t track, const CtNoteSound *sound)
{
  self->sounds[track] = *sound;
}

/* ---- gains ---- */

static Gain
panned (float gain, float pan)
{
  return (Gain){ pan > 0 ? gain * (1.0f - pan) : gain, pan < 0 ? gain * (1.0f + pan) : gain };
}

static bool
same_gain (Gain a, Gain b)
{
  return a.left == b.left && a.right == b.right;
}

void
ct_mixer_set_mix (CtMixer *self, const CtMix *mix, bool at_once)
{
  float master = mix->volumes[CT_PLAYER_MASTER], recording = cosf ((float) M_PI_2 * mix->fade);
  float notes = sinf ((float) M_PI_2 * mix->fade), rest;
  bool any_solo = false, heard_before = self->notes_heard;

  if (mix->fade >= 1.0f)
    recording = 0;
  self->mix = *mix;
  for (size_t t = 0; t < mix->n_tracks; t++)
    any_solo = any_solo || mix->tracks[t].solo;
  self->hits_targets[1] = master * mix->volumes[CT_PLAYER_NOTES];
  self->hits_targets[0] = self->hits_targets[1] * notes;
  rest = any_solo ? 0 : master * recording * mix->volumes[CT_PLAYER_REST];
  self->rest_target = (Gain){ rest, rest };
  self->notes_heard = false;
  for (size_t t = 0; t < CT_PLAYER_MAX_TRACKS; t++)
    {
      const CtPlayerTrack *track = &mix->tracks[t];
      bool heard = t < mix->n_tracks && !track->mute && (!any_solo || track->solo);
      float volume = heard ? master * track->volume : 0, stem = volume * recording * mix->volumes[CT_PLAYER_TRACKS];
      float synth = volume * mix->volumes[CT_PLAYER_NOTES] * (heard && track->synthesised ? 1.0f : notes);
      Gain gain;

      if (heard && track->synthesised)
        stem = 0;
      gain = panned (synth, heard ? track->pan : 0);
      if (self->synth)
        ct_note_synth_set_lane (self->synth, (int) t, gain.left, gain.right);
      self->notes_heard = self->notes_heard || synth > 0;
      /* a track that no longer exists is part of the rest */
      self->track_targets[t] = t < mix->n_tracks ? panned (stem, heard ? track->pan : 0) : self->rest_target;
    }
  /* notes that were inaudible start in the middle */
  if (self->notes_heard && !heard_before)
    self->next_note = SIZE_MAX;
  if (at_once)
    {
      self->rest = self->rest_target;
      self->hits_gain = self->hits_targets[!self->cursor];
      memcpy (self->tracks, self->track_targets, sizeof self->tracks);
    }
}

static float
glide (float now, float target, float share)
{
  now += share * (target - now);
  return fabsf (target - now) < NEAR ? target : now;
}

static void
glide_all (CtMixer *self, size_t n)
{
  float share = 1.0f - expf (-(float) n / GLIDE_FRAMES);

  self->rest_from = self->rest;
  self->rest.left = glide (self->rest.left, self->rest_target.left, share);
  self->rest.right = glide (self->rest.right, self->rest_target.right, share);
  memcpy (self->tracks_from, self->tracks, sizeof self->tracks);
  for (size_t t = 0; t < CT_PLAYER_MAX_TRACKS; t++)
    {
      self->tracks[t].left = glide (self->tracks[t].left, self->track_targets[t].left, share);
      self->tracks[t].right = glide (self->tracks[t].right, self->track_targets[t].right, share);
    }
}

/* ---- notes ---- */

static void
start_note (CtMixer *self, const CtNote *note, double length_s, double age_s, size_t delay)
{
  ct_note_synth_start (self->synth, &(CtSynthNote){ .id = (CtVoiceId) (note - self->notes) + 1,
                                                    .lane = note->track,
                                                    .sound = &self->sounds[note->track],
                                                    .midi = note->midi,
                                                    .velocity = note->velocity,
                                                    .length_s = length_s,
                                                    .age_s = age_s,
                                                    .delay_frames = delay });
}

/* Starts the notes that began before @frame and still sound. */
static void
catch_up (CtMixer *self, int64_t frame)
{
  double time_s = (double) frame / self->rate_hz;

  for (self->next_note = 0; self->next_note < self->n_notes; self->next_note++)
    {
      const CtNote *note = &self->notes[self->next_note];

      if (note->onset_s >= time_s)
        break;
      if (note->offset_s > time_s)
        start_note (self, note, note->offset_s - time_s, time_s - note->onset_s, 0);
    }
}

static void
add_notes (CtMixer *self, int64_t frame, size_t n, float *out)
{
  double end_s = (double) (frame + (int64_t) n) / self->rate_hz;

  if (self->notes_heard && self->next_note == SIZE_MAX)
    catch_up (self, frame);
  while (self->notes_heard && self->next_note < self->n_notes && self->notes[self->next_note].onset_s < end_s)
    {
      const CtNote *note = &self->notes[self->next_note++];
      double delay = floor (note->onset_s * self->rate_hz + 0.5) - (double) frame;

      start_note (self, note, note->offset_s - note->onset_s, 0, delay > 0 ? (size_t) delay : 0);
    }
  ct_note_synth_render (self->synth, out, n);
}

/* Hits are heard from their beginning or not at all. */
static void
add_hits (CtMixer *self, int64_t frame, size_t n, float *out)
{
  double start_s = (double) frame / self->rate_hz, end_s = (double) (frame + (int64_t) n) / self->rate_hz;
  float from = self->hits_gain;

  self->hits_gain = glide (from, self->hits_targets[!self->cursor], 1.0f - expf (-(float) n / GLIDE_FRAMES));
  if (self->next_hit == SIZE_MAX)
    for (self->next_hit = 0; self->next_hit < self->n_hits; self->next_hit++)
      if (self->hits[self->next_hit].time_s >= start_s)
        break;
  for (; self->next_hit < self->n_hits && self->hits[self->next_hit].time_s < end_s; self->next_hit++)
    {
      const CtPlayerHit *hit = &self->hits[self->next_hit];
      double delay = floor (hit->time_s * self->rate_hz + 0.5) - (double) frame;

      ct_drum_synth_start (&self->drums, hit->drum, hit->strength, delay > 0 ? (size_t) delay : 0);
    }
  ct_drum_synth_render (&self->drums, from, self->hits_gain, out, n);
}

/* ---- recording ---- */

/* Adds @from ([n][@channels]) to @out ([n][2]) with gains that go from @first to @last in a line. */
static void
add_gliding (const float *from, size_t n, int channels, Gain first, Gain last, float *out)
{
  float left = first.left, right = first.right, step = 1.0f / (float) n;
  float left_step = (last.left - first.left) * step, right_step = (last.right - first.right) * step;
  size_t other = channels == 2;

  for (size_t i = 0; i < n; i++)
    {
      out[2 * i] += left * from[i * (size_t) channels];
      out[2 * i + 1] += right * from[i * (size_t) channels + other];
      left += left_step;
      right += right_step;
    }
}

static Gain
minus (Gain a, Gain b)
{
  return (Gain){ a.left - b.left, a.right - b.right };
}

static bool
needs_stems (const CtMixer *self)
{
  for (size_t t = 0; t < self->mix.n_tracks; t++)
    if (!same_gain (self->tracks[t], self->rest) || !same_gain (self->tracks_from[t], self->rest_from))
      return true;
  return false;
}

static void
add_stem (CtMixer *self, const CtStemBlock *block, size_t stem, size_t at, size_t n, size_t track, float *out)
{
  const int16_t *from = block->samples + ((size_t) block->n_frames * stem + at) * block->channels;
  size_t n_values = n * block->channels;
  float scale = block->scales[stem];

  for (size_t i = 0; i < n_values; i++)
    self->samples[i] = scale * (float) from[i];
  add_gliding (self->samples, n, (int) block->channels, minus (self->tracks_from[track], self->rest_from),
               minus (self->tracks[track], self->rest), out);
}

/* Adds the tracks that are louder or softer than the rest, by the difference. */
static void
add_stems (CtMixer *self, int64_t frame, size_t n, float *out)
{
  int16_t stem_of[CT_PLAYER_MAX_TRACKS];

  for (size_t done = 0; done < n;)
    {
      int64_t first = 0;
      bool silent = false;
      size_t at, part = n - done;
      CtStemBlock *block;

      if (self->stepped)
        ct_stem_maker_step (self->maker, frame + (int64_t) done);
      block = ct_stem_maker_peek (self->maker, frame + (int64_t) done, &first, stem_of, self->mix.n_tracks, &silent);
      self->waiting = self->waiting || (!block && !silent);
      if (!block)
        return; /* a block is far longer than a piece: the next piece tries again */
      at = (size_t) (frame + (int64_t) done - first);
      part = at >= block->n_frames ? n - done : part < block->n_frames - at ? part : block->n_frames - at;
      for (size_t t = 0; t < self->mix.n_tracks && at < block->n_frames; t++)
        if (stem_of[t] >= 0)
          add_stem (self, block, (size_t) stem_of[t], at, part, t, out + 2 * done);
      ct_stem_block_unref (block);
      done += part;
    }
}

/* The recording's side of the piece at @frame. */
static CtStatus
render_recording (CtMixer *self, int64_t frame, size_t n, float *out)
{
  CtStatus status;

  memset (out, 0, 2 * n * sizeof *out);
  if (!self->cursor)
    return CT_STATUS_OK;
  if (self->rest.left != 0 || self->rest_from.left != 0)
    {
      status = ct_sound_cursor_read (self->cursor, frame, n, self->samples, NULL);
      if (status != CT_STATUS_OK)
        return status;
      add_gliding (self->samples, n, self->channels, self->rest_from, self->rest, out);
    }
  if (self->maker && needs_stems (self))
    add_stems (self, frame, n, out);
  return CT_STATUS_OK;
}

CtStatus
ct_mixer_render (CtMixer *self, int64_t frame, size_t n, int64_t cross_frame, const float *weights, float *out)
{
  CtStatus status;

  self->waiting = false;
  glide_all (self, n);
  status = render_recording (self, frame, n, out);
  if (status == CT_STATUS_OK && cross_frame != CT_MIXER_NO_CROSS)
    {
      status = render_recording (self, cross_frame, n, self->side);
      for (size_t i = 0; i < n; i++)
        for (int c = 0; c < 2; c++)
          out[2 * i + c] = weights[i] * out[2 * i + c] + (1.0f - weights[i]) * self->side[2 * i + c];
    }
  add_notes (self, frame, n, out);
  add_hits (self, frame, n, out);
  return status;
}

bool
ct_mixer_is_waiting (const CtMixer *self)
{
  return self->waiting;
}
