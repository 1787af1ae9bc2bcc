/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/playback/ct-play-chain-private.h"

#include <math.h>
#include <rubberband/rubberband-c.h>
#include <soxr.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/playback/ct-mixer-private.h"
#include "core/playback/ct-player.h"

#define FADE_S 0.005    /* the crossfade at a loop's seam, and before an end in the middle of sound */
#define N_SPANS 64      /* stretches of the recording still inside: each round of a loop begins one */
#define BAND_FRAMES 512 /* passed to Rubber Band at once */
#define DRIFT 0.002     /* share of its error by which the clock is corrected at each pull */

/* The frames read from number @from on are those of the recording from @frame on. */
typedef struct
{
  int64_t from, frame;
} Span;

struct _CtPlayChain
{
  CtMixer *mixer;
  CtPlayRange range;
  CtPlayTempo tempo;
  int in_rate_hz, out_rate_hz;
  int64_t next; /* the frame to read next */
  bool jumped;  /* the mixer has not followed yet */

  soxr_t soxr; /* NULL: the rates are the same */
  bool soxr_varies;
  RubberBandState band; /* NULL: never needed yet */
  int band_rate_hz;
  bool stretches; /* goes through the band */

  int64_t n_read; /* frames read since the beginning */
  double clock;   /* number of those that have come out */
  double lag;     /* steady number of frames inside; negative: not known yet */
  int64_t n_out;
  Span spans[N_SPANS];
  size_t n_spans;

  float piece[2 * CT_MIXER_MAX_FRAMES];
  size_t piece_at, piece_end;
  float band_in[2][BAND_FRAMES], band_out[2][BAND_FRAMES];
  float converted[2 * BAND_FRAMES];
};

CtStatus
ct_play_chain_new (CtMixer *mixer, CtPlayChain **out)
{
  CtPlayChain *self = calloc (1, sizeof *self);

  *out = self;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->mixer = mixer;
  return CT_STATUS_OK;
}

void
ct_play_chain_free (CtPlayChain *self)
{
  if (!self)
    return;
  soxr_delete (self->soxr);
  if (self->band)
    rubberband_delete (self->band);
  free (self);
}

static bool
stretches (const CtPlayTempo *tempo)
{
  return tempo->semitones != 0 || (tempo->speed != 1.0 && tempo->mode == CT_PLAYER_STRETCH);
}

static bool
varies (const CtPlayTempo *tempo)
{
  return tempo->speed != 1.0 && tempo->mode == CT_PLAYER_VARISPEED;
}

bool
ct_play_chain_can_set (const CtPlayChain *self, const CtPlayTempo *tempo)
{
  return stretches (tempo) == self->stretches && varies (tempo) == self->soxr_varies;
}

static double
soxr_ratio (const CtPlayChain *self)
{
  return (double) self->in_rate_hz / self->out_rate_hz * (self->soxr_varies ? self->tempo.speed : 1.0);
}

double
ct_play_chain_step (const CtPlayChain *self)
{
  return (double) self->in_rate_hz / self->out_rate_hz * self->tempo.speed;
}

static void
set_band (CtPlayChain *self)
{
  rubberband_set_time_ratio (self->band, self->tempo.mode == CT_PLAYER_STRETCH ? 1.0 / self->tempo.speed : 1.0);
  rubberband_set_pitch_scale (self->band, exp2 (self->tempo.semitones / 12.0));
}

void
ct_play_chain_set_tempo (CtPlayChain *self, const CtPlayTempo *tempo)
{
  if (self->tempo.speed == tempo->speed && self->tempo.mode == tempo->mode && self->tempo.semitones == tempo->semitones)
    return;
  self->tempo = *tempo;
  if (self->soxr_varies)
    soxr_set_io_ratio (self->soxr, soxr_ratio (self), (size_t) (FADE_S * self->out_rate_hz));
  if (self->stretches)
    set_band (self);
  self->lag = -1;
  self->n_out = 0;
}

