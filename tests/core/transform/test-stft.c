/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/transform/ct-stft-private.h"
#include "tests/support/failing-allocator.h"

static const int rates_hz[] = { 8000, 22050, 44100, 48000, 96000 };

static void
test_size (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rates_hz); i++)
    {
      CtStft stft;
      double window_s;

      g_assert_cmpint (ct_stft_init (&stft, rates_hz[i]), ==, CT_STATUS_OK);
      window_s = (double) stft.size / rates_hz[i];
      g_assert_cmpuint (stft.size & (stft.size - 1), ==, 0);
      g_assert_cmpfloat (window_s, >=, 0.093 / G_SQRT2);
      g_assert_cmpfloat (window_s, <, 0.093 * G_SQRT2);
      g_assert_cmpuint (stft.hop * 4, ==, stft.size);
      g_assert_cmpuint (stft.n_bins, ==, stft.size / 2 + 1);
      g_assert_cmpfloat_with_epsilon (stft.hz_per_bin * (double) stft.size, rates_hz[i], 1e-6);
      ct_stft_clear (&stft);
    }
}

/* A frame against the sum that defines it. */
static void
test_forward (void)
{
  CtStft stft;
  GRand *rand = g_rand_new_with_seed (1);
  float *scratch, *spectrum, *samples;

  g_assert_cmpint (ct_stft_init (&stft, 8000), ==, CT_STATUS_OK);
  scratch = ct_stft_alloc_real (&stft);
  spectrum = ct_stft_alloc_complex (&stft);
  samples = g_new (float, 2 * stft.size);
  for (size_t i = 0; i < 2 * stft.size; i++)
    samples[i] = (float) g_rand_double_range (rand, -1, 1);
  for (size_t stride = 1; stride <= 2; stride++)
    {
      ct_stft_forward (&stft, samples, stride, scratch, spectrum);
      for (size_t bin = 0; bin < stft.n_bins; bin += 37)
        {
          double re = 0, im = 0;

          for (size_t i = 0; i < stft.size; i++)
            {
              double phase = -2 * G_PI * (double) (bin * i % stft.size) / (double) stft.size;
              double value = samples[i * stride] * (0.5 - 0.5 * cos (2 * G_PI * (double) i / (double) stft.size));

              re += value * cos (phase);
              im += value * sin (phase);
            }
          g_assert_cmpfloat_with_epsilon (spectrum[2 * bin], re, 1e-3);
          g_assert_cmpfloat_with_epsilon (spectrum[2 * bin + 1], im, 1e-3);
        }
    }
  g_free (samples);
  free (scratch);
  free (spectrum);
  ct_stft_clear (&stft);
  g_rand_free (rand);
}

/* There and back, both channels of two: what lies under four windows comes back as it was. */
static void
test_round_trip (gconstpointer rate_hz)
{
  enum
  {
    FRAMES = 16
  };
  CtStft stft;
  GRand *rand = g_rand_new_with_seed (2);
  float *scratch, *spectrum, *in, *out, worst = 0;
  size_t n;

  g_assert_cmpint (ct_stft_init (&stft, GPOINTER_TO_INT (rate_hz)), ==, CT_STATUS_OK);
  scratch = ct_stft_alloc_real (&stft);
  spectrum = ct_stft_alloc_complex (&stft);
  n = stft.size + (FRAMES - 1) * stft.hop;
  in = g_new (float, 2 * n);
  out = g_new0 (float, 2 * n);
  for (size_t i = 0; i < 2 * n; i++)
    in[i] = (float) g_rand_double_range (rand, -1, 1);
  for (size_t frame = 0; frame < FRAMES; frame++)
    for (size_t channel = 0; channel < 2; channel++)
      {
        ct_stft_forward (&stft, in + 2 * frame * stft.hop + channel, 2, scratch, spectrum);
        ct_stft_add_backward (&stft, spectrum, scratch, out + 2 * frame * stft.hop + channel, 2);
      }
  for (size_t i = 2 * (stft.size - stft.hop); i < 2 * (n - stft.size + stft.hop); i++)
    worst = fmaxf (worst, fabsf (out[i] - in[i]));
  g_assert_cmpfloat (worst, <, 2e-6);
  g_free (in);
  g_free (out);
  free (scratch);
  free (spectrum);
  ct_stft_clear (&stft);
  g_rand_free (rand);
}

/* A sine between bins: the modulus of the bins around it follows the tabulated lobe, its amplitude is what was put in.
 */
static void
test_sine (void)
{
  CtStft stft;
  float *scratch, *spectrum, *samples;

  g_assert_cmpint (ct_stft_init (&stft, 44100), ==, CT_STATUS_OK);
  scratch = ct_stft_alloc_real (&stft);
  spectrum = ct_stft_alloc_complex (&stft);
  samples = g_new (float, stft.size);
  for (int step = 0; step <= 10; step++)
    {
      double at = 200 + step / 10.0;

      for (size_t i = 0; i < stft.size; i++)
        samples[i] = (float) (0.7 * cos (2 * G_PI * at * (double) i / (double) stft.size + step));
      ct_stft_forward (&stft, samples, 1, scratch, spectrum);
      for (int bin = 198; bin <= 203; bin++)
        {
          double modulus = hypot ((double) spectrum[2 * bin], (double) spectrum[2 * bin + 1]) * (double) stft.amplitude;
          double expected = fabs (bin - at) < 2 ? 0.7 * (double) ct_stft_lobe (&stft, (float) (bin - at)) : 0.7 * 0.03;

          if (fabs (bin - at) < 2)
            g_assert_cmpfloat_with_epsilon (modulus, expected, 1e-3);
          else
            g_assert_cmpfloat (modulus, <=, expected);
        }
    }
  g_assert_cmpfloat (ct_stft_lobe (&stft, 0), ==, 1);
  g_assert_cmpfloat_with_epsilon (ct_stft_lobe (&stft, -1), 0.5, 1e-6);
  g_assert_cmpfloat (ct_stft_lobe (&stft, 2), ==, 0);
  g_assert_cmpfloat (ct_stft_lobe (&stft, -7), ==, 0);
  g_free (samples);
  free (scratch);
  free (spectrum);
  ct_stft_clear (&stft);
}

static CtStatus
init_and_clear (void *data)
{
  CtStft stft;
  CtStatus status = ct_stft_init (&stft, 44100);

  ct_stft_clear (&stft);
  return status;
}

static void
test_no_memory (void)
{
  failing_allocator_try_all (init_and_clear, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stft/size", test_size);
  g_test_add_func ("/stft/forward", test_forward);
  for (gsize i = 0; i < G_N_ELEMENTS (rates_hz); i++)
    {
      g_autofree char *path = g_strdup_printf ("/stft/round-trip/%d", rates_hz[i]);

      g_test_add_data_func (path, GINT_TO_POINTER (rates_hz[i]), test_round_trip);
    }
  g_test_add_func ("/stft/sine", test_sine);
  g_test_add_func ("/stft/no-memory", test_no_memory);
  return g_test_run ();
}
