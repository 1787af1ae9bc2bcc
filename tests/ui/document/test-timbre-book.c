/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-timbre-book.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/timbre/ct-known-timbres.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-recognition.h"
#include "tests/support/test-folder.h"
#include "tests/support/track-fixture.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-track-edits.h"
#include "ui/support/ct-file-error.h"

typedef struct
{
  TrackFixture track;
  char *folder;
  char *path;
  CtTimbreBook *book;
  guint n_changes;
} Fixture;

static void
count_change (Fixture *fixture)
{
  fixture->n_changes++;
}

static CtTimbreBook *
open_book (Fixture *fixture)
{
  CtTimbreBook *book = ct_timbre_book_new ();

  g_assert_true (ct_timbre_book_open (book, fixture->path, NULL));
  return book;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  track_fixture_set_up (&fixture->track, NULL);
  ct_document_get_evidence (fixture->track.document)->encoder = 7;
  fixture->folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "known", NULL);
  fixture->book = open_book (fixture);
  g_signal_connect_swapped (fixture->book, "changed", G_CALLBACK (count_change), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->book);
  test_folder_remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  track_fixture_tear_down (&fixture->track, NULL);
}

static void
name (Fixture *fixture, guint track, const char *name)
{
  ct_track_edits_rename (fixture->track.document, fixture->track.tracks[track], name);
}

static gsize
n_known (CtTimbreBook *book)
{
  return ct_known_timbres_n (ct_timbre_book_get_known (book));
}

static void
learn (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ct_timbre_book_learn (fixture->book, fixture->track.document, NULL, &error));
  g_assert_no_error (error);
}

/* What a hand has named is learned, with its colour and instrument, and kept in the file. */
static void
test_learn (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_free);
  const CtKnownTimbre *timbre;
  CtTimbreBook *again;

  learn (fixture);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  name (fixture, 1, "Anna");
  ct_track_edits_set_program (fixture->track.document, &fixture->track.tracks[1], 1, 71);
  g_assert_true (ct_timbre_book_learn (fixture->book, fixture->track.document, added, NULL));
  g_assert_cmpuint (added->len, ==, 1);
  g_assert_cmpstr (added->pdata[0], ==, "Anna");
  again = open_book (fixture);
  g_assert_cmpuint (n_known (again), ==, 1);
  timbre = ct_known_timbres_get (ct_timbre_book_get_known (again), 0);
  g_assert_cmpstr (timbre->name, ==, "Anna");
  g_assert_cmpuint (timbre->program, ==, 71);
  g_assert_cmpuint (timbre->rgb, ==, track_fixture_at (&fixture->track, 1)->rgb);
  g_assert_finalize_object (again);

  /* saved once more, the song still counts once */
  g_assert_true (ct_timbre_book_learn (fixture->book, fixture->track.document, added, NULL));
  g_assert_cmpuint (added->len, ==, 1);
  g_assert_cmpuint (ct_known_timbres_get (ct_timbre_book_get_known (fixture->book), 0)->n_songs, ==, 1);
}

/* What the program itself has recognised teaches nothing. */
static void
test_not_by_hand (Fixture *fixture, gconstpointer data)
{
  CtEditTrack track;

  name (fixture, 0, "Anna");
  learn (fixture);
  track = *track_fixture_at (&fixture->track, 1);
  ct_edit_track_recognise (&track, ct_known_timbres_get (ct_timbre_book_get_known (fixture->book), 0));
  ct_edit_track_set_name (&track, "Recognised");
  ct_document_begin (fixture->track.document, "recognise");
  ct_document_set_track (fixture->track.document, &track);
  ct_document_commit (fixture->track.document);
  learn (fixture);
  g_assert_cmpuint (n_known (fixture->book), ==, 1);
}

static void
test_off (Fixture *fixture, gconstpointer data)
{
  CtKnownTimbres *known;

  name (fixture, 0, "Anna");
  learn (fixture);
  known = ct_timbre_book_dup_known (fixture->book);
  g_assert_cmpuint (ct_known_timbres_n (known), ==, 1);
  ct_known_timbres_free (known);
  g_object_set (fixture->book, "enabled", FALSE, NULL);
  g_assert_null (ct_timbre_book_dup_known (fixture->book));
  name (fixture, 1, "Ben");
  learn (fixture);
  g_assert_cmpuint (n_known (fixture->book), ==, 1);
}

