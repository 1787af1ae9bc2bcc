/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-object.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-fixture.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-edits.h"

#define NEAR_S 1e-9

static void
test_split_join (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditNote whole = *note_fixture_note (fixture, 3), joined;
  g_autofree guint64 *halves = NULL, *again = NULL;
  const CtEditNote *second;
  guint n;

  g_assert_null (ct_note_edits_split (document, fixture->ids, NOTE_FIXTURE_NOTES, 3.005, &n));
  g_assert_null (ct_note_edits_split (document, fixture->ids, NOTE_FIXTURE_NOTES, 3.495, &n));
  g_assert_null (ct_note_edits_split (document, fixture->ids, NOTE_FIXTURE_NOTES, 3.75, &n));
  g_assert_null (ct_note_edits_split (document, fixture->ids, NOTE_FIXTURE_NOTES, NAN, &n));
  halves = ct_note_edits_split (document, fixture->ids, NOTE_FIXTURE_NOTES, 3.2, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (halves[0], ==, fixture->ids[3]);
  second = ct_document_get_note (document, halves[1]);
  g_assert_cmpfloat (note_fixture_note (fixture, 3)->onset_s, ==, 3);
  g_assert_cmpfloat (note_fixture_note (fixture, 3)->offset_s, ==, 3.2);
  g_assert_cmpfloat (second->onset_s, ==, 3.2);
  g_assert_cmpfloat (second->offset_s, ==, 3.5);
  g_assert_cmpint (second->origin_frame, ==, whole.origin_frame);
  g_assert_cmpint (second->edited, ==, CT_EDITED_TIME);
  g_assert_cmpint (second->track, ==, (int) whole.track);
  again = ct_note_edits_join (document, halves, 2, &n);
  g_assert_cmpuint (n, ==, 1);
  joined = *note_fixture_note (fixture, 3);
  /* as it was, but marked as edited; and no origin is lost */
  joined.edited = whole.edited;
  g_assert_true (ct_edit_note_equal (&whole, &joined));
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 0);
  note_fixture_assert_undo (fixture, 2);
}

/* Deleting one half loses no origin; deleting the other one does. */
static void
test_delete_halves (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  g_autofree guint64 *halves = NULL;
  guint n;

  halves = ct_note_edits_split (document, fixture->ids + 3, 1, 3.2, &n);
  ct_note_edits_delete (document, halves, 1);
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 0);
  ct_note_edits_delete (document, halves + 1, 1);
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 1);
  note_fixture_assert_undo (fixture, 3);
}

static void
test_join (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint64 picked[3] = { fixture->ids[12], fixture->ids[0], fixture->ids[4] };
  g_autofree guint64 *made = NULL;
  guint n;

  /* other pitches and tracks do not join */
  g_assert_null (ct_note_edits_join (document, fixture->ids, 12, &n));
  ct_note_edits_set (document, fixture->ids + 12, 1, CT_NOTE_VELOCITY, 127, FALSE);
  ct_note_edits_resize (document, fixture->ids + 12, 1, CT_NOTE_END, 1);
  /* C4 at 0 and 12 s on the first track, and E4 at 4 s: the gap is closed */
  made = ct_note_edits_join (document, picked, 3, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (made[0], ==, fixture->ids[0]);
  g_assert_cmpfloat (note_fixture_note (fixture, 0)->onset_s, ==, 0);
  g_assert_cmpfloat (note_fixture_note (fixture, 0)->offset_s, ==, 13.5);
  g_assert_cmpint (note_fixture_note (fixture, 0)->velocity, ==, lround ((0.5 * 64 + 1.5 * 127) / 2));
  g_assert_null (note_fixture_note (fixture, 12));
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 1);
  note_fixture_assert_undo (fixture, 3);
}

