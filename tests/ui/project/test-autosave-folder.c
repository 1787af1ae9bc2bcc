/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/project/ct-autosave-folder.h"

#include <glib.h>
#include <glib/gstdio.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/project-document.h"
#include "ui/document/ct-document.h"
#include "ui/project/ct-project.h"

typedef struct
{
  CtDocument *document;
  CtAutosaveFolder *folder;
  char *parent;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = project_document_new (100);
  fixture->folder = ct_autosave_folder_new ();
  fixture->parent = ct_autosave_folder_dup_parent ();
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_autosave_folder_remove (fixture->folder);
  ct_autosave_folder_unref (fixture->folder);
  g_assert_finalize_object (fixture->document);
  g_free (fixture->parent);
}

/* The name of the only folder there is; NULL: there is none. */
static char *
only_folder (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->parent, 0, NULL);
  char *name = g_strdup (g_dir_read_name (dir));

  g_assert_null (g_dir_read_name (dir));
  return name;
}

static gboolean
has_file (Fixture *fixture, const char *file)
{
  g_autofree char *name = only_folder (fixture);
  g_autofree char *path = name ? g_build_filename (fixture->parent, name, file, NULL) : NULL;

  return path && g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
write_state (Fixture *fixture, guint64 number, const char *title)
{
  g_autoptr (CtProject) project = ct_project_copy_document (fixture->document, NULL);
  g_autoptr (GError) error = NULL;

  g_free (project->title);
  project->title = g_strdup (title);
  g_assert_true (ct_autosave_folder_write (fixture->folder, project, number, &error));
  g_assert_no_error (error);
}

/* Lets the folder go, as a crash does, and takes it again. */
static CtProject *
reopen (Fixture *fixture)
{
  g_autofree char *name = only_folder (fixture);
  CtProject *project = NULL;
  gboolean is_aside;

  g_assert_null (ct_autosave_folder_open (name, &project, &is_aside)); /* its owner lives */
  g_assert_null (project);
  g_assert_false (is_aside);
  ct_autosave_folder_unref (fixture->folder);
  fixture->folder = ct_autosave_folder_open (name, &project, &is_aside);
  g_assert_false (is_aside);
  g_assert_nonnull (fixture->folder);
  g_assert_nonnull (project);
  return project;
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtProject) before = ct_project_copy_document (fixture->document, NULL), after = NULL;

  g_assert_true (has_file (fixture, "lock"));
  g_assert_false (has_file (fixture, "score"));
  write_state (fixture, 1, "one");
  g_assert_true (has_file (fixture, "score"));
  g_assert_true (has_file (fixture, "evidence-1"));
  after = reopen (fixture);
  g_assert_cmpstr (after->title, ==, "one");
  g_assert_cmpuint (after->score->n_notes, ==, before->score->n_notes);
  g_assert_nonnull (after->evidence);
  g_assert_cmpuint (after->evidence->n_candidates, ==, before->evidence->n_candidates);
}

/* A worker that was late does not write over what is newer. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtProject) after = NULL;

  write_state (fixture, 2, "two");
  write_state (fixture, 1, "one");
  write_state (fixture, 2, "two again");
  after = reopen (fixture);
  g_assert_cmpstr (after->title, ==, "two");
}

/* What was saved elsewhere is forgotten: what is written and what a worker would still write. */
static void
test_forget (Fixture *fixture, gconstpointer data)
{
  write_state (fixture, 1, "one");
  ct_autosave_folder_forget (fixture->folder, 2);
  g_assert_false (has_file (fixture, "score"));
  write_state (fixture, 2, "two");
  g_assert_false (has_file (fixture, "score"));
  write_state (fixture, 3, "three");
  g_assert_true (has_file (fixture, "score"));
  ct_autosave_folder_forget (fixture->folder, 1); /* less than before changes nothing */
  g_assert_true (has_file (fixture, "score"));
}

/* Evidence is large and written once; other evidence gets another file, and the old one goes when it is in place. */
static void
test_evidence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtEvidence) other = NULL;
  g_autofree char *name = only_folder (fixture);
  g_autofree char *path = g_build_filename (fixture->parent, name, "evidence-1", NULL);

  write_state (fixture, 1, "one");
  g_assert_cmpint (g_unlink (path), ==, 0);
  write_state (fixture, 2, "two");
  g_assert_false (has_file (fixture, "evidence-1")); /* not written again */
  other = ct_evidence_with_candidates (ct_document_get_evidence (fixture->document), NULL, NULL, 0, 0);
  ct_document_set_evidence (fixture->document, other);
  write_state (fixture, 3, "three");
  g_assert_true (has_file (fixture, "evidence-2"));
  g_assert_false (has_file (fixture, "evidence-1"));
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL;

  write_state (fixture, 1, "one");
  ct_autosave_folder_remove (fixture->folder);
  name = only_folder (fixture);
  g_assert_null (name);
  /* for good: a worker that comes later writes nothing and does not fail */
  write_state (fixture, 2, "two");
  name = only_folder (fixture);
  g_assert_null (name);
  ct_autosave_folder_remove (fixture->folder);
}

/* An empty folder is what a crash left before anything was written: it goes. */
static void
test_open_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = only_folder (fixture), *gone = NULL;
  CtProject *project = NULL;
  gboolean is_aside;

  ct_autosave_folder_unref (fixture->folder);
  g_assert_null (ct_autosave_folder_open (name, &project, &is_aside));
  g_assert_null (project);
  g_assert_false (is_aside);
  gone = only_folder (fixture);
  g_assert_null (gone);
  g_assert_null (ct_autosave_folder_open ("nowhere", &project, &is_aside));
  g_assert_false (is_aside);
  fixture->folder = ct_autosave_folder_new ();
}

/* What is damaged is kept aside, whole, and not looked at again. What a newer version wrote stays where that finds it.
 */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "no project", "", "{\"coloratura\": 1" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *name = only_folder (fixture), *gone = NULL, *text = NULL;
      g_autofree char *score = g_build_filename (fixture->parent, name, "score", NULL);
      g_autofree char *aside = ct_autosave_folder_dup_aside ();
      g_autofree char *folder = g_build_filename (aside, name, NULL), *kept = g_build_filename (folder, "score", NULL);
      CtProject *project = NULL;
      gboolean is_aside;

      g_assert_true (g_file_set_contents (score, texts[i], -1, NULL));
      ct_autosave_folder_unref (fixture->folder);
      g_assert_null (ct_autosave_folder_open (name, &project, &is_aside));
      g_assert_null (project);
      g_assert_true (is_aside);
      gone = only_folder (fixture);
      g_assert_null (gone);
      g_assert_true (g_file_get_contents (kept, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, texts[i]);
      g_assert_cmpint (g_unlink (kept), ==, 0);
      g_assert_cmpint (g_rmdir (folder), ==, 0);
      fixture->folder = ct_autosave_folder_new ();
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name, func) g_test_add ("/autosave-folder/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("write", test_write);
  ADD ("order", test_order);
  ADD ("forget", test_forget);
  ADD ("evidence", test_evidence);
  ADD ("remove", test_remove);
  ADD ("open-nothing", test_open_nothing);
  ADD ("unreadable", test_unreadable);
  return g_test_run ();
}
