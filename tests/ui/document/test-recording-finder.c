/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-recording-finder.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/project-document.h"
#include "ui/document/ct-recording.h"
#include "ui/support/ct-file-error.h"

/* A recording in a folder "there", and a project in a folder "here" that knows it. */
typedef struct
{
  char *folder;
  char *here;
  char *there;
  char *path;
  GFile *project;
  CtRecording *wanted;
} Fixture;

static void
write_sound (const char *path, char fill)
{
  g_autofree char *sound = g_strnfill (300000, fill);

  g_assert_true (g_file_set_contents (path, sound, 300000, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtRecording) recording = NULL;
  g_autofree char *project = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = project_document_new_folder ();
  fixture->here = g_build_filename (fixture->folder, "here", NULL);
  fixture->there = g_build_filename (fixture->folder, "there", NULL);
  fixture->path = g_build_filename (fixture->there, "song.wav", NULL);
  g_assert_cmpint (g_mkdir (fixture->here, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->there, 0700), ==, 0);
  project = g_build_filename (fixture->here, "song.coloratura", NULL);
  fixture->project = g_file_new_for_path (project);
  write_sound (fixture->path, 'a');
  recording = ct_recording_new (fixture->path, 1.5, 44100, 2);
  fixture->wanted = ct_recording_finder_hash (recording, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (fixture->wanted->hashed);
  g_assert_cmpuint (fixture->wanted->n_bytes, ==, 300000);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->project);
  ct_recording_unref (fixture->wanted);
  project_document_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->here);
  g_free (fixture->there);
  g_free (fixture->path);
}

/* @expected: where it is found, or NULL. */
static void
assert_found (CtRecording *wanted, GFile *project, CtRecordingOutcome outcome, const char *expected)
{
  GAsyncResult *result = NULL;
  g_autoptr (CtRecording) found = NULL;
  g_autoptr (GError) error = NULL;
  CtRecordingOutcome actual;

  ct_recording_finder_find_async (wanted, project, NULL, project_document_keep_result, &result);
  g_assert_true (ct_recording_finder_finish (project_document_wait (&result), &actual, &found, &error));
  g_object_unref (result);
  g_assert_cmpint (actual, ==, outcome);
  g_assert_cmpstr (found->path, ==, expected);
  g_assert_cmpfloat (found->duration_s, ==, wanted->duration_s);
  if (outcome == CT_RECORDING_CHANGED)
    g_assert_cmpint (memcmp (found->sha256, wanted->sha256, 32), !=, 0);
  else if (wanted->hashed)
    g_assert_cmpmem (found->sha256, 32, wanted->sha256, 32);
}

static void
test_found (Fixture *fixture, gconstpointer data)
{
  assert_found (fixture->wanted, fixture->project, CT_RECORDING_FOUND, fixture->path);
  assert_found (fixture->wanted, NULL, CT_RECORDING_FOUND, fixture->path);
}

static void
test_moved (Fixture *fixture, gconstpointer data)
{
  g_autofree char *beside = g_build_filename (fixture->here, "song.wav", NULL);
  g_autofree char *renamed = g_build_filename (fixture->here, "renamed.wav", NULL);
  g_autofree char *other = g_build_filename (fixture->here, "another.wav", NULL);

  write_sound (other, 'b'); /* of the same size */
  g_assert_cmpint (g_rename (fixture->path, beside), ==, 0);
  assert_found (fixture->wanted, fixture->project, CT_RECORDING_MOVED, beside);
  assert_found (fixture->wanted, NULL, CT_RECORDING_MISSING, NULL);
  g_assert_cmpint (g_rename (beside, renamed), ==, 0);
  assert_found (fixture->wanted, fixture->project, CT_RECORDING_MOVED, renamed);
  /* another one lies where it was: the right one is taken all the same */
  write_sound (fixture->path, 'c');
  assert_found (fixture->wanted, fixture->project, CT_RECORDING_MOVED, renamed);
  g_assert_cmpint (g_unlink (renamed), ==, 0);
  assert_found (fixture->wanted, fixture->project, CT_RECORDING_CHANGED, fixture->path);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  assert_found (fixture->wanted, fixture->project, CT_RECORDING_MISSING, NULL);
}