/* One that is not selected lies between; a single note joins the next only if that is near. */
static void
test_join_neighbours (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint64 ends[2] = { fixture->ids[0], fixture->ids[4] };
  g_autofree guint64 *made = NULL, *all = NULL;
  guint n;

  ct_note_edits_set (document, fixture->ids, 5, CT_NOTE_PITCH, 50, FALSE);
  g_assert_null (ct_note_edits_join (document, ends, 2, &n));
  g_assert_null (ct_note_edits_join (document, fixture->ids, 1, &n));
  ct_note_edits_resize (document, fixture->ids, 1, CT_NOTE_END, 0.75);
  made = ct_note_edits_join (document, fixture->ids, 1, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat (note_fixture_note (fixture, 0)->offset_s, ==, 2.5);
  g_assert_null (note_fixture_note (fixture, 2));
  /* both tracks at once */
  all = ct_note_edits_join (document, fixture->ids, 5, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (note_fixture_note (fixture, 0)->offset_s, ==, 4.5);
  g_assert_cmpfloat (note_fixture_note (fixture, 1)->offset_s, ==, 3.5);
  note_fixture_assert_undo (fixture, 4);
}

/* What was drawn takes over where the part it joins was heard. */
static void
test_join_drawn (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint64 ids[2] = { ct_note_edits_draw (document, note_fixture_note (fixture, 5)->track, 65, 4.6, 4.9, 80),
                     fixture->ids[5] };
  g_autofree guint64 *made = NULL;
  const CtEditNote *note;
  guint n;

  made = ct_note_edits_join (document, ids, 2, &n);
  note = ct_document_get_note (document, ids[0]);
  g_assert_cmpint (note->origin_frame, ==, 5 * 86);
  g_assert_cmpint (note->origin_midi, ==, 65);
  g_assert_cmpint (note->edited & CT_EDITED_DRAWN, ==, 0);
  g_assert_cmpint (note->edited & CT_EDITED_TIME, ==, CT_EDITED_TIME);
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 0);
  note_fixture_assert_undo (fixture, 2);
}

static void
test_duplicate (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  g_autofree guint64 *copies = NULL;
  guint n;

  copies = ct_note_edits_duplicate (document, fixture->ids + 8, 2, &n);
  g_assert_cmpuint (n, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const CtEditNote *copy = ct_document_get_note (document, copies[i]);

      g_assert_cmpfloat_with_epsilon (copy->onset_s, 8 + i + 1.5, NEAR_S);
      g_assert_cmpfloat_with_epsilon (copy->offset_s - copy->onset_s, 0.5, NEAR_S);
      g_assert_cmpint (copy->midi, ==, 68 + (int) i);
      g_assert_cmpint (copy->edited, ==, CT_EDITED_DRAWN);
      g_assert_cmpint (copy->origin_frame, ==, -1);
      g_assert_cmpint (copy->origin_midi, ==, 0);
      g_assert_cmpfloat (copy->confidence, ==, 1);
      g_assert_false (copy->uncertain);
    }
  g_assert_true (note_fixture_note (fixture, 9)->uncertain);
  note_fixture_assert_undo (fixture, 1);
}

static void
test_paste (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (CtEditNote));
  g_autofree guint64 *copies = NULL;
  guint n;

  for (guint i = 0; i < 4; i++)
    g_array_append_vals (notes, note_fixture_note (fixture, i), 1);
  g_array_index (notes, CtEditNote, 3).track = 12345;
  copies = ct_note_edits_paste (document, notes, -1, &n);
  /* the first would begin before 0, the last is on no track */
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (ct_document_get_note (document, copies[0])->onset_s, ==, 0);
  g_assert_null (ct_note_edits_paste (document, notes, -10, &n));
  note_fixture_assert_undo (fixture, 1);
}

static void
test_draw (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint32 track = ct_document_get_score (document)->tracks[1].id;
  const CtEditNote *note;
  guint64 id;

  id = ct_note_edits_draw (document, track, 72, 5.25, 6, 90);
  note = ct_document_get_note (document, id);
  g_assert_cmpfloat (note->onset_s, ==, 5.25);
  g_assert_cmpfloat (note->offset_s, ==, 6);
  g_assert_cmpint (note->edited, ==, CT_EDITED_DRAWN);
  g_assert_cmpint (note->velocity, ==, 90);
  g_assert_cmpint (note->track, ==, (int) track);
  g_assert_cmpint (note->origin_frame, ==, -1);
  /* extremes */
  id = ct_note_edits_draw (document, track, 999, -3, -4, 999);
  note = ct_document_get_note (document, id);
  g_assert_cmpfloat (note->onset_s, ==, 0);
  g_assert_cmpfloat (note->offset_s, ==, CT_NOTE_MIN_S);
  g_assert_cmpint (note->midi, ==, 127);
  g_assert_cmpint (note->velocity, ==, 127);
  g_assert_cmpuint (ct_note_edits_draw (document, 777, 60, 1, 2, 80), ==, 0);
  g_assert_cmpuint (ct_note_edits_draw (document, track, 60, NAN, 2, 80), ==, 0);
  /* a deleted drawing was never heard */
  ct_note_edits_delete (document, &id, 1);
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 0);
  note_fixture_assert_undo (fixture, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                                                \
  g_test_add ("/note-remake/" path, NoteFixture, NULL, note_fixture_set_up, func, note_fixture_tear_down)
  ADD ("split-join", test_split_join);
  ADD ("delete-halves", test_delete_halves);
  ADD ("join", test_join);
  ADD ("join-neighbours", test_join_neighbours);
  ADD ("join-drawn", test_join_drawn);
  ADD ("duplicate", test_duplicate);
  ADD ("paste", test_paste);
  ADD ("draw", test_draw);
  return g_test_run ();
}
