/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-object.h>
#include <gst/gst.h>
#include <sndfile.h>
#include <string.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-sound.h"

#define RATE 44100
#define FRAMES (2 * RATE)
#define ONSET_S 0.5

static void
require (GstElement *pipeline, GstMessageType expected)
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

/* Runs @chain, a pipeline in GStreamer's notation with the file "in" before it and the file "out" behind it. NULL where
 * one of its elements is not installed. */
static char *
encode (const char *in, const char *chain, const char *name)
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
  require (pipeline, GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (source);
  gst_object_unref (sink);
  gst_object_unref (pipeline);
  return path;
}

static char *
encode_tone (const char *chain, const char *name)
{
  g_autofree float *tone = test_sound_tone (RATE, 2, FRAMES, 440, 0.5, ONSET_S);
  g_autofree char *wav = test_sound_write ("tone.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, RATE, 2, tone, FRAMES);
  char *path = encode (wav, chain, name);

  if (!path)
    g_test_skip ("an encoder is not installed");
  return path;
}

static CtStatus
read_all (CtAudioFile *file, float *samples, gsize frames, gsize *n_read)
{
  CtStatus status = CT_STATUS_OK;
  gsize n = 1;

  for (*n_read = 0; *n_read < frames && n > 0 && status == CT_STATUS_OK; *n_read += n)
    status = ct_audio_file_read (file, samples + 2 * *n_read, MIN (1001, frames - *n_read), &n);
  return status;
}

static void
check_tone (const char *path, double slack_s)
{
  g_autofree float *samples = g_new (float, 2 * 2 * FRAMES);
  CtAudioFile *file = NULL;
  const CtAudioInfo *info;
  gsize n;

  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  info = ct_audio_file_info (file);
  g_assert_cmpint (info->rate_hz, ==, RATE);
  g_assert_cmpint (info->channels, ==, 2);
  if (info->frames >= 0)
    g_assert_cmpfloat_with_epsilon ((double) info->frames / RATE, 2, 0.1);
  g_assert_cmpint (read_all (file, samples, 2 * FRAMES, &n), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon ((double) n / RATE, 2, 0.1);
  g_assert_cmpfloat_with_epsilon (test_sound_level (samples, 2, 0, RATE, RATE * 3 / 2), 0.5, 0.02);
  g_assert_cmpfloat_with_epsilon (test_sound_level (samples, 2, 1, RATE, RATE * 3 / 2), 0.25, 0.02);
  g_assert_cmpfloat_with_epsilon ((double) test_sound_onset (samples, 2, 0, n, 0.3) / RATE, ONSET_S, slack_s);
  ct_audio_file_close (file);
}

/* Adds @value to the number of four bytes at @at. */
static void
add_to (guint8 *at, guint32 value)
{
  guint32 number = (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];

  number = GUINT32_TO_BE (number + value);
  memcpy (at, &number, 4);
}

/* Puts an edit of @seconds in which nothing sounds before the only one of the MP4 file at @path, and makes room for it
 * in the boxes around it. Their samples lie before them, so that nothing else moves. */
static void
delay (const char *path, guint seconds)
{
  static const char *const boxes[] = { "moov", "trak", "edts", "elst" };
  static const guint8 edit[] = { 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 1, 0, 0 };
  g_autofree char *data = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 *box, *header;
  gsize size, at;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      box = memmem (data, size, boxes[i], 4);
      g_assert_nonnull (box);
      add_to (box - 4, sizeof edit);
    }
  g_assert_cmpint (box[11], ==, 1); /* how many edits */
  box[11] = 2;
  at = (gsize) (box + 12 - (guint8 *) data);
  header = memmem (data, size, "mvhd", 4);
  g_byte_array_append (bytes, (const guint8 *) data, (guint) at);
  g_byte_array_append (bytes, edit, sizeof edit);
  g_byte_array_append (bytes, (const guint8 *) data + at, (guint) (size - at));
  for (guint i = 0; i < seconds; i++) /* in the units of the file */
    add_to (bytes->data + at,
            (guint32) header[16] << 24 | (guint32) header[17] << 16 | (guint32) header[18] << 8 | header[19]);
  g_free (test_sound_write_bytes ("late.m4a", bytes->data, bytes->len));
}

/* Sound that begins later than the recording, as that of a video may, stays where a player plays it. */
static void
test_late (void)
{
  g_autofree char *path = encode_tone ("! wavparse ! audioconvert ! avenc_aac ! mp4mux !", "late.m4a");
  g_autofree float *samples = g_new (float, 2 * 4 * FRAMES);
  CtAudioFile *file = NULL;
  gsize n;

  if (!path)
    return;
  delay (path, 2);
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (read_all (file, samples, 4 * FRAMES, &n), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon ((double) n / RATE, 4, 0.1);
  g_assert_cmpfloat_with_epsilon ((double) test_sound_onset (samples, 2, 0, n, 0.3) / RATE, 2 + ONSET_S, 0.03);
  g_assert_cmpfloat (test_sound_level (samples, 2, 0, 0, RATE * 2), <, 1e-3);
  ct_audio_file_close (file);
}

/* Compressed sound of each kind; a stream without a container does not say how late its encoder was. */
static void
test_formats (void)
{
  static const struct
  {
    const char *name, *chain;
    double slack_s;
  } formats[] = {
    { "tone.m4a", "! wavparse ! audioconvert ! avenc_aac ! mp4mux !", 0.03 },
    { "late.m4a", "! wavparse ! audioconvert ! avenc_aac ! mp4mux faststart=true !", 0.03 },
    { "alac.m4a", "! wavparse ! audioconvert ! avenc_alac ! mp4mux !", 0.002 },
    { "tone.aac", "! wavparse ! audioconvert ! avenc_aac ! aacparse ! audio/mpeg,stream-format=adts !", 0.03 },
    { "tone.mka", "! wavparse ! audioconvert ! vorbisenc ! matroskamux !", 0.002 },
    { "tone.wv", "! wavparse ! audioconvert ! wavpackenc !", 0.002 },
    { "tone.mov", "! wavparse ! qtmux !", 0.002 },
    { "tone.avi", "! wavparse ! avimux !", 0.002 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = encode_tone (formats[i].chain, formats[i].name);

      g_test_message ("%s: %s", formats[i].name, path ? "read" : "skipped, its encoder is not installed");
      if (path)
        check_tone (path, formats[i].slack_s);
    }
}

/* The sound of a film, and not its pictures. */
static void
test_film (void)
{
  static const char chain[]
      = "! wavparse ! audioconvert ! vorbisenc ! mux. "
        "videotestsrc num-buffers=50 ! video/x-raw,width=64,height=48,framerate=25/1 ! jpegenc ! mux. "
        "matroskamux name=mux !";
  g_autofree char *path = encode_tone (chain, "film.mkv");

  if (path)
    check_tone (path, 0.002);
}

static void
assert_refused (const char *path, CtStatus expected)
{
  CtAudioFile *file = NULL;
  CtStatus status = ct_audio_file_open (path, &file);

  g_assert_cmpstr (ct_status_string (status), ==, ct_status_string (expected));
  g_assert_null (file);
}

/* AAC files that were put together are read to the end, even where the second has another rate and other channels. */
static void
test_joined (void)
{
  g_autofree char *first = encode_tone ("! wavparse ! audioconvert ! avenc_aac ! aacparse ! "
                                        "audio/mpeg,stream-format=adts !",
                                        "first.aac");
  g_autofree char *second = encode_tone ("! wavparse ! audioconvert ! audioresample ! "
                                         "audio/x-raw,rate=22050,channels=1 ! avenc_aac ! aacparse ! "
                                         "audio/mpeg,stream-format=adts !",
                                         "second.aac");
  const char *const parts[] = { first, second, first };
  g_autofree float *samples = g_new (float, 2 * 7 * RATE);
  g_autoptr (GByteArray) joined = g_byte_array_new ();
  g_autofree char *path = NULL;
  CtAudioFile *file;
  gsize n, at;

  if (!first || !second)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *data = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (parts[i], &data, &size, NULL));
      g_byte_array_append (joined, (const guint8 *) data, (guint) size);
    }
  path = test_sound_write_bytes ("joined.aac", joined->data, joined->len);
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_info (file)->rate_hz, ==, RATE);
  g_assert_cmpint (ct_audio_file_info (file)->channels, ==, 2);
  g_assert_cmpint (read_all (file, samples, 7 * RATE, &n), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon ((double) n / RATE, 6, 0.25);
  g_assert_cmpuint (ct_audio_file_warnings (file), ==, 0);
  /* a tone after each silence */
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gsize middle = n * (2 * i + 1) / 6;

      g_assert_cmpfloat (test_sound_level (samples, 2, 0, middle + RATE / 4, middle + RATE / 2), >, 0.3);
      at = n * i / 3 + RATE / 4;
      g_assert_cmpfloat (test_sound_level (samples, 2, 0, at, at + RATE / 10), <, 0.01);
    }
  ct_audio_file_close (file);
}

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

  return encode_tone (chain, name);
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
      check_tone (path, 0.03);
      g_assert_cmpint (ct_audio_file_open_stream (path, 1, &file), ==, CT_STATUS_OK);
      g_assert_cmpfloat (take_peak (file, 1, 3), <, 1e-4f);
      g_assert_cmpint (ct_audio_file_open_stream (path, 3, &file), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_audio_file_info (file)->rate_hz, ==, 22050);
      g_assert_cmpint (ct_audio_file_info (file)->channels, ==, 1);
      g_assert_cmpfloat_with_epsilon (take_peak (file, 3, 3), 0.2, 0.05);
      g_assert_cmpint (ct_audio_file_open_stream (path, 4, &file), ==, CT_STATUS_NO_STREAM);
      g_assert_null (file);
      g_assert_cmpint (ct_audio_file_open_stream (path, -1, &file), ==, CT_STATUS_BAD_ARGUMENT);
    }
}

