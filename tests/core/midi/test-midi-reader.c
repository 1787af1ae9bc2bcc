/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-midi-reader.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-midi-file.h"
#include "tests/support/failing-allocator.h"

/* A MIDI file that is put together in memory. */
static GByteArray *
new_file (int format, int n_tracks, int division)
{
  GByteArray *file = g_byte_array_new ();
  guint8 header[] = { 'M',
                      'T',
                      'h',
                      'd',
                      0,
                      0,
                      0,
                      6,
                      0,
                      (guint8) format,
                      0,
                      (guint8) n_tracks,
                      (guint8) (division >> 8),
                      (guint8) division };

  return g_byte_array_append (file, header, sizeof header);
}

static void
append_chunk (GByteArray *file, const char *kind, const void *bytes, gsize n)
{
  guint8 header[] = { (guint8) kind[0],   (guint8) kind[1],   (guint8) kind[2],  (guint8) kind[3],
                      (guint8) (n >> 24), (guint8) (n >> 16), (guint8) (n >> 8), (guint8) n };

  g_byte_array_append (file, header, sizeof header);
  g_byte_array_append (file, bytes, (guint) n);
}

#define TRACK(file, bytes) append_chunk (file, "MTrk", bytes, sizeof (bytes) - 1)
#define END "\0\xff\x2f\0"

/* Reads and frees @file. */
static CtStatus
parse (GByteArray *file, CtMidiSong **song)
{
  /* of exactly its size, so that a sanitizer sees what is read beyond */
  g_autofree guint8 *copy = g_memdup2 (file->data, file->len);
  CtStatus status = ct_midi_reader_parse (copy, file->len, NULL, song);

  g_byte_array_unref (file);
  return status;
}

static CtMidiSong *
parse_ok (GByteArray *file)
{
  CtMidiSong *song = NULL;

  g_assert_cmpint (parse (file, &song), ==, CT_STATUS_OK);
  return song;
}

static void
assert_refused (GByteArray *file, CtStatus expected)
{
  CtMidiSong *song;

  g_assert_cmpint (parse (file, &song), ==, expected);
}

static void
assert_note (const CtMidiNote *note, double onset_s, double offset_s, int midi, int velocity)
{
  g_assert_cmpfloat_with_epsilon (note->onset_s, onset_s, 1e-9);
  g_assert_cmpfloat_with_epsilon (note->offset_s, offset_s, 1e-9);
  g_assert_cmpint (note->midi, ==, midi);
  g_assert_cmpint (note->velocity, ==, velocity);
}

/* 480 ticks a quarter of 0.5 s. */
static void
test_format_1 (void)
{
  GByteArray *file = new_file (1, 3, 480);
  CtMidiSong *song;

  TRACK (file, "\0\xff\x58\x04\x04\x02\x18\x08" END);
  append_chunk (file, "XYZZ", "to be skipped", 13);
  TRACK (file, "\0\xff\x03\x06"
               "Fl\xc3\xb6te"
               "\0\xff\x04\x03"
               "abc"
               "\0\xc2\x49"
               "\0\x92\x3c\x64"
               "\x83\x60\x3c\0"
               "\0\x3e\x01"
               "\x83\x60\x82\x3e\x40" END);
  TRACK (file, "\0\xff\x04\x04"
               "Drum"
               "\0\x99\x24\x7f"
               "\x60\x89\x24\0" END);
  song = parse_ok (file);
  g_assert_cmpuint (song->n_tracks, ==, 2);
  g_assert_cmpstr (song->tracks[0].name, ==, "Fl\xc3\xb6te");
  g_assert_cmpint (song->tracks[0].program, ==, 0x49);
  g_assert_false (song->tracks[0].percussion);
  g_assert_cmpuint (song->tracks[0].n_notes, ==, 2);
  /* running status, and a beginning of velocity 0 that is an end */
  assert_note (&song->tracks[0].notes[0], 0, 0.5, 60, 100);
  assert_note (&song->tracks[0].notes[1], 0.5, 1, 62, 1);
  g_assert_cmpstr (song->tracks[1].name, ==, "Drum");
  g_assert_true (song->tracks[1].percussion);
  assert_note (&song->tracks[1].notes[0], 0, 0.1, 36, 127);
  ct_midi_song_free (song);
}

