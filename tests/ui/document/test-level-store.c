/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-level-store.h"

#include <glib-object.h>

#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"

static guint16
to_level (double db)
{
  return (guint16) ((db - CT_LEVEL_MIN_DB) * CT_LEVEL_STEPS_PER_DB);
}

/* Appends @n frames at @db with a peak of -10 dB in another bin of each. */
static void
append (CtLevelStore *store, gsize n, double db)
{
  g_autofree guint16 *levels = g_new (guint16, n * CT_CQT_BINS);
  gsize first = ct_level_store_get_n_frames (store);

  for (gsize i = 0; i < n * CT_CQT_BINS; i++)
    levels[i] = to_level (db);
  for (gsize i = 0; i < n; i++)
    levels[i * CT_CQT_BINS + (first + i) % CT_CQT_BINS] = to_level (-10);
  ct_level_store_append (store, levels, n);
}

static void
test_levels (void)
{
  g_autoptr (CtLevelStore) store = ct_level_store_new ();
  const guint8 *frame;

  g_assert_cmpuint (ct_level_store_get_n_frames (store), ==, 0);
  g_assert_null (ct_level_store_get_frame (store, 0, 0));
  append (store, 3, -80);
  g_assert_cmpuint (ct_level_store_get_n_frames (store), ==, 3);
  frame = ct_level_store_get_frame (store, 0, 1);
  g_assert_cmpuint (frame[0], ==, (120 - 80) * CT_LEVEL_STORE_STEPS_PER_DB);
  g_assert_cmpuint (frame[1], ==, (120 - 10) * CT_LEVEL_STORE_STEPS_PER_DB);
  g_assert_null (ct_level_store_get_frame (store, 0, 3));
  ct_level_store_clear (store);
  g_assert_cmpuint (ct_level_store_get_n_frames (store), ==, 0);
  g_assert_null (ct_level_store_get_frame (store, 1, 0));
}

/* Every coarse frame is the maximum of what it covers, also while it is incomplete and over the edges of blocks. */
static void
test_mips (void)
{
  g_autoptr (CtLevelStore) store = ct_level_store_new ();
  guint n_mips = ct_level_store_get_n_mips (store);

  append (store, 700, -80);
  append (store, 1, -60);
  append (store, 2222, -90);
  for (guint mip = 1; mip < n_mips; mip++)
    {
      gsize n = (ct_level_store_get_n_frames (store) + ((gsize) 1 << mip) - 1) >> mip;

      g_assert_null (ct_level_store_get_frame (store, mip, n));
      for (gsize i = 0; i < n; i += 1 + n / 7)
        {
          const guint8 *coarse = ct_level_store_get_frame (store, mip, i);

          for (guint bin = 0; bin < CT_CQT_BINS; bin++)
            {
              guint8 most = 0;

              for (gsize k = i << mip; k < MIN ((i + 1) << mip, ct_level_store_get_n_frames (store)); k++)
                most = MAX (most, ct_level_store_get_frame (store, 0, k)[bin]);
              g_assert_cmpuint (coarse[bin], ==, most);
            }
        }
    }
}

static void
note_grown (CtLevelStore *store, guint first, guint n, guint *told)
{
  told[0] = first;
  told[1] = n;
  told[2]++;
}

static void
test_grown (void)
{
  g_autoptr (CtLevelStore) store = ct_level_store_new ();
  guint told[3] = { 0 };

  g_signal_connect (store, "grown", G_CALLBACK (note_grown), told);
  append (store, 5, -80);
  append (store, 7, -80);
  g_assert_cmpuint (told[0], ==, 5);
  g_assert_cmpuint (told[1], ==, 7);
  g_assert_cmpuint (told[2], ==, 2);
  ct_level_store_append (store, NULL, 0);
  g_assert_cmpuint (told[2], ==, 2);
  ct_level_store_clear (store);
  g_assert_cmpuint (told[1], ==, 0);
  g_assert_cmpuint (told[2], ==, 3);
}

static void
test_quantile (void)
{
  g_autoptr (CtLevelStore) store = ct_level_store_new ();

  append (store, 100, -80);
  append (store, 100, -40);
  g_assert_cmpfloat_with_epsilon (ct_level_store_get_quantile_db (store, 0.25), -80, 0.5);
  g_assert_cmpfloat_with_epsilon (ct_level_store_get_quantile_db (store, 0.75), -40, 0.5);
  g_assert_cmpfloat_with_epsilon (ct_level_store_get_quantile_db (store, 0.9999), -10, 0.5);
}

/* Frames that begin late stand where they would after silence, in every level, and are completed where they end. */
static void
test_late (void)
{
  const gsize first = 100000;
  g_autoptr (CtLevelStore) store = ct_level_store_new ();
  guint n_mips = ct_level_store_get_n_mips (store);

  ct_level_store_begin_at (store, first);
  append (store, 3000, -80);
  g_assert_cmpuint (ct_level_store_get_n_frames (store), ==, first + 3000);
  for (guint mip = 0; mip < n_mips; mip++)
    {
      g_assert_cmpuint (ct_level_store_get_frame (store, mip, 0)[0], ==, 0);
      g_assert_cmpint (ct_level_store_get_frame (store, mip, (first - 1) >> mip)[0] > 0, ==,
                       first % ((gsize) 1 << mip) > 0);
      g_assert_cmpuint (ct_level_store_get_frame (store, mip, first >> mip)[1], >=, 80);
      g_assert_cmpuint (ct_level_store_get_frame (store, mip, (first + 2999) >> mip)[1], >=, 80);
      g_assert_null (ct_level_store_get_frame (store, mip, ((first + 2999) >> mip) + 1));
    }
  ct_level_store_clear (store);
  g_assert_cmpuint (ct_level_store_get_n_frames (store), ==, 0);
  append (store, 1, -80);
  g_assert_cmpuint (ct_level_store_get_n_frames (store), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/level-store/levels", test_levels);
  g_test_add_func ("/level-store/mips", test_mips);
  g_test_add_func ("/level-store/grown", test_grown);
  g_test_add_func ("/level-store/quantile", test_quantile);
  g_test_add_func ("/level-store/late", test_late);
  return g_test_run ();
}