void
ct_play_chain_set_range (CtPlayChain *self, const CtPlayRange *range)
{
  self->range = *range;
}

/* ---- reading ---- */

static int64_t
fade_frames (const CtPlayChain *self)
{
  return (int64_t) (FADE_S * self->in_rate_hz) + 1;
}

static bool
is_in_loop (const CtPlayChain *self)
{
  return self->range.loops && self->next < self->range.loop_end && self->range.loop_end <= self->range.end;
}

/* The next frame does not follow the last one read. */
static void
begin_span (CtPlayChain *self)
{
  if (self->n_spans == N_SPANS)
    {
      memmove (self->spans, self->spans + 1, (N_SPANS - 1) * sizeof *self->spans);
      self->n_spans--;
    }
  self->spans[self->n_spans++] = (Span){ self->n_read, self->next };
}

/* After the end. */
static void
read_silence (CtPlayChain *self)
{
  self->piece_end = CT_MIXER_MAX_FRAMES;
  memset (self->piece, 0, sizeof self->piece);
  self->n_read += CT_MIXER_MAX_FRAMES;
  self->next += CT_MIXER_MAX_FRAMES;
}

/* Mixes the next piece. */
static CtStatus
read_piece (CtPlayChain *self)
{
  float weights[CT_MIXER_MAX_FRAMES];
  bool loops = is_in_loop (self), fades = loops || self->range.fades;
  int64_t limit = loops ? self->range.loop_end : self->range.end, fade = fade_frames (self);
  int64_t left = limit - self->next, cross = CT_MIXER_NO_CROSS;
  size_t n = left < CT_MIXER_MAX_FRAMES ? (size_t) (left > 0 ? left : 0) : CT_MIXER_MAX_FRAMES;
  CtStatus status = CT_STATUS_OK;

  self->piece_at = 0;
  if (n == 0)
    {
      read_silence (self);
      return CT_STATUS_OK;
    }
  for (size_t i = 0; i < n; i++)
    {
      float weight = (float) (left - (int64_t) i) / (float) fade;

      weights[i] = fades && weight < 1.0f ? weight : 1.0f;
    }
  if (loops && left - (int64_t) n < fade)
    cross = self->range.loop_start - left;
  if (self->jumped)
    ct_mixer_jump (self->mixer);
  self->jumped = false;
  status = ct_mixer_render (self->mixer, self->next, n, cross, weights, self->piece);
  for (size_t i = 0; i < 2 * n && fades && !loops; i++)
    self->piece[i] *= weights[i / 2];
  self->piece_end = n;
  self->n_read += (int64_t) n;
  self->next += (int64_t) n;
  if (loops && self->next == self->range.loop_end)
    {
      self->next = self->range.loop_start;
      self->jumped = true;
      begin_span (self);
    }
  return status;
}

/* ---- rate, tempo and pitch ---- */

/* Resamples up to @n frames of the piece. What soxr has buffered comes out first, and it gets no more than needed: it
 * takes all it gets, and what it buffers is heard late. */
static CtStatus
resample (CtPlayChain *self, float *out, size_t n, size_t *made)
{
  size_t n_in = self->piece_end - self->piece_at, wanted = (size_t) ceil ((double) n * soxr_ratio (self)), used = 0;
  soxr_error_t error = soxr_process (self->soxr, self->piece, 0, NULL, out, n, made);

  if (!error && *made == 0)
    error = soxr_process (self->soxr, self->piece + 2 * self->piece_at, n_in < wanted ? n_in : wanted, &used, out, n,
                          made);
  self->piece_at += used;
  return error ? CT_STATUS_NO_MEMORY : CT_STATUS_OK;
}

