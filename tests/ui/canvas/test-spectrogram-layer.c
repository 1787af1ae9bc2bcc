/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-spectrogram-layer.h"

#include <gtk/gtk.h>

#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-picture.h"
#include "ui/canvas/ct-tile-painter.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-level-store.h"
#include "ui/document/ct-recording.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/widgets/ct-pixels.h"

#define SECONDS 60
#define N_FRAMES ((gsize) (SECONDS * CT_CQT_FRAME_RATE_HZ))

static guint16
to_level (double db)
{
  return (guint16) ((db - CT_LEVEL_MIN_DB) * CT_LEVEL_STEPS_PER_DB);
}

/* A tone on @bin from @start_s to @end_s over silence, in grey. */
static CtSession *
make_tone (int bin, double start_s, double end_s)
{
  g_autoptr (CtDocument) document = ct_document_new ();
  g_autoptr (CtRecording) recording = ct_recording_new ("/music/tone.wav", SECONDS, 44100, 1);
  g_autofree guint16 *levels = g_new (guint16, N_FRAMES * CT_CQT_BINS);
  CtSession *session;

  for (gsize i = 0; i < N_FRAMES * CT_CQT_BINS; i++)
    levels[i] = to_level (-100);
  for (gsize i = (gsize) (start_s * CT_CQT_FRAME_RATE_HZ); i < (gsize) (end_s * CT_CQT_FRAME_RATE_HZ); i++)
    levels[i * CT_CQT_BINS + (gsize) bin] = to_level (-10);
  ct_document_set_recording (document, recording);
  ct_level_store_append (ct_document_get_levels (document), levels, N_FRAMES);
  session = ct_session_new (document);
  g_object_set (ct_session_get_display (session), "color-map", CT_COLOR_MAP_GREY, NULL);
  return session;
}

/* Brightness of the picture in column @x, row @y. */
static guint
light (const guint32 *pixels, int width, int x, int y)
{
  return pixels[y * width + x] & 0xff;
}

