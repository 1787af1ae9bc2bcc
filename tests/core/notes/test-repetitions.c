/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Onsets of pitches that sound already: what they are judged by, beside a description that goes through everything
 * again and again, and what the judgement makes of the posteriors. */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/notes/ct-repetitions.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/blob-builder.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/made-posteriors.h"

#define N CT_N_REPETITION_FEATURES
#define FRAMES 2500
#define AROUND 861
#define OWN 517

typedef struct
{
  int frame, pitch, onset;
  bool sounding, together;
} Peak;

static int
at (const uint8_t *values, int frame, int pitch)
{
  return values[CLAMP (frame, 0, FRAMES - 1) * CT_N_PITCHES + pitch];
}

static int
compare_peaks (gconstpointer a, gconstpointer b)
{
  const Peak *x = a, *y = b;

  return x->frame != y->frame ? x->frame - y->frame : x->pitch - y->pitch;
}

/* The highest frames, of two at one pitch within four frames the higher or else the earlier one. */
static GArray *
find_peaks (const CtPosteriorgram *posteriors)
{
  GArray *peaks = g_array_new (FALSE, FALSE, sizeof (Peak));

  for (int pitch = 0; pitch < CT_N_PITCHES; pitch++)
    for (int frame = 0, last = -100; frame < FRAMES; frame++)
      {
        Peak peak = { frame, pitch, at (posteriors->onset, frame, pitch), frame >= 12, false };
        int before = frame > 0 ? at (posteriors->onset, frame - 1, pitch) : 0;

        if (peak.onset < 16 || peak.onset <= before || peak.onset <= at (posteriors->onset, frame + 1, pitch))
          continue;
        if (frame - last <= 4 && g_array_index (peaks, Peak, peaks->len - 1).onset >= peak.onset)
          continue;
        if (frame - last <= 4)
          g_array_set_size (peaks, peaks->len - 1);
        for (int d = 1; d <= 12; d++)
          peak.sounding = peak.sounding && at (posteriors->frame, frame - d, pitch) >= 115;
        g_array_append_val (peaks, peak);
        last = frame;
      }
  g_array_sort (peaks, compare_peaks);
  for (guint i = 0; i < peaks->len; i++)
    for (guint k = 0; k < peaks->len; k++)
      {
        Peak *one = &g_array_index (peaks, Peak, i), *other = &g_array_index (peaks, Peak, k);

        if (other->pitch != one->pitch && ABS (other->frame - one->frame) <= 3 && !other->sounding
            && other->onset >= 77)
          one->together = true;
      }
  return peaks;
}

static void
describe (const CtPosteriorgram *posteriors, const GArray *peaks, guint i, double *out)
{
  const Peak *own = &g_array_index (peaks, Peak, i);
  double sounding = 0, sure = 0, sure_sounding = 0, together = 0, same = 0, same_sure = 0, same_new = 0, body = 0, p;
  int first = MAX (own->frame - AROUND, 0), last = MIN (own->frame + AROUND, FRAMES);

  for (guint k = 0; k < peaks->len; k++)
    {
      const Peak *other = &g_array_index (peaks, Peak, k);
      int away = ABS (other->frame - own->frame);

      if (k == i)
        continue;
      if (away <= AROUND)
        {
          sounding += other->sounding;
          sure += other->onset >= 77;
          sure_sounding += other->sounding && other->onset >= 77;
          together += other->sounding && other->onset >= 77 && other->together;
        }
      if (away <= OWN && other->pitch == own->pitch)
        {
          same += other->sounding;
          same_sure += other->sounding && other->onset >= 77;
          same_new += !other->sounding && other->onset >= 77;
        }
    }
  for (int d = 0; d < 12 && own->frame + d < FRAMES; d++)
    body += at (posteriors->frame, own->frame + d, own->pitch) / 255.0 / MIN (12, FRAMES - own->frame);
  p = own->onset / 255.0;
  out[0] = log ((p + 1e-3) / (1 - p + 1e-3));
  out[1] = at (posteriors->frame, own->frame + 4, own->pitch) / 255.0;
  out[2] = body;
  out[3] = (double) at (posteriors->onset, own->frame - 3, own->pitch) / own->onset;
  out[4] = (double) at (posteriors->onset, own->frame + 3, own->pitch) / own->onset;
  out[5] = log1p (sounding / ((last - first) / CT_CQT_FRAME_RATE_HZ));
  out[6] = sure_sounding / (sounding + 2);
  out[7] = sure_sounding / (sure + 2);
  out[8] = together / (sure_sounding + 2);
  out[9] = log1p (same);
  out[10] = same_sure / (same + 2);
  out[11] = MIN (same_new, 4);
}