/* Fills @out ([n][2]) at the output's sample rate, not stretched. */
static CtStatus
convert (CtPlayChain *self, float *out, size_t n)
{
  size_t done = 0;
  CtStatus status = CT_STATUS_OK;

  while (done < n && status == CT_STATUS_OK)
    {
      size_t n_in = self->piece_end - self->piece_at, made = 0;

      if (n_in == 0)
        {
          status = read_piece (self);
          continue;
        }
      if (self->soxr)
        status = resample (self, out + 2 * done, n - done, &made);
      else
        {
          made = n_in < n - done ? n_in : n - done;
          memcpy (out + 2 * done, self->piece + 2 * self->piece_at, 2 * made * sizeof *out);
          self->piece_at += made;
        }
      done += made;
    }
  return status;
}

/* Feeds Rubber Band with @n frames. */
static CtStatus
feed_band (CtPlayChain *self, size_t n)
{
  const float *in[2] = { self->band_in[0], self->band_in[1] };

  while (n > 0)
    {
      size_t part = n < BAND_FRAMES ? n : BAND_FRAMES;
      CtStatus status = convert (self, self->converted, part);

      if (status != CT_STATUS_OK)
        return status;
      for (size_t i = 0; i < part; i++)
        for (int c = 0; c < 2; c++)
          self->band_in[c][i] = self->converted[2 * i + c];
      rubberband_process (self->band, in, (unsigned) part, 0);
      n -= part;
    }
  return CT_STATUS_OK;
}

/* Fills @out ([n][2]); NULL: discards. */
static CtStatus
pull_band (CtPlayChain *self, float *out, size_t n)
{
  float *to[2] = { self->band_out[0], self->band_out[1] };

  for (size_t done = 0; done < n;)
    {
      int available = rubberband_available (self->band);
      size_t part = n - done;

      if (available <= 0)
        {
          size_t wanted = rubberband_get_samples_required (self->band);
          CtStatus status = feed_band (self, wanted ? wanted : BAND_FRAMES / 4);

          if (status != CT_STATUS_OK)
            return status;
          continue;
        }
      part = part < (size_t) available ? part : (size_t) available;
      part = part < BAND_FRAMES ? part : BAND_FRAMES;
      part = rubberband_retrieve (self->band, to, (unsigned) part);
      for (size_t i = 0; i < part && out; i++)
        for (int c = 0; c < 2; c++)
          out[2 * (done + i) + (size_t) c] = self->band_out[c][i];
      done += part;
    }
  return CT_STATUS_OK;
}

/* ---- beginning ---- */

