/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drum hits in a recording, isolated beside a note. */
#include <glib.h>
#include <math.h>
#include <sndfile.h>
#include <string.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-track-isolation.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-sound.h"

#define RATE 22050
#define SECONDS 12
#define FRAMES (SECONDS * RATE)
#define RING (RATE / 5)
#define TONE 0
#define LOW 1
#define HIGH 2
#define N_STEMS 3
#define BEAT_S 0.25

/* A tone that is held, and two drums: low every second beat, high on every beat, so that the low one is never alone. */
typedef struct
{
  float *stems[N_STEMS]; /* [FRAMES] */
  float *mix;
  GArray *notes;
  char *path;
  CtSoundReader *reader;
  CtTrackIsolation *isolation;
} Fixture;

/* Noise of many sines between two frequencies. */
static void
fill_noise (GRand *rand, double from_hz, double to_hz, float *out)
{
  for (int k = 0; k < 120; k++)
    {
      double step = 2 * G_PI * g_rand_double_range (rand, from_hz, to_hz) / RATE;
      double phase = g_rand_double_range (rand, 0, 2 * G_PI);

      for (int i = 0; i < RING; i++)
        out[i] += (float) (0.02 * sin (phase + step * i));
    }
}

static void
strike (Fixture *fixture, int stem, const float *noise, double time_s, float strength)
{
  const CtHit hit = { time_s, strength, (uint8_t) (stem - 1) };
  CtNote note = ct_hit_to_note (&hit, stem);
  int first = (int) (time_s * RATE);

  g_array_append_val (fixture->notes, note);
  /* strengths halve every 18 dB */
  for (int i = 0; i < RING && first + i < FRAMES; i++)
    fixture->stems[stem][first + i] += noise[i] * powf (strength, 3) * (float) exp (-i / (0.05 * RATE));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autofree float *low = g_new0 (float, RING), *high = g_new0 (float, RING);
  CtNote tone = { 0, SECONDS, 1, TONE, 69, 80, false };

  for (int s = 0; s < N_STEMS; s++)
    fixture->stems[s] = g_new0 (float, FRAMES);
  fixture->mix = g_new0 (float, FRAMES);
  fixture->notes = g_array_new (FALSE, FALSE, sizeof (CtNote));
  fill_noise (rand, 50, 300, low);
  fill_noise (rand, 3000, 10000, high);
  g_array_append_val (fixture->notes, tone);
  for (int i = 0; i < FRAMES; i++)
    fixture->stems[TONE][i] = (float) (0.1 * sin (2 * G_PI * 440 * i / RATE));
  for (int beat = 1; beat * BEAT_S < SECONDS - 0.3; beat++)
    {
      strike (fixture, HIGH, high, beat * BEAT_S, beat % 3 ? 0.7f : 1);
      if (beat % 2)
        strike (fixture, LOW, low, beat * BEAT_S, 1);
    }
  for (int s = 0; s < N_STEMS; s++)
    for (int i = 0; i < FRAMES; i++)
      fixture->mix[i] += fixture->stems[s][i];
  fixture->path = test_sound_write ("drums.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, RATE, 1, fixture->mix, FRAMES);
  g_assert_cmpint (ct_sound_reader_new (fixture->path, 0, NULL, &fixture->reader), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_track_isolation_new (fixture->reader, 2, &fixture->isolation), ==, CT_STATUS_OK);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_track_isolation_free (fixture->isolation);
  ct_sound_reader_free (fixture->reader);
  for (int s = 0; s < N_STEMS; s++)
    g_free (fixture->stems[s]);
  g_free (fixture->mix);
  g_array_free (fixture->notes, TRUE);
  g_free (fixture->path);
}

static void
set_notes (Fixture *fixture, gsize n)
{
  g_assert_cmpint (ct_track_isolation_set_notes (fixture->isolation, (const CtNote *) fixture->notes->data, n), ==,
                   CT_STATUS_OK);
}

/* Makes the blocks, each @stride behind the one before, into @out. */
static void
isolate (Fixture *fixture, gsize stride, float **out)
{
  gsize n = ct_track_isolation_n_blocks (fixture->isolation), length;

  length = ct_track_isolation_block_frames (fixture->isolation);
  for (gsize i = 0; i < n; i++)
    {
      gsize b = i * stride % n;
      CtIsolatedBlock block;

      g_assert_cmpint (ct_track_isolation_make (fixture->isolation, &b, 1, NULL, &block), ==, CT_STATUS_OK);
      for (gsize s = 0; s < block.n_stems; s++)
        memcpy (out[block.tracks[s]] + b * length, block.stems[s], block.n_frames * sizeof (float));
    }
}

/* How much more of @truth than of anything else is in @estimate, in dB (J. Le Roux et al. 2019). */
static double
si_sdr (const float *truth, const float *estimate)
{
  double cross = 0, power = 0, error = 0;

  for (int i = 0; i < FRAMES; i++)
    {
      cross += (double) truth[i] * (double) estimate[i];
      power += (double) truth[i] * (double) truth[i];
    }
  for (int i = 0; i < FRAMES; i++)
    error += pow (cross / power * (double) truth[i] - (double) estimate[i], 2);
  return 10 * log10 (cross * cross / power / error);
}

/* Each drum gets its own sound, though the low one is never struck alone; the tone loses nothing. */
static void
test_apart (Fixture *fixture, gconstpointer data)
{
  static const double least_db[N_STEMS] = { 15, 6, 3 };
  float *found[N_STEMS];

  for (int s = 0; s < N_STEMS; s++)
    found[s] = g_new0 (float, FRAMES);
  set_notes (fixture, fixture->notes->len);
  isolate (fixture, 1, found);
  for (int s = 0; s < N_STEMS; s++)
    {
      double db = si_sdr (fixture->stems[s], found[s]), before = si_sdr (fixture->stems[s], fixture->mix);

      g_test_message ("stem %d: %.1f dB, in the mix %.1f dB", s, db, before);
      g_assert_cmpfloat (db, >, least_db[s]);
      g_assert_cmpfloat (db, >, before + 6);
    }
  for (int s = 0; s < N_STEMS; s++)
    g_free (found[s]);
}

/* A block is the same whatever was made before it, and its key tells of every change of a hit. */
static void
test_blocks (Fixture *fixture, gconstpointer data)
{
  CtNote *hits = (CtNote *) fixture->notes->data;
  float *found[N_STEMS], *again[N_STEMS];
  CtStemKey key;

  for (int s = 0; s < N_STEMS; s++)
    {
      found[s] = g_new0 (float, FRAMES);
      again[s] = g_new0 (float, FRAMES);
    }
  set_notes (fixture, fixture->notes->len);
  isolate (fixture, 1, found);
  key = ct_track_isolation_key (fixture->isolation, 0);
  hits[1].velocity--;
  set_notes (fixture, fixture->notes->len);
  g_assert_cmpuint (ct_track_isolation_key (fixture->isolation, 0).words[0], !=, key.words[0]);
  hits[1].velocity++;
  set_notes (fixture, fixture->notes->len);
  g_assert_cmpuint (ct_track_isolation_key (fixture->isolation, 0).words[0], ==, key.words[0]);
  isolate (fixture, 3, again);
  for (int s = 0; s < N_STEMS; s++)
    {
      g_assert_cmpmem (found[s], FRAMES * sizeof (float), again[s], FRAMES * sizeof (float));
      g_free (found[s]);
      g_free (again[s]);
    }
}

/* A track of hits has no sound that a synthesiser could take on. */
static void
test_sound (Fixture *fixture, gconstpointer data)
{
  CtNoteSound sound;
  bool measured = true;

  set_notes (fixture, fixture->notes->len);
  g_assert_cmpint (ct_track_isolation_measure_sound (fixture->isolation, LOW, 8, NULL, &sound, &measured), ==,
                   CT_STATUS_OK);
  g_assert_false (measured);
}

static CtStatus
make_some (void *data)
{
  Fixture *fixture = data;
  CtTrackIsolation *isolation;
  CtIsolatedBlock block;
  CtStatus status = ct_track_isolation_new (fixture->reader, 1, &isolation);
  const size_t first = 0;

  if (status == CT_STATUS_OK)
    status = ct_track_isolation_set_notes (isolation, (const CtNote *) fixture->notes->data, fixture->notes->len);
  if (status == CT_STATUS_OK)
    status = ct_track_isolation_make (isolation, &first, 1, NULL, &block);
  ct_track_isolation_free (isolation);
  return status;
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  failing_allocator_try_all (make_some, fixture);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
#define ADD(path, func) g_test_add ("/isolation-drums/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("apart", test_apart);
  ADD ("blocks", test_blocks);
  ADD ("sound", test_sound);
  ADD ("no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
