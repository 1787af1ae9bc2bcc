/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be exported, and what is left of it: nothing. */
#include <gio/gio.h>
#include <string.h>

#include "tests/support/export-fixture.h"
#include "tests/support/failing-calls.h"
#include "tests/support/failing-writes.h"
#include "tests/support/project-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/exchange/ct-exporter.h"
#include "ui/support/ct-file-error.h"

static void
assert_fails (ExportFixture *fixture, const CtExportOptions *options, GFile *file, CtFileError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (export_fixture_run (fixture, options, file, NULL, NULL, &error));
  g_assert_error (error, CT_FILE_ERROR, (int) code);
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_refused (ExportFixture *fixture, gconstpointer data)
{
  CtExportOptions options = { 0 }, none = { .scope = CT_EXPORT_SELECTED };
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://example.org/song.mid"),
                    full = g_file_new_for_path ("/dev/full");
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder), nowhere = g_file_new_for_path ("/nowhere/a.mid");
  g_autofree char *text = NULL;

  assert_fails (fixture, &options, remote, CT_FILE_ERROR_NOT_LOCAL);
  assert_fails (fixture, &options, full, CT_FILE_ERROR_FAILED);
  assert_fails (fixture, &options, folder, CT_FILE_ERROR_NOT_A_FILE);
  assert_fails (fixture, &options, nowhere, CT_FILE_ERROR_NOT_FOUND);
  /* nothing selected: an older file stays */
  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_cmpuint (ct_exporter_count (fixture->session, &none, NULL), ==, 0);
  assert_fails (fixture, &none, fixture->file, CT_FILE_ERROR_NOTHING_TO_DO);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
}

static void
cancel_later (GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static gboolean
is_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  return g_dir_read_name (dir) == NULL;
}

/* Stems that fail, or are called off, leave nothing and say why. */
static void
test_stems_that_fail (ExportFixture *fixture, gconstpointer data)
{
  g_autofree char *demo = g_build_filename (g_getenv ("COLORATURA_DATA_DIR"), "demo.flac", NULL);
  g_autoptr (CtRecording) gone = ct_recording_new ("/nowhere/gone.flac", 24, 44100, 2);
  g_autoptr (CtRecording) lost = ct_recording_with_path (gone, NULL);
  g_autoptr (CtRecording) there = ct_recording_new (demo, 24, 44100, 2);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder), nowhere = g_file_new_for_path ("/nowhere/at/all");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  CtRecording *const recordings[] = { gone, lost };
  CtExportOptions options = { .format = CT_EXPORT_STEMS };
  GAsyncResult *result = NULL;
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (recordings); i++)
    {
      ct_document_set_recording (fixture->document, recordings[i]);
      g_assert_false (export_fixture_run (fixture, &options, folder, NULL, NULL, &error));
      g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOT_FOUND);
      g_assert_nonnull (strstr (error->message, "gone.flac"));
      g_clear_error (&error);
      g_assert_true (is_empty (fixture->folder));
    }
  ct_document_set_recording (fixture->document, there);
  g_assert_false (export_fixture_run (fixture, &options, nowhere, NULL, NULL, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  ct_exporter_export_async (fixture->session, &options, folder, cancellable, project_document_keep_result, &result);
  g_idle_add_once ((GSourceOnceFunc) cancel_later, cancellable);
  g_assert_false (ct_exporter_export_finish (fixture->session, project_document_wait (&result), NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_object_unref (result);
  g_assert_true (is_empty (fixture->folder));
}

/* A drive that is pulled while stems of its recording are written: the recording is named, and nothing is
 * left. */
static void
test_stems_of_pulled_drive (ExportFixture *fixture, gconstpointer data)
{
  static const char *const failures[] = { "read:0:EIO+", "read:2:EIO+", "read:20:EIO+" };
  g_autofree char *demo = g_build_filename (g_getenv ("COLORATURA_DATA_DIR"), "demo.flac", NULL);
  g_autoptr (CtRecording) recording = ct_recording_new (demo, 24, 44100, 2);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  CtExportOptions options = { .format = CT_EXPORT_STEMS };
  GError *error = NULL;

  ct_document_set_recording (fixture->document, recording);
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      failing_calls_set (failures[i]);
      g_assert_false (export_fixture_run (fixture, &options, folder, NULL, NULL, &error));
      failing_calls_end ();
      g_assert_cmpstr (error->message, ==, "“demo.flac”: reading failed");
      g_clear_error (&error);
      g_assert_true (is_empty (fixture->folder));
    }
}

typedef struct
{
  ExportFixture *fixture;
  CtExportOptions options;
} Failing;

static void
export_failing (gpointer data, const char *what, gboolean fails)
{
  const Failing *failing = data;
  ExportFixture *fixture = failing->fixture;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean done;

  g_assert_true (g_file_set_contents (fixture->path, "older", -1, NULL));
  failing_calls_set (what);
  done = export_fixture_run (fixture, &failing->options, fixture->file, NULL, NULL, &error);
  failing_calls_end ();
  g_assert_cmpint (done, ==, !fails);
  g_assert_true (done || strstr (error->message, "“song”"));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpint (strcmp (text, "older") == 0, ==, fails);
  dir = g_dir_open (fixture->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "song");
  g_assert_null (g_dir_read_name (dir));
}

/* Whatever fails while a file is written, one line names it, and the older file is whole. */
static void
test_every_write (ExportFixture *fixture, gconstpointer data)
{
  static const CtExportFormat formats[] = { CT_EXPORT_MIDI, CT_EXPORT_CSV, CT_EXPORT_MUSICXML };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    g_assert_cmpuint (failing_writes_try_all (export_failing,
                                              &(Failing){ fixture, { .format = formats[i], .scope = CT_EXPORT_ALL } }),
                      >=, 10);
}

#define ADD(name, func)                                                                                                \
  g_test_add ("/exporter-failing/" name, ExportFixture, NULL, export_fixture_set_up, func, export_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("refused", test_refused);
  ADD ("stems-that-fail", test_stems_that_fail);
  ADD ("stems-of-pulled-drive", test_stems_of_pulled_drive);
  ADD ("every-write", test_every_write);
  return g_test_run ();
}
