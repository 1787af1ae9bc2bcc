/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "core/base/ct-status.h"
#include "core/base/ct-temporary-file.h"
#include "core/isolation/ct-stem-set-private.h"
#include "tests/support/failing-allocator.h"

typedef struct
{
  char *path;
  int folder;
  const char *kept; /* a name; NULL: none */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->path = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  fixture->folder = open (fixture->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_assert_cmpint (fixture->folder, >=, 0);
}

static void
write_text (const Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* All files of the folder but the manifest, with what is in them: "name=text name=text". */
static char *
list (const Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->path, 0, NULL);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (fixture->path, name, NULL), *text = NULL;

      if (strcmp (name, CT_STEM_MANIFEST) == 0)
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL) || g_file_test (path, G_FILE_TEST_IS_DIR));
      g_ptr_array_add (found, g_strdup_printf ("%s=%s", name, text ? text : "folder"));
    }
  g_ptr_array_sort (found, compare_names);
  g_ptr_array_add (found, NULL);
  return g_strjoinv (" ", (char **) found->pdata);
}

static void
assert_files (const Fixture *fixture, const char *expected)
{
  g_autofree char *found = list (fixture);

  g_assert_cmpstr (found, ==, expected);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    g_assert_cmpint (unlinkat (fixture->folder, name, g_str_has_prefix (name, "02 a folder") ? AT_REMOVEDIR : 0), ==,
                     0);
  close (fixture->folder);
  g_assert_cmpint (g_rmdir (fixture->path), ==, 0);
  g_free (fixture->path);
}

static bool
keeps (void *data, const char *name)
{
  const Fixture *fixture = data;

  return g_strcmp0 (fixture->kept, name) == 0;
}

/* Writes @names [n], each holding @text, and puts them in place. */
static CtStatus
put (Fixture *fixture, const char *const *names, gsize n, const char *text, gsize *failed)
{
  CtStemSetFile files[4] = { 0 }, *pointers[4];
  int fds[4];
  CtStatus status;

  for (gsize i = 0; i < n; i++)
    {
      struct stat info;

      pointers[i] = &files[i];
      strcpy (files[i].name, names[i]);
      fds[i] = ct_temporary_file_open (fixture->folder, files[i].temporary);
      g_assert_cmpint (write (fds[i], text, strlen (text)), ==, strlen (text));
      g_assert_cmpint (fstat (fds[i], &info), ==, 0);
      files[i].size = info.st_size;
      files[i].time_s = info.st_mtim.tv_sec;
    }
  status = ct_stem_set_put (fixture->folder, fixture->path, pointers, n, keeps, fixture, failed);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (status != CT_STATUS_OK || !*files[i].temporary);
      if (*files[i].temporary)
        g_assert_cmpint (unlinkat (fixture->folder, files[i].temporary, 0), ==, 0);
      close (fds[i]);
    }
  return status;
}

static const char *const three[] = { "01 Piano.wav", "02 Flute.wav", "03 rest.wav" };
static const char *const two[] = { "01 Piano.wav", "02 rest.wav" };

/* Fewer tracks than before leave nothing of them, and nothing of anybody else goes. */
static void
test_fewer (Fixture *fixture, gconstpointer data)
{
  gsize failed;

  write_text (fixture, "03 mine.wav", "mine");
  write_text (fixture, "notes", "mine");
  g_assert_cmpint (put (fixture, three, 3, "old", &failed), ==, CT_STATUS_OK);
  assert_files (fixture, "01 Piano.wav=old 02 Flute.wav=old 03 mine.wav=mine 03 rest.wav=old notes=mine");
  g_assert_cmpint (put (fixture, two, 2, "new", &failed), ==, CT_STATUS_OK);
  assert_files (fixture, "01 Piano.wav=new 02 rest.wav=new 03 mine.wav=mine notes=mine");
}

/* What was edited since, or is a recording by now, stays. */
static void
test_changed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *rest = g_build_filename (fixture->path, "03 rest.wav", NULL);
  struct utimbuf later = { time (NULL) + 60, time (NULL) + 60 };
  gsize failed;

  g_assert_cmpint (put (fixture, three, 3, "old", &failed), ==, CT_STATUS_OK);
  g_assert_cmpint (g_utime (rest, &later), ==, 0);
  fixture->kept = "02 Flute.wav";
  g_assert_cmpint (put (fixture, two, 2, "new", &failed), ==, CT_STATUS_OK);
  assert_files (fixture, "01 Piano.wav=new 02 Flute.wav=old 02 rest.wav=new 03 rest.wav=old");

  fixture->kept = NULL;
  g_assert_cmpint (put (fixture, three, 3, "old", &failed), ==, CT_STATUS_OK);
  write_text (fixture, "02 Flute.wav", "longer");
  g_assert_cmpint (put (fixture, two, 2, "new", &failed), ==, CT_STATUS_OK);
  assert_files (fixture, "01 Piano.wav=new 02 Flute.wav=longer 02 rest.wav=new");
}

