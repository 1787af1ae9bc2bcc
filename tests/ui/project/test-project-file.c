/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/project/ct-project-file.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/project-document.h"
#include "tests/support/timbre-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-recording.h"
#include "ui/project/ct-project-format.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-file-error.h"

typedef struct
{
  char *folder;
  char *path;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = project_document_new_folder ();
  fixture->path = g_build_filename (fixture->folder, "song.coloratura", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->file);
  project_document_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static gboolean
save (CtDocument *document, CtSession *session, GFile *file, CtProjectSaveFlags flags, GError **error)
{
  GAsyncResult *result = NULL;
  gboolean saved;

  ct_project_file_save_async (document, session, file, flags, NULL, project_document_keep_result, &result);
  saved = ct_project_file_save_finish (document, project_document_wait (&result), error);
  g_object_unref (result);
  return saved;
}

static CtProject *
open_project (CtDocument *document, GFile *file, GError **error)
{
  GAsyncResult *result = NULL;
  CtProject *project;

  ct_project_file_open_async (document, file, NULL, project_document_keep_result, &result);
  project = ct_project_file_open_finish (document, project_document_wait (&result), error);
  g_object_unref (result);
  return project;
}

/* One line, and it names the file. */
static void
assert_says (const GError *error, CtFileError code, const char *name)
{
  g_assert_error (error, CT_FILE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_null (strchr (error->message, '\n'));
}

static void
move_a_note (CtDocument *document)
{
  CtEditNote note = ct_document_get_score (document)->notes[0];

  ct_document_begin (document, "Move");
  note.midi = note.midi == 50 ? 51 : 50;
  ct_document_set_note (document, &note);
  ct_document_commit (document);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60), *opened = ct_document_new ();
  CtSession *session = project_document_new_session (document), *shown;
  g_autoptr (CtProject) before = ct_project_copy_document (document, session), read = NULL, after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (save (document, session, fixture->file, 0, &error));
  g_assert_true (g_file_equal (ct_document_get_file (document), fixture->file));
  g_assert_false (ct_document_get_modified (document));
  ct_project_file_give_up (document);

  read = open_project (opened, fixture->file, &error);
  g_assert_no_error (error);
  project_document_assert_same (before, read);
  g_assert_false (ct_document_get_modified (opened));
  g_assert_true (g_file_equal (ct_document_get_file (opened), fixture->file));
  g_assert_cmpstr (ct_document_get_title (opened), ==, "song");
  shown = ct_session_new (opened);
  ct_project_show (read, shown);
  after = ct_project_copy_document (opened, shown);
  project_document_assert_same (before, after);
  g_assert_true (ct_project_file_is_project (fixture->path));
  g_assert_finalize_object (shown);
  g_assert_finalize_object (opened);
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
}

/* Without a recording, evidence or a session; without anything at all. */
static void
test_sparse (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60), *empty = ct_document_new ();
  g_autoptr (CtProject) before = NULL, read = NULL, nothing = NULL;
  g_autoptr (GError) error = NULL;

  ct_document_set_recording (document, NULL);
  ct_document_set_evidence (document, NULL);
  before = ct_project_copy_document (document, NULL);
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  read = ct_project_file_read (fixture->path, &error);
  g_assert_no_error (error);
  project_document_assert_same (before, read);
  g_assert_finalize_object (document);

  g_assert_true (save (empty, NULL, fixture->file, 0, &error));
  nothing = ct_project_file_read (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nothing->score->n_notes, ==, 0);
  g_assert_finalize_object (empty);
}

static void
decode_notes (const CtPosteriorgram *posteriors, const CtSpectrogram *spectrogram, CtNotes *notes)
{
  CtNoteDecoderOptions options;

  ct_note_decoder_options_init (&options);
  g_assert_cmpint (ct_note_decoder_decode (posteriors, spectrogram, &options, 0, notes), ==, CT_STATUS_OK);
}

/* A project of the demo gives the very same notes when they are decoded again. */
static void
test_decodes_alike (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = timbre_document_new_demo ();
  const CtAnalysis *analysis = ct_document_get_evidence (document)->analysis;
  g_autoptr (CtProject) read = NULL;
  g_autoptr (GError) error = NULL;
  CtNotes before = { 0 }, after = { 0 };

  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  read = ct_project_file_read (fixture->path, &error);
  g_assert_no_error (error);
  decode_notes (analysis->posteriors, analysis->spectrogram, &before);
  decode_notes (read->evidence->analysis->posteriors, analysis->spectrogram, &after);
  g_assert_cmpuint (before.n, >, 20);
  g_assert_cmpuint (before.n, ==, after.n);
  for (gsize i = 0; i < before.n; i++)
    g_assert_true (before.notes[i].onset_s == after.notes[i].onset_s
                   && before.notes[i].offset_s == after.notes[i].offset_s && before.notes[i].midi == after.notes[i].midi
                   && before.notes[i].velocity == after.notes[i].velocity
                   && before.notes[i].confidence == after.notes[i].confidence);
  ct_notes_clear (&before);
  ct_notes_clear (&after);
  g_assert_finalize_object (document);
}