/* The tone's row, by the centre of its light, lies where the pitch axis says, at every zoom. */
static void
test_row (void)
{
  g_autoptr (CtSession) session = make_tone (3 * (60 - 24) + 1, 0, SECONDS);
  GtkWidget *layer = ct_spectrogram_layer_new (), *window;
  static const CtView views[] = { { 0, 60, 23, 120 }, { 10, 20, 48, 72 }, { 3.3, 3.9, 57, 66 } };

  g_object_set (layer, "session", session, NULL);
  window = widget_picture_show (layer, 640, 500);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      double sum = 0, weighted = 0;
      int width, height;
      g_autofree guint32 *pixels = NULL;

      ct_session_set_view (session, &views[i]);
      ct_spectrogram_layer_finish (CT_SPECTROGRAM_LAYER (layer));
      pixels = widget_picture_take (layer, &width, &height);
      for (int y = 0; y < height; y++)
        {
          guint here = light (pixels, width, width / 2 + 3, y);

          /* octave lines are thin and dim */
          here = here > 80 ? here : 0;
          sum += here;
          weighted += here * (y + 0.5);
        }
      g_assert_cmpfloat (sum, >, 0);
      g_assert_cmpfloat_with_epsilon (weighted / sum, ct_view_y (ct_session_get_view (session), height, 60),
                                      1 + 0.06 * height / (views[i].high_midi - views[i].low_midi));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A tone that goes on is light in every column: no seam shows where tiles meet. */
static void
test_seams (void)
{
  g_autoptr (CtSession) session = make_tone (3 * (60 - 24) + 1, 0, SECONDS);
  GtkWidget *layer = ct_spectrogram_layer_new (), *window;

  g_object_set (layer, "session", session, NULL);
  window = widget_picture_show (layer, 613, 431);
  for (double span_s = 0.8; span_s < 60; span_s *= 1.7)
    {
      int width, height, row;
      g_autofree guint32 *pixels = NULL;

      ct_session_set_view (session, &(CtView){ 2.71, 2.71 + span_s, 50, 70 });
      ct_spectrogram_layer_finish (CT_SPECTROGRAM_LAYER (layer));
      pixels = widget_picture_take (layer, &width, &height);
      row = (int) ct_view_y (ct_session_get_view (session), height, 60);
      for (int x = 1; x < width; x++)
        g_assert_cmpuint (light (pixels, width, x, row), ==, light (pixels, width, 0, row));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A click of sound, two frames long, is seen when the whole song is in sight, and where it is. */
static void
test_click (void)
{
  g_autoptr (CtSession) session = make_tone (3 * (60 - 24) + 1, 30, 30 + 2.1 / CT_CQT_FRAME_RATE_HZ);
  GtkWidget *layer = ct_spectrogram_layer_new (), *window;
  int width, height, row, brightest = 0;
  g_autofree guint32 *pixels = NULL;

  g_object_set (layer, "session", session, NULL);
  window = widget_picture_show (layer, 300, 500);
  ct_session_set_view (session, &(CtView){ 0, 60, 50, 70 });
  ct_spectrogram_layer_finish (CT_SPECTROGRAM_LAYER (layer));
  pixels = widget_picture_take (layer, &width, &height);
  row = (int) ct_view_y (ct_session_get_view (session), height, 60);
  for (int x = 0; x < width; x++)
    if (light (pixels, width, x, row) > light (pixels, width, brightest, row))
      brightest = x;
  g_assert_cmpuint (light (pixels, width, brightest, row), >, 128);
  g_assert_cmpfloat_with_epsilon (brightest + 0.5, width / 2.0, 2.5);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* However far one looks around, the tiles that are kept do not grow without end. */
static void
test_eviction (void)
{
  g_autoptr (CtSession) session = make_tone (100, 0, SECONDS);
  GtkWidget *layer = ct_spectrogram_layer_new (), *window;

  g_object_set (layer, "session", session, NULL);
  window = widget_picture_show (layer, 400, 300);
  for (double span_s = 0.3; span_s < 60; span_s *= 2)
    for (double start_s = 0; start_s + span_s < 60; start_s += MAX (span_s, 2))
      {
        ct_session_set_view (session, &(CtView){ start_s, start_s + span_s, 50, 70 });
        ct_spectrogram_layer_finish (CT_SPECTROGRAM_LAYER (layer));
      }
  g_assert_cmpuint (ct_spectrogram_layer_get_n_tiles (CT_SPECTROGRAM_LAYER (layer)), <=, 160);
  ct_level_store_clear (ct_document_get_levels (ct_session_get_document (session)));
  g_assert_cmpuint (ct_spectrogram_layer_get_n_tiles (CT_SPECTROGRAM_LAYER (layer)), ==, 0);
  widget_picture_settle (layer);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The octave of a tone goes dark where fundamentals are emphasised, the tone itself stays. */
static void
test_fundamentals (void)
{
  CtTilePainter painter = { .fundamentals = 1 };
  g_autoptr (CtLevelStore) levels = ct_level_store_new ();
  g_autoptr (CtPixels) tile = NULL;
  guint16 frame[CT_CQT_BINS];
  guint32 *pixels;

  for (guint i = 0; i < 256; i++)
    painter.pixels[i] = i;
  for (guint i = 0; i < CT_CQT_BINS; i++)
    frame[i] = to_level (-120);
  frame[100] = to_level (-20);
  frame[136] = to_level (-26);
  ct_level_store_append (levels, frame, 1);
  tile = ct_tile_painter_paint (&painter, levels, 0, 0);
  pixels = ct_pixels_get_data (tile);
  g_assert_cmpuint (pixels[(CT_CQT_BINS - 1 - 100) * CT_TILE_FRAMES], ==, 200);
  g_assert_cmpuint (pixels[(CT_CQT_BINS - 1 - 136) * CT_TILE_FRAMES], <, 160);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/spectrogram-layer/row", test_row);
  g_test_add_func ("/spectrogram-layer/seams", test_seams);
  g_test_add_func ("/spectrogram-layer/click", test_click);
  g_test_add_func ("/spectrogram-layer/eviction", test_eviction);
  g_test_add_func ("/spectrogram-layer/fundamentals", test_fundamentals);
  return g_test_run ();
}
