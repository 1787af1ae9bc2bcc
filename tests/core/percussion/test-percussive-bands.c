/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/percussion/ct-percussive-bands.h"

#include <glib.h>
#include <stdlib.h>

static int
compare (const void *a, const void *b)
{
  return *(const uint16_t *) a - *(const uint16_t *) b;
}

static void
assert_bands (const uint16_t *levels)
{
  CtPercussiveBands bands;

  ct_percussive_bands_take (levels, &bands);
  for (int band = 0; band < CT_PERCUSSIVE_BANDS; band++)
    {
      uint16_t sorted[CT_PERCUSSIVE_BAND_BINS];
      int middle = CT_PERCUSSIVE_BAND_BINS / 2, median;

      for (int i = 0; i < CT_PERCUSSIVE_BAND_BINS; i++)
        sorted[i] = levels[band * CT_PERCUSSIVE_BAND_BINS + i];
      qsort (sorted, CT_PERCUSSIVE_BAND_BINS, sizeof *sorted, compare);
      median = (sorted[middle - 1] + sorted[middle]) / 2;
      g_assert_cmpint (abs (bands.noise[band] - median), <=, 1);
      g_assert_cmpint (bands.peak[band], ==, sorted[CT_PERCUSSIVE_BAND_BINS - 1]);
    }
}

/* Against the definition, over the whole range of levels. */
static void
test_definition (void)
{
  uint16_t levels[CT_CQT_BINS] = { 0 };

  assert_bands (levels);
  for (int round = 0; round < 200; round++)
    {
      int most = round % 2 ? 65536 : 4; /* many alike */

      for (int bin = 0; bin < CT_CQT_BINS; bin++)
        levels[bin] = (uint16_t) g_test_rand_int_range (0, most);
      assert_bands (levels);
    }
}

/* A partial is narrow: it raises the peak, and leaves the noise where it was. */
static void
test_partial (void)
{
  uint16_t levels[CT_CQT_BINS];
  CtPercussiveBands bands;

  for (int bin = 0; bin < CT_CQT_BINS; bin++)
    levels[bin] = 20000;
  for (int bin = 29; bin < 33; bin++)
    levels[bin] = 40000;
  ct_percussive_bands_take (levels, &bands);
  g_assert_cmpint (bands.noise[2], ==, 20000);
  g_assert_cmpint (bands.peak[2], ==, 40000);
  g_assert_cmpint (bands.peak[3], ==, 20000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/percussive-bands/definition", test_definition);
  g_test_add_func ("/percussive-bands/partial", test_partial);
  return g_test_run ();
}
