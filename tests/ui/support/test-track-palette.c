/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "ui/support/ct-track-palette.h"

#define N_HUES 8

static void
test_distinct (void)
{
  for (gsize i = 0; i < CT_TRACK_PALETTE_SIZE; i++)
    {
      g_assert_cmphex (ct_track_palette[i], <=, 0xffffff);
      for (gsize j = 0; j < i; j++)
        g_assert_cmphex (ct_track_palette[i], !=, ct_track_palette[j]);
    }
}

static void
test_starts_over (void)
{
  for (gsize i = 0; i < 3 * CT_TRACK_PALETTE_SIZE; i++)
    g_assert_cmphex (ct_track_palette_rgb (i), ==, ct_track_palette[i % CT_TRACK_PALETTE_SIZE]);
}

static guint32
mix (guint32 rgb, guint32 other, double share)
{
  guint32 mixed = 0;

  for (int shift = 0; shift <= 16; shift += 8)
    {
      double a = (rgb >> shift) & 0xff, b = (other >> shift) & 0xff;

      mixed |= (guint32) lround (a + (b - a) * share) << shift;
    }
  return mixed;
}

static void
test_shades (void)
{
  for (gsize i = 0; i < N_HUES; i++)
    {
      g_assert_cmphex (ct_track_palette[N_HUES + i], ==, mix (ct_track_palette[i], 0xffffff, 0.45));
      g_assert_cmphex (ct_track_palette[2 * N_HUES + i], ==, mix (ct_track_palette[i], 0x000000, 0.3));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/track-palette/distinct", test_distinct);
  g_test_add_func ("/track-palette/starts-over", test_starts_over);
  g_test_add_func ("/track-palette/shades", test_shades);
  return g_test_run ();
}
