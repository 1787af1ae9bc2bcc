/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-layer.h"

#include <gtk/gtk.h>

#include "core/base/ct-note.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "ui/canvas/ct-canvas-stage.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-level-store.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"

/* A layer that adds up what it is notified of. */
#define TEST_TYPE_LAYER (test_layer_get_type ())
G_DECLARE_FINAL_TYPE (TestLayer, test_layer, TEST, LAYER, CtLayer)

struct _TestLayer
{
  CtLayer parent_instance;
  guint changes, first, n;
};

G_DEFINE_FINAL_TYPE (TestLayer, test_layer, CT_TYPE_LAYER)

static void
test_layer_changed (CtLayer *layer, guint changes)
{
  TEST_LAYER (layer)->changes |= changes;
}

static void
test_layer_grown (CtLayer *layer, guint first, guint n)
{
  TEST_LAYER (layer)->first = first;
  TEST_LAYER (layer)->n = n;
}

static void
test_layer_class_init (TestLayerClass *klass)
{
  CT_LAYER_CLASS (klass)->changed = test_layer_changed;
  CT_LAYER_CLASS (klass)->grown = test_layer_grown;
}

static void
test_layer_init (TestLayer *self)
{
}

static guint
take (TestLayer *layer)
{
  guint changes = layer->changes;

  layer->changes = 0;
  return changes;
}

/* Each change of the session and its document arrives, under its own flag. */
static void
test_changes (void)
{
  g_autoptr (CtSession) session = canvas_song_new (10, 20, 2);
  CtDocument *document = ct_session_get_document (session);
  TestLayer *layer = g_object_ref_sink (g_object_new (TEST_TYPE_LAYER, NULL));
  CtEditNote note = ct_document_get_score (document)->notes[3];
  g_autofree guint16 *levels = g_new0 (guint16, 5 * CT_CQT_BINS);
  guint n_frames = (guint) ct_level_store_get_n_frames (ct_document_get_levels (document));

  g_object_set (layer, "session", session, NULL);
  g_assert_cmphex (take (layer), ==, CT_LAYER_SESSION);
  g_object_set (layer, "session", session, NULL);
  g_assert_cmphex (take (layer), ==, 0);
  ct_session_set_view (session, &(CtView){ 1, 3, 40, 60 });
  g_assert_cmphex (take (layer), ==, CT_LAYER_VIEW);
  ct_selection_set (ct_session_get_selection (session), &note.id, 1);
  g_assert_cmphex (take (layer), ==, CT_LAYER_SELECTION);
  ct_session_set_hover (session, 2, 50);
  g_assert_cmphex (take (layer), ==, CT_LAYER_HOVER);
  g_object_set (ct_session_get_display (session), "gain-db", 3.0, NULL);
  g_assert_cmphex (take (layer), ==, CT_LAYER_DISPLAY);
  ct_session_set_playhead_s (session, 2);
  g_assert_cmphex (take (layer), ==, CT_LAYER_PLAYHEAD);
  ct_session_set_loop (session, &(CtTimeSpan){ 1, 2 });
  g_assert_cmphex (take (layer) & CT_LAYER_LOOP, ==, CT_LAYER_LOOP);
  g_object_set (session, "follow", CT_FOLLOW_OFF, NULL);
  g_assert_cmphex (take (layer), ==, CT_LAYER_FOLLOW);
  note.velocity = 1;
  ct_document_begin (document, "Edit");
  ct_document_set_note (document, &note);
  ct_document_commit (document);
  g_assert_cmphex (take (layer), ==, CT_LAYER_NOTES);
  ct_track_edits_rename (document, note.track, "Oboe");
  g_assert_cmphex (take (layer), ==, CT_LAYER_TRACKS);
  ct_session_set_preview (session, ct_document_copy_score (document));
  g_assert_cmphex (take (layer), ==, CT_LAYER_PREVIEW);
  ct_session_set_preview (session, NULL);
  take (layer);
  ct_level_store_append (ct_document_get_levels (document), levels, 5);
  g_assert_cmphex (take (layer), ==, CT_LAYER_LEVELS);
  g_assert_cmpuint (layer->first, ==, n_frames);
  g_assert_cmpuint (layer->n, ==, 5);
  ct_document_set_recording (document, NULL);
  g_assert_cmphex (take (layer) & CT_LAYER_RECORDING, ==, CT_LAYER_RECORDING);
  /* what was left behind is silent */
  g_object_set (layer, "session", NULL, NULL);
  g_assert_cmphex (take (layer), ==, CT_LAYER_SESSION);
  ct_session_set_hover (session, 3, 50);
  ct_track_edits_rename (document, note.track, "Flute");
  g_assert_cmphex (take (layer), ==, 0);
  g_assert_finalize_object (layer);
}