static void
assert_refused_at (const char *path, CtFileError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);

  g_assert_null (ct_project_file_read (path, &error));
  assert_says (error, code, name);
}

static void
test_no_project (Fixture *fixture, gconstpointer data)
{
  g_autofree char *demo = g_test_build_filename (G_TEST_DIST, "..", "resources", "demo.flac", NULL);
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe", NULL);

  assert_refused_at (fixture->path, CT_FILE_ERROR_NOT_FOUND);
  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  assert_refused_at (fixture->path, CT_FILE_ERROR_DAMAGED);
  assert_refused_at (demo, CT_FILE_ERROR_UNKNOWN_FORMAT);
  assert_refused_at (fixture->folder, CT_FILE_ERROR_NOT_A_FILE);
  assert_refused_at ("/dev/zero", CT_FILE_ERROR_NOT_A_FILE);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused_at (pipe, CT_FILE_ERROR_NOT_A_FILE);
  g_assert_false (ct_project_file_is_project (pipe));
  g_assert_false (ct_project_file_is_project (demo));
}

/* A file of a version to come is neither read nor overwritten, not even when asked to. */
static void
test_newer (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60);
  g_autoptr (GBytes) bytes = project_document_new_bytes ();
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  copy[8] = CT_PROJECT_VERSION + 1;
  g_assert_true (g_file_set_contents (fixture->path, (char *) copy, (gssize) g_bytes_get_size (bytes), NULL));
  assert_refused_at (fixture->path, CT_FILE_ERROR_NEWER);
  g_assert_false (save (document, NULL, fixture->file, CT_PROJECT_SAVE_OVERWRITE, &error));
  assert_says (error, CT_FILE_ERROR_NEWER, "song.coloratura");
  g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));
  g_assert_cmpmem (contents, size, copy, g_bytes_get_size (bytes));
  g_assert_null (ct_document_get_file (document));
  g_assert_finalize_object (document);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (2000);
  struct rlimit old, small;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  gsize n_before, n_after;

  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  g_assert_true (g_file_get_contents (fixture->path, &before, &n_before, NULL));
  move_a_note (document);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = (struct rlimit){ 50000, old.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (save (document, NULL, fixture->file, 0, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  assert_says (error, CT_FILE_ERROR_FAILED, "song.coloratura");
  g_assert_nonnull (strstr (error->message, "no space"));
  g_assert_true (ct_document_get_modified (document));
  g_assert_true (g_file_get_contents (fixture->path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  dir = g_dir_open (fixture->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "song.coloratura");
  g_assert_null (g_dir_read_name (dir));
  /* with room again, all is well */
  g_clear_error (&error);
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  g_assert_false (ct_document_get_modified (document));
  g_assert_finalize_object (document);
}

static void
test_no_permission (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60);
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://example.org/song.coloratura");
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder), device = g_file_new_for_path ("/dev/full");
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nowhere/at/all/song.coloratura");
  g_autoptr (GError) error = NULL;

  g_assert_false (save (document, NULL, remote, 0, &error));
  assert_says (error, CT_FILE_ERROR_NOT_LOCAL, "song.coloratura");
  g_clear_error (&error);
  g_assert_false (save (document, NULL, folder, 0, &error));
  assert_says (error, CT_FILE_ERROR_NOT_A_FILE, "coloratura-");
  g_clear_error (&error);
  g_assert_false (save (document, NULL, device, 0, &error));
  assert_says (error, CT_FILE_ERROR_NOT_A_FILE, "full");
  g_clear_error (&error);
  g_assert_false (save (document, NULL, nowhere, 0, &error));
  assert_says (error, CT_FILE_ERROR_NOT_FOUND, "song.coloratura");
  g_assert_null (ct_document_get_file (document));
  if (geteuid () != 0)
    {
      g_clear_error (&error);
      g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
      g_assert_false (save (document, NULL, fixture->file, 0, &error));
      g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
      assert_says (error, CT_FILE_ERROR_FAILED, "song.coloratura");
    }
  g_assert_finalize_object (document);
}

/* What another program wrote meanwhile is not overwritten before somebody was asked. */
static void
test_changed_on_disk (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60);
  g_autoptr (CtProject) read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  move_a_note (document);
  g_assert_true (g_file_set_contents (fixture->path, "somebody's", -1, NULL));
  g_assert_false (save (document, NULL, fixture->file, 0, &error));
  assert_says (error, CT_FILE_ERROR_CHANGED_ON_DISK, "song.coloratura");
  g_assert_true (ct_document_get_modified (document));
  g_clear_error (&error);
  g_assert_true (save (document, NULL, fixture->file, CT_PROJECT_SAVE_OVERWRITE, &error));
  g_assert_false (ct_document_get_modified (document));
  /* and is its own again; a missing file is created */
  move_a_note (document);
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  move_a_note (document);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  read = ct_project_file_read (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (document);
}

/* Two windows on one project, by whatever name. */
static void
test_two_windows (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60), *second = project_document_new (60);
  g_autofree char *link = g_build_filename (fixture->folder, "link.coloratura", NULL);
  g_autoptr (GFile) linked = g_file_new_for_path (link);
  g_autoptr (CtProject) read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  g_assert_null (open_project (second, linked, &error));
  assert_says (error, CT_FILE_ERROR_IN_USE, "link.coloratura");
  g_clear_error (&error);
  move_a_note (second);
  g_assert_false (save (second, NULL, fixture->file, CT_PROJECT_SAVE_OVERWRITE, &error));
  assert_says (error, CT_FILE_ERROR_IN_USE, "song.coloratura");
  g_assert_true (ct_document_get_modified (second));
  g_clear_error (&error);
  /* the first may claim again what it has */
  g_assert_true (ct_project_file_claim (document, fixture->file, &error));
  g_assert_finalize_object (document);
  read = open_project (second, linked, &error);
  g_assert_no_error (error);
  g_assert_nonnull (read);
  g_assert_finalize_object (second);
}

/* A change while it is being saved is not in the file, and the document stays modified. */
static void
test_changed_while_saving (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60);
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  move_a_note (document);
  ct_project_file_save_async (document, NULL, fixture->file, 0, NULL, project_document_keep_result, &result);
  move_a_note (document);
  g_assert_true (ct_project_file_save_finish (document, project_document_wait (&result), &error));
  g_object_unref (result);
  g_assert_true (ct_document_get_modified (document));
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  g_assert_false (ct_document_get_modified (document));
  g_assert_finalize_object (document);
}

