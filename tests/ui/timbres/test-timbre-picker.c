/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-picker.h"

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"

/* 100 pixels to a unit, the origin in the middle of 400 x 400 */
static const CtTimbreView view = { 0, 0, 100, 400, 400 };

/* where the notes lie */
static const float places[][2] = { { 0, 0 }, { 1, 0.1f }, { 0.9f, 0.8f }, { 0, 1 }, { -1, 0 }, { 0.2f, -1 } };

typedef struct
{
  CtDocument *document;
  CtSession *session;
  guint64 ids[6];
  CtTimbrePoints points;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (6);
  fixture->session = ct_session_new (fixture->document);
  fixture->points.points = g_array_new (FALSE, FALSE, sizeof (CtTimbrePoint));
  for (guint i = 0; i < 6; i++)
    {
      CtTimbrePoint point = { .id = note_document_id (fixture->document, i), .x = places[i][0], .y = places[i][1] };

      fixture->ids[i] = point.id;
      g_array_append_val (fixture->points.points, point);
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_timbre_points_clear (&fixture->points);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

/* The nearest within reach; up on the map is up in the widget. */
static void
test_pick (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (ct_timbre_picker_pick (&fixture->points, &view, 200, 200), ==, fixture->ids[0]);
  g_assert_cmpuint (ct_timbre_picker_pick (&fixture->points, &view, 207, 206), ==, fixture->ids[0]);
  g_assert_cmpuint (ct_timbre_picker_pick (&fixture->points, &view, 208, 208), ==, 0);
  g_assert_cmpuint (ct_timbre_picker_pick (&fixture->points, &view, 200, 100), ==, fixture->ids[3]);
  g_assert_cmpuint (ct_timbre_picker_pick (&fixture->points, &view, 100, 200), ==, fixture->ids[4]);
  g_assert_cmpuint (ct_timbre_picker_pick (&fixture->points, &view, 220, 300), ==, fixture->ids[5]);
  g_assert_cmpuint (ct_timbre_picker_pick (&(CtTimbrePoints){ 0 }, &view, 200, 200), ==, 0);
  /* of two the nearer one */
  g_array_index (fixture->points.points, CtTimbrePoint, 1).x = 0.12f;
  g_array_index (fixture->points.points, CtTimbrePoint, 1).y = 0;
  g_assert_cmpuint (ct_timbre_picker_pick (&fixture->points, &view, 205, 200), ==, fixture->ids[0]);
  g_assert_cmpuint (ct_timbre_picker_pick (&fixture->points, &view, 207, 200), ==, fixture->ids[1]);
}

static void
test_lasso (Fixture *fixture, gconstpointer data)
{
  static const CtLassoPoint right[] = { { 195, 0 }, { 400, 0 }, { 400, 205 }, { 195, 205 } };
  g_autoptr (GArray) all = ct_timbre_picker_pick_lasso (&fixture->points, &view, right, G_N_ELEMENTS (right));
  g_autoptr (GArray) free = NULL;

  g_assert_cmpuint (all->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (g_array_index (all, guint64, i), ==, fixture->ids[i]);
  g_array_index (fixture->points.points, CtTimbrePoint, 2).locked = TRUE;
  free = ct_timbre_picker_pick_lasso (&fixture->points, &view, right, G_N_ELEMENTS (right));
  g_assert_cmpuint (free->len, ==, 3);
}

static guint64
step (Fixture *fixture, guint from, int dx, int dy)
{
  return ct_timbre_picker_step (&fixture->points, fixture->session, from < 6 ? fixture->ids[from] : 0, dx, dy);
}

static void
test_step (Fixture *fixture, gconstpointer data)
{
  guint32 odd = ct_document_get_note (fixture->document, fixture->ids[1])->track;

  g_assert_cmpuint (step (fixture, 0, 1, 0), ==, fixture->ids[1]);
  g_assert_cmpuint (step (fixture, 0, 0, 1), ==, fixture->ids[3]);
  g_assert_cmpuint (step (fixture, 0, -1, 0), ==, fixture->ids[4]);
  g_assert_cmpuint (step (fixture, 0, 0, -1), ==, fixture->ids[5]);
  g_assert_cmpuint (step (fixture, 4, -1, 0), ==, 0);
  g_assert_cmpuint (step (fixture, 6, 1, 0), ==, fixture->ids[0]); /* from nowhere */
  /* past what cannot be selected */
  ct_track_edits_set_flag (fixture->document, &odd, 1, CT_TRACK_LOCKED, TRUE);
  g_assert_false (ct_timbre_picker_can_pick (fixture->session, fixture->ids[1]));
  g_assert_true (ct_timbre_picker_can_pick (fixture->session, fixture->ids[2]));
  g_assert_false (ct_timbre_picker_can_pick (fixture->session, 0));
  g_assert_cmpuint (step (fixture, 0, 1, 0), ==, fixture->ids[2]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/timbre-picker/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("pick", test_pick);
  ADD ("lasso", test_lasso);
  ADD ("step", test_step);
  return g_test_run ();
}
