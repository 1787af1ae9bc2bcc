/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ENCODED_SOUND_H
#define ENCODED_SOUND_H

#include <glib.h>
#include <gst/gst.h>
#include <sndfile.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/test-sound.h"

/* Of the tone that is encoded, which is stereo. */
#define ENCODED_SOUND_RATE 44100
#define ENCODED_SOUND_FRAMES (2 * ENCODED_SOUND_RATE)
#define ENCODED_SOUND_ONSET_S 0.5

static inline void
encoded_sound_require (GstElement *pipeline, GstMessageType expected)
{
  GstBus *bus = gst_element_get_bus (pipeline);
  GstMessage *message = gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND, expected | GST_MESSAGE_ERROR);

  g_assert_nonnull (message);
  if (GST_MESSAGE_TYPE (message) != expected)
    {
      g_autoptr (GError) error = NULL;

      gst_message_parse_error (message, &error, NULL);
      g_assert_no_error (error);
    }
  gst_message_unref (message);
  gst_object_unref (bus);
}

/* Runs @chain, a pipeline in GStreamer's notation with the file @in before it and the file @name behind it, and returns
 * the path of that. NULL where one of its elements is not installed. */
static inline char *
encoded_sound_new (const char *in, const char *chain, const char *name)
{
  g_autofree char *text = g_strdup_printf ("filesrc name=in %s filesink name=out", chain);
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (text, &error), *source, *sink;
  char *path = test_sound_path (name);

  if (g_error_matches (error, GST_PARSE_ERROR, GST_PARSE_ERROR_NO_SUCH_ELEMENT))
    {
      gst_clear_object (&pipeline);
      g_free (path);
      return NULL;
    }
  g_assert_no_error (error);
  source = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  g_object_set (source, "location", in, NULL);
  g_object_set (sink, "location", path, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  encoded_sound_require (pipeline, GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (source);
  gst_object_unref (sink);
  gst_object_unref (pipeline);
  return path;
}

/* The same with a tone before it; skips the test where an element is not installed. */
static inline char *
encoded_sound_new_tone (const char *chain, const char *name)
{
  g_autofree float *tone = test_sound_tone (ENCODED_SOUND_RATE, 2, ENCODED_SOUND_FRAMES, 440, 0.5,
                                            ENCODED_SOUND_ONSET_S);
  g_autofree char *wav = test_sound_write ("tone.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, ENCODED_SOUND_RATE, 2, tone,
                                           ENCODED_SOUND_FRAMES);
  char *path = encoded_sound_new (wav, chain, name);

  if (!path)
    g_test_skip ("an encoder is not installed");
  return path;
}

/* Reads at most @frames frames of stereo. */
static inline CtStatus
encoded_sound_read (CtAudioFile *file, float *samples, gsize frames, gsize *n_read)
{
  CtStatus status = CT_STATUS_OK;
  gsize n = 1;

  for (*n_read = 0; *n_read < frames && n > 0 && status == CT_STATUS_OK; *n_read += n)
    status = ct_audio_file_read (file, samples + 2 * *n_read, MIN (1001, frames - *n_read), &n);
  return status;
}

/* Asserts that the file at @path holds the tone, which begins where it should but for @slack_s. */
static inline void
encoded_sound_check_tone (const char *path, double slack_s)
{
  g_autofree float *samples = g_new (float, 2 * 2 * ENCODED_SOUND_FRAMES);
  CtAudioFile *file = NULL;
  const CtAudioInfo *info;
  gsize n;

  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  info = ct_audio_file_info (file);
  g_assert_cmpint (info->rate_hz, ==, ENCODED_SOUND_RATE);
  g_assert_cmpint (info->channels, ==, 2);
  if (info->frames >= 0)
    g_assert_cmpfloat_with_epsilon ((double) info->frames / ENCODED_SOUND_RATE, 2, 0.1);
  g_assert_cmpint (encoded_sound_read (file, samples, 2 * ENCODED_SOUND_FRAMES, &n), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon ((double) n / ENCODED_SOUND_RATE, 2, 0.1);
  g_assert_cmpfloat_with_epsilon (test_sound_level (samples, 2, 0, ENCODED_SOUND_RATE, ENCODED_SOUND_RATE * 3 / 2), 0.5,
                                  0.02);
  g_assert_cmpfloat_with_epsilon (test_sound_level (samples, 2, 1, ENCODED_SOUND_RATE, ENCODED_SOUND_RATE * 3 / 2),
                                  0.25, 0.02);
  g_assert_cmpfloat_with_epsilon ((double) test_sound_onset (samples, 2, 0, n, 0.3) / ENCODED_SOUND_RATE,
                                  ENCODED_SOUND_ONSET_S, slack_s);
  ct_audio_file_close (file);
}

#endif
