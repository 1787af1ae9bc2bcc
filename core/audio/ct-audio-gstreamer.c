/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-audio-file-private.h"

#include <gst/gst.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/audio/ct-audio-file.h"
#include "core/audio/ct-film-private.h"
#include "core/audio/ct-sound-links-private.h"
#include "core/audio/ct-sound-pipeline-private.h"
#include "core/base/ct-status.h"

#define MAX_LEAD_NS (3600 * GST_SECOND) /* a sound that begins later is not waited for */
#define SILENCE 1e-4f                   /* -80 dB: what an encoder may make of nothing */
#define LISTENED_S 600                  /* in search of a stream that is not silent */

typedef struct
{
  CtAudioDecoder base;
  CtSoundPipeline pipeline;
  GstSample *sample; /* the one being read, or NULL */
  size_t sample_at;  /* bytes of it already read */
  gint64 lead;       /* frames of silence before the sound begins */
} GstreamerDecoder;

static gpointer
init_gstreamer (gpointer data)
{
  return GINT_TO_POINTER (gst_init_check (NULL, NULL, NULL));
}

static bool
have_gstreamer (void)
{
  static GOnce once = G_ONCE_INIT;

  return GPOINTER_TO_INT (g_once (&once, init_gstreamer, NULL)) != 0;
}

/* Waits for the next sample; none, with CT_STATUS_OK, at the end. */
static CtStatus
next_sample (GstreamerDecoder *self)
{
  self->sample_at = 0;
  return ct_sound_pipeline_pull (&self->pipeline, &self->sample);
}

/* Copies at most @n_bytes of the sample at hand and lets go of it when it is used up. */
static CtStatus
take_bytes (GstreamerDecoder *self, char *bytes, size_t n_bytes, size_t *n_taken)
{
  GstBuffer *buffer = gst_sample_get_buffer (self->sample);
  size_t frame_bytes = sizeof (float) * (size_t) self->base.info.channels;
  CtAudioInfo info = { 0 };
  size_t size;

  /* what is in another format could not be placed in time */
  if (!buffer || !ct_sound_pipeline_read_format (gst_sample_get_caps (self->sample), &info)
      || info.rate_hz != self->base.info.rate_hz || info.channels != self->base.info.channels)
    return CT_STATUS_DAMAGED;
  size = gst_buffer_get_size (buffer);
  size -= size % frame_bytes;
  *n_taken = gst_buffer_extract (buffer, self->sample_at, bytes, MIN (n_bytes, size - self->sample_at));
  self->sample_at += *n_taken;
  if (self->sample_at >= size)
    g_clear_pointer (&self->sample, gst_sample_unref);
  return CT_STATUS_OK;
}

/* Makes the silence before the sound. Returns its frames, at most @n. */
static size_t
make_lead (GstreamerDecoder *self, float *samples, size_t n)
{
  size_t n_silent = self->lead < (gint64) n ? (size_t) self->lead : n;

  memset (samples, 0, n_silent * sizeof *samples * (size_t) self->base.info.channels);
  self->lead -= (gint64) n_silent;
  return n_silent;
}

static CtStatus
read_frames (CtAudioDecoder *base, float *samples, size_t n_frames, size_t *n_read)
{
  GstreamerDecoder *self = (GstreamerDecoder *) base;
  size_t frame_bytes = sizeof *samples * (size_t) base->info.channels;
  size_t n_bytes = n_frames * frame_bytes, done = make_lead (self, samples, n_frames) * frame_bytes;
  CtStatus status = self->pipeline.given_up ? CT_STATUS_STALLED : CT_STATUS_OK;

  while (status == CT_STATUS_OK && done < n_bytes)
    {
      size_t n_taken = 0;

      if (!self->sample)
        status = next_sample (self);
      if (!self->sample)
        break;
      status = take_bytes (self, (char *) samples + done, n_bytes - done, &n_taken);
      done += n_taken;
    }
  *n_read = done / frame_bytes;
  return status;
}

static void
free_decoder (CtAudioDecoder *base)
{
  GstreamerDecoder *self = (GstreamerDecoder *) base;

  g_clear_pointer (&self->sample, gst_sample_unref);
  ct_sound_pipeline_clear (&self->pipeline);
  free (self);
}

/* Places the sound where a player does: what an encoder put before it is dropped, and where it begins later than the
 * pictures, silence comes first. */
static void
place_first_sample (GstreamerDecoder *self)
{
  const GstSegment *segment = gst_sample_get_segment (self->sample);
  GstBuffer *buffer = gst_sample_get_buffer (self->sample);
  GstClockTime at = buffer ? GST_BUFFER_PTS (buffer) : GST_CLOCK_TIME_NONE;
  guint64 rate_hz = (guint64) self->base.info.rate_hz;

  if (!GST_CLOCK_TIME_IS_VALID (at) || segment->format != GST_FORMAT_TIME)
    return;
  if (at < segment->start)
    {
      guint64 early = gst_util_uint64_scale_round (segment->start - at, rate_hz, GST_SECOND);
      gsize frame_bytes = sizeof (float) * (gsize) self->base.info.channels;
      guint64 there = gst_buffer_get_size (buffer) / frame_bytes;

      /* of what is longer than a packet, it is not known how it is to be counted */
      if (early < there)
        self->sample_at = early * frame_bytes;
      return;
    }
  at = gst_segment_to_running_time (segment, GST_FORMAT_TIME, at);
  if (GST_CLOCK_TIME_IS_VALID (at) && at <= MAX_LEAD_NS)
    self->lead = (gint64) gst_util_uint64_scale_round (at, rate_hz, GST_SECOND);
}

