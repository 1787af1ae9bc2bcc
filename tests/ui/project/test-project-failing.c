/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/failing-calls.h"
#include "tests/support/failing-writes.h"
#include "tests/support/project-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/project/ct-autosave-folder.h"
#include "ui/project/ct-project-file.h"
#include "ui/project/ct-project.h"
#include "ui/support/ct-file-error.h"

typedef struct
{
  CtDocument *document;
  char *folder; /* of the project */
  char *path;
  GFile *file;
  CtAutosaveFolder *autosave;
  guint64 number; /* of the state written last */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = project_document_new (30);
  fixture->folder = project_document_new_folder ();
  fixture->path = g_build_filename (fixture->folder, "song.coloratura", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->document);
  project_document_remove_folder (fixture->folder);
  g_object_unref (fixture->file);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static gboolean
save (const Fixture *fixture, GError **error)
{
  GAsyncResult *result = NULL;
  gboolean saved;

  ct_project_file_save_async (fixture->document, NULL, fixture->file, 0, NULL, project_document_keep_result, &result);
  saved = ct_project_file_save_finish (fixture->document, project_document_wait (&result), error);
  g_object_unref (result);
  return saved;
}

static void
change_a_note (CtDocument *document)
{
  CtEditNote note = ct_document_get_score (document)->notes[0];

  ct_document_begin (document, "Louder");
  note.velocity = (guint8) (note.velocity % 127 + 1);
  ct_document_set_note (document, &note);
  ct_document_commit (document);
}

static GBytes *
read_bytes (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

/* Nothing but the files called @names, and evidence, is in the folder. */
static void
assert_only (const char *folder, const char *const *names)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    if (!g_strv_contains (names, name) && !g_str_has_prefix (name, "evidence-"))
      g_error ("%s was left", name);
}

/* One line, and it names the file. */
static void
assert_says (const GError *error, const char *name)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == CT_FILE_ERROR);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_null (strchr (error->message, '\n'));
}

static void
save_failing (gpointer data, const char *what, gboolean fails)
{
  Fixture *fixture = data;
  g_autoptr (GBytes) before = read_bytes (fixture->path), after = NULL;
  g_autoptr (GError) error = NULL;
  gboolean saved;

  change_a_note (fixture->document);
  failing_calls_set (what);
  saved = save (fixture, &error);
  failing_calls_end ();
  g_assert_cmpint (saved, ==, !fails);
  g_assert_cmpint (ct_document_get_modified (fixture->document), ==, fails);
  if (fails)
    assert_says (error, "song.coloratura");
  after = read_bytes (fixture->path);
  g_assert_cmpint (g_bytes_equal (before, after), ==, fails);
  assert_only (fixture->folder, (const char *const[]){ "song.coloratura", NULL });
}

/* Whatever fails while a project is saved, the older one is whole, the document is not saved, and one line says so. */
static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (save (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (failing_writes_try_all (save_failing, fixture), >=, 10);
  change_a_note (fixture->document);
  g_assert_true (save (fixture, &error));
  g_assert_no_error (error);
}

/* A recording on a drive that was pulled does not keep its project from being saved. */
static void
test_pulled_drive (Fixture *fixture, gconstpointer data)
{
  g_autofree char *demo = g_build_filename (g_getenv ("COLORATURA_DATA_DIR"), "demo.flac", NULL);
  g_autoptr (CtRecording) recording = ct_recording_new (demo, 24, 44100, 2);
  g_autoptr (GError) error = NULL;
  gboolean saved;

  ct_document_set_recording (fixture->document, recording);
  change_a_note (fixture->document);
  failing_calls_set ("read:0:EIO+");
  saved = save (fixture, &error);
  failing_calls_end ();
  g_assert_no_error (error);
  g_assert_true (saved);
  g_assert_cmpint (failing_calls_count (FAILING_READ), >, 0);
  g_assert_false (ct_document_get_modified (fixture->document));
}

static gboolean
write_state (Fixture *fixture, GError **error)
{
  g_autoptr (CtProject) project = ct_project_copy_document (fixture->document, NULL);

  g_free (project->title);
  project->title = g_strdup_printf ("%d", (int) ++fixture->number);
  return ct_autosave_folder_write (fixture->autosave, project, fixture->number, error);
}

/* Lets the backup go, as a crash does, and takes it again; returns the number of its state. */
static guint64
reopen (Fixture *fixture)
{
  g_autofree char *parent = ct_autosave_folder_dup_parent ();
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  g_autofree char *name = g_strdup (g_dir_read_name (dir)), *path = g_build_filename (parent, name, NULL);
  g_autoptr (CtProject) project = NULL;
  gboolean is_aside;
  guint64 number;

  assert_only (path, (const char *const[]){ "lock", "score", NULL });
  ct_autosave_folder_unref (fixture->autosave);
  fixture->autosave = ct_autosave_folder_open (name, &project, &is_aside);
  g_assert_nonnull (fixture->autosave);
  g_assert_nonnull (project->evidence);
  number = g_ascii_strtoull (project->title, NULL, 10);
  fixture->number = 1; /* as it is written in */
  return number;
}

static void
write_failing (gpointer data, const char *what, gboolean fails)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  guint64 before;
  gboolean written;

  g_assert_true (write_state (fixture, &error));
  g_assert_no_error (error);
  before = fixture->number;
  failing_calls_set (what);
  written = write_state (fixture, &error);
  failing_calls_end ();
  g_assert_cmpint (written, ==, !fails);
  if (fails)
    assert_says (error, "score");
  g_assert_cmpuint (reopen (fixture), ==, fails ? before : before + 1);
}

/* A backup that cannot be written leaves the one before. */
static void
test_autosave (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->autosave = ct_autosave_folder_new ();
  g_assert_true (write_state (fixture, &error));
  g_assert_cmpuint (failing_writes_try_all (write_failing, fixture), >=, 10);
  ct_autosave_folder_remove (fixture->autosave);
  ct_autosave_folder_unref (fixture->autosave);
}

#define ADD(name, func) g_test_add ("/project-failing/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("save", test_save);
  ADD ("pulled-drive", test_pulled_drive);
  ADD ("autosave", test_autosave);
  return g_test_run ();
}