/* The layers of a stage follow its session, whenever they are added. */
static void
test_stage (void)
{
  g_autoptr (CtSession) session = canvas_song_new (10, 2, 1);
  GtkWidget *stage = g_object_ref_sink (ct_canvas_stage_new ());
  GtkWidget *first = g_object_new (TEST_TYPE_LAYER, NULL), *second = g_object_new (TEST_TYPE_LAYER, NULL);

  ct_canvas_stage_add_layer (CT_CANVAS_STAGE (stage), first);
  g_object_set (stage, "session", session, NULL);
  ct_canvas_stage_add_layer (CT_CANVAS_STAGE (stage), second);
  g_assert_true (ct_layer_get_session (CT_LAYER (first)) == session);
  g_assert_true (ct_layer_get_session (CT_LAYER (second)) == session);
  g_assert_true (gtk_widget_get_last_child (stage) == second); /* on top */
  g_object_set (stage, "session", NULL, NULL);
  g_assert_null (ct_layer_get_session (CT_LAYER (first)));
  g_assert_null (ct_layer_get_session (CT_LAYER (second)));
  g_assert_finalize_object (stage);
}

/* Everything lies on whole device pixels, within one of where the view has it, and moves together with it. */
static void
test_grid (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (8);

  for (int i = 0; i < 500; i++)
    {
      double start_s = g_rand_double_range (random, 0, 3600), low = g_rand_double_range (random, 23, 90);
      double scale = g_rand_int_range (random, 1, 4), width = g_rand_int_range (random, 10, 3000);
      CtView view = { start_s, start_s + g_rand_double_range (random, 0.05, 600), low, low + 25 }, later = view;
      double time_s = g_rand_double_range (random, view.start_s, view.end_s);
      double midi = g_rand_double_range (random, view.low_midi, view.high_midi);
      double shift_s = g_rand_double_range (random, 0, 5), x, y;
      CtGrid grid, moved;

      ct_grid_init (&grid, &view, width, 400, scale);
      later.start_s += shift_s;
      later.end_s += shift_s;
      ct_grid_init (&moved, &later, width, 400, scale);
      x = ct_grid_x (&grid, time_s);
      y = ct_grid_y (&grid, midi);
      g_assert_cmpfloat_with_epsilon (x * scale, round (x * scale), 1e-3);
      g_assert_cmpfloat_with_epsilon (y * scale, round (y * scale), 1e-3);
      g_assert_cmpfloat_with_epsilon (x, ct_view_x (&view, width, time_s), 1.01 / scale);
      g_assert_cmpfloat_with_epsilon (y, ct_view_y (&view, 400, midi), 1.01 / scale);
      g_assert_cmpfloat (ct_grid_x (&grid, view.start_s), ==, 0);
      g_assert_cmpfloat (ct_grid_y (&grid, view.high_midi), ==, 0);
      g_assert_cmpfloat_with_epsilon (ct_grid_x (&moved, time_s) - ct_grid_x (&moved, view.end_s),
                                      x - ct_grid_x (&grid, view.end_s), 1e-3);
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/layer/changes", test_changes);
  g_test_add_func ("/layer/stage", test_stage);
  g_test_add_func ("/layer/grid", test_grid);
  return g_test_run ();
}
