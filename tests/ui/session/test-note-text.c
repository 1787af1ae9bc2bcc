/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-object.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-text.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"

static void
test_description (void)
{
  CtDocument *document = note_document_new (10);
  CtSession *session = ct_session_new (document);
  guint64 ids[] = { note_document_id (document, 1), note_document_id (document, 9) };
  g_autofree char *note = NULL, *uncertain = NULL, *one = NULL, *two = NULL, *spoken = NULL;
  int sure;

  note = ct_note_text_dup_description (session, ct_document_get_note (document, ids[0]));
  g_assert_cmpstr (note, ==, "C♯4 at 0:01.000, 0.50 s long, Track 2, velocity 64");
  uncertain = ct_note_text_dup_description (session, ct_document_get_note (document, ids[1]));
  g_assert_nonnull (strstr (uncertain, "uncertain"));
  g_assert_null (ct_note_text_dup_selection (session));
  ct_selection_set (ct_session_get_selection (session), ids, 1);
  one = ct_note_text_dup_selection (session);
  g_assert_cmpstr (one, ==, note);
  ct_selection_set (ct_session_get_selection (session), ids, 2);
  two = ct_note_text_dup_selection (session);
  g_assert_cmpstr (two, ==, "2 notes selected");
  ct_selection_set (ct_session_get_selection (session), &ids[1], 1);
  spoken = ct_note_text_dup_spoken (session);
  g_assert_true (g_str_has_prefix (spoken, uncertain));
  sure = (int) round (100 * ct_document_get_note (document, ids[1])->confidence);
  g_assert_cmpint (sure, <, 100);
  g_assert_cmpint (atoi (strstr (spoken, "confidence ") + strlen ("confidence ")), ==, sure);
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
}

/* A screen reader hears words, by the key that holds where the note begins. */
static void
test_spoken_pitch (void)
{
  CtDocument *document = note_document_new (12);
  CtSession *session = ct_session_new (document);
  CtKeyChange key = { .key = { -1, false } };
  CtHarmony harmony = { .keys = &key, .n_keys = 1 };
  guint64 id = note_document_id (document, 10);
  g_autofree char *shown = NULL, *spoken = NULL, *selected = NULL;

  ct_document_take_harmony (document, &harmony);
  ct_selection_set (ct_session_get_selection (session), &id, 1);
  shown = ct_note_text_dup_selection (session);
  g_assert_cmpstr (shown, ==, "B♭4 at 0:10.000, 0.50 s long, Track 1, velocity 64");
  selected = ct_note_text_dup_spoken_selection (session);
  g_assert_cmpstr (selected, ==, "B flat 4 at 0:10.000, 0.50 s long, Track 1, velocity 64");
  spoken = ct_note_text_dup_spoken (session);
  g_assert_true (g_str_has_prefix (spoken, selected));
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note-text/description", test_description);
  g_test_add_func ("/note-text/spoken-pitch", test_spoken_pitch);
  return g_test_run ();
}