/* Where nothing is heard in any, it is the first; a recording that is no film has one. */
static void
test_streams_alike (void)
{
  g_autofree char *nothing = test_sound_write_bytes ("nothing", "x", 1);
  g_autofree char *path = encode (nothing,
                                  "! fakesink "
                                  "audiotestsrc wave=silence num-buffers=20 ! vorbisenc ! queue ! mux.audio_0 "
                                  "audiotestsrc wave=silence num-buffers=20 ! vorbisenc ! queue ! mux.audio_1 "
                                  "matroskamux name=mux !",
                                  "quiet.mkv");
  g_autofree char *wav = encode_tone ("! wavparse ! wavenc !", "alone.wav");
  CtAudioFile *file;

  if (path)
    {
      g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
      g_assert_cmpfloat (take_peak (file, 1, 2), <, 1e-4f);
    }
  g_assert_cmpint (ct_audio_file_open_stream (wav, 1, &file), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (take_peak (file, 1, 1), 0.5, 0.05);
  g_assert_cmpint (ct_audio_file_open_stream (wav, 2, &file), ==, CT_STATUS_NO_STREAM);
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
  return encode (wav,
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

static void
test_silent_film (void)
{
  g_autofree char *nothing = test_sound_write_bytes ("nothing", "x", 1);
  g_autofree char *path = encode (nothing,
                                  "! fakesink videotestsrc num-buffers=50 ! "
                                  "video/x-raw,width=64,height=48,framerate=25/1 ! jpegenc ! matroskamux !",
                                  "silent.mkv");

  if (!path)
    g_test_skip ("an encoder is not installed");
  else
    assert_refused (path, CT_STATUS_UNKNOWN_FORMAT);
}

/* More channels than GStreamer itself can convert. */
static void
test_many_channels (void)
{
  g_autofree char *nothing = test_sound_write_bytes ("nothing", "x", 1);
  g_autofree char *path = encode (
      nothing,
      "! fakesink audiotestsrc num-buffers=4 ! "
      "audio/x-raw,format=S16LE,rate=8000,channels=100,channel-mask=(bitmask)0 ! matroskamux !",
      "many.mkv");

  if (!path)
    g_test_skip ("an encoder is not installed");
  else
    assert_refused (path, CT_STATUS_UNKNOWN_FORMAT);
}

/* What leads to other files, or to the network, is no recording. */
static void
test_playlists (void)
{
  g_autofree char *target = encode_tone ("! wavparse ! wavenc !", "target.wav");
  g_autofree char *uri = g_strdup_printf ("file://%s", target);
  const char *const patterns[] = {
    "%s\n",
    "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:2,\n%s\n#EXT-X-ENDLIST\n",
    "[playlist]\nFile1=%s\nLength1=-1\nNumberOfEntries=1\nVersion=2\n",
    "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><BaseURL>%s</BaseURL></MPD>\n",
    "<smil><body><audio src=\"%s\"/></body></smil>\n",
    "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=%s\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
    "ffconcat version 1.0\nfile '%s'\n",
    "RTSPtextRTSP://%s\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_auto (GStrv) parts = g_strsplit (patterns[i], "%s", 2);
      g_autofree char *text = g_strconcat (parts[0], uri, parts[1], NULL);
      g_autofree char *path = test_sound_write_bytes ("list.m3u8", text, strlen (text));

      assert_refused (path, CT_STATUS_UNKNOWN_FORMAT);
    }
}

static void
test_truncated (void)
{
  static const char *const chains[] = { "! wavparse ! audioconvert ! avenc_aac ! mp4mux !",
                                        "! wavparse ! audioconvert ! avenc_aac ! mp4mux faststart=true !",
                                        "! wavparse ! audioconvert ! vorbisenc ! matroskamux !" };

  for (gsize i = 0; i < G_N_ELEMENTS (chains); i++)
    {
      g_autofree char *path = encode_tone (chains[i], "cut");
      g_autofree float *samples = g_new (float, 2 * 2 * FRAMES);
      g_autofree char *data = NULL;
      gsize size, n;

      if (!path)
        continue;
      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      for (gsize cut = 8; cut < size; cut += cut < 60 ? 13 : size / 9)
        {
          CtAudioFile *file = NULL;
          CtStatus status;

          g_free (test_sound_write_bytes ("cut", data, cut));
          status = ct_audio_file_open (path, &file);
          g_assert_true (status == CT_STATUS_OK || status == CT_STATUS_DAMAGED || status == CT_STATUS_UNKNOWN_FORMAT
                         || status == CT_STATUS_EMPTY);
          if (!file)
            continue;
          status = read_all (file, samples, 2 * FRAMES, &n);
          g_assert_true (status == CT_STATUS_OK || status == CT_STATUS_DAMAGED);
          g_assert_cmpuint (n, <, FRAMES + 5000);
          ct_audio_file_close (file);
        }
    }
}

static void
test_skip (void)
{
  g_autofree char *path = encode_tone ("! wavparse ! audioconvert ! avenc_aac ! mp4mux !", "a\n\xff name.m4a");
  g_autofree float *all = g_new (float, 2 * 2 * FRAMES);
  float part[2 * 1000];
  CtAudioFile *file;
  gsize n;

  if (!path)
    return;
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (read_all (file, all, 2 * FRAMES, &n), ==, CT_STATUS_OK);
  ct_audio_file_close (file);
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_skip_to (file, 30001), ==, CT_STATUS_OK);
  g_assert_cmpint (read_all (file, part, 1000, &n), ==, CT_STATUS_OK);
  g_assert_cmpmem (part, n * 8, all + 2 * 30001, 1000 * 8);
  g_assert_cmpint (ct_audio_file_skip_to (file, G_MAXINT64), ==, CT_STATUS_OK);
  g_assert_cmpint (read_all (file, part, 1000, &n), ==, CT_STATUS_OK);
  g_assert_cmpint (n, ==, 0);
  ct_audio_file_close (file);
}

/* Closed in the middle, with its threads at work. */
static void
test_close_early (void)
{
  g_autofree char *path = encode_tone ("! wavparse ! audioconvert ! avenc_aac ! mp4mux !", "early.m4a");

  for (gsize i = 0; path && i < 20; i++)
    {
      float part[2 * 1000];
      CtAudioFile *file;
      gsize n;

      g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
      g_assert_cmpint (read_all (file, part, 50 * i, &n), ==, CT_STATUS_OK);
      ct_audio_file_close (file);
    }
}

static CtStatus
open_and_read (void *path)
{
  CtAudioFile *file;
  CtStatus status = ct_audio_file_open (path, &file);
  float samples[2 * 100];
  gsize n;

  if (status == CT_STATUS_OK)
    {
      status = read_all (file, samples, 100, &n);
      ct_audio_file_close (file);
    }
  return status;
}

static void
test_no_memory (void)
{
  g_autofree char *path = encode_tone ("! wavparse ! audioconvert ! avenc_aac ! mp4mux !", "memory.m4a");

  if (path)
    failing_allocator_try_all (open_and_read, path);
}

static GMutex stall_mutex;
static GCond stall_cond;
static gboolean stall_over, stall_left;
static int n_pipelines; /* that exist, of those created since count_pipelines() */

static void
pipeline_gone (gpointer data, GObject *pipeline)
{
  g_mutex_lock (&stall_mutex);
  n_pipelines--;
  g_cond_signal (&stall_cond);
  g_mutex_unlock (&stall_mutex);
}

static gboolean
element_added (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GObject *bin = g_value_get_object (values);

  if (!GST_IS_PIPELINE (bin) || g_object_get_data (bin, "counted"))
    return TRUE;
  g_object_set_data (bin, "counted", bin);
  g_mutex_lock (&stall_mutex);
  n_pipelines++;
  g_mutex_unlock (&stall_mutex);
  g_object_weak_ref (bin, pipeline_gone, NULL);
  return TRUE;
}

static void
count_pipelines (void)
{
  g_type_class_unref (g_type_class_ref (GST_TYPE_BIN));
  g_signal_add_emission_hook (g_signal_lookup ("element-added", GST_TYPE_BIN), 0, element_added, NULL, NULL);
}

/* A part of the pipeline that hangs until it is let go. */
static void
find_slowly (GstTypeFind *find, gpointer data)
{
  const guint8 *magic = gst_type_find_peek (find, 0, 8);

  if (!magic || memcmp (magic, "SLOWFILE", 8) != 0)
    return;
  g_mutex_lock (&stall_mutex);
  while (!stall_over)
    g_cond_wait (&stall_cond, &stall_mutex);
  stall_left = TRUE;
  g_cond_signal (&stall_cond);
  g_mutex_unlock (&stall_mutex);
}

static void
test_stall (void)
{
  g_autofree char *path = test_sound_write_bytes ("slow.m4a", "SLOWFILE, and nothing else", 26);
  gint64 begun = g_get_monotonic_time ();
  double took_s;

  g_assert_true (
      gst_type_find_register (NULL, "audio/x-slow", GST_RANK_PRIMARY + 1, find_slowly, NULL, NULL, NULL, NULL));
  count_pipelines ();
  assert_refused (path, CT_STATUS_STALLED);
  took_s = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
  g_assert_cmpfloat (took_s, >, 8);
  g_assert_cmpfloat (took_s, <, 30);

  g_mutex_lock (&stall_mutex);
  g_assert_cmpint (n_pipelines, >, 0); /* it was given up, not stopped */
  stall_over = TRUE;
  g_cond_signal (&stall_cond);
  while (!stall_left)
    g_cond_wait (&stall_cond, &stall_mutex);
  g_mutex_unlock (&stall_mutex);
  /* the pipeline that was given up goes by itself */
  g_mutex_lock (&stall_mutex);
  while (n_pipelines > 0)
    g_cond_wait (&stall_cond, &stall_mutex);
  g_mutex_unlock (&stall_mutex);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  test_sound_begin ();
  g_test_add_func ("/audio-gstreamer/formats", test_formats);
  g_test_add_func ("/audio-gstreamer/late", test_late);
  g_test_add_func ("/audio-gstreamer/film", test_film);
  g_test_add_func ("/audio-gstreamer/joined", test_joined);
  g_test_add_func ("/audio-gstreamer/streams", test_streams);
  g_test_add_func ("/audio-gstreamer/streams-alike", test_streams_alike);
  g_test_add_func ("/audio-gstreamer/late-stream", test_late_stream);
  g_test_add_func ("/audio-gstreamer/silent-film", test_silent_film);
  g_test_add_func ("/audio-gstreamer/many-channels", test_many_channels);
  g_test_add_func ("/audio-gstreamer/playlists", test_playlists);
  g_test_add_func ("/audio-gstreamer/truncated", test_truncated);
  g_test_add_func ("/audio-gstreamer/skip", test_skip);
  g_test_add_func ("/audio-gstreamer/close-early", test_close_early);
  g_test_add_func ("/audio-gstreamer/no-memory", test_no_memory);
  g_test_add_func ("/audio-gstreamer/stall", test_stall);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
