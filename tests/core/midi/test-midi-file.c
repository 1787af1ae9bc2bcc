/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/midi/ct-midi-file.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/midi-reader.h"
#include "tests/support/temporary-file.h"

static CtScore *
new_score (size_t n_tracks, const CtNote *notes, size_t n)
{
  CtScore *score;

  g_assert_cmpint (ct_score_new (n_tracks, &score), ==, CT_STATUS_OK);
  for (size_t i = 0; i < n; i++)
    g_assert_cmpint (ct_notes_append (&score->notes, &notes[i]), ==, CT_STATUS_OK);
  ct_notes_sort (&score->notes);
  return score;
}

static GArray *
write_and_read (TemporaryFile *fixture, const CtScore *score, const CtSpectrogram *spectrogram)
{
  CtMidiFileOptions options = { .pitch_bends = spectrogram != NULL };

  g_assert_cmpint (ct_midi_file_write (score, spectrogram, 0, &options, fixture->path), ==, CT_STATUS_OK);
  return midi_reader_read (fixture->path, score->n_tracks + 1);
}

static void
assert_next (const GArray *events, guint *at, int track, int tick, const char *bytes, gsize n)
{
  const MidiEvent *event;

  g_assert_cmpuint (*at, <, events->len);
  event = &g_array_index (events, MidiEvent, (*at)++);
  g_assert_cmpint (event->track, ==, track);
  g_assert_cmpint (event->tick, ==, tick);
  g_assert_cmpmem (event->bytes, event->n_bytes, bytes, n);
}

#define ASSERT_NEXT(track, tick, text) assert_next (events, &at, track, tick, text, sizeof text - 1)

