/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-note-looks.h"

#include <glib-object.h>

#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"

typedef struct
{
  CtDocument *document;
  const CtEditScore *score;
  CtDisplay *display;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (10);
  fixture->score = ct_document_get_score (fixture->document);
  fixture->display = ct_display_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->document);
  g_assert_finalize_object (fixture->display);
}

static void
test_tracks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtNoteLooks) looks = ct_note_looks_new (fixture->score);
  CtEditNote lost = fixture->score->notes[0];

  for (guint i = 0; i < 9; i++)
    {
      const CtNoteLook *look = ct_note_looks_get (looks, &fixture->score->notes[i], fixture->display);

      g_assert_nonnull (look);
      g_assert_cmpuint (look->number, ==, i % 2 + 1);
      g_assert_cmphex (look->rgb, ==, fixture->score->tracks[i % 2].rgb);
      g_assert_true (look->heard);
    }
  lost.track = 12345;
  g_assert_null (ct_note_looks_get (looks, &lost, fixture->display));
}

static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  guint32 first = fixture->score->tracks[0].id;
  const CtEditNote *uncertain = &fixture->score->notes[9];
  g_autoptr (CtNoteLooks) looks = NULL;

  g_assert_true (uncertain->uncertain);
  ct_track_edits_set_flag (fixture->document, &first, 1, CT_TRACK_VISIBLE, FALSE);
  looks = ct_note_looks_new (fixture->score);
  g_assert_null (ct_note_looks_get (looks, &fixture->score->notes[0], fixture->display));
  g_object_set (fixture->display, "show-uncertain", FALSE, NULL);
  g_assert_null (ct_note_looks_get (looks, uncertain, fixture->display));
  g_object_set (fixture->display, "show-uncertain", TRUE, NULL);
  g_assert_nonnull (ct_note_looks_get (looks, uncertain, fixture->display));
}

static double
alpha_of (Fixture *fixture, CtNoteLooks *looks, guint velocity, double confidence)
{
  CtEditNote note = fixture->score->notes[0];

  note.velocity = (guint8) velocity;
  note.confidence = (float) confidence;
  return ct_note_looks_get_alpha (ct_note_looks_get (looks, &note, fixture->display), &note, fixture->display);
}

/* The property that is chosen makes notes opaque, in equal steps; even the softest can be seen. */
static void
test_opacity (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtNoteLooks) looks = ct_note_looks_new (fixture->score);

  g_object_set (fixture->display, "note-opacity", CT_NOTE_OPACITY_VELOCITY, NULL);
  g_assert_cmpfloat_with_epsilon (alpha_of (fixture, looks, 127, 0.1), 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (alpha_of (fixture, looks, 0, 0.9), 0.35, 1e-9);
  g_assert_cmpfloat_with_epsilon (2 * alpha_of (fixture, looks, 60, 0),
                                  alpha_of (fixture, looks, 40, 0) + alpha_of (fixture, looks, 80, 0), 1e-9);
  g_object_set (fixture->display, "note-opacity", CT_NOTE_OPACITY_CONFIDENCE, NULL);
  g_assert_cmpfloat_with_epsilon (alpha_of (fixture, looks, 127, 0), 0.35, 1e-9);
  g_assert_cmpfloat_with_epsilon (alpha_of (fixture, looks, 1, 1), 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (alpha_of (fixture, looks, 1, 7), 1, 1e-9);
  g_object_set (fixture->display, "note-opacity", CT_NOTE_OPACITY_SOLID, NULL);
  g_assert_cmpfloat_with_epsilon (alpha_of (fixture, looks, 1, 0), 1, 1e-9);
}

/* What is not heard is fainter: muted, or not soloed. */
static void
test_unheard (Fixture *fixture, gconstpointer data)
{
  guint32 second = fixture->score->tracks[1].id;
  g_autoptr (CtNoteLooks) all = ct_note_looks_new (fixture->score), soloed = NULL;

  g_object_set (fixture->display, "note-opacity", CT_NOTE_OPACITY_SOLID, NULL);
  g_assert_false (ct_note_looks_any_unheard (all));
  ct_track_edits_set_flag (fixture->document, &second, 1, CT_TRACK_SOLO, TRUE);
  soloed = ct_note_looks_new (fixture->score);
  g_assert_true (ct_note_looks_any_unheard (soloed));
  g_assert_false (ct_note_looks_get (soloed, &fixture->score->notes[0], fixture->display)->heard);
  g_assert_true (ct_note_looks_get (soloed, &fixture->score->notes[1], fixture->display)->heard);
  g_assert_cmpfloat_with_epsilon (alpha_of (fixture, soloed, 100, 1), 0.35, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/note-looks/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("tracks", test_tracks);
  ADD ("hidden", test_hidden);
  ADD ("opacity", test_opacity);
  ADD ("unheard", test_unheard);
  return g_test_run ();
}
