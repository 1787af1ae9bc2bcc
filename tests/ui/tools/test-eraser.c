/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-eraser.h"

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/timbre-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-view.h"

#define WIDTH 1000.0
#define HEIGHT 300.0

typedef struct
{
  CtDocument *document;
  CtSession *session;
  CtEraser *eraser;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (9);
  fixture->session = ct_session_new (fixture->document);
  /* 100 pixels a second, 10 pixels a semitone */
  ct_session_set_view (fixture->session, &(CtView){ 0, 10, 50, 80 });
  fixture->eraser = ct_eraser_new (fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_eraser_free (fixture->eraser);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static gboolean
rub (Fixture *fixture, double from_s, double from_midi, double to_s, double to_midi)
{
  const CtView *view = ct_session_get_view (fixture->session);

  return ct_eraser_rub (fixture->eraser, WIDTH, HEIGHT, ct_view_x (view, WIDTH, from_s),
                        ct_view_y (view, HEIGHT, from_midi), ct_view_x (view, WIDTH, to_s),
                        ct_view_y (view, HEIGHT, to_midi));
}

/* Bit i: note i is touched. */
static guint
touched (Fixture *fixture)
{
  guint n, bits = 0;
  g_autofree guint64 *ids = ct_eraser_dup_ids (fixture->eraser, &n);

  for (guint i = 0; i < n; i++)
    for (guint place = 0; place < 9; place++)
      if (note_document_id (fixture->document, place) == ids[i])
        {
          g_assert_false (bits & 1u << place);
          bits |= 1u << place;
        }
  return bits;
}

static void
test_point (Fixture *fixture, gconstpointer data)
{
  g_assert_false (rub (fixture, 0.75, 60, 0.75, 60)); /* between two notes */
  g_assert_false (rub (fixture, 1.25, 60, 1.25, 60)); /* a semitone under one */
  g_assert_cmpuint (touched (fixture), ==, 0);
  g_assert_true (rub (fixture, 1.25, 61, 1.25, 61));
  g_assert_false (rub (fixture, 1.3, 61, 1.3, 61));
  g_assert_cmpuint (touched (fixture), ==, 1 << 1);
}

/* A stroke that the pointer reports only the ends of leaves nothing out: note i lies at i s on pitch 60 + i. */
static void
test_stroke (Fixture *fixture, gconstpointer data)
{
  g_assert_true (rub (fixture, 2.25, 62.0, 6.25, 66.0));
  g_assert_cmpuint (touched (fixture), ==, 0x7c);
  g_assert_true (rub (fixture, 6.25, 66, 0.25, 60));
  g_assert_cmpuint (touched (fixture), ==, 0x7f);
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  guint32 odd = ct_document_get_score (fixture->document)->notes[1].track;

  ct_track_edits_set_flag (fixture->document, &odd, 1, CT_TRACK_LOCKED, TRUE);
  rub (fixture, 0.25, 60, 8.25, 68);
  g_assert_cmpuint (touched (fixture), ==, 0x155);
}

/* Until the button goes up the notes only look erased. */
static void
test_preview (Fixture *fixture, gconstpointer data)
{
  CtEditScore *before = ct_document_copy_score (fixture->document);
  g_autoptr (GArray) notes = NULL;

  rub (fixture, 0.25, 60, 3.25, 63);
  notes = ct_eraser_dup_preview (fixture->eraser);
  g_assert_cmpuint (notes->len, ==, 4);
  for (guint i = 0; i < notes->len; i++)
    {
      CtEditNote shown = g_array_index (notes, CtEditNote, i);
      const CtEditNote *note = ct_document_get_note (fixture->document, shown.id);

      g_assert_true (shown.uncertain);
      g_assert_cmpint (shown.midi, ==, note->midi);
      g_assert_cmpfloat (shown.onset_s, ==, note->onset_s);
    }
  timbre_document_assert_same (before, ct_document_get_score (fixture->document));
  ct_edit_score_free (before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/eraser/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("point", test_point);
  ADD ("stroke", test_stroke);
  ADD ("locked", test_locked);
  ADD ("preview", test_preview);
  return g_test_run ();
}