static void
test_layout (TemporaryFile *fixture, gconstpointer data)
{
  static const CtNote notes[] = {
    { 0.5, 1.0, 0.9f, 0, 60, 100, false },  { 1.0 / 3, 0.6, 0.9f, 1, 72, 1, false },
    { 0.4, 0.5, 0.3f, 1, 74, 50, true },   /* an uncertain note */
    { 0.4, 0.5, 0.3f, -1, 75, 50, false }, /* in no track */
    { 1.0, 1.0, 0.9f, 1, 24, 127, false }, /* of no length */
    { -0.2, 0.1, 0.9f, 1, 107, 64, false },
  };
  CtScore *score = new_score (2, notes, G_N_ELEMENTS (notes));
  g_autoptr (GArray) events = NULL;
  guint at = 0;

  g_strlcpy (score->tracks[0].name, "Fl\u00f6te \u7b1b", CT_TRACK_NAME_SIZE);
  memset (score->tracks[1].name, 'x', CT_TRACK_NAME_SIZE - 1);
  score->tracks[0].program = 73;
  score->meter_numerator = 6;
  score->meter_denominator = 8;
  events = write_and_read (fixture, score, NULL);
  ASSERT_NEXT (0, 0, "\xff\x58\x04\x06\x03\x18\x08");
  ASSERT_NEXT (0, 0, "\xff\x51\x03\x07\xa1\x20");
  ASSERT_NEXT (0, 0, "\xff\x2f\x00");
  ASSERT_NEXT (1, 0,
               "\xff\x03\x0a"
               "Fl\xc3\xb6te \xe7\xac\x9b");
  ASSERT_NEXT (1, 0, "\xc0\x49");
  ASSERT_NEXT (1, 960, "\x90\x3c\x64");
  ASSERT_NEXT (1, 1920, "\x80\x3c\x40");
  ASSERT_NEXT (1, 1920, "\xff\x2f\x00");
  ASSERT_NEXT (2, 0,
               "\xff\x03\x3f"
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
  ASSERT_NEXT (2, 0, "\xc1\x00");
  ASSERT_NEXT (2, 0, "\x91\x6b\x40");
  ASSERT_NEXT (2, 192, "\x81\x6b\x40");
  ASSERT_NEXT (2, 640, "\x91\x48\x01");
  ASSERT_NEXT (2, 1152, "\x81\x48\x40");
  ASSERT_NEXT (2, 1920, "\x91\x18\x7f");
  ASSERT_NEXT (2, 1921, "\x81\x18\x40");
  ASSERT_NEXT (2, 1921, "\xff\x2f\x00");
  g_assert_cmpuint (at, ==, events->len);
  ct_score_free (score);
}

/* Drum hits are a track on channel 10; groups that are one drum strike once, and each hit ends before the next. */
static void
test_hits (TemporaryFile *fixture, gconstpointer data)
{
  static const CtHit hits[] = { { 0.5, 1, 0 }, { 0.5, 0.5f, 1 }, { 0.5, 0.5f, 2 }, { 0.55, 0.25f, 0 } };
  static const CtPercussion percussion = { (CtHit *) hits, 4, { { "", 36 }, { "", 42 }, { "", 36 } }, 3 };
  CtScore *score = new_score (1, NULL, 0);
  CtMidiFileOptions options = { 0 };
  g_autoptr (GArray) events = NULL;
  guint at = 0;

  g_assert_cmpint (ct_percussion_copy (&percussion, &score->percussion), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_midi_file_write (score, NULL, 0, &options, fixture->path), ==, CT_STATUS_OK);
  events = midi_reader_read (fixture->path, 3);
  midi_reader_check_pairs (events);
  while (g_array_index (events, MidiEvent, at).track < 2)
    at++;
  ASSERT_NEXT (2, 0, "\xff\x03\x0aPercussion");
  ASSERT_NEXT (2, 960, "\x99\x24\x40");
  ASSERT_NEXT (2, 960, "\x99\x2a\x40");
  ASSERT_NEXT (2, 1056, "\x89\x24\x40");
  ASSERT_NEXT (2, 1056, "\x99\x24\x20");
  ASSERT_NEXT (2, 1152, "\x89\x2a\x40");
  ASSERT_NEXT (2, 1248, "\x89\x24\x40");
  ASSERT_NEXT (2, 1248, "\xff\x2f\x00");
  g_assert_cmpuint (at, ==, events->len);
  ct_score_free (score);
}

/* The first key holds from the beginning; one at a time that no file can store is left out. */
static void
test_keys (TemporaryFile *fixture, gconstpointer data)
{
  static const CtKeyChange keys[] = { { 0.5, { -3, false }, 1, false },
                                      { 1.0, { 7, true }, 1, false },
                                      { 1e6, { 0, false }, 1, false } };
  static const CtTempoPoint points[] = { { 0, 0, false }, { 1920, 1, false }, { 2880, 2, false } };
  static const CtMeter meter = { 0, 4, 4 };
  CtScore *score = new_score (1, NULL, 0);
  CtHarmony harmony = { (CtKeyChange *) keys, G_N_ELEMENTS (keys), NULL, 0 };
  g_autoptr (GArray) events = NULL;
  guint at = 0;

  g_assert_cmpint (ct_harmony_copy (&harmony, &score->harmony), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_new (points, 3, &meter, 1, &score->tempo_map), ==, CT_STATUS_OK);
  events = write_and_read (fixture, score, NULL);
  ASSERT_NEXT (0, 0, "\xff\x58\x04\x04\x02\x18\x08");
  ASSERT_NEXT (0, 0, "\xff\x51\x03\x07\xa1\x20");
  ASSERT_NEXT (0, 0, "\xff\x59\x02\xfd\x00");
  ASSERT_NEXT (0, 1920, "\xff\x51\x03\x0f\x42\x40");
  ASSERT_NEXT (0, 1920, "\xff\x59\x02\x07\x01");
  ASSERT_NEXT (0, 1920, "\xff\x2f\x00");
  ct_score_free (score);
}

static void
test_empty (TemporaryFile *fixture, gconstpointer data)
{
  CtScore *score = new_score (0, NULL, 0);
  g_autoptr (GArray) events = write_and_read (fixture, score, NULL);

  g_assert_cmpuint (events->len, ==, 3);
  ct_score_free (score);
}

/* A tempo that is no whole number of microseconds: ticks follow the tempo as it is written. */
static void
test_tempo (TemporaryFile *fixture, gconstpointer data)
{
  static const CtNote notes[] = { { 3600.0, 3601.0, 0.9f, 0, 60, 100, false } };
  CtScore *score = new_score (1, notes, 1);
  g_autoptr (GArray) events = NULL;
  const MidiEvent *tempo, *on;

  score->tempo_bpm = 97;
  events = write_and_read (fixture, score, NULL);
  tempo = &g_array_index (events, MidiEvent, 1);
  g_assert_cmpmem (tempo->bytes, tempo->n_bytes, "\xff\x51\x03\x09\x70\x3d", 6); /* 618557 */
  on = &g_array_index (events, MidiEvent, 5);
  g_assert_cmpint (on->bytes[0], ==, 0x90);
  g_assert_cmpfloat_with_epsilon (on->tick * 618557e-6 / 960, 3600.0, 0.5 * 618557e-6 / 960);
  ct_score_free (score);
}

static void
test_channels (TemporaryFile *fixture, gconstpointer data)
{
  static const int expected[20] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4 };
  CtNote notes[20];
  CtScore *score;
  g_autoptr (GArray) events = NULL;
  int n_programs = 0, n_notes = 0;

  for (int i = 0; i < 20; i++)
    notes[i] = (CtNote){ i, i + 1, 0.9f, (int16_t) i, 60, 100, false };
  score = new_score (20, notes, 20);
  for (int i = 0; i < 20; i++)
    score->tracks[i].program = (uint8_t) (40 + i);
  events = write_and_read (fixture, score, NULL);
  for (guint i = 0; i < events->len; i++)
    {
      const MidiEvent *event = &g_array_index (events, MidiEvent, i);

      if (event->bytes[0] == 0xff)
        continue;
      g_assert_cmpint (event->bytes[0] & 15, ==, expected[event->track - 1]);
      n_notes += event->bytes[0] >> 4 == 9;
      if (event->bytes[0] >> 4 != 12)
        continue;
      n_programs++;
      g_assert_cmpint (event->track, <=, 15);
      g_assert_cmpint (event->bytes[1], ==, 40 + event->track - 1);
    }
  g_assert_cmpint (n_programs, ==, 15);
  g_assert_cmpint (n_notes, ==, 20);
  midi_reader_check_pairs (events);
  ct_score_free (score);
}

