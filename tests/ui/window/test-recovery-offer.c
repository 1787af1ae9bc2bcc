/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-recovery-offer.h"

#include <adwaita.h>

#include "tests/support/note-document.h"
#include "tests/support/project-document.h"
#include "tests/support/ui-test.h"
#include "ui/document/ct-document.h"
#include "ui/project/ct-autosave.h"
#include "ui/widgets/ct-notice.h"

typedef struct
{
  GtkWindow *window;
  CtNotice *notice;
  CtRecoveryOffer *offer;
  guint n_recovered;
} Fixture;

static void
count (CtRecoveryOffer *offer, CtRecoverable *recoverable, guint *n)
{
  g_assert_true (CT_IS_RECOVERABLE (recoverable));
  ++*n;
}

/* Leaves a copy behind as a crash does. */
static void
crash (void)
{
  g_autoptr (CtDocument) document = note_document_new (10);
  g_autoptr (CtAutosave) autosave = ct_autosave_new (document, NULL);

  ct_document_begin (document, "Delete Note");
  ct_document_delete_note (document, note_document_id (document, 0));
  ct_document_commit (document);
  ct_autosave_flush (autosave);
}

static GPtrArray *
list (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *found;

  ct_autosave_list_async (NULL, project_document_keep_result, &result);
  found = ct_autosave_list_finish (project_document_wait (&result), &error);
  g_assert_no_error (error);
  return found;
}

/* How many there are for the next start; whoever holds one locks it. */
static guint
count_left (void)
{
  g_autoptr (GPtrArray) found = list ();

  return found->len;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = g_object_ref (GTK_WINDOW (gtk_window_new ()));
  fixture->notice = g_object_new (CT_TYPE_NOTICE, NULL);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->notice));
  gtk_window_present (fixture->window);
  fixture->offer = ct_recovery_offer_new (fixture->notice);
  g_signal_connect (fixture->offer, "recover", G_CALLBACK (count), &fixture->n_recovered);
  crash ();
  crash ();
  ui_test_wait_for (count_left () == 2); /* a worker may still hold one */
  ct_recovery_offer_take (fixture->offer, list ());
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) left = NULL;

  g_assert_finalize_object (fixture->offer);
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->window);
  left = list ();
  for (guint i = 0; i < left->len; i++)
    ct_recoverable_discard (left->pdata[i]);
}

static gboolean
is_offered (Fixture *fixture)
{
  return gtk_widget_get_visible (GTK_WIDGET (fixture->notice));
}

/* One after the other. */
static void
test_accept (Fixture *fixture, gconstpointer data)
{
  for (guint n = 1; n <= 2; n++)
    {
      g_assert_true (is_offered (fixture));
      ct_notice_hide (fixture->notice);
      g_signal_emit_by_name (fixture->notice, "accepted");
      g_assert_cmpuint (fixture->n_recovered, ==, n);
    }
  g_assert_false (is_offered (fixture));
}

/* What is put away stays for the next start. */
static void
test_dismiss (Fixture *fixture, gconstpointer data)
{
  g_signal_emit_by_name (fixture->notice, "dismissed");
  g_assert_true (is_offered (fixture));
  g_assert_cmpuint (count_left (), ==, 1);
  g_signal_emit_by_name (fixture->notice, "dismissed");
  g_assert_false (is_offered (fixture));
  g_assert_cmpuint (count_left (), ==, 2);
  g_assert_cmpuint (fixture->n_recovered, ==, 0);
}

/* Only what was agreed to twice is removed. */
static void
test_discard (Fixture *fixture, gconstpointer data)
{
  g_signal_emit_by_name (fixture->notice, "declined");
  ui_test_answer (ui_test_find_message (fixture->window), "cancel");
  g_assert_true (is_offered (fixture));
  g_signal_emit_by_name (fixture->notice, "declined");
  ui_test_answer (ui_test_find_message (fixture->window), "discard");
  g_assert_true (is_offered (fixture));
  g_signal_emit_by_name (fixture->notice, "dismissed");
  g_assert_cmpuint (count_left (), ==, 1);
}

int
main (int argc, char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("ct-recovery-XXXXXX", NULL);
  int result;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  ui_test_init (&argc, &argv);
  g_test_add ("/recovery-offer/accept", Fixture, NULL, set_up, test_accept, tear_down);
  g_test_add ("/recovery-offer/dismiss", Fixture, NULL, set_up, test_dismiss, tear_down);
  g_test_add ("/recovery-offer/discard", Fixture, NULL, set_up, test_discard, tear_down);
  result = g_test_run ();
  project_document_remove_folder (state);
  return result;
}
