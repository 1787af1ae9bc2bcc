/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-object.h>
#include <gst/gst.h>
#include <string.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/encoded-sound.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/quicktime-film.h"
#include "tests/support/sound-formats.h"
#include "tests/support/test-sound.h"

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
  g_autofree char *path = encoded_sound_new_tone ("! wavparse ! audioconvert ! avenc_aac ! mp4mux !", "late.m4a");
  g_autofree float *samples = g_new (float, 2 * 4 * ENCODED_SOUND_FRAMES);
  CtAudioFile *file = NULL;
  gsize n;

  if (!path)
    return;
  delay (path, 2);
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (encoded_sound_read (file, samples, 4 * ENCODED_SOUND_FRAMES, &n), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon ((double) n / ENCODED_SOUND_RATE, 4, 0.1);
  g_assert_cmpfloat_with_epsilon ((double) test_sound_onset (samples, 2, 0, n, 0.3) / ENCODED_SOUND_RATE,
                                  2 + ENCODED_SOUND_ONSET_S, 0.03);
  g_assert_cmpfloat (test_sound_level (samples, 2, 0, 0, ENCODED_SOUND_RATE * 2), <, 1e-3);
  ct_audio_file_close (file);
}

/* Puts @value into the number of four bytes at @at. */
static void
set (guint8 *at, guint32 value)
{
  value = GUINT32_TO_BE (value);
  memcpy (at, &value, 4);
}

/* Lets the only edit of the MP4 file at @path show the last of its two seconds. */
static void
trim (const char *path)
{
  g_autofree char *data = NULL;
  guint8 *edits, *film;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  edits = memmem (data, size, "elst", 4);
  film = memmem (data, size, "mvhd", 4);
  g_assert_nonnull (edits);
  g_assert_nonnull (film);
  g_assert_cmpint (edits[11], ==, 1); /* how many edits */
  memcpy (edits + 12, film + 16, 4);  /* as many units as a second has */
  memcpy (film + 20, film + 16, 4);
  add_to (edits + 16, ENCODED_SOUND_RATE);
  film = memmem (data, size, "mdhd", 4);
  set (film + 16, ENCODED_SOUND_RATE);
  g_free (test_sound_write_bytes ("trimmed.m4a", data, size));
}

/* Of sound that was trimmed without coding it again, all is read that is left. */
static void
test_trimmed (void)
{
  g_autofree char *path = encoded_sound_new_tone (
      "! wavparse ! audioconvert ! avenc_aac ! mp4mux trak-timescale=44100 !", "trimmed.m4a");
  g_autofree float *samples = g_new (float, 2 * 4 * ENCODED_SOUND_FRAMES);
  CtAudioFile *file = NULL;
  gsize n;

  if (!path)
    return;
  trim (path);
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon ((double) ct_audio_file_info (file)->frames / ENCODED_SOUND_RATE, 1, 0.001);
  g_assert_cmpint (encoded_sound_read (file, samples, 4 * ENCODED_SOUND_FRAMES, &n), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon ((double) n / ENCODED_SOUND_RATE, 1, 0.001);
  g_assert_cmpfloat_with_epsilon (test_sound_level (samples, 2, 0, n * 3 / 4, n * 9 / 10), 0.5, 0.02);
  ct_audio_file_close (file);
}

/* Samples of four bytes and more whose lowest byte is first, which Macintosh programs and ffmpeg write, are no noise.
 */
static void
test_little_endian (void)
{
  static const struct
  {
    const char *kind;
    guint width;
  } kinds[] = { { "in32", 4 }, { "fl32", 4 }, { "fl64", 8 } };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = quicktime_film_new (kinds[i].kind, kinds[i].width);

      g_test_message ("%s", kinds[i].kind);
      encoded_sound_check_tone (path, 0.002);
    }
}