/* Notes at random, many of which are struck while they sound. */
static CtPosteriorgram *
new_song (guint32 seed)
{
  CtPosteriorgram *posteriors = made_posteriors_new (FRAMES);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (int i = 0; i < 60; i++)
    {
      int midi = g_rand_int_range (rand, CT_MIDI_LOW, CT_MIDI_LOW + 12),
          first = g_rand_int_range (rand, 0, FRAMES - 260);
      int end = first + g_rand_int_range (rand, 20, 250);

      made_posteriors_put_note (posteriors, midi, (size_t) first, (size_t) end, g_rand_double_range (rand, 0.1, 1),
                                g_rand_double_range (rand, 0.4, 1));
      for (int frame = first + 30; frame < end; frame += g_rand_int_range (rand, 15, 80))
        made_posteriors_put_onset (posteriors, midi, (size_t) frame, g_rand_double_range (rand, 0.05, 0.9));
    }
  return posteriors;
}

static void
test_features (void)
{
  for (guint32 seed = 1; seed <= 4; seed++)
    {
      CtPosteriorgram *posteriors = new_song (seed);
      g_autoptr (GArray) peaks = find_peaks (posteriors);
      CtRepetitions *repetitions;
      size_t n = 0;

      g_assert_cmpint (ct_repetitions_new (posteriors, &repetitions), ==, CT_STATUS_OK);
      for (guint i = 0; i < peaks->len; i++)
        {
          const Peak *peak = &g_array_index (peaks, Peak, i);
          CtRepetition one;
          double expected[N];

          if (!peak->sounding)
            continue;
          ct_repetitions_get (repetitions, n++, &one);
          g_assert_cmpuint (one.frame, ==, peak->frame);
          g_assert_cmpint (one.pitch, ==, peak->pitch);
          describe (posteriors, peaks, i, expected);
          for (int k = 0; k < N; k++)
            g_assert_cmpfloat_with_epsilon (one.features[k], expected[k], 1e-4);
        }
      g_assert_cmpuint (n, >, 30);
      g_assert_cmpuint (n, ==, ct_repetitions_n (repetitions));
      ct_repetitions_free (repetitions);
      ct_posteriorgram_free (posteriors);
    }
}

static CtWeights *
new_weights (const float *weights, float bias)
{
  BlobBuilder builder;

  blob_builder_init (&builder);
  blob_builder_add (&builder, "repetition.weight", 1, (size_t[]){ N }, weights);
  blob_builder_add (&builder, "repetition.bias", 1, (size_t[]){ 1 }, &bias);
  return blob_builder_finish (&builder);
}

static int
onset (const CtPosteriorgram *posteriors, size_t frame, int midi)
{
  return posteriors->onset[frame * CT_N_PITCHES + (size_t) (midi - CT_MIDI_LOW)];
}

/* A note that begins, is struck again at 60, with an echo at 63, and at 100, and another pitch. */
static CtPosteriorgram *
new_example (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (FRAMES);

  made_posteriors_put_note (posteriors, 60, 20, 150, 0.9, 0.8);
  made_posteriors_put_note (posteriors, 67, 60, 150, 0.7, 0.8);
  for (int i = 1; i <= 12; i++) /* falls from 0.6 to its valley, and rises to 0.8 */
    made_posteriors_put_onset (posteriors, 60, (size_t) (60 + i), 0.6 - 0.04 * i);
  for (int i = 0; i <= 12; i++)
    made_posteriors_put_onset (posteriors, 60, (size_t) (60 - i), 0.6 - 0.04 * i);
  made_posteriors_put_onset (posteriors, 60, 63, 0.55);
  made_posteriors_put_onset (posteriors, 60, 100, 0.8);
  return posteriors;
}