/* One track of the file, a track for each of its channels. */
static void
test_format_0 (void)
{
  GByteArray *file = new_file (0, 1, 96);
  CtMidiSong *song;

  TRACK (file, "\0\xff\x03\x04"
               "Song"
               "\0\xc0\x05"
               "\0\x90\x3c\x40"
               "\0\x91\x40\x41"
               "\0\xc0\x06"
               "\x60\x80\x3c\0"
               "\0\x81\x40\0"
               "\0\xc1\x07" END);
  song = parse_ok (file);
  g_assert_cmpuint (song->n_tracks, ==, 2);
  g_assert_cmpstr (song->tracks[0].name, ==, "Song 1");
  g_assert_cmpstr (song->tracks[1].name, ==, "Song 2");
  /* the one that the first note sounds with; else the first of the channel */
  g_assert_cmpint (song->tracks[0].program, ==, 5);
  g_assert_cmpint (song->tracks[1].program, ==, 7);
  assert_note (&song->tracks[1].notes[0], 0, 0.5, 64, 65);
  ct_midi_song_free (song);
}

/* Tempos change in the middle of notes, in another track, out of order of the tracks. */
static void
test_tempo_map (void)
{
  GByteArray *file = new_file (1, 3, 100);
  CtMidiSong *song;

  TRACK (file, "\0\x90\x3c\x40"
               "\x81\x48\x80\x3c\0"
               "\0\x90\x3d\x40"
               "\x64\x80\x3d\0" END); /* at 0 and 200 for 200 and 100 */
  TRACK (file, "\x64\xff\x51\x03\x0f\x42\x40"
               "\x64\xff\x51\x03\x03\xd0\x90" END); /* 100: 1 s, 200: 0.25 s */
  TRACK (file, "\0\xff\x51\x03\x03\xd0\x90"
               "\0\xff\x51\x03\x07\xa1\x20"
               "\0\xff\x51\x03\0\0\0"
               "\0\xff\x51\x01\0" END); /* 0: 0.25, then 0.5 s */
  song = parse_ok (file);
  assert_note (&song->tracks[0].notes[0], 0, 1.5, 60, 64);
  assert_note (&song->tracks[0].notes[1], 1.5, 1.75, 61, 64);
  ct_midi_song_free (song);
}