/* Codecs that libsndfile does not know are read from WAV files, too, or refused by what they are. */
static void
test_wav (void)
{
  g_autofree char *path = encoded_sound_new_tone ("! wavparse ! audioconvert ! avenc_mp2 bitrate=192000 !", "tone.mp2");
  g_autofree char *frames = NULL, *wav = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  CtAudioFile *file = NULL;
  gsize size;

  if (!path)
    return;
  g_assert_true (g_file_get_contents (path, &frames, &size, NULL));
  g_byte_array_append (bytes, (const guint8 *) "RIFF\0\0\0\0WAVEfmt \x12\0\0\0\x50\0\x02\0", 24);
  g_byte_array_append (bytes, (const guint8 *) "\x44\xac\0\0\xc0\x5d\0\0\x72\x02\0\0\0\0data", 18);
  g_byte_array_append (bytes, (const guint8[]){ size & 0xff, size >> 8 & 0xff, size >> 16 & 0xff, size >> 24 & 0xff },
                       4);
  g_byte_array_append (bytes, (const guint8 *) frames, (guint) size);
  for (guint i = 0; i < 4; i++)
    bytes->data[4 + i] = (guint8) ((bytes->len - 8) >> (8 * i));
  wav = test_sound_write_bytes ("mpeg.wav", bytes->data, bytes->len);
  encoded_sound_check_tone (wav, 0.03);
  bytes->data[20] = 0xff; /* AAC, whose frames have no beginning of their own there */
  g_free (test_sound_write_bytes ("mpeg.wav", bytes->data, bytes->len));
  g_assert_cmpint (ct_audio_file_open (wav, &file), ==, CT_STATUS_NO_DECODER);
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
      g_autofree char *path = encoded_sound_new_tone (formats[i].chain, formats[i].name);

      g_test_message ("%s: %s", formats[i].name, path ? "read" : "skipped, its encoder is not installed");
      if (path)
        encoded_sound_check_tone (path, formats[i].slack_s);
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
  g_autofree char *path = encoded_sound_new_tone (chain, "film.mkv");

  if (path)
    encoded_sound_check_tone (path, 0.002);
}

/* AAC files that were put together are read to the end, even where the second has another rate and other channels. */
static void
test_joined (void)
{
  g_autofree char *first = encoded_sound_new_tone ("! wavparse ! audioconvert ! avenc_aac ! aacparse ! "
                                                   "audio/mpeg,stream-format=adts !",
                                                   "first.aac");
  g_autofree char *second = encoded_sound_new_tone ("! wavparse ! audioconvert ! audioresample ! "
                                                    "audio/x-raw,rate=22050,channels=1 ! avenc_aac ! aacparse ! "
                                                    "audio/mpeg,stream-format=adts !",
                                                    "second.aac");
  const char *const parts[] = { first, second, first };
  g_autofree float *samples = g_new (float, 2 * 7 * ENCODED_SOUND_RATE);
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
  g_assert_cmpint (ct_audio_file_info (file)->rate_hz, ==, ENCODED_SOUND_RATE);
  g_assert_cmpint (ct_audio_file_info (file)->channels, ==, 2);
  g_assert_cmpint (encoded_sound_read (file, samples, 7 * ENCODED_SOUND_RATE, &n), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon ((double) n / ENCODED_SOUND_RATE, 6, 0.25);
  g_assert_cmpuint (ct_audio_file_warnings (file), ==, 0);
  /* a tone after each silence */
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gsize middle = n * (2 * i + 1) / 6;

      g_assert_cmpfloat (
          test_sound_level (samples, 2, 0, middle + ENCODED_SOUND_RATE / 4, middle + ENCODED_SOUND_RATE / 2), >, 0.3);
      at = n * i / 3 + ENCODED_SOUND_RATE / 4;
      g_assert_cmpfloat (test_sound_level (samples, 2, 0, at, at + ENCODED_SOUND_RATE / 10), <, 0.01);
    }
  ct_audio_file_close (file);
}

/* More channels than GStreamer itself can convert. */
static void
test_many_channels (void)
{
  g_autofree char *nothing = test_sound_write_bytes ("nothing", "x", 1);
  g_autofree char *path = encoded_sound_new (
      nothing,
      "! fakesink audiotestsrc num-buffers=4 ! "
      "audio/x-raw,format=S16LE,rate=8000,channels=100,channel-mask=(bitmask)0 ! matroskamux !",
      "many.mkv");

  if (!path)
    g_test_skip ("an encoder is not installed");
  else
    sound_file_assert_refused (path, CT_STATUS_UNKNOWN_FORMAT);
}

