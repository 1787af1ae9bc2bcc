/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/percussion/ct-percussive-bands.h"

#include <stddef.h>

#define ROWS CT_PERCUSSIVE_BAND_BINS
#define BANDS CT_PERCUSSIVE_BANDS
/* Signed numbers of 16 bits are compared eight at a time everywhere. */
#define TO_SIGNED 32768

/* Puts the smaller of each pair into @low. */
static inline void
order (int16_t *restrict low, int16_t *restrict high)
{
  for (size_t band = 0; band < BANDS; band++)
    {
      int16_t a = low[band], b = high[band];

      low[band] = a < b ? a : b;
      high[band] = a < b ? b : a;
    }
}

/* Sorts the rows, all bands at once, by K. E. Batcher's odd-even merge sort (1968). */
static void
sort_rows (int16_t rows[ROWS][BANDS])
{
  for (size_t p = 1; p < ROWS; p *= 2)
    for (size_t k = p; k >= 1; k /= 2)
      for (size_t j = k % p; j + k < ROWS; j += 2 * k)
        for (size_t i = j; i < j + k && i + k < ROWS; i++)
          if (i / (2 * p) == (i + k) / (2 * p))
            order (rows[i], rows[i + k]);
}

void
ct_percussive_bands_take (const uint16_t *levels, CtPercussiveBands *out)
{
  int16_t rows[ROWS][BANDS];

  for (size_t band = 0; band < BANDS; band++)
    for (size_t row = 0; row < ROWS; row++)
      rows[row][band] = (int16_t) (levels[band * ROWS + row] - TO_SIGNED);
  sort_rows (rows);
  for (size_t band = 0; band < BANDS; band++)
    {
      out->noise[band] = (uint16_t) ((rows[ROWS / 2 - 1][band] + rows[ROWS / 2][band]) / 2 + TO_SIGNED);
      out->peak[band] = (uint16_t) (rows[ROWS - 1][band] + TO_SIGNED);
    }
}