static void
test_smpte (void)
{
  static const struct
  {
    int division;
    double second_ticks;
  } cases[] = { { 0xe728, 1000 }, { 0xe804, 96 }, { 0xe302, 30000 / 1001.0 * 2 }, { 0xe250, 2400 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GByteArray *file = new_file (0, 1, cases[i].division);
      CtMidiSong *song;

      TRACK (file, "\0\xff\x51\x03\x0f\x42\x40"
                   "\x60\x90\x3c\x40"
                   "\x60\x80\x3c\0" END);
      song = parse_ok (file);
      assert_note (&song->tracks[0].notes[0], 96 / cases[i].second_ticks, 192 / cases[i].second_ticks, 60, 64);
      ct_midi_song_free (song);
    }
  for (int frames = 0; frames < 128; frames++)
    if (frames != 24 && frames != 25 && frames != 29 && frames != 30)
      {
        GByteArray *file = new_file (0, 1, (256 - frames) << 8 | 0x8000 | 4);

        TRACK (file, END);
        assert_refused (file, CT_STATUS_DAMAGED);
      }
}

/* Of notes that overlap the first to begin ends first; what never ends does with the track. */
static void
test_overlaps (void)
{
  GByteArray *file = new_file (1, 1, 480);
  CtMidiSong *song;

  TRACK (file, "\0\x80\x3c\0" /* ends nothing */
               "\0\x90\x3c\x40"
               "\x60\x90\x3c\x41"
               "\x60\x90\x3c\x42"
               "\x60\x80\x3c\0"
               "\x60\x80\x3c\0"
               "\x60\x90\x30\x43"
               "\x60"
               "\xff\x2f\0");
  song = parse_ok (file);
  g_assert_cmpuint (song->n_notes, ==, 4);
  assert_note (&song->notes[0], 0.0, 0.3, 60, 64);
  assert_note (&song->notes[1], 0.1, 0.4, 60, 65);
  assert_note (&song->notes[2], 0.2, 0.6, 60, 66);
  assert_note (&song->notes[3], 0.5, 0.6, 48, 67);
  ct_midi_song_free (song);
}

/* Sysex, other metas and controllers are skipped, the end of track may be missing, and what follows it is not read. */
static void
test_lenient (void)
{
  GByteArray *file = new_file (1, 2, 480);
  CtMidiSong *song;

  TRACK (file, "\0\xf0\x05\x7e\x7f\x09\x01\xf7"
               "\0\x90\x3c\x40"
               "\0\xf7\x02\x01\x02"
               "\x60\x3c\0"
               "\0\xb0\x07\x64"
               "\0\xd0\x10"
               "\0\xe0\0\x40"
               "\0\xa0\x3c\x01"
               "\0\xff\x7f\x02\x01\x02");
  TRACK (file, END "\x90\xff garbage");
  g_byte_array_append (file, (const guint8 *) "trailing garbage", 16);
  song = parse_ok (file);
  g_assert_cmpuint (song->n_notes, ==, 1);
  assert_note (&song->notes[0], 0, 0.1, 60, 64);
  g_assert_cmpstr (song->tracks[0].name, ==, "");
  ct_midi_song_free (song);
  /* without a note there is no track */
  file = new_file (1, 1, 480);
  TRACK (file, END);
  song = parse_ok (file);
  g_assert_cmpuint (song->n_tracks, ==, 0);
  ct_midi_song_free (song);
}

static GByteArray *
one_track (const char *bytes, gsize n)
{
  GByteArray *file = new_file (1, 1, 480);

  append_chunk (file, "MTrk", bytes, n);
  return file;
}

#define ASSERT_DAMAGED(bytes) assert_refused (one_track (bytes, sizeof (bytes) - 1), CT_STATUS_DAMAGED)

static void
test_damaged (void)
{
  GByteArray *file;

  ASSERT_DAMAGED ("\0");
  ASSERT_DAMAGED ("\0\x90");
  ASSERT_DAMAGED ("\0\x90\x3c");
  ASSERT_DAMAGED ("\0\x3c\x40");                       /* no status to run on */
  ASSERT_DAMAGED ("\0\x90\x3c\x80");                   /* no data byte */
  ASSERT_DAMAGED ("\0\xf8");                           /* of the wire */
  ASSERT_DAMAGED ("\xff\xff\xff\xff\x7f\x90\x3c\x40"); /* a time of five bytes */
  ASSERT_DAMAGED ("\0\xff\x03\x7f"
                  "abc"); /* a name beyond the track */
  ASSERT_DAMAGED ("\0\xf0\xff\xff\xff\x7f\x01");
  file = new_file (1, 1, 0);
  TRACK (file, END);
  assert_refused (file, CT_STATUS_DAMAGED);
  assert_refused (new_file (1, 0, 480), CT_STATUS_DAMAGED);
  file = new_file (1, 2, 480); /* a track is missing */
  TRACK (file, END);
  assert_refused (file, CT_STATUS_DAMAGED);
  file = new_file (2, 1, 480);
  TRACK (file, END);
  assert_refused (file, CT_STATUS_NOT_MIDI);
  assert_refused (g_byte_array_append (g_byte_array_new (), (const guint8 *) "RIFF....WAVE", 12), CT_STATUS_NOT_MIDI);
  assert_refused (g_byte_array_new (), CT_STATUS_NOT_MIDI);
}

/* More time, notes or tracks than anybody means. */
static void
test_absurd (void)
{
  GByteArray *file = new_file (1, 1, 1), *events = g_byte_array_new ();

  TRACK (file, "\0\xff\x51\x03\xff\xff\xff"
               "\xff\xff\xff\x7f\x90\x3c\x40"
               "\xff\xff\xff\x7f\x80\x3c\0" END);
  assert_refused (file, CT_STATUS_TOO_LONG);
  for (int i = 0; i <= CT_MIDI_SONG_MAX_NOTES; i++)
    g_byte_array_append (events, (const guint8 *) "\0\x90\x3c\x40", 4);
  assert_refused (one_track ((const char *) events->data, events->len), CT_STATUS_TOO_LARGE);
  g_byte_array_set_size (events, 0);
  for (int i = 0; i <= CT_MIDI_SONG_MAX_TEMPOS; i++)
    g_byte_array_append (events, (const guint8 *) "\0\xff\x51\x03\x01\x02\x03", 7);
  assert_refused (one_track ((const char *) events->data, events->len), CT_STATUS_TOO_LARGE);
  g_byte_array_unref (events);
  file = new_file (1, 255, 480);
  for (int i = 0; i <= CT_MIDI_SONG_MAX_TRACKS; i++)
    TRACK (file, "\0\x90\x3c\x40" END);
  assert_refused (file, CT_STATUS_TOO_LARGE);
}

/* 96 ticks a quarter: 120 and 3/4, 60 from bar 2 on, 6/8 from bar 3 on; what comes first in the file need not be first
 */
static void
test_bars (void)
{
  GByteArray *file = new_file (1, 2, 96);
  CtMidiSong *song;
  const CtTempoMap *map;
  size_t n;

  TRACK (file, "\0\x90\x3c\x40"
               "\x84\x40\xff\x58\x04\x06\x03\x18\x08" END);
  TRACK (file, "\0\xff\x58\x04\x03\x02\x18\x08"
               "\x82\x20\xff\x51\x03\x0f\x42\x40" END);
  song = parse_ok (file);
  map = song->tempo_map;
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_time_at (map, 3 * 960), 1.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_time_at (map, 7 * 960), 5.5, 1e-9);
  g_assert_cmpint (ct_tempo_map_bar_tick (map, 2), ==, 3 * 960);
  g_assert_cmpint (ct_tempo_map_bar_tick (map, 4), ==, 9 * 960);
  g_assert_cmpint (ct_tempo_map_meter_at (map, 6 * 960)->denominator, ==, 8);
  ct_tempo_map_meters (map, &n);
  g_assert_cmpuint (n, ==, 2);
  ct_midi_song_free (song);
}