/* Sound for which there is no decoder is told from what is no sound. */
static void
test_no_decoder (void)
{
  guint8 packets[100 * 188] = { 0 };
  g_autofree char *path = NULL;
  GstElement *demuxer = gst_element_factory_make ("tsdemux", NULL);

  if (demuxer)
    {
      gst_object_unref (gst_object_ref_sink (demuxer));
      g_test_skip ("MPEG transport streams can be read");
      return;
    }
  for (gsize i = 0; i < sizeof packets; i += 188)
    {
      packets[i] = 0x47; /* a packet of nothing */
      packets[i + 1] = 0x1f;
      packets[i + 2] = 0xff;
      packets[i + 3] = 0x10;
    }
  path = test_sound_write_bytes ("broadcast.ts", packets, sizeof packets);
  sound_file_assert_refused (path, CT_STATUS_NO_DECODER);
}

/* What leads to other files, or to the network, is no recording. */
static void
test_playlists (void)
{
  g_autofree char *target = encoded_sound_new_tone ("! wavparse ! wavenc !", "target.wav");
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

      sound_file_assert_refused (path, CT_STATUS_UNKNOWN_FORMAT);
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
      g_autofree char *path = encoded_sound_new_tone (chains[i], "cut");
      g_autofree float *samples = g_new (float, 2 * 2 * ENCODED_SOUND_FRAMES);
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
          status = encoded_sound_read (file, samples, 2 * ENCODED_SOUND_FRAMES, &n);
          g_assert_true (status == CT_STATUS_OK || status == CT_STATUS_DAMAGED);
          g_assert_cmpuint (n, <, ENCODED_SOUND_FRAMES + 5000);
          ct_audio_file_close (file);
        }
    }
}

static void
test_skip (void)
{
  g_autofree char *path = encoded_sound_new_tone ("! wavparse ! audioconvert ! avenc_aac ! mp4mux !",
                                                  "a\n\xff name.m4a");
  g_autofree float *all = g_new (float, 2 * 2 * ENCODED_SOUND_FRAMES);
  float part[2 * 1000];
  CtAudioFile *file;
  gsize n;

  if (!path)
    return;
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (encoded_sound_read (file, all, 2 * ENCODED_SOUND_FRAMES, &n), ==, CT_STATUS_OK);
  ct_audio_file_close (file);
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_skip_to (file, 30001), ==, CT_STATUS_OK);
  g_assert_cmpint (encoded_sound_read (file, part, 1000, &n), ==, CT_STATUS_OK);
  g_assert_cmpmem (part, n * 8, all + 2 * 30001, 1000 * 8);
  g_assert_cmpint (ct_audio_file_skip_to (file, G_MAXINT64), ==, CT_STATUS_OK);
  g_assert_cmpint (encoded_sound_read (file, part, 1000, &n), ==, CT_STATUS_OK);
  g_assert_cmpint (n, ==, 0);
  ct_audio_file_close (file);
}

/* Closed in the middle, with its threads at work. */
static void
test_close_early (void)
{
  g_autofree char *path = encoded_sound_new_tone ("! wavparse ! audioconvert ! avenc_aac ! mp4mux !", "early.m4a");

  for (gsize i = 0; path && i < 20; i++)
    {
      float part[2 * 1000];
      CtAudioFile *file;
      gsize n;

      g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
      g_assert_cmpint (encoded_sound_read (file, part, 50 * i, &n), ==, CT_STATUS_OK);
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
      status = encoded_sound_read (file, samples, 100, &n);
      ct_audio_file_close (file);
    }
  return status;
}

static void
test_no_memory (void)
{
  g_autofree char *path = encoded_sound_new_tone ("! wavparse ! audioconvert ! avenc_aac ! mp4mux !", "memory.m4a");

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
  sound_file_assert_refused (path, CT_STATUS_STALLED);
  took_s = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
  g_assert_cmpfloat (took_s, >, 8);

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
  g_test_add_func ("/audio-gstreamer/trimmed", test_trimmed);
  g_test_add_func ("/audio-gstreamer/film", test_film);
  g_test_add_func ("/audio-gstreamer/little-endian", test_little_endian);
  g_test_add_func ("/audio-gstreamer/wav", test_wav);
  g_test_add_func ("/audio-gstreamer/joined", test_joined);
  g_test_add_func ("/audio-gstreamer/many-channels", test_many_channels);
  g_test_add_func ("/audio-gstreamer/no-decoder", test_no_decoder);
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