static void
test_overlaps (TemporaryFile *fixture, gconstpointer data)
{
  static const CtNote notes[] = {
    { 0.0, 2.0, 0.9f, 0, 60, 50, false },                                       /* cut where the next one begins */
    { 1.0, 1.5, 0.9f, 0, 60, 60, false }, { 3.0, 3.5, 0.9f, 0, 62, 70, false }, /* one with the next */
    { 3.0, 4.0, 0.9f, 0, 62, 40, false }, { 5.0, 6.0, 0.9f, 0, 64, 50, false }, /* touching: the end comes first */
    { 6.0, 7.0, 0.9f, 0, 64, 50, false }, { 0.5, 1.2, 0.9f, 1, 60, 50, false }, /* another channel */
  };
  CtScore *score = new_score (2, notes, G_N_ELEMENTS (notes));
  g_autoptr (GArray) events = write_and_read (fixture, score, NULL);
  guint at = 5;

  ASSERT_NEXT (1, 0, "\x90\x3c\x32");
  ASSERT_NEXT (1, 1920, "\x80\x3c\x40");
  ASSERT_NEXT (1, 1920, "\x90\x3c\x3c");
  ASSERT_NEXT (1, 2880, "\x80\x3c\x40");
  ASSERT_NEXT (1, 5760, "\x90\x3e\x46");
  ASSERT_NEXT (1, 7680, "\x80\x3e\x40");
  ASSERT_NEXT (1, 9600, "\x90\x40\x32");
  ASSERT_NEXT (1, 11520, "\x80\x40\x40");
  ASSERT_NEXT (1, 11520, "\x90\x40\x32");
  ASSERT_NEXT (1, 13440, "\x80\x40\x40");
  at += 3;
  ASSERT_NEXT (2, 960, "\x91\x3c\x32");
  ASSERT_NEXT (2, 2304, "\x81\x3c\x40");
  midi_reader_check_pairs (events);
  ct_score_free (score);
}

/* Many notes in more tracks than channels: ends belong to their beginnings whatever order a player reads tracks in. */
static void
test_many (TemporaryFile *fixture, gconstpointer data)
{
  enum
  {
    N = 4000
  };
  g_autofree CtNote *notes = g_new0 (CtNote, N);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (GArray) events = NULL;
  CtScore *score;

  for (int i = 0; i < N; i++)
    {
      notes[i].onset_s = g_rand_int_range (rand, 0, 12000) / 1000.0;
      notes[i].offset_s = notes[i].onset_s + g_rand_double_range (rand, 0, 1);
      notes[i].track = (int16_t) g_rand_int_range (rand, 0, 32);
      notes[i].midi = (uint8_t) g_rand_int_range (rand, 24, 108);
      notes[i].velocity = (uint8_t) g_rand_int_range (rand, 1, 128);
    }
  score = new_score (32, notes, N);
  events = write_and_read (fixture, score, NULL);
  midi_reader_check_pairs (events);
  ct_score_free (score);
}

