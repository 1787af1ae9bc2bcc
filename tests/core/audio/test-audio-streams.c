/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of several sound streams, the one that is read. */
#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <sndfile.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/encoded-sound.h"
#include "tests/support/sound-formats.h"
#include "tests/support/test-sound.h"

/* The peak of what is left in @file, of which this is @stream of @n_streams. */
static float
take_peak (CtAudioFile *file, int stream, int n_streams)
{
  float samples[2 * 1000], peak = 0;
  gsize n = 1;

  g_assert_cmpint (ct_audio_file_stream (file), ==, stream);
  g_assert_cmpint (ct_audio_file_n_streams (file), ==, n_streams);
  while (n > 0)
    {
      g_assert_cmpint (ct_audio_file_read (file, samples, 1000, &n), ==, CT_STATUS_OK);
      for (gsize i = 0; i < n * (gsize) ct_audio_file_info (file)->channels; i++)
        peak = MAX (peak, ABS (samples[i]));
    }
  ct_audio_file_close (file);
  return peak;
}

/* Makes a film whose first sound stream is silent and whose last one is mono; NULL where that cannot be made. */
static char *
encode_streams (const char *coder, const char *muxer, const char *name)
{
  g_autofree char *chain = g_strdup_printf (
      "! wavparse ! queue name=tone "
      "audiotestsrc wave=silence num-buffers=86 ! audio/x-raw,rate=44100,channels=2 ! audioconvert %s ! queue ! mux. "
      "tone. ! audioconvert %s ! queue ! mux. "
      "audiotestsrc volume=0.2 num-buffers=43 ! audio/x-raw,rate=22050,channels=1 ! audioconvert %s ! queue ! mux. "
      "%s name=mux !",
      coder, coder, coder, muxer);

  return encoded_sound_new_tone (chain, name);
}

