/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-beat-layer.h"

#include <gtk/gtk.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-picture.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"

#define WIDTH 600
#define HEIGHT 100

/* 60 pixels a second: beats of half a second from 1 s on, in 4/4 */
typedef struct
{
  CtSession *session;
  GtkWidget *picture, *window;
} Fixture;

static void
set_map (Fixture *fixture, CtTempoMap *map)
{
  CtDocument *document = ct_session_get_document (fixture->session);

  ct_document_begin (document, "Tempo");
  ct_document_set_tempo_map (document, map);
  ct_document_commit (document);
  ct_tempo_map_free (map);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *layer = ct_beat_layer_new ();
  CtTempoMap *map;

  fixture->session = canvas_song_new (10, 2, 1);
  g_object_set (layer, "session", fixture->session, NULL);
  /* a word in its middle, so that there is something to see where there are no lines */
  fixture->picture = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (fixture->picture), gtk_label_new ("Word"));
  gtk_overlay_add_overlay (GTK_OVERLAY (fixture->picture), layer);
  fixture->window = widget_picture_show (fixture->picture, WIDTH, HEIGHT);
  ct_session_set_view (fixture->session, &(CtView){ 0, 10, 36, 84 });
  g_assert_cmpint (ct_tempo_map_new_steady (120, 1, 4, 4, &map), ==, CT_STATUS_OK);
  set_map (fixture, map);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->session);
}

/* How opaque each column is; free it with g_free(). */
static guint *
take_columns (Fixture *fixture)
{
  int width, height;
  g_autofree guint32 *pixels = NULL;
  guint *alphas = g_new (guint, WIDTH);

  widget_picture_settle (fixture->picture);
  pixels = widget_picture_take (fixture->picture, &width, &height);
  g_assert_cmpint (width, ==, WIDTH);
  for (int x = 0; x < WIDTH; x++)
    alphas[x] = pixels[5 * WIDTH + x] >> 24;
  return alphas;
}

/* Bar lines are stronger than beats, and between them there is nothing. */
static void
test_lines (Fixture *fixture, gconstpointer data)
{
  g_autofree guint *alphas = take_columns (fixture);

  g_assert_cmpuint (alphas[60], >, 80);
  g_assert_cmpuint (alphas[60], <, 160);
  g_assert_cmpuint (alphas[180], ==, alphas[60]);
  g_assert_cmpuint (alphas[90], >, 30);
  g_assert_cmpuint (alphas[90], <, alphas[60]);
  g_assert_cmpuint (alphas[75], ==, 0);
}

/* Off, and without beats, there is nothing. */
static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree guint *off = NULL, *on = NULL, *none = NULL;

  g_object_set (ct_session_get_display (fixture->session), "show-bars", FALSE, NULL);
  off = take_columns (fixture);
  g_object_set (ct_session_get_display (fixture->session), "show-bars", TRUE, NULL);
  on = take_columns (fixture);
  set_map (fixture, NULL);
  none = take_columns (fixture);
  g_assert_cmpuint (on[60], >, 0);
  for (int x = 0; x < WIDTH; x++)
    g_assert_cmpuint (off[x] + none[x], ==, 0);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/beat-layer/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("lines", test_lines);
  ADD ("nothing", test_nothing);
  return g_test_run ();
}