/* Tempos and meters of no sense: they are passed over, and what is left is a map. */
static void
test_bad_bars (void)
{
  GByteArray *file = new_file (1, 1, 480), *events = g_byte_array_new ();
  CtMidiSong *song;
  const CtMeter *meters;
  size_t n;

  TRACK (file, "\0\xff\x51\x03\0\0\0" /* 0 */
               "\0\xff\x58\x04\0\0\x18\x08"
               "\0\xff\x58\x04\x04\x09\x18\x08"
               "\0\xff\x58\x01\x04"
               "\0\xff\x58\0"
               "\0\x90\x3c\x40"
               "\x83\x60\xff\x51\x03\0\0\x01" /* a microsecond a quarter */
               "\x83\x60\xff\x51\x03\xff\xff\xff" END);
  song = parse_ok (file);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_time_at (song->tempo_map, 960), 0.5, 1e-6);
  meters = ct_tempo_map_meters (song->tempo_map, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (meters->numerator, ==, 4);
  ct_midi_song_free (song);

  /* as many tempos as are read, two at a time, and none after them */
  g_byte_array_append (events, (const guint8 *) "\0\x90\x3c\x40", 4);
  for (int i = 0; i < CT_MIDI_SONG_MAX_TEMPOS; i++)
    g_byte_array_append (
        events, i % 2 ? (const guint8 *) "\0\xff\x51\x03\x07\xa1\x20" : (const guint8 *) "\x10\xff\x51\x03\x01\0\0", 7);
  g_byte_array_append (events, (const guint8 *) END, 4);
  file = new_file (1, 1, 480);
  append_chunk (file, "MTrk", events->data, events->len);
  g_byte_array_unref (events);
  song = parse_ok (file);
  ct_tempo_map_points (song->tempo_map, &n);
  g_assert_cmpuint (n, >=, CT_MIDI_SONG_MAX_TEMPOS / 2);
  ct_midi_song_free (song);

  /* frames have no bars, and a file may say nothing of them */
  file = new_file (1, 1, 0xe728);
  TRACK (file, "\0\xff\x51\x03\x07\xa1\x20"
               "\0\x90\x3c\x40" END);
  song = parse_ok (file);
  g_assert_null (song->tempo_map);
  ct_midi_song_free (song);
  file = new_file (1, 1, 480);
  TRACK (file, "\0\x90\x3c\x40" END);
  song = parse_ok (file);
  g_assert_null (song->tempo_map);
  ct_midi_song_free (song);
}

