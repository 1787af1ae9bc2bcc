/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-selection.h"

#include <glib-object.h>

#include "core/base/ct-note.h"
#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"

#define NOWHERE 12345 /* the id of no note */

typedef struct
{
  CtDocument *document; /* twenty notes, half a second each, one a second */
  CtSelection *selection;
  guint64 ids[20];
  guint n_changes;
} Fixture;

static void
count (CtSelection *selection, Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (20);
  fixture->selection = ct_selection_new (fixture->document);
  for (guint i = 0; i < 20; i++)
    fixture->ids[i] = note_document_id (fixture->document, i);
  g_signal_connect (fixture->selection, "changed", G_CALLBACK (count), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->selection);
  g_assert_finalize_object (fixture->document);
}

static void delete (Fixture *fixture, guint64 id)
{
  ct_document_begin (fixture->document, "Delete");
  ct_document_delete_note (fixture->document, id);
  ct_document_commit (fixture->document);
}

static void
test_set (Fixture *fixture, gconstpointer data)
{
  guint64 wanted[] = { fixture->ids[9], fixture->ids[3], NOWHERE };
  g_autofree guint64 *ids = NULL;
  guint n;

  ct_selection_set (fixture->selection, wanted, 3);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (ct_selection_get_n (fixture->selection), ==, 2);
  g_assert_true (ct_selection_contains (fixture->selection, fixture->ids[3]));
  g_assert_true (ct_selection_contains (fixture->selection, fixture->ids[9]));
  g_assert_false (ct_selection_contains (fixture->selection, fixture->ids[4]));
  g_assert_false (ct_selection_contains (fixture->selection, NOWHERE));
  /* in the order of the score, not in that of the call */
  ids = ct_selection_dup (fixture->selection, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (ids[0], ==, fixture->ids[3]);
  g_assert_cmpuint (ids[1], ==, fixture->ids[9]);
  /* the same ones in another order are no change */
  ct_selection_set (fixture->selection, ids, 2);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  ct_selection_clear (fixture->selection);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  g_assert_cmpuint (ct_selection_get_n (fixture->selection), ==, 0);
  ct_selection_clear (fixture->selection);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
}

static void
test_select (Fixture *fixture, gconstpointer data)
{
  ct_selection_select (fixture->selection, fixture->ids[2], TRUE);
  ct_selection_select (fixture->selection, fixture->ids[2], TRUE);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  ct_selection_select (fixture->selection, fixture->ids[5], TRUE);
  g_assert_cmpuint (ct_selection_get_n (fixture->selection), ==, 2);
  ct_selection_select (fixture->selection, NOWHERE, TRUE);
  ct_selection_select (fixture->selection, fixture->ids[7], FALSE);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  ct_selection_select (fixture->selection, fixture->ids[2], FALSE);
  g_assert_cmpuint (fixture->n_changes, ==, 3);
  g_assert_false (ct_selection_contains (fixture->selection, fixture->ids[2]));
  g_assert_true (ct_selection_contains (fixture->selection, fixture->ids[5]));
}

static void
test_span (Fixture *fixture, gconstpointer data)
{
  CtTimeSpan span;
  guint64 wanted[] = { fixture->ids[9], fixture->ids[3] };

  g_assert_false (ct_selection_get_span (fixture->selection, &span));
  ct_selection_set (fixture->selection, wanted, 2);
  g_assert_true (ct_selection_get_span (fixture->selection, &span));
  g_assert_cmpfloat (span.start_s, ==, ct_document_get_note (fixture->document, fixture->ids[3])->onset_s);
  g_assert_cmpfloat (span.end_s, ==, ct_document_get_note (fixture->document, fixture->ids[9])->offset_s);
}

/* The cursor is at the note that was selected last, alone or one by one; several at once leave it where it is. */
static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  guint64 missing_first[] = { NOWHERE, fixture->ids[6] };

  g_assert_cmpuint (ct_selection_get_cursor (fixture->selection), ==, 0);
  ct_selection_set (fixture->selection, &fixture->ids[4], 1);
  g_assert_cmpuint (ct_selection_get_cursor (fixture->selection), ==, fixture->ids[4]);
  ct_selection_set (fixture->selection, fixture->ids, 3);
  g_assert_cmpuint (ct_selection_get_cursor (fixture->selection), ==, fixture->ids[4]);
  ct_selection_select (fixture->selection, fixture->ids[8], TRUE);
  g_assert_cmpuint (ct_selection_get_cursor (fixture->selection), ==, fixture->ids[8]);
  ct_selection_select (fixture->selection, fixture->ids[8], FALSE);
  g_assert_cmpuint (ct_selection_get_cursor (fixture->selection), ==, fixture->ids[8]);
  ct_selection_set (fixture->selection, missing_first, 2);
  g_assert_cmpuint (ct_selection_get_cursor (fixture->selection), ==, fixture->ids[6]);

  fixture->n_changes = 0;
  ct_selection_set_cursor (fixture->selection, fixture->ids[6]);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  ct_selection_set_cursor (fixture->selection, fixture->ids[1]);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_false (ct_selection_contains (fixture->selection, fixture->ids[1]));
}

/* What is deleted leaves the selection; undo brings back the note, not that it was selected. */
static void
test_deleted (Fixture *fixture, gconstpointer data)
{
  ct_selection_set (fixture->selection, fixture->ids, 3);
  ct_selection_set_cursor (fixture->selection, fixture->ids[12]);
  fixture->n_changes = 0;
  delete (fixture, fixture->ids[15]); /* neither selected nor at the cursor */
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  delete (fixture, fixture->ids[1]);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (ct_selection_get_n (fixture->selection), ==, 2);
  g_assert_false (ct_selection_contains (fixture->selection, fixture->ids[1]));
  delete (fixture, fixture->ids[12]);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  g_assert_cmpuint (ct_selection_get_cursor (fixture->selection), ==, 0);
  g_assert_cmpuint (ct_selection_get_n (fixture->selection), ==, 2);
  ct_document_undo (fixture->document);
  ct_document_undo (fixture->document);
  g_assert_false (ct_selection_contains (fixture->selection, fixture->ids[1]));
  g_assert_cmpuint (fixture->n_changes, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/selection/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("set", test_set);
  ADD ("select", test_select);
  ADD ("span", test_span);
  ADD ("cursor", test_cursor);
  ADD ("deleted", test_deleted);
  return g_test_run ();
}