static CtStatus
prepare_soxr (CtPlayChain *self)
{
  double highest = fmax (CT_PLAYER_MAX_SPEED * self->in_rate_hz / self->out_rate_hz, 1.0);
  double in = self->soxr_varies ? highest : self->in_rate_hz, out = self->soxr_varies ? 1.0 : self->out_rate_hz;
  soxr_io_spec_t io = soxr_io_spec (SOXR_FLOAT32_I, SOXR_FLOAT32_I);
  soxr_quality_spec_t quality = soxr_quality_spec (SOXR_HQ, self->soxr_varies ? SOXR_VR : 0);
  soxr_runtime_spec_t runtime = soxr_runtime_spec (1);
  soxr_error_t error = NULL;

  soxr_delete (self->soxr);
  self->soxr = NULL;
  if (!self->soxr_varies && self->in_rate_hz == self->out_rate_hz)
    return CT_STATUS_OK;
  self->soxr = soxr_create (in, out, 2, &error, &io, &quality, &runtime);
  if (self->soxr && self->soxr_varies)
    error = soxr_set_io_ratio (self->soxr, soxr_ratio (self), 0);
  return self->soxr && !error ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

static CtStatus
prepare_band (CtPlayChain *self)
{
  if (self->band && self->band_rate_hz != self->out_rate_hz)
    {
      rubberband_delete (self->band);
      self->band = NULL;
    }
  if (!self->band)
    self->band = rubberband_new ((unsigned) self->out_rate_hz, 2,
                                 RubberBandOptionProcessRealTime | RubberBandOptionThreadingNever
                                     | RubberBandOptionEngineFiner | RubberBandOptionWindowShort
                                     | RubberBandOptionPitchHighConsistency | RubberBandOptionChannelsTogether,
                                 1.0, 1.0);
  if (!self->band)
    return CT_STATUS_NO_MEMORY;
  self->band_rate_hz = self->out_rate_hz;
  rubberband_reset (self->band);
  set_band (self);
  rubberband_set_max_process_size (self->band, BAND_FRAMES);
  return CT_STATUS_OK;
}

CtStatus
ct_play_chain_begin (CtPlayChain *self,
                     int64_t frame,
                     const CtPlayRange *range,
                     const CtPlayTempo *tempo,
                     int in_rate_hz,
                     int out_rate_hz)
{
  int64_t pad = 0;
  CtStatus status;

  self->range = *range;
  self->tempo = *tempo;
  self->in_rate_hz = in_rate_hz;
  self->out_rate_hz = out_rate_hz;
  self->stretches = stretches (tempo);
  self->soxr_varies = varies (tempo);
  self->piece_at = self->piece_end = 0;
  self->jumped = true;
  self->n_read = 0;
  self->n_out = 0;
  self->lag = -1;
  self->n_spans = 0;
  status = prepare_soxr (self);
  if (status == CT_STATUS_OK && self->stretches)
    status = prepare_band (self);
  if (status != CT_STATUS_OK)
    return status;
  /* the padding that Rubber Band needs before the first frame */
  if (self->stretches)
    pad = (int64_t) ((double) rubberband_get_preferred_start_pad (self->band) * soxr_ratio (self) + 0.5);
  self->next = frame - pad;
  begin_span (self);
  self->clock = (double) pad;
  return self->stretches ? pull_band (self, NULL, rubberband_get_start_delay (self->band)) : CT_STATUS_OK;
}

/* ---- pulling ---- */

/* Rubber Band reads in its own time: the clock is gently corrected by what it has read. */
static void
adjust_clock (CtPlayChain *self)
{
  double on_the_way = (double) self->n_read - (double) (self->piece_end - self->piece_at) - self->clock;

  if (!self->stretches)
    return;
  if (self->lag < 0)
    {
      if (self->n_out > self->out_rate_hz / 2)
        self->lag = on_the_way;
      return;
    }
  self->clock += DRIFT * (on_the_way - self->lag);
}

CtStatus
ct_play_chain_pull (CtPlayChain *self, float *out, size_t n)
{
  CtStatus status = self->stretches ? pull_band (self, out, n) : convert (self, out, n);

  self->clock += (double) n * ct_play_chain_step (self);
  self->n_out += (int64_t) n;
  adjust_clock (self);
  return status;
}

double
ct_play_chain_clock (const CtPlayChain *self)
{
  return self->clock;
}

size_t
ct_play_chain_parts (const CtPlayChain *self, double from, double to, CtPlayPart *parts)
{
  size_t n = 0;

  for (size_t i = 0; i < self->n_spans && n < 2; i++)
    {
      double start = (double) self->spans[i].from, at = i == 0 ? from : fmax (from, start);
      double end = i + 1 < self->n_spans ? fmin (to, (double) self->spans[i + 1].from) : to;

      if (end > at)
        parts[n++] = (CtPlayPart){ (double) self->spans[i].frame + at - start,
                                   (double) self->spans[i].frame + end - start, (at - from) / (to - from),
                                   (end - from) / (to - from) };
    }
  return n;
}

double
ct_play_chain_frame (const CtPlayChain *self)
{
  size_t i = self->n_spans - 1;
  double frame;

  while (i > 0 && (double) self->spans[i].from > self->clock)
    i--;
  frame = (double) self->spans[i].frame + self->clock - (double) self->spans[i].from;
  return frame < (double) self->range.end ? frame : (double) self->range.end;
}

bool
ct_play_chain_ended (const CtPlayChain *self)
{
  return !is_in_loop (self) && ct_play_chain_frame (self) >= (double) self->range.end;
}