/* Of several sound streams the one that is wanted, or the first that is not silent. */
static void
test_streams (void)
{
  static const struct
  {
    const char *name, *coder, *muxer;
  } films[] = {
    { "streams.mkv", "! vorbisenc", "matroskamux" },
    { "streams.mp4", "! avenc_aac", "mp4mux" },
    { "streams.mov", "! audio/x-raw,format=S16LE", "qtmux" },
    { "streams.avi", "! audio/x-raw,format=S16LE", "avimux" },
    { "streams.ogg", "! vorbisenc", "oggmux" },
    { "streams.oga", "! flacenc", "oggmux" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autofree char *path = encode_streams (films[i].coder, films[i].muxer, films[i].name);
      CtAudioFile *file;

      g_test_message ("%s: %s", films[i].name, path ? "read" : "skipped");
      if (!path)
        continue;
      g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
      g_assert_cmpfloat_with_epsilon (take_peak (file, 2, 3), 0.5, 0.05);
      encoded_sound_check_tone (path, 0.03);
      g_assert_cmpint (ct_audio_file_open_stream (path, 1, NULL, &file), ==, CT_STATUS_OK);
      g_assert_cmpfloat (take_peak (file, 1, 3), <, 1e-4f);
      g_assert_cmpint (ct_audio_file_open_stream (path, 3, NULL, &file), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_audio_file_info (file)->rate_hz, ==, 22050);
      g_assert_cmpint (ct_audio_file_info (file)->channels, ==, 1);
      g_assert_cmpfloat_with_epsilon (take_peak (file, 3, 3), 0.2, 0.05);
      g_assert_cmpint (ct_audio_file_open_stream (path, 4, NULL, &file), ==, CT_STATUS_NO_STREAM);
      g_assert_null (file);
      g_assert_cmpint (ct_audio_file_open_stream (path, -1, NULL, &file), ==, CT_STATUS_BAD_ARGUMENT);
    }
}

/* Where nothing is heard in any, it is the first; a recording that is no film has one. */
static void
test_streams_alike (void)
{
  g_autofree char *nothing = test_sound_write_bytes ("nothing", "x", 1);
  g_autofree char *path = encoded_sound_new (
      nothing,
      "! fakesink "
      "audiotestsrc wave=silence num-buffers=20 ! vorbisenc ! queue ! mux.audio_0 "
      "audiotestsrc wave=silence num-buffers=20 ! vorbisenc ! queue ! mux.audio_1 "
      "matroskamux name=mux !",
      "quiet.mkv");
  g_autofree char *wav = encoded_sound_new_tone ("! wavparse ! wavenc !", "alone.wav");
  CtAudioFile *file;

  if (path)
    {
      g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
      g_assert_cmpfloat (take_peak (file, 1, 2), <, 1e-4f);
    }
  g_assert_cmpint (ct_audio_file_open_stream (wav, 1, NULL, &file), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (take_peak (file, 1, 1), 0.5, 0.05);
  g_assert_cmpint (ct_audio_file_open_stream (wav, 2, NULL, &file), ==, CT_STATUS_NO_STREAM);
}

/* A film whose first sound stream has a tone behind @silent_s of silence, and whose second one has one at once. */
static char *
encode_late_stream (gsize silent_s, const char *name)
{
  gsize rate = 8000, n_silent = silent_s * rate, n = n_silent + rate;
  g_autofree float *samples = g_new0 (float, n);
  g_autofree char *wav = NULL;

  for (gsize i = n_silent; i < n; i++)
    samples[i] = i % 20 < 10 ? 0.7f : -0.7f;
  wav = test_sound_write ("late.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, (int) rate, 1, samples, n);
  return encoded_sound_new (
      wav,
      "! wavparse ! queue ! mux.audio_0 "
      "audiotestsrc num-buffers=8 ! audio/x-raw,format=S16LE,rate=8000,channels=1 ! queue ! mux.audio_1 "
      "matroskamux name=mux !",
      name);
}

/* A stream that is silent for long is not heard to its end. */
static void
test_late_stream (void)
{
  static const struct
  {
    gsize silent_s;
    int stream;
  } films[] = { { 590, 1 }, { 610, 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autofree char *path = encode_late_stream (films[i].silent_s, "late.mkv");
      CtAudioFile *file;

      if (!path)
        {
          g_test_skip ("an encoder is not installed");
          return;
        }
      g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
      g_assert_cmpfloat (take_peak (file, films[i].stream, 2), >, 0.5f);
    }
}

static atomic_bool cancelled;

/* Cancels as soon as a pipeline is built to listen to a stream, which is the second one. */
static gboolean
element_added (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  int *n_pipelines = data;

  if (GST_IS_PIPELINE (g_value_get_object (values)) && GST_IS_APP_SINK (g_value_get_object (values + 1))
      && ++*n_pipelines == 2)
    atomic_store (&cancelled, true);
  return TRUE;
}

/* The search for a stream that is not silent can be called off, before it begins and while it goes on. */
static void
test_cancelled (void)
{
  g_autofree char *path = encode_late_stream (30, "cancelled.mkv");
  int n_pipelines = 0;
  CtAudioFile *file;
  gulong hook;

  if (!path)
    {
      g_test_skip ("an encoder is not installed");
      return;
    }
  atomic_store (&cancelled, true);
  g_assert_cmpint (ct_audio_file_open_stream (path, 0, &cancelled, &file), ==, CT_STATUS_CANCELLED);
  g_assert_null (file);
  atomic_store (&cancelled, false);
  hook = g_signal_add_emission_hook (g_signal_lookup ("element-added", GST_TYPE_BIN), 0, element_added, &n_pipelines,
                                     NULL);
  g_assert_cmpint (ct_audio_file_open_stream (path, 0, &cancelled, &file), ==, CT_STATUS_CANCELLED);
  g_assert_null (file);
  g_assert_cmpint (n_pipelines, >=, 2);
  g_signal_remove_emission_hook (g_signal_lookup ("element-added", GST_TYPE_BIN), hook);
  /* what is open is read on */
  atomic_store (&cancelled, false);
  g_assert_cmpint (ct_audio_file_open_stream (path, 0, &cancelled, &file), ==, CT_STATUS_OK);
  atomic_store (&cancelled, true);
  g_assert_cmpfloat (take_peak (file, 1, 2), >, 0.5f);
}

/* Reads the film of @data, which has two seconds of sound: how many frames, and in *@warnings what is wrong. */
static gsize
read_film (const char *data, gsize size, unsigned *warnings)
{
  g_autofree char *path = test_sound_write_bytes ("film", data, size);
  g_autofree float *samples = g_new (float, 2 * 2 * ENCODED_SOUND_FRAMES);
  CtAudioFile *file;
  gsize n;

  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (encoded_sound_read (file, samples, 2 * ENCODED_SOUND_FRAMES, &n), ==, CT_STATUS_OK);
  *warnings = ct_audio_file_warnings (file);
  ct_audio_file_close (file);
  return n;
}

/* Sound that ends before the pictures is whole, and that of a film that is cut off is not. */
static void
test_long_pictures (void)
{
  static const struct
  {
    const char *muxer;
    bool told; /* that it is cut off */
  } films[] = {
    { "matroskamux", true },
    { "matroskamux streamable=true", false },
    { "qtmux faststart=true", true },
    { "qtmux fragment-duration=500", true },
    { "avimux", true },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autofree char *chain = g_strdup_printf (
          "! wavparse ! audioconvert ! audio/x-raw,format=S16LE ! queue ! mux. videotestsrc "
          "num-buffers=125 ! video/x-raw,width=64,height=48,framerate=25/1 ! jpegenc ! queue ! mux. "
          "%s name=mux !",
          films[i].muxer);
      g_autofree char *path = encoded_sound_new_tone (chain, "pictures"), *data = NULL;
      unsigned warnings;
      gsize size, n;

      g_test_message ("%s: %s", films[i].muxer, path ? "read" : "skipped");
      if (!path)
        continue;
      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      n = read_film (data, size, &warnings);
      g_assert_cmpfloat_with_epsilon ((double) n / ENCODED_SOUND_RATE, 2, 0.01);
      g_assert_cmpuint (warnings, ==, 0);
      n = read_film (data, size / 3, &warnings);
      g_assert_cmpuint (n, <, ENCODED_SOUND_FRAMES);
      g_assert_cmpuint (warnings, ==, films[i].told ? CT_AUDIO_STOPPED : 0);
    }
}

static void
test_silent_film (void)
{
  g_autofree char *nothing = test_sound_write_bytes ("nothing", "x", 1);
  g_autofree char *path = encoded_sound_new (nothing,
                                             "! fakesink videotestsrc num-buffers=50 ! "
                                             "video/x-raw,width=64,height=48,framerate=25/1 ! jpegenc ! matroskamux !",
                                             "silent.mkv");

  if (!path)
    g_test_skip ("an encoder is not installed");
  else
    sound_file_assert_refused (path, CT_STATUS_UNKNOWN_FORMAT);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  test_sound_begin ();
  g_test_add_func ("/audio-streams/streams", test_streams);
  g_test_add_func ("/audio-streams/streams-alike", test_streams_alike);
  g_test_add_func ("/audio-streams/late-stream", test_late_stream);
  g_test_add_func ("/audio-streams/cancelled", test_cancelled);
  g_test_add_func ("/audio-streams/long-pictures", test_long_pictures);
  g_test_add_func ("/audio-streams/silent-film", test_silent_film);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