static void
test_names (void)
{
  GByteArray *file = new_file (1, 2, 480), *events = g_byte_array_new ();
  CtMidiSong *song;

  /* 10,000,000 letters: a length of four bytes */
  g_byte_array_append (events, (const guint8 *) "\0\xff\x03\x84\xe2\xad\x00", 7);
  g_byte_array_set_size (events, 7 + 10000000);
  memset (events->data + 7, 'x', 10000000);
  g_byte_array_append (events, (const guint8 *) "\0\x90\x3c\x40" END, 8);
  append_chunk (file, "MTrk", events->data, events->len);
  TRACK (file, "\0\xff\x03\x0c"
               "a/\0b\n\xe2\x80\xae\x01\x7f"
               "cd"
               "\0\x90\x3c\x40" END);
  song = parse_ok (file);
  g_byte_array_unref (events);
  g_assert_cmpuint (strlen (song->tracks[0].name), ==, CT_TRACK_NAME_SIZE - 1);
  g_assert_cmpstr (song->tracks[1].name, ==, "a/bcd");
  ct_midi_song_free (song);
}

/* Names of before UTF-8, and a long one of which 255 bytes are read, within a character. */
static void
test_old_names (void)
{
  GByteArray *file = new_file (1, 2, 480), *events = g_byte_array_new ();
  CtMidiSong *song;

  TRACK (file, "\0\xff\x03\x06"
               "Klavi\xe9"
               "\0\x90\x3c\x40" END);
  g_byte_array_append (events, (const guint8 *) "\0\xff\x03\x82\x2c", 5);
  for (int i = 0; i < 150; i++)
    g_byte_array_append (events, (const guint8 *) "\xc3\xb6", 2);
  g_byte_array_append (events, (const guint8 *) "\0\x90\x3c\x40" END, 8);
  append_chunk (file, "MTrk", events->data, events->len);
  song = parse_ok (file);
  g_byte_array_unref (events);
  g_assert_cmpstr (song->tracks[0].name, ==, "Klavi\xc3\xa9");
  g_assert_true (g_str_has_prefix (song->tracks[1].name, "\xc3\xb6\xc3\xb6"));
  g_assert_true (g_utf8_validate (song->tracks[1].name, -1, NULL));
  ct_midi_song_free (song);
}

/* A small file with something of everything. */
static GByteArray *
small_file (void)
{
  GByteArray *file = new_file (1, 2, 480);

  TRACK (file, "\0\xff\x51\x03\x07\xa1\x20"
               "\x60\xff\x51\x03\x06\xa1\x20" END);
  TRACK (file, "\0\xff\x03\x04"
               "Oboe"
               "\0\xc3\x44"
               "\0\x93\x3c\x64"
               "\x83\x60\x3c\0"
               "\0\xf0\x02\x01\xf7"
               "\0\x93\x3e\x01"
               "\x83\x60\x83\x3e\x40" END);
  return file;
}

/* Every byte changed in every bit, and every end: an error or a song, never anything else. */
static void
test_broken (void)
{
  g_autoptr (GByteArray) file = small_file ();

  for (guint i = 0; i < file->len; i++)
    for (int bit = 0; bit < 8; bit++)
      {
        GByteArray *copy = g_byte_array_append (g_byte_array_new (), file->data, file->len);
        CtMidiSong *song = NULL;

        copy->data[i] ^= (guint8) (1 << bit);
        if (parse (copy, &song) == CT_STATUS_OK)
          ct_midi_song_free (song);
      }
  for (guint n = 0; n < file->len; n++)
    assert_refused (g_byte_array_append (g_byte_array_new (), file->data, n),
                    n < 4 ? CT_STATUS_NOT_MIDI : CT_STATUS_DAMAGED);
}