/* A spectrogram of 100 frames in which every note of @notes sounds a third of a semitone times @bins too high. */
static CtSpectrogram *
new_spectrogram (const CtNote *notes, size_t n, const double *bins)
{
  g_autofree float *transform = g_new0 (float, 100 * CT_CQT_BINS * 2);
  CtSpectrogram *spectrogram;

  for (size_t i = 0; i < n; i++)
    for (int frame = (int) (notes[i].onset_s * CT_CQT_FRAME_RATE_HZ); frame <= notes[i].offset_s * CT_CQT_FRAME_RATE_HZ;
         frame++)
      for (int bin = -3; bin <= 3; bin++)
        {
          int centre = 3 * (notes[i].midi - CT_MIDI_LOW) + 1;
          double db = -20 - 4 * (bin - bins[i]) * (bin - bins[i]);

          transform[2 * (frame * CT_CQT_BINS + centre + bin)] = (float) pow (10, db / 20);
        }
  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_reserve (spectrogram, 0), ==, CT_STATUS_OK);
  ct_spectrogram_store (spectrogram, 0, transform, 100);
  ct_spectrogram_finish (spectrogram, 100);
  return spectrogram;
}

static const CtNote bent_notes[] = {
  { 0.1, 0.3, 0.9f, 0, 60, 50, false },  /* alone */
  { 0.28, 0.5, 0.9f, 0, 65, 50, false }, /* a legato overlap of 20 ms */
  { 0.6, 0.9, 0.9f, 0, 70, 50, false },  /* a chord */
  { 0.7, 1.0, 0.9f, 0, 76, 50, false },
};
static const double bent_bins[] = { 0.6, -0.3, 0.5, 0.5 };

static void
test_bends (TemporaryFile *fixture, gconstpointer data)
{
  CtSpectrogram *spectrogram = new_spectrogram (bent_notes, 4, bent_bins);
  CtScore *score = new_score (1, bent_notes, 4);
  g_autoptr (GArray) events = write_and_read (fixture, score, spectrogram);
  guint at = 5;

  ASSERT_NEXT (1, 0, "\xb0\x65\x00");
  ASSERT_NEXT (1, 0, "\xb0\x64\x00");
  ASSERT_NEXT (1, 0, "\xb0\x06\x02");
  ASSERT_NEXT (1, 0, "\xb0\x26\x00");
  ASSERT_NEXT (1, 0, "\xb0\x65\x7f");
  ASSERT_NEXT (1, 0, "\xb0\x64\x7f");
  for (guint note = 0; note < 3; note++)
    {
      static const int ticks[] = { 192, 538, 1152 };
      static const double cents[] = { 20, -10, 0 };
      const MidiEvent *bend = &g_array_index (events, MidiEvent, at++), *next;

      g_assert_cmpint (bend->tick, ==, ticks[note]);
      g_assert_cmpint (bend->bytes[0], ==, 0xe0);
      g_assert_cmpfloat_with_epsilon (((bend->bytes[2] << 7 | bend->bytes[1]) - 8192) * 200 / 8192.0, cents[note], 1);
      next = &g_array_index (events, MidiEvent, at++);
      g_assert_cmpint (next->tick, ==, ticks[note]);
      g_assert_cmpint (next->bytes[0], ==, 0x90);
      if (note != 1)
        continue;
      /* both ends, which say nothing of the bend */
      ASSERT_NEXT (1, 576, "\x80\x3c\x40");
      ASSERT_NEXT (1, 960, "\x80\x41\x40");
    }
  ASSERT_NEXT (1, 1344, "\x90\x4c\x32");
  g_assert_cmpuint (events->len - at, ==, 3);
  ct_score_free (score);
  ct_spectrogram_free (spectrogram);
}

/* A track ends as it began: in tune. */
static void
test_last_bend (TemporaryFile *fixture, gconstpointer data)
{
  CtSpectrogram *spectrogram = new_spectrogram (bent_notes, 2, bent_bins);
  CtScore *score = new_score (1, bent_notes, 2);
  g_autoptr (GArray) events = write_and_read (fixture, score, spectrogram);
  const MidiEvent *last = NULL;
  guint n_bends = 0;

  for (guint i = 0; i < events->len; i++)
    if (g_array_index (events, MidiEvent, i).bytes[0] == 0xe0)
      {
        last = &g_array_index (events, MidiEvent, i);
        n_bends++;
      }
  g_assert_cmpuint (n_bends, ==, 3);
  g_assert_cmpint (last->tick, ==, 960);
  g_assert_cmpint (last->bytes[1], ==, 0);
  g_assert_cmpint (last->bytes[2], ==, 64);
  ct_score_free (score);
  ct_spectrogram_free (spectrogram);
}