/* A manifest from elsewhere cannot have other files removed. */
static void
test_foreign_manifest (Fixture *fixture, gconstpointer data)
{
  static const char *const manifests[] = {
    "Coloratura stems 1\n4 %ld notes\n4 %ld ../../01 a.wav\n4 %ld 01 a.txt\n",
    "Coloratura stems 2\n4 %ld 01 a.wav\n",
    "\xff\n\n\n",
    "Coloratura stems 1",
    "Coloratura stems 1\n\n4\n4 \n4 x 01 a.wav\n99999999999999999999999999 1 01 a.wav\n",
  };
  gsize failed;

  for (gsize i = 0; i < G_N_ELEMENTS (manifests); i++)
    {
      g_autofree char *stamp = g_strdup_printf ("%ld", (long) time (NULL));
      g_auto (GStrv) parts = g_strsplit (manifests[i], "%ld", -1);
      g_autofree char *text = g_strjoinv (stamp, parts);

      write_text (fixture, "notes", "mine");
      write_text (fixture, "01 a.txt", "mine");
      write_text (fixture, "01 a.wav", "mine");
      write_text (fixture, CT_STEM_MANIFEST, text);
      g_assert_cmpint (put (fixture, two, 2, "new", &failed), ==, CT_STATUS_OK);
      assert_files (fixture, "01 Piano.wav=new 01 a.txt=mine 01 a.wav=mine 02 rest.wav=new notes=mine");
    }
}

/* If one file cannot be put in place, all is as it was, and the next run still knows what is whose. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  static const char *const blocked[] = { "01 Piano.wav", "02 a folder", "03 rest.wav" };
  gsize failed;

  g_assert_cmpint (put (fixture, three, 3, "old", &failed), ==, CT_STATUS_OK);
  g_assert_cmpint (mkdirat (fixture->folder, blocked[1], 0700), ==, 0);
  g_assert_cmpint (put (fixture, blocked, 3, "new", &failed), ==, CT_STATUS_NOT_A_FILE);
  g_assert_cmpuint (failed, ==, 1);
  assert_files (fixture, "01 Piano.wav=old 02 Flute.wav=old 02 a folder=folder 03 rest.wav=old");
  g_assert_cmpint (put (fixture, two, 2, "new", &failed), ==, CT_STATUS_OK);
  assert_files (fixture, "01 Piano.wav=new 02 a folder=folder 02 rest.wav=new");
}

/* The manifest may be what cannot be written. */
static void
test_no_manifest (Fixture *fixture, gconstpointer data)
{
  g_autofree char *manifest = g_build_filename (fixture->path, CT_STEM_MANIFEST, NULL);
  gsize failed;

  g_assert_cmpint (g_mkdir (manifest, 0700), ==, 0);
  g_assert_cmpint (put (fixture, two, 2, "new", &failed), ==, CT_STATUS_NOT_A_FILE);
  g_assert_cmpuint (failed, ==, 2);
  assert_files (fixture, "");
  g_assert_cmpint (g_rmdir (manifest), ==, 0);
}

static CtStatus
put_two (void *data)
{
  gsize failed;
  CtStatus status = put (data, two, 2, "new", &failed);

  assert_files (data, status == CT_STATUS_OK ? "01 Piano.wav=new 02 rest.wav=new"
                                             : "01 Piano.wav=old 02 Flute.wav=old 03 rest.wav=old");
  return status;
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  gsize failed;

  g_assert_cmpint (put (fixture, three, 3, "old", &failed), ==, CT_STATUS_OK);
  failing_allocator_try_all (put_two, fixture);
}

#define ADD(name, func) g_test_add ("/stem-set/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("fewer", test_fewer);
  ADD ("changed", test_changed);
  ADD ("foreign-manifest", test_foreign_manifest);
  ADD ("undo", test_undo);
  ADD ("no-manifest", test_no_manifest);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