/* Starts the pipeline and learns from its first sample what the file holds. */
static CtStatus
start_pipeline (GstreamerDecoder *self)
{
  CtAudioInfo info = { .frames = -1 };
  gint64 duration_ns;
  CtStatus status;

  ct_sound_pipeline_start (&self->pipeline);
  status = next_sample (self);
  self->base.n_streams = ct_sound_pipeline_count_streams (&self->pipeline);
  if (status != CT_STATUS_OK)
    return self->base.n_streams > 0 && self->base.stream > self->base.n_streams ? CT_STATUS_NO_STREAM : status;
  if (!self->sample) /* an end without a sound */
    return CT_STATUS_EMPTY;
  if (!ct_sound_pipeline_read_format (gst_sample_get_caps (self->sample), &info))
    return CT_STATUS_UNKNOWN_FORMAT;
  if (self->pipeline.length_ns > 0)
    duration_ns = self->pipeline.length_ns;
  else if (!gst_element_query_duration (self->pipeline.pipeline, GST_FORMAT_TIME, &duration_ns))
    duration_ns = 0;
  if (duration_ns > 0)
    info.frames = (int64_t) gst_util_uint64_scale_ceil ((guint64) duration_ns, (guint64) info.rate_hz, GST_SECOND);
  self->base.info = info;
  self->base.longest = ct_sound_pipeline_count_demuxed (&self->pipeline) > 1;
  place_first_sample (self);
  return CT_STATUS_OK;
}

static bool
is_cut (int fd)
{
  CtSoundLink *links;
  struct stat st;
  bool cut;
  size_t n;

  if (fstat (fd, &st) != 0)
    return false;
  cut = ct_film_is_cut (fd, st.st_size);
  if (!cut && ct_sound_links_find (fd, st.st_size, &links, &n) == CT_STATUS_OK)
    {
      cut = links[n - 1].cut;
      free (links);
    }
  return cut;
}

static CtStatus
open_stream (int fd, int stream, const atomic_bool *cancelled, GstreamerDecoder **out)
{
  static const CtAudioDecoderFuncs funcs = { .read = read_frames, .free = free_decoder };
  GstreamerDecoder *self = calloc (1, sizeof *self);
  CtStatus status;

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->base.funcs = &funcs;
  self->base.stream = stream;
  self->pipeline.cancelled = cancelled;
  status = ct_sound_pipeline_build (&self->pipeline, fd, stream);
  if (status == CT_STATUS_OK)
    status = start_pipeline (self);
  /* what is missing cannot be told from the length of the sound */
  if (self->base.longest && is_cut (fd))
    self->base.warnings = CT_AUDIO_STOPPED;
  if (status != CT_STATUS_OK)
    {
      free_decoder (&self->base);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

/* Whether anything can be heard in the sample at hand. */
static bool
sample_sounds (const GstreamerDecoder *self)
{
  GstBuffer *buffer = gst_sample_get_buffer (self->sample);
  bool sounds = false;
  GstMapInfo map;

  if (!buffer || !gst_buffer_map (buffer, &map, GST_MAP_READ))
    return false;
  for (gsize at = self->sample_at; !sounds && at + sizeof (float) <= map.size; at += sizeof (float))
    {
      float value;

      memcpy (&value, map.data + at, sizeof value);
      sounds = value > SILENCE || value < -SILENCE;
    }
  gst_buffer_unmap (buffer, &map);
  return sounds;
}

/* Whether anything can be heard at the beginning of the stream, which has been opened for nothing else. */
static bool
stream_sounds (GstreamerDecoder *self)
{
  size_t left = sizeof (float) * (size_t) self->base.info.channels * (size_t) self->base.info.rate_hz * LISTENED_S;
  CtStatus status = CT_STATUS_OK;

  while (status == CT_STATUS_OK && self->sample && left > 0)
    {
      GstBuffer *buffer = gst_sample_get_buffer (self->sample);
      size_t n_bytes = buffer ? gst_buffer_get_size (buffer) : 0;

      if (sample_sounds (self))
        return true;
      left -= n_bytes < left ? n_bytes : left;
      g_clear_pointer (&self->sample, gst_sample_unref);
      status = next_sample (self);
    }
  return false;
}

/* The first of several streams at whose beginning anything can be heard, or else the first. */
static int
find_sound (int fd, int n_streams, const atomic_bool *cancelled)
{
  for (int stream = 1; stream <= n_streams; stream++)
    {
      GstreamerDecoder *decoder;
      bool sounds = open_stream (fd, stream, cancelled, &decoder) == CT_STATUS_OK && stream_sounds (decoder);

      if (decoder)
        free_decoder (&decoder->base);
      if (sounds)
        return stream;
    }
  return 1;
}

CtStatus
ct_audio_gstreamer_open (int fd, int stream, const atomic_bool *cancelled, CtAudioDecoder **out)
{
  GstreamerDecoder *self;
  CtStatus status;

  *out = NULL;
  if (!have_gstreamer ())
    return CT_STATUS_UNKNOWN_FORMAT;
  status = open_stream (fd, stream > 0 ? stream : 1, cancelled, &self);
  if (status == CT_STATUS_OK && stream == 0 && self->base.n_streams > 1)
    {
      int n_streams = self->base.n_streams;

      free_decoder (&self->base);
      status = open_stream (fd, find_sound (fd, n_streams, cancelled), cancelled, &self);
    }
  if (self)
    {
      self->pipeline.cancelled = NULL;
      *out = &self->base;
    }
  return status;
}
