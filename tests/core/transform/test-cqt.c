/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <complex.h>
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/failing-allocator.h"

#define N_FRAMES 24

static size_t
samples_for (size_t n_frames)
{
  return (n_frames - 1) * CT_CQT_HOP + 2 * CT_CQT_REACH;
}

static float *
transform (const float *samples, size_t n_frames)
{
  float *out = g_new (float, n_frames *CT_CQT_BINS * 2);
  CtCqt *plan;
  CtCqtWork *work;

  g_assert_cmpint (ct_cqt_new (&plan), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_cqt_work_new (plan, n_frames, &work), ==, CT_STATUS_OK);
  ct_cqt_execute (work, samples, n_frames, out);
  ct_cqt_work_free (work);
  ct_cqt_free (plan);
  return out;
}

static float
modulus (const float *out, size_t frame, int bin)
{
  const float *cell = out + (frame * CT_CQT_BINS + bin) * 2;

  return hypotf (cell[0], cell[1]);
}

static double
window_value (double x)
{
  return fabs (x) > 0.5
             ? 0.0
             : 0.35875 + 0.48829 * cos (2 * M_PI * x) + 0.14128 * cos (4 * M_PI * x) + 0.01168 * cos (6 * M_PI * x);
}

/* The definition, evaluated in double at full rate: a windowed sine of unit response. */
static double complex
direct (const float *samples, size_t frame, int bin)
{
  double hz = ct_cqt_bin_hz (bin), length = ct_cqt_window_s (bin) * CT_CQT_RATE_HZ, norm = 0;
  double complex sum = 0;
  const float *centre = samples + CT_CQT_REACH + frame * CT_CQT_HOP;

  for (int n = -(int) (length / 2); n <= (int) (length / 2); n++)
    {
      double w = window_value (n / length);

      sum += w * centre[n] * cexp (-2.0 * M_PI * I * hz * n / CT_CQT_RATE_HZ);
      norm += w;
    }
  return 2.0 * sum / norm;
}

static float *
noise (size_t n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  float *samples = g_new (float, n);

  for (size_t i = 0; i < n; i++)
    samples[i] = (float) g_rand_double_range (rand, -1, 1);
  return samples;
}

static void
test_definition (void)
{
  g_autofree float *samples = noise (samples_for (N_FRAMES));
  g_autofree float *out = transform (samples, N_FRAMES);
  double error = 0, power = 0;

  for (size_t frame = 0; frame < N_FRAMES; frame += 5)
    for (int bin = 0; bin < CT_CQT_BINS; bin++)
      {
        const float *cell = out + (frame * CT_CQT_BINS + bin) * 2;
        double complex want = direct (samples, frame, bin);

        error += pow (cabs (cell[0] + I * cell[1] - want), 2);
        power += pow (cabs (want), 2);
      }
  g_test_message ("error %.1f dB", 10 * log10 (error / power));
  g_assert_cmpfloat (10 * log10 (error / power), <, -60);
}

static void
test_tones (void)
{
  for (int bin = 1; bin < CT_CQT_BINS - 1; bin += 13)
    {
      g_autofree float *samples = g_new (float, samples_for (3));
      g_autofree float *out = NULL;
      int loudest = 0;

      for (size_t i = 0; i < samples_for (3); i++)
        samples[i] = 0.5f * (float) sin (2 * M_PI * ct_cqt_bin_hz (bin) * i / CT_CQT_RATE_HZ);
      out = transform (samples, 3);
      for (int b = 0; b < CT_CQT_BINS; b++)
        if (modulus (out, 1, b) > modulus (out, 1, loudest))
          loudest = b;
      g_assert_cmpint (loudest, ==, bin);
      g_assert_cmpfloat_with_epsilon (modulus (out, 1, bin), 0.5, 0.002);
      /* an octave away there is nothing, neither an alias nor a leak */
      for (int b = 0; b < CT_CQT_BINS; b++)
        if (ABS (b - bin) >= CT_CQT_BINS_PER_OCTAVE)
          g_assert_cmpfloat (modulus (out, 1, b), <, 0.5 * 2e-3);
    }
}

static void
test_silence (void)
{
  g_autofree float *samples = g_new0 (float, samples_for (2));
  g_autofree float *out = transform (samples, 2);

  for (size_t i = 0; i < 2 * CT_CQT_BINS * 2; i++)
    g_assert_cmpfloat (out[i], ==, 0);
}

static void
test_click (void)
{
  g_autofree float *samples = g_new0 (float, samples_for (N_FRAMES));
  g_autofree float *out = NULL;

  samples[CT_CQT_REACH + 10 * CT_CQT_HOP] = 1;
  out = transform (samples, N_FRAMES);
  for (int bin = 0; bin < CT_CQT_BINS; bin++)
    {
      const float *cell = out + (10 * CT_CQT_BINS + bin) * 2;

      /* on the frame's centre: phase 0, and no frame hears it better */
      g_assert_cmpfloat (cell[0], >, 0);
      g_assert_cmpfloat (fabsf (cell[1]), <, 1e-3f * cell[0]);
      for (size_t frame = 0; frame < N_FRAMES; frame++)
        g_assert_cmpfloat (modulus (out, frame, bin), <=, cell[0] * 1.0001f);
    }
}

static void
test_blocks (void)
{
  g_autofree float *samples = noise (samples_for (N_FRAMES));
  g_autofree float *whole = transform (samples, N_FRAMES);

  for (size_t first = 0; first < N_FRAMES; first += 7)
    {
      size_t n = MIN (7, N_FRAMES - first);
      g_autofree float *block = transform (samples + first * CT_CQT_HOP, n);

      g_assert_cmpmem (block, n * CT_CQT_BINS * 8, whole + first * CT_CQT_BINS * 2, n * CT_CQT_BINS * 8);
    }
}

static CtStatus
make_plan (void *data)
{
  CtCqt *plan;
  CtCqtWork *work;
  CtStatus status = ct_cqt_new (&plan);

  if (status != CT_STATUS_OK)
    return status;
  status = ct_cqt_work_new (plan, 4, &work);
  if (status == CT_STATUS_OK)
    ct_cqt_work_free (work);
  ct_cqt_free (plan);
  return status;
}

static void
test_no_memory (void)
{
  failing_allocator_try_all (make_plan, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cqt/definition", test_definition);
  g_test_add_func ("/cqt/tones", test_tones);
  g_test_add_func ("/cqt/silence", test_silence);
  g_test_add_func ("/cqt/click", test_click);
  g_test_add_func ("/cqt/blocks", test_blocks);
  g_test_add_func ("/cqt/no-memory", test_no_memory);
  return g_test_run ();
}
