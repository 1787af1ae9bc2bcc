/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-tile-painter.h"

#include <glib.h>
#include <math.h>

#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "ui/canvas/ct-color-map.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"

#define N_FRAMES 300

typedef struct
{
  CtDocument *document;
  CtSession *session;
  CtDisplay *display;
  CtLevelStore *levels;
  CtTilePainter painter;
} Fixture;

static void
append (Fixture *fixture, gsize n_frames)
{
  g_autofree guint16 *levels = g_new (guint16, n_frames * CT_CQT_BINS);
  g_autoptr (GRand) random = g_rand_new_with_seed (6);

  for (gsize i = 0; i < n_frames * CT_CQT_BINS; i++)
    levels[i] = (guint16) ((g_rand_double_range (random, -115, -5) - CT_LEVEL_MIN_DB) * CT_LEVEL_STEPS_PER_DB);
  ct_level_store_append (fixture->levels, levels, n_frames);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = ct_document_new ();
  fixture->session = ct_session_new (fixture->document);
  fixture->display = ct_session_get_display (fixture->session);
  g_object_set (fixture->display, "fundamentals", 0.0, NULL);
  fixture->levels = ct_document_get_levels (fixture->document);
  append (fixture, N_FRAMES);
  g_assert_true (ct_tile_painter_update (&fixture->painter, fixture->session));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

/* The colour of a level by the definition: gain moves it, contrast turns about the middle of the range. */
static guint32
color_of (Fixture *fixture, double level)
{
  double low_db = ct_level_store_get_quantile_db (fixture->levels, 0.5);
  double range_db = fmax (ct_level_store_get_quantile_db (fixture->levels, 0.9995) - low_db, 30) / 0.85;
  double db = level / CT_LEVEL_STORE_STEPS_PER_DB + CT_LEVEL_STORE_MIN_DB + ct_display_get_gain_db (fixture->display);
  double position = ((db - low_db) / range_db - 0.5) * ct_display_get_contrast (fixture->display) + 0.5;

  return 0xff000000 | ct_color_map_get (ct_display_get_color_map (fixture->display), position);
}

static guint32
pixel_at (CtPixels *picture, gsize column, guint bin)
{
  return ct_pixels_get_data (picture)[(CT_CQT_BINS - 1 - bin) * CT_TILE_FRAMES + column];
}

static void
assert_painted (Fixture *fixture)
{
  for (gsize tile = 0; tile < 2; tile++)
    {
      g_autoptr (CtPixels) picture = ct_tile_painter_paint (&fixture->painter, fixture->levels, 0, tile);

      g_assert_cmpuint (ct_pixels_get_width (picture), ==, CT_TILE_FRAMES);
      g_assert_cmpuint (ct_pixels_get_height (picture), ==, CT_CQT_BINS);
      for (gsize column = 0; column < CT_TILE_FRAMES; column++)
        {
          const guint8 *frame = ct_level_store_get_frame (fixture->levels, 0, tile * CT_TILE_FRAMES + column);

          g_assert_cmpint (frame != NULL, ==, tile * CT_TILE_FRAMES + column < N_FRAMES);
          for (guint bin = 0; bin < CT_CQT_BINS; bin++)
            g_assert_cmphex (pixel_at (picture, column, bin), ==, frame ? color_of (fixture, frame[bin]) : 0);
        }
    }
}

/* Every cell has the colour of its level, the highest bin on top; beyond the end there is nothing. */
static void
test_cells (Fixture *fixture, gconstpointer data)
{
  assert_painted (fixture);
  g_object_set (fixture->display, "gain-db", 12.0, "contrast", 1.7, "color-map", CT_COLOR_MAP_MAGMA, NULL);
  ct_tile_painter_update (&fixture->painter, fixture->session);
  assert_painted (fixture);
}

/* The serial says whether a tile that was made before is still right. */
static void
test_serial (Fixture *fixture, gconstpointer data)
{
  guint serial = fixture->painter.serial;

  g_assert_false (ct_tile_painter_update (&fixture->painter, fixture->session));
  g_assert_cmpuint (fixture->painter.serial, ==, serial);
  g_object_set (fixture->display, "show-uncertain", TRUE, NULL);
  g_assert_false (ct_tile_painter_update (&fixture->painter, fixture->session));
  g_object_set (fixture->display, "fundamentals", 0.5, NULL);
  g_assert_true (ct_tile_painter_update (&fixture->painter, fixture->session));
  g_assert_cmpuint (fixture->painter.serial, ==, serial + 1);
  g_object_set (fixture->display, "gain-db", 6.0, NULL);
  g_assert_true (ct_tile_painter_update (&fixture->painter, fixture->session));
  g_assert_cmpuint (fixture->painter.serial, ==, serial + 2);
}

/* Of a frame with a tone of @fundamental_db at bin 40 and @harmonic_db an octave above, the level that the upper one is
 * drawn with. */
static double
drawn_harmonic_db (Fixture *fixture, double fundamental_db, double harmonic_db, double fundamentals)
{
  guint16 levels[CT_CQT_BINS];
  g_autoptr (CtPixels) picture = NULL;
  CtTilePainter painter = { 0 };

  for (guint bin = 0; bin < CT_CQT_BINS; bin++)
    levels[bin] = 0;
  levels[40] = (guint16) ((fundamental_db - CT_LEVEL_MIN_DB) * CT_LEVEL_STEPS_PER_DB);
  levels[40 + 36] = (guint16) ((harmonic_db - CT_LEVEL_MIN_DB) * CT_LEVEL_STEPS_PER_DB);
  ct_level_store_clear (fixture->levels);
  ct_level_store_append (fixture->levels, levels, 1);
  for (guint value = 0; value < 256; value++)
    painter.pixels[value] = value; /* a picture of levels */
  painter.fundamentals = fundamentals;
  picture = ct_tile_painter_paint (&painter, fixture->levels, 0, 0);
  g_assert_cmpfloat ((double) pixel_at (picture, 0, 40) / CT_LEVEL_STORE_STEPS_PER_DB + CT_LEVEL_STORE_MIN_DB, ==,
                     fundamental_db);
  return (double) pixel_at (picture, 0, 40 + 36) / CT_LEVEL_STORE_STEPS_PER_DB + CT_LEVEL_STORE_MIN_DB;
}

/* A harmonic is dimmed as far as the tone below explains it: by how much that is louder, and 12 dB, up to 24 dB. */
static void
test_harmonics (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpfloat (drawn_harmonic_db (fixture, -20, -30, 0), ==, -30);
  g_assert_cmpfloat (drawn_harmonic_db (fixture, -20, -30, 1), ==, -52);
  g_assert_cmpfloat (drawn_harmonic_db (fixture, -20, -30, 0.5), ==, -41);
  g_assert_cmpfloat (drawn_harmonic_db (fixture, -20, -50, 1), ==, -74);
  /* much louder than what lies below it is a tone of its own */
  g_assert_cmpfloat (drawn_harmonic_db (fixture, -40, -20, 1), ==, -20);
  g_assert_cmpfloat (drawn_harmonic_db (fixture, -30, -20, 1), ==, -22);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/tile-painter/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("cells", test_cells);
  ADD ("serial", test_serial);
  ADD ("harmonics", test_harmonics);
  return g_test_run ();
}