/* Without a file, as before the program gave it one, nothing is learned. */
static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  CtTimbreBook *book = ct_timbre_book_new ();

  name (fixture, 0, "Anna");
  g_assert_true (ct_timbre_book_learn (book, fixture->track.document, NULL, NULL));
  g_assert_cmpuint (n_known (book), ==, 0);
  g_assert_null (ct_timbre_book_dup_known (book));
  g_assert_finalize_object (book);
}

/* A file that cannot be read is left alone until all is to be forgotten. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "from a later version", -1, NULL));
  g_assert_false (ct_timbre_book_open (fixture->book, fixture->path, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_UNKNOWN_FORMAT);
  g_assert_cmpstr (ct_timbre_book_get_problem (fixture->book), ==, error->message);
  g_clear_error (&error);
  name (fixture, 0, "Anna");
  g_assert_false (ct_timbre_book_learn (fixture->book, fixture->track.document, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (fixture->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "from a later version");
  g_assert_cmpuint (n_known (fixture->book), ==, 0);

  g_assert_true (ct_timbre_book_forget_all (fixture->book, NULL));
  g_assert_null (ct_timbre_book_get_problem (fixture->book));
  learn (fixture);
  g_assert_cmpuint (n_known (fixture->book), ==, 1);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "exported", NULL);
  g_autoptr (GError) error = NULL;
  CtTimbreBook *again;

  name (fixture, 0, "Anna");
  name (fixture, 1, "Ben");
  name (fixture, 2, "Cleo");
  learn (fixture);
  g_assert_cmpuint (n_known (fixture->book), ==, 3);
  g_assert_true (ct_timbre_book_export (fixture->book, other, NULL));
  g_assert_false (ct_timbre_book_rename (fixture->book, 0, "Ben", &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_FAILED);
  g_assert_true (ct_timbre_book_rename (fixture->book, 0, "Dora", NULL));
  g_assert_true (ct_timbre_book_merge (fixture->book, 0, 2, NULL));
  g_assert_true (ct_timbre_book_forget (fixture->book, 1, NULL));
  again = open_book (fixture);
  g_assert_cmpuint (n_known (again), ==, 1);
  g_assert_cmpstr (ct_known_timbres_get (ct_timbre_book_get_known (again), 0)->name, ==, "Dora");
  g_assert_finalize_object (again);

  g_assert_true (ct_timbre_book_import (fixture->book, other, NULL));
  g_assert_cmpuint (n_known (fixture->book), ==, 4);
  g_clear_error (&error);
  g_assert_false (ct_timbre_book_import (fixture->book, fixture->folder, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOT_A_FILE);
  g_assert_true (ct_timbre_book_forget_all (fixture->book, NULL));
  g_assert_cmpuint (n_known (fixture->book), ==, 0);
}

/* What another program learns meanwhile is not overwritten; what this one renames or forgets does not come back. */
static void
test_learned_elsewhere (Fixture *fixture, gconstpointer data)
{
  CtTimbreBook *other, *again;

  name (fixture, 0, "Anna");
  name (fixture, 1, "Ben");
  learn (fixture);
  other = open_book (fixture);
  name (fixture, 2, "Cleo");
  g_assert_true (ct_timbre_book_learn (other, fixture->track.document, NULL, NULL));
  g_assert_finalize_object (other);

  g_assert_true (ct_timbre_book_rename (fixture->book, 0, "Dora", NULL));
  g_assert_true (ct_timbre_book_forget (fixture->book, 1, NULL));
  again = open_book (fixture);
  g_assert_cmpuint (n_known (again), ==, 2);
  g_assert_cmpint (ct_known_timbres_find (ct_timbre_book_get_known (again), "Dora"), >=, 0);
  g_assert_cmpint (ct_known_timbres_find (ct_timbre_book_get_known (again), "Cleo"), >=, 0);
  g_assert_finalize_object (again);
  g_assert_true (ct_timbre_book_forget_all (fixture->book, NULL));
  again = open_book (fixture);
  g_assert_cmpuint (n_known (again), ==, 0);
  g_assert_finalize_object (again);
}

#define ADD(name, func) g_test_add ("/timbre-book/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("learn", test_learn);
  ADD ("not-by-hand", test_not_by_hand);
  ADD ("off", test_off);
  ADD ("no-file", test_no_file);
  ADD ("damaged", test_damaged);
  ADD ("order", test_order);
  ADD ("learned-elsewhere", test_learned_elsewhere);
  return g_test_run ();
}
