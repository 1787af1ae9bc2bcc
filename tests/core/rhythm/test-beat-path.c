/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-beat-path-private.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "core/base/ct-status.h"
#include "core/rhythm/ct-tempo-curve-private.h"
#include "tests/support/failing-allocator.h"

#define N_FRAMES 5200
#define MAX_BEATS 150
#define PERIOD 40.0
#define BAR 3

/* What is there to hear, and where beats were played. */
typedef struct
{
  float strength[N_FRAMES];
  float beats[N_FRAMES];
  float downbeats[N_FRAMES];
  float usual[N_FRAMES];
  double frames[MAX_BEATS];
  size_t n;
  CtTempoCurve *curve;
} Played;

static void
play (Played *played, double frame, float height, float likely)
{
  long at = lround (frame);

  for (long t = MAX (at - 4, 0); t <= MIN (at + 4, N_FRAMES - 1); t++)
    {
      double part = exp (-0.5 * (double) ((t - at) * (t - at)) / (1.7 * 1.7));

      played->strength[t] += (float) (height * part);
      played->beats[t] = fmaxf (played->beats[t], likely * (float) part);
      /* a place where nothing begins is no downbeat */
      played->downbeats[t] = fmaxf (played->downbeats[t], -1);
    }
}

/* Bars of three beats; the last four of twelve come later and later, and there what lies between beats is nearly as
 * loud as they are. */
static void
play_phrases (Played *played)
{
  double frame = 20;

  for (size_t t = 0; t < N_FRAMES; t++)
    {
      played->strength[t] = -0.4f;
      played->downbeats[t] = -8;
      played->usual[t] = PERIOD;
    }
  while (frame < N_FRAMES - 2 * PERIOD)
    {
      size_t number = played->n % 12;
      double late = number < 8 ? 0 : (double) (number - 7) / 4, period = PERIOD * (1 + 0.5 * late);

      play (played, frame, 2.4f, 0.5f);
      if (number % BAR == 0)
        for (long t = lround (frame) - 2; t <= lround (frame) + 2; t++)
          played->downbeats[t] = 2;
      if (late > 0.3)
        play (played, frame + period / 2, 2.0f, 0.3f);
      g_assert_cmpuint (played->n, <, MAX_BEATS);
      played->frames[played->n++] = frame;
      frame += period;
    }
  g_assert_cmpint (ct_tempo_curve_new (played->strength, N_FRAMES, 0, &played->curve), ==, CT_STATUS_OK);
}

static Played *
new_phrases (void)
{
  Played *played = g_new0 (Played, 1);

  play_phrases (played);
  return played;
}

static void
free_played (Played *played)
{
  ct_tempo_curve_free (played->curve);
  g_free (played);
}

static CtBeatEvidence
evidence_of (const Played *played)
{
  return (CtBeatEvidence){ .strength = played->strength,
                           .beats = played->beats,
                           .downbeats = played->downbeats,
                           .usual = played->usual,
                           .n_frames = N_FRAMES,
                           .curve = played->curve };
}

static gboolean
are_all (const CtBeatPath *path, const Played *played)
{
  gboolean are = path->n == played->n;

  for (size_t i = 0; are && i < path->n; i++)
    are = fabs ((double) path->frames[i] - played->frames[i]) < 3;
  return are;
}

/* Where a phrase slows down, what lies between beats is counted for some; where bars are known, downbeats would no
 * longer lie on downbeats. */
static void
test_bars (void)
{
  Played *played = new_phrases ();
  CtBeatEvidence evidence = evidence_of (played);
  CtBeatPath path;

  g_assert_cmpint (ct_beat_path_find (&evidence, 1, &path), ==, CT_STATUS_OK);
  g_test_message ("%zu beats were played, %zu are found", played->n, path.n);
  g_assert_false (are_all (&path, played));
  free (path.frames);
  g_assert_cmpint (ct_beat_path_find (&evidence, BAR, &path), ==, CT_STATUS_OK);
  g_test_message ("in bars: %zu", path.n);
  g_assert_true (are_all (&path, played));
  g_assert_cmpfloat (path.score, >, 0);
  free (path.frames);
  free_played (played);
}

/* No period strides over a fixed frame, wherever it lies, be it nearer to another than beats are elsewhere. */
static void
test_fixed (void)
{
  Played *played = new_phrases ();
  CtBeatEvidence evidence = evidence_of (played);
  size_t fixed[] = { 333, 1500, 1521, 4000 }, n_found = 0;
  CtBeatPath path;

  for (size_t i = 0; i < G_N_ELEMENTS (fixed); i++)
    played->strength[fixed[i]] = 100;
  evidence.fixed = fixed;
  evidence.n_fixed = G_N_ELEMENTS (fixed);
  for (size_t bar_beats = 1; bar_beats <= CT_BAR_MAX; bar_beats++)
    {
      g_assert_cmpint (ct_beat_path_find (&evidence, bar_beats, &path), ==, CT_STATUS_OK);
      for (size_t i = 0; i < path.n; i++)
        for (size_t k = 0; k < G_N_ELEMENTS (fixed); k++)
          n_found += path.frames[i] == fixed[k];
      free (path.frames);
    }
  g_assert_cmpuint (n_found, ==, CT_BAR_MAX * G_N_ELEMENTS (fixed));
  free_played (played);
}

/* Where nothing explains anything there are no beats, nor where there are no frames. */
static void
test_nothing (void)
{
  Played *played = new_phrases ();
  CtBeatEvidence evidence = evidence_of (played);
  CtBeatPath path;

  for (size_t t = 0; t < N_FRAMES; t++)
    played->strength[t] = -9;
  g_assert_cmpint (ct_beat_path_find (&evidence, BAR, &path), ==, CT_STATUS_OK);
  g_assert_cmpuint (path.n, ==, 0);
  g_assert_null (path.frames);
  evidence.n_frames = 0;
  g_assert_cmpint (ct_beat_path_find (&evidence, BAR, &path), ==, CT_STATUS_OK);
  g_assert_cmpuint (path.n, ==, 0);
  free_played (played);
}

static CtStatus
find (void *data)
{
  CtBeatEvidence evidence = evidence_of (data);
  CtBeatPath path;
  CtStatus status = ct_beat_path_find (&evidence, BAR, &path);

  free (path.frames);
  return status;
}

static void
test_no_memory (void)
{
  Played *played = new_phrases ();

  failing_allocator_try_all (find, played);
  free_played (played);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/beat-path/bars", test_bars);
  g_test_add_func ("/beat-path/fixed", test_fixed);
  g_test_add_func ("/beat-path/nothing", test_nothing);
  g_test_add_func ("/beat-path/no-memory", test_no_memory);
  return g_test_run ();
}