/* A link to the project elsewhere: the recording lies beside the file that it leads to. */
static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_file_get_path (fixture->project);
  g_autofree char *link = g_build_filename (fixture->folder, "link.coloratura", NULL);
  g_autofree char *beside = g_build_filename (fixture->here, "song.wav", NULL);
  g_autofree char *folder = realpath (fixture->here, NULL);
  g_autofree char *resolved = g_build_filename (folder, "song.wav", NULL);
  g_autoptr (GFile) linked = g_file_new_for_path (link);

  g_assert_true (g_file_set_contents (path, "a project", -1, NULL));
  g_assert_cmpint (symlink (path, link), ==, 0);
  g_assert_cmpint (g_rename (fixture->path, beside), ==, 0);
  assert_found (fixture->wanted, linked, CT_RECORDING_MOVED, resolved);
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_found (fixture->wanted, linked, CT_RECORDING_MISSING, NULL);
  g_assert_cmpint (g_unlink (link), ==, 0);
}

/* Only regular files of this computer, whatever the project says. */
static void
test_hostile_paths (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe", NULL);
  g_autofree char *endless = g_strnfill (10 << 20, 'x');
  g_autofree char *endless_path = g_strconcat ("/", endless, NULL);
  const char *paths[] = { "/dev/zero",
                          "/dev/stdin",
                          "/proc/kcore",
                          "/proc/self/mem",
                          fixture->here,
                          pipe,
                          "http://example.org/song.wav",
                          "file:///etc/passwd",
                          "song.wav",
                          "",
                          endless_path,
                          "/a\n\xff/b" };

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (CtRecording) wanted = ct_recording_with_path (fixture->wanted, paths[i]);
      g_autoptr (CtRecording) unhashed = ct_recording_new (paths[i], 1, 44100, 1);
      g_autoptr (GError) error = NULL;

      assert_found (wanted, fixture->project, CT_RECORDING_MISSING, NULL);
      assert_found (unhashed, fixture->project, CT_RECORDING_MISSING, NULL);
      if (*paths[i] == '/')
        {
          g_assert_null (ct_recording_finder_hash (unhashed, NULL, &error));
          g_assert_true (error->domain == CT_FILE_ERROR);
          g_assert_cmpuint (strlen (error->message), <, 400);
        }
    }
}

/* A project that was never hashed knows its recording by the path alone. */
static void
test_unhashed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtRecording) unhashed = ct_recording_new (fixture->path, 1, 44100, 1);

  assert_found (unhashed, fixture->project, CT_RECORDING_FOUND, fixture->path);
}

static void
assert_checked (Fixture *fixture, const char *path, gboolean readable, CtRecordingOutcome outcome)
{
  g_autoptr (GFile) chosen = g_file_new_for_path (path);
  GAsyncResult *result = NULL;
  g_autoptr (CtRecording) found = NULL;
  g_autoptr (GError) error = NULL;
  CtRecordingOutcome actual;

  ct_recording_finder_check_async (fixture->wanted, chosen, NULL, project_document_keep_result, &result);
  g_assert_true (ct_recording_finder_finish (project_document_wait (&result), &actual, &found, &error) == readable);
  g_object_unref (result);
  if (!readable)
    {
      g_assert_true (error->domain == CT_FILE_ERROR);
      return;
    }
  g_assert_cmpint (actual, ==, outcome);
  g_assert_cmpstr (found->path, ==, path);
}

static void
test_chosen (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (fixture->here, "copy.wav", NULL);

  assert_checked (fixture, fixture->path, TRUE, CT_RECORDING_FOUND);
  write_sound (copy, 'a');
  assert_checked (fixture, copy, TRUE, CT_RECORDING_MOVED);
  write_sound (copy, 'b');
  assert_checked (fixture, copy, TRUE, CT_RECORDING_CHANGED);
  assert_checked (fixture, fixture->here, FALSE, 0);
  assert_checked (fixture, "/dev/zero", FALSE, 0);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *result = NULL;
  g_autoptr (CtRecording) found = NULL;
  g_autoptr (GError) error = NULL;
  CtRecordingOutcome outcome;

  g_cancellable_cancel (cancellable);
  ct_recording_finder_find_async (fixture->wanted, fixture->project, cancellable, project_document_keep_result,
                                  &result);
  g_assert_false (ct_recording_finder_finish (project_document_wait (&result), &outcome, &found, &error));
  g_object_unref (result);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, func) g_test_add ("/recording-finder/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("found", test_found);
  ADD ("moved", test_moved);
  ADD ("link", test_link);
  ADD ("hostile-paths", test_hostile_paths);
  ADD ("unhashed", test_unhashed);
  ADD ("chosen", test_chosen);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
