/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-track-counter.h"

#include <glib-object.h>
#include <glib/gstdio.h>

#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-count.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/heard-document.h"
#include "tests/support/heard-song.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-model.h"
#include "ui/document/ct-timbre-book.h"
#include "ui/document/ct-track-edits.h"

typedef struct
{
  HeardSong *song;
  CtDocument *document;
  CtTrackCounter *counter;
  guint n_counted;
} Fixture;

static void
count (CtTrackCounter *counter, Fixture *fixture)
{
  fixture->n_counted++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->song = heard_song_new (160, 3, 0.5, 3);
  fixture->document = heard_document_new (fixture->song);
  fixture->counter = ct_track_counter_new (fixture->document);
  g_signal_connect (fixture->counter, "counted", G_CALLBACK (count), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_run_dispose (G_OBJECT (fixture->counter));
  while (G_OBJECT (fixture->counter)->ref_count > 1) /* a run may be under way */
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (fixture->counter);
  g_assert_finalize_object (fixture->document);
  heard_song_free (fixture->song);
}

static void
wait_for_count (Fixture *fixture, guint n)
{
  while (fixture->n_counted < n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_counted, ==, n);
}

/* Only while somebody looks, and again when notes change, but not when a track does. */
static void
test_counts (Fixture *fixture, gconstpointer data)
{
  guint32 first = ct_document_get_score (fixture->document)->tracks[0].id;
  CtTimbreCount count;

  g_assert_false (ct_track_counter_get (fixture->counter, &count));
  ct_track_counter_set_active (fixture->counter, TRUE);
  wait_for_count (fixture, 1);
  g_assert_true (ct_track_counter_get (fixture->counter, &count));
  g_assert_cmpint (count.n, ==, 3);
  ct_track_edits_rename (fixture->document, first, "Flute");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_counted, ==, 1);
  ct_track_edits_remove (fixture->document, &first, 1, 0);
  wait_for_count (fixture, 2);
  g_assert_true (ct_track_counter_get (fixture->counter, &count));
  g_assert_cmpint (count.n, ==, 2);
  ct_track_counter_set_active (fixture->counter, FALSE);
  ct_document_undo (fixture->document);
  ct_track_counter_set_active (fixture->counter, TRUE);
  wait_for_count (fixture, 3);
}

static void
test_nothing_heard (Fixture *fixture, gconstpointer data)
{
  CtTimbreCount count;

  ct_track_counter_set_active (fixture->counter, TRUE);
  wait_for_count (fixture, 1);
  ct_document_set_evidence (fixture->document, NULL);
  wait_for_count (fixture, 2);
  g_assert_false (ct_track_counter_get (fixture->counter, &count));
}

/* Puts the notes on @n tracks with a name each. */
static void
name_tracks (Fixture *fixture, int n)
{
  CtRescoreEvidence heard = ct_evidence_for_rescore (ct_document_get_evidence (fixture->document));
  CtEditScore *empty, *score;
  CtTranscriberOptions options;

  ct_transcriber_options_init (&options);
  options.tracks.n_tracks = n;
  g_assert_cmpint (ct_edit_score_new (&empty), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_rescore (&heard, empty, &options, &(CtRescoreScope){ .kind = CT_RESCORE_ALL }, &score), ==,
                   CT_STATUS_OK);
  g_assert_cmpuint (score->n_tracks, ==, n);
  ct_document_load_score (fixture->document, score);
  for (int i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Player %d", i);

      ct_track_edits_rename (fixture->document, score->tracks[i].id, name);
    }
  ct_edit_score_free (score);
  ct_edit_score_free (empty);
}

static int
next_count (Fixture *fixture)
{
  CtTimbreCount count;

  wait_for_count (fixture, fixture->n_counted + 1);
  g_assert_true (ct_track_counter_get (fixture->counter, &count));
  return count.n;
}

/* The players that are known count, as they do where tracks are found again, and only while they are known. */
static void
test_band (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "known", NULL);
  CtTimbreBook *book = ct_timbre_book_get_default ();
  CtEditScore *before;
  int n;

  g_assert_true (ct_timbre_book_open (book, path, NULL));
  ct_document_get_evidence (fixture->document)->encoder = ct_model_get_encoder ();
  ct_track_counter_set_active (fixture->counter, TRUE);
  n = next_count (fixture);
  ct_track_counter_set_active (fixture->counter, FALSE);
  before = ct_document_copy_score (fixture->document);
  name_tracks (fixture, n + 1);
  g_assert_true (ct_timbre_book_learn (book, fixture->document, NULL, NULL));
  ct_document_load_score (fixture->document, before);
  ct_track_counter_set_active (fixture->counter, TRUE);
  g_assert_cmpint (next_count (fixture), ==, n + 1);
  g_object_set (book, "enabled", FALSE, NULL);
  g_assert_cmpint (next_count (fixture), ==, n);
  g_object_set (book, "enabled", TRUE, NULL);
  g_assert_cmpint (next_count (fixture), ==, n + 1);
  g_assert_true (ct_timbre_book_forget_all (book, NULL));
  g_assert_cmpint (next_count (fixture), ==, n);
  ct_edit_score_free (before);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* It goes while a run is under way. */
static void
test_goes (Fixture *fixture, gconstpointer data)
{
  ct_track_counter_set_active (fixture->counter, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/track-counter/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("counts", test_counts);
  ADD ("nothing-heard", test_nothing_heard);
  ADD ("band", test_band);
  ADD ("goes", test_goes);
  return g_test_run ();
}