/* What is saved while the recording cannot be found still says where it was. */
static void
test_lost_recording (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60);
  g_autofree char *path = g_strdup (ct_document_get_recording (document)->path);
  g_autoptr (CtRecording) lost = ct_recording_with_path (ct_document_get_recording (document), NULL);
  g_autoptr (CtProject) read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (path);
  ct_document_set_recording (document, lost);
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  g_assert_no_error (error);
  read = ct_project_file_read (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->recording->path, ==, path);
  g_assert_finalize_object (document);
}

/* The hash that a recording lacks is worked out when it is saved. */
static void
test_hash_on_save (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60);
  g_autofree char *demo = g_test_build_filename (G_TEST_DIST, "..", "resources", "demo.flac", NULL);
  g_autoptr (CtRecording) recording = ct_recording_new (demo, 10, 44100, 1);
  g_autoptr (CtProject) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL, *hash = NULL, *expected = NULL;
  GString *hex = g_string_new (NULL);
  gsize size;

  ct_document_set_recording (document, recording);
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  read = ct_project_file_read (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (read->recording->hashed);
  g_assert_true (g_file_get_contents (demo, &contents, &size, NULL));
  g_assert_cmpuint (read->recording->n_bytes, ==, size);
  for (gsize i = 0; i < 32; i++)
    g_string_append_printf (hex, "%02x", read->recording->sha256[i]);
  hash = g_string_free (hex, FALSE);
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guint8 *) contents, size);
  g_assert_cmpstr (hash, ==, expected);
  g_assert_finalize_object (document);
}

#define ADD(name, func) g_test_add ("/project-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *state = project_document_new_folder ();
  int failed;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("sparse", test_sparse);
  ADD ("decodes-alike", test_decodes_alike);
  ADD ("no-project", test_no_project);
  ADD ("newer", test_newer);
  ADD ("full-disk", test_full_disk);
  ADD ("no-permission", test_no_permission);
  ADD ("changed-on-disk", test_changed_on_disk);
  ADD ("two-windows", test_two_windows);
  ADD ("changed-while-saving", test_changed_while_saving);
  ADD ("lost-recording", test_lost_recording);
  ADD ("hash-on-save", test_hash_on_save);
  failed = g_test_run ();
  project_document_remove_folder (state);
  return failed;
}