/* What ct_midi_file_write() wrote comes back. */
static void
test_round_trip (void)
{
  enum
  {
    N = 500
  };
  g_autofree char *folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.mid", NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  CtMidiFileOptions options = { 0 };
  CtScore *score;
  CtMidiSong *song;
  gsize at[3] = { 0 };

  g_assert_cmpint (ct_score_new (3, &score), ==, CT_STATUS_OK);
  for (int i = 0; i < 3; i++)
    score->tracks[i].program = (uint8_t) (20 + i);
  for (int i = 0; i < N; i++)
    {
      /* no two of one pitch overlap */
      CtNote note = { i * 0.1,
                      i * 0.1 + g_rand_double_range (rand, 0.01, 0.5),
                      0.5f,
                      (int16_t) (i % 3),
                      (uint8_t) (40 + i % 40),
                      (uint8_t) (1 + i % 127),
                      false };

      g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
    }
  g_assert_cmpint (ct_midi_file_write (score, NULL, 0, &options, path), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_midi_reader_read (path, NULL, &song), ==, CT_STATUS_OK);
  g_assert_cmpuint (song->n_tracks, ==, 3);
  g_assert_cmpuint (song->n_notes, ==, N);
  for (int i = 0; i < N; i++)
    {
      const CtNote *note = &score->notes.notes[i];
      const CtMidiNote *read = &song->tracks[note->track].notes[at[note->track]++];

      /* 960 ticks a second */
      g_assert_cmpfloat_with_epsilon (read->onset_s, note->onset_s, 0.5 / 960 + 1e-9);
      g_assert_cmpfloat_with_epsilon (read->offset_s, note->offset_s, 0.5 / 960 + 1e-9);
      g_assert_cmpint (read->midi, ==, note->midi);
      g_assert_cmpint (read->velocity, ==, note->velocity);
    }
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpstr (song->tracks[i].name, ==, score->tracks[i].name);
      g_assert_cmpint (song->tracks[i].program, ==, score->tracks[i].program);
    }
  ct_midi_song_free (song);
  ct_score_free (score);
  g_unlink (path);
  g_assert_cmpint (ct_midi_reader_read (path, NULL, &song), ==, CT_STATUS_NOT_FOUND);
  g_assert_cmpint (ct_midi_reader_read (folder, NULL, &song), ==, CT_STATUS_NOT_A_FILE);
  g_assert_cmpint (ct_midi_reader_read ("/dev/zero", NULL, &song), ==, CT_STATUS_NOT_A_FILE);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (ct_midi_reader_read (path, NULL, &song), ==, CT_STATUS_EMPTY);
  g_unlink (path);
  g_rmdir (folder);
}

static CtStatus
read_small (void *data)
{
  const GByteArray *file = data;
  CtMidiSong *song;
  CtStatus status = ct_midi_reader_parse (file->data, file->len, NULL, &song);

  if (status == CT_STATUS_OK)
    ct_midi_song_free (song);
  return status;
}

static void
test_no_memory (void)
{
  g_autoptr (GByteArray) file = small_file ();

  failing_allocator_try_all (read_small, file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/midi-reader/format-1", test_format_1);
  g_test_add_func ("/midi-reader/format-0", test_format_0);
  g_test_add_func ("/midi-reader/tempo-map", test_tempo_map);
  g_test_add_func ("/midi-reader/smpte", test_smpte);
  g_test_add_func ("/midi-reader/overlaps", test_overlaps);
  g_test_add_func ("/midi-reader/lenient", test_lenient);
  g_test_add_func ("/midi-reader/damaged", test_damaged);
  g_test_add_func ("/midi-reader/absurd", test_absurd);
  g_test_add_func ("/midi-reader/bars", test_bars);
  g_test_add_func ("/midi-reader/bad-bars", test_bad_bars);
  g_test_add_func ("/midi-reader/names", test_names);
  g_test_add_func ("/midi-reader/old-names", test_old_names);
  g_test_add_func ("/midi-reader/broken", test_broken);
  g_test_add_func ("/midi-reader/round-trip", test_round_trip);
  g_test_add_func ("/midi-reader/no-memory", test_no_memory);
  return g_test_run ();
}