/* Not on a channel that two tracks share. */
static void
test_no_bends (TemporaryFile *fixture, gconstpointer data)
{
  CtSpectrogram *spectrogram = new_spectrogram (bent_notes, 4, bent_bins);
  CtScore *score = new_score (16, bent_notes, 4);
  g_autoptr (GArray) events = write_and_read (fixture, score, spectrogram);

  for (guint i = 0; i < events->len; i++)
    g_assert_cmpint (g_array_index (events, MidiEvent, i).bytes[0] >> 4, !=, 14);
  ct_score_free (score);
  ct_spectrogram_free (spectrogram);
}

static void
assert_refused (TemporaryFile *fixture, const CtScore *score, CtStatus why)
{
  CtMidiFileOptions options = { 0 };

  g_assert_cmpint (ct_midi_file_write (score, NULL, 0, &options, fixture->path), ==, why);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_refused (TemporaryFile *fixture, gconstpointer data)
{
  static const double bad_times[] = { NAN, INFINITY, 1e6 };
  static const double bad_tempos[] = { 0, -120, NAN, INFINITY, 3, 1e9 };
  static const int bad_meters[][2] = { { 0, 4 }, { 4, 0 }, { 4, 3 }, { 256, 4 }, { -1, 4 }, { 4, 512 } };
  static const CtNote note = { 0.0, 1.0, 0.9f, 0, 60, 100, false };
  CtScore *score = new_score (1, &note, 1);
  CtMidiFileOptions options = { 0 };

  for (size_t i = 0; i < G_N_ELEMENTS (bad_times); i++)
    {
      score->notes.notes[0].offset_s = bad_times[i];
      assert_refused (fixture, score, CT_STATUS_TOO_LONG);
    }
  score->notes.notes[0].offset_s = 1;
  for (size_t i = 0; i < G_N_ELEMENTS (bad_tempos); i++)
    {
      score->tempo_bpm = bad_tempos[i];
      assert_refused (fixture, score, CT_STATUS_BAD_ARGUMENT);
    }
  score->tempo_bpm = 120;
  for (size_t i = 0; i < G_N_ELEMENTS (bad_meters); i++)
    {
      score->meter_numerator = bad_meters[i][0];
      score->meter_denominator = bad_meters[i][1];
      assert_refused (fixture, score, CT_STATUS_BAD_ARGUMENT);
    }
  score->meter_numerator = 4;
  score->meter_denominator = 4;
  score->notes.notes[0].track = 1;
  assert_refused (fixture, score, CT_STATUS_BAD_ARGUMENT);
  score->notes.notes[0].track = 0;
  g_assert_cmpint (ct_midi_file_write (score, NULL, 0, &options, "/dev/full"), ==, CT_STATUS_NO_SPACE);
  g_assert_cmpint (ct_midi_file_write (score, NULL, 0, &options, fixture->folder), ==, CT_STATUS_NOT_A_FILE);
  ct_score_free (score);
}

typedef struct
{
  const CtScore *score;
  const CtSpectrogram *spectrogram;
  const char *path;
} Job;

static CtStatus
write_file (void *data)
{
  const Job *job = data;
  CtMidiFileOptions options = { .pitch_bends = true };

  return ct_midi_file_write (job->score, job->spectrogram, 0, &options, job->path);
}

static void
test_no_memory (TemporaryFile *fixture, gconstpointer data)
{
  CtSpectrogram *spectrogram = new_spectrogram (bent_notes, 4, bent_bins);
  CtScore *score = new_score (1, bent_notes, 4);
  Job job = { score, spectrogram, fixture->path };

  failing_allocator_try_all (write_file, &job);
  ct_score_free (score);
  ct_spectrogram_free (spectrogram);
}

#define ADD(name, func)                                                                                                \
  g_test_add ("/midi-file/" name, TemporaryFile, "score.mid", temporary_file_set_up, func, temporary_file_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("layout", test_layout);
  ADD ("hits", test_hits);
  ADD ("keys", test_keys);
  ADD ("empty", test_empty);
  ADD ("tempo", test_tempo);
  ADD ("channels", test_channels);
  ADD ("overlaps", test_overlaps);
  ADD ("many", test_many);
  ADD ("bends", test_bends);
  ADD ("last-bend", test_last_bend);
  ADD ("no-bends", test_no_bends);
  ADD ("refused", test_refused);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
