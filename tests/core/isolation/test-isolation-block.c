/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One block: what is read for it, whose stems it has, and what is in them. Two sines that share no bin, one for each
 * track. */
#include <glib.h>
#include <math.h>
#include <sndfile.h>
#include <string.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-isolation-labels-private.h"
#include "core/isolation/ct-track-isolation-private.h"
#include "core/isolation/ct-track-isolation.h"
#include "tests/support/test-sound.h"

#define RATE 22050
#define SECONDS 11 /* four blocks of about three seconds */
#define FRAMES (SECONDS * RATE)
#define LOW 57
#define HIGH 80

typedef struct
{
  float *stems[2]; /* [FRAMES][2]; the first on the left, the second on both sides */
  float *mix;
  CtSoundReader *reader;
  CtTrackIsolation *isolation;
} Fixture;

/* The first sounds from 1 to 2 s and from 3.5 to 5 s, the second from 4 to 5.5 s; nothing in the last block. */
static const CtNote notes[] = { { 1, 2, 1, 7, LOW, 100, false },
                                { 3.5, 5, 1, 7, LOW, 100, false },
                                { 4, 5.5, 1, 3, HIGH, 100, false } };

static void
set_up (Fixture *fixture)
{
  g_autofree char *path = NULL;

  fixture->mix = g_new0 (float, 2 * FRAMES);
  fixture->stems[0] = g_new0 (float, 2 * FRAMES);
  fixture->stems[1] = g_new0 (float, 2 * FRAMES);
  for (gsize i = 0; i < G_N_ELEMENTS (notes); i++)
    for (int f = (int) (notes[i].onset_s * RATE); f < notes[i].offset_s * RATE; f++)
      {
        double s = (double) f / RATE, edge = MIN (s - notes[i].onset_s, notes[i].offset_s - s);
        float value = (float) (0.3 * CLAMP (edge / 0.02, 0, 1)
                               * sin (2 * G_PI * 440 * pow (2, (notes[i].midi - 69) / 12.0) * s));
        int stem = notes[i].track == 3;

        fixture->stems[stem][2 * f] = value;
        fixture->stems[stem][2 * f + 1] = stem ? value : 0;
      }
  for (int i = 0; i < 2 * FRAMES; i++)
    fixture->mix[i] = fixture->stems[0][i] + fixture->stems[1][i];
  path = test_sound_write ("block.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, RATE, 2, fixture->mix, FRAMES);
  g_assert_cmpint (ct_sound_reader_new (path, 0, NULL, &fixture->reader), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_track_isolation_new (fixture->reader, 1, &fixture->isolation), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_track_isolation_set_notes (fixture->isolation, notes, G_N_ELEMENTS (notes)), ==, CT_STATUS_OK);
  g_assert_cmpuint (fixture->isolation->n_blocks, ==, 4);
}

static void
tear_down (Fixture *fixture)
{
  ct_track_isolation_free (fixture->isolation);
  ct_sound_reader_free (fixture->reader);
  g_free (fixture->stems[0]);
  g_free (fixture->stems[1]);
  g_free (fixture->mix);
}

/* Both channels; zeros before the beginning and after the end. */
static void
test_read (void)
{
  static const int64_t places[] = { -100, 0, RATE * 4, FRAMES - 100, FRAMES + 5 };
  Fixture fixture;
  CtIsolationWork *work;

  set_up (&fixture);
  work = &fixture.isolation->works[0];
  for (gsize p = 0; p < G_N_ELEMENTS (places); p++)
    {
      g_assert_cmpint (ct_isolation_read (fixture.isolation, work, places[p], 500), ==, CT_STATUS_OK);
      for (int64_t i = 0; i < 2 * 500; i++)
        {
          int64_t at = 2 * places[p] + i;

          g_assert_cmpfloat_with_epsilon (work->samples[i], at >= 0 && at < 2 * FRAMES ? fixture.mix[at] : 0, 1e-7);
        }
    }
  tear_down (&fixture);
}

/* Tracks in the order of their first notes near a block; none where there is none. */
static void
test_labels (void)
{
  Fixture fixture;
  CtIsolationLabels labels;

  set_up (&fixture);
  ct_isolation_find_labels (fixture.isolation, 0, &labels);
  g_assert_cmpuint (labels.n, ==, 1);
  g_assert_cmpint (labels.tracks[0], ==, 7);
  ct_isolation_find_labels (fixture.isolation, 1, &labels);
  g_assert_cmpuint (labels.n, ==, 2);
  g_assert_cmpint (ct_isolation_find_label (&labels, 7), ==, 0);
  g_assert_cmpint (ct_isolation_find_label (&labels, 3), ==, 1);
  g_assert_cmpint (ct_isolation_find_label (&labels, 0), ==, -1);
  ct_isolation_find_labels (fixture.isolation, 3, &labels);
  g_assert_cmpuint (labels.n, ==, 0);
  tear_down (&fixture);
}

/* The notes of a block are measured where they sound. */
static void
test_measure (void)
{
  Fixture fixture;
  CtTrackIsolation *isolation;

  set_up (&fixture);
  isolation = fixture.isolation;
  for (gsize b = 0; b < 2; b++)
    {
      g_assert_cmpint (ct_isolation_measure_block (isolation, b, &isolation->works[0]), ==, CT_STATUS_OK);
      g_assert_true (isolation->blocks[b].measured);
    }
  g_assert_cmpuint (isolation->blocks[0].n, ==, 1);
  g_assert_cmpuint (isolation->blocks[1].n, ==, 2);
  for (gsize b = 0; b < 2; b++)
    for (gsize i = 0; i < isolation->blocks[b].n; i++)
      {
        const CtNoteProfile *profile = &isolation->blocks[b].profiles[i];

        g_assert_cmpfloat (profile->reference[0], >, 0);
        g_assert_cmpfloat (profile->amplitude[1], <, 0.02f * profile->amplitude[0]);
        g_assert_cmpfloat_with_epsilon (profile->cents / profile->cents_weight, 0, 3);
      }
  tear_down (&fixture);
}

/* Each track is alone in its stem; the last block is as long as the recording is. */
static void
test_isolate (void)
{
  Fixture fixture;
  CtTrackIsolation *isolation;
  CtIsolationSlot *slot;

  set_up (&fixture);
  isolation = fixture.isolation;
  slot = &isolation->slots[0];
  for (gsize b = 0; b < isolation->n_blocks; b++)
    g_assert_cmpint (ct_isolation_measure_block (isolation, b, &isolation->works[0]), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_isolation_isolate_block (isolation, 1, &isolation->works[0], slot), ==, CT_STATUS_OK);
  g_assert_cmpuint (slot->result.block, ==, 1);
  g_assert_cmpuint (slot->result.n_frames, ==, isolation->block_frames);
  g_assert_cmpuint (slot->result.n_stems, ==, 2);
  for (int s = 0; s < 2; s++)
    {
      const float *expected = fixture.stems[s] + 2 * isolation->block_frames, *stem = slot->result.stems[s];
      double error = 0, power = 0;

      for (gsize i = 0; i < 2 * isolation->block_frames; i++)
        {
          error += pow ((double) stem[i] - (double) expected[i], 2);
          power += pow ((double) expected[i], 2);
        }
      g_test_message ("stem %d: %.1f dB", s, 10 * log10 (error / power));
      g_assert_cmpfloat (10 * log10 (error / power), <, -20);
    }
  g_assert_cmpint (ct_isolation_isolate_block (isolation, 3, &isolation->works[0], slot), ==, CT_STATUS_OK);
  g_assert_cmpuint (slot->result.n_stems, ==, 0);
  g_assert_cmpuint (slot->result.n_frames, ==, FRAMES - 3 * isolation->block_frames);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/isolation-block/read", test_read);
  g_test_add_func ("/isolation-block/labels", test_labels);
  g_test_add_func ("/isolation-block/measure", test_measure);
  g_test_add_func ("/isolation-block/isolate", test_isolate);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