static void
test_judgement (void)
{
  static const float nothing[N] = { 0 }, much[N] = { 4 };
  CtPosteriorgram *before = new_example (), *posteriors = new_example ();
  CtWeights *weights = new_weights (nothing, -2); /* 0.12 for all */

  g_assert_cmpint (ct_repetitions_judge (weights, posteriors), ==, CT_STATUS_OK);
  ct_weights_free (weights);
  /* notes that begin stay, and what they sound like */
  g_assert_cmpint (onset (posteriors, 20, 60), ==, onset (before, 20, 60));
  g_assert_cmpint (onset (posteriors, 60, 67), ==, onset (before, 60, 67));
  g_assert_cmpmem (posteriors->frame, FRAMES * CT_N_PITCHES, before->frame, FRAMES * CT_N_PITCHES);
  /* what is struck again is judged with all that is near it */
  g_assert_cmpint (onset (posteriors, 60, 60), ==, 30);
  g_assert_cmpint (onset (posteriors, 100, 60), ==, 30);
  for (int i = -10; i <= 10; i++)
    g_assert_cmpint (ABS (onset (posteriors, (size_t) (60 + i), 60)
                          - onset (before, (size_t) (60 + i), 60) * 30 / onset (before, 60, 60)),
                     <=, 1);
  ct_posteriorgram_free (posteriors);

  posteriors = new_example ();
  weights = new_weights (much, 0); /* the sure ones surer */
  g_assert_cmpint (ct_repetitions_judge (weights, posteriors), ==, CT_STATUS_OK);
  ct_weights_free (weights);
  g_assert_cmpint (onset (posteriors, 60, 60), >, onset (before, 60, 60));
  g_assert_cmpint (onset (posteriors, 100, 60), >, onset (posteriors, 60, 60));
  ct_posteriorgram_free (posteriors);
  ct_posteriorgram_free (before);
}

static void
test_nothing_to_judge (void)
{
  static const float nothing[N] = { 0 };
  CtPosteriorgram *before = new_example (), *posteriors = new_example (), *silence = made_posteriors_new (FRAMES);
  CtWeights *weights;
  BlobBuilder builder;

  /* weights that cannot tell */
  blob_builder_init (&builder);
  blob_builder_add (&builder, "repetition.weight", 1, (size_t[]){ N - 1 }, nothing);
  blob_builder_add (&builder, "repetition.bias", 1, (size_t[]){ 1 }, nothing);
  weights = blob_builder_finish (&builder);
  g_assert_cmpint (ct_repetitions_judge (weights, posteriors), ==, CT_STATUS_OK);
  g_assert_cmpmem (posteriors->onset, FRAMES * CT_N_PITCHES, before->onset, FRAMES * CT_N_PITCHES);
  ct_weights_free (weights);
  ct_posteriorgram_free (posteriors);

  weights = new_weights (nothing, 0);
  g_assert_cmpint (ct_repetitions_judge (weights, silence), ==, CT_STATUS_OK);
  ct_posteriorgram_free (silence);
  silence = made_posteriors_new (0);
  g_assert_cmpint (ct_repetitions_judge (weights, silence), ==, CT_STATUS_OK);
  ct_posteriorgram_free (silence);
  ct_weights_free (weights);
  ct_posteriorgram_free (before);
}

typedef struct
{
  CtWeights *weights;
  CtPosteriorgram *before;
  CtPosteriorgram *posteriors;
} Judged;

static CtStatus
judge (void *data)
{
  const Judged *self = data;
  size_t size = FRAMES * CT_N_PITCHES;
  CtStatus status;

  memcpy (self->posteriors->onset, self->before->onset, size);
  status = ct_repetitions_judge (self->weights, self->posteriors);
  g_assert_cmpint (memcmp (self->posteriors->onset, self->before->onset, size) != 0, ==, status == CT_STATUS_OK);
  return status;
}

static void
test_no_memory (void)
{
  static const float nothing[N] = { 0 };
  Judged judged = { new_weights (nothing, 0), new_example (), new_example () };

  failing_allocator_try_all (judge, &judged);
  ct_weights_free (judged.weights);
  ct_posteriorgram_free (judged.before);
  ct_posteriorgram_free (judged.posteriors);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repetitions/features", test_features);
  g_test_add_func ("/repetitions/judgement", test_judgement);
  g_test_add_func ("/repetitions/nothing-to-judge", test_nothing_to_judge);
  g_test_add_func ("/repetitions/no-memory", test_no_memory);
  return g_test_run ();
}
