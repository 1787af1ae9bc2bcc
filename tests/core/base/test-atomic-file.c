/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ct-atomic-file.h"
#include "core/base/ct-status.h"
#include "tests/support/failing-allocator.h"

#define NOBODY 65534

typedef struct
{
  char *folder;
  char *path; /* of a file in it */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("coloratura-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "target", NULL);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  /* a temporary file left behind would fail here */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, expected);
}

static CtStatus
save_text (const char *path, const char *text)
{
  return ct_atomic_file_save (path, text, strlen (text));
}

static int
mode_of (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  mode_t old_mask = umask (027);
  CtAtomicFile *file;

  g_assert_cmpint (save_text (fixture->path, "one"), ==, CT_STATUS_OK);
  assert_contents (fixture->path, "one");
  g_assert_cmpint (mode_of (fixture->path), ==, 0640);

  g_assert_cmpint (g_chmod (fixture->path, 0604), ==, 0);
  g_assert_cmpint (ct_atomic_file_open (fixture->path, &file), ==, CT_STATUS_OK);
  ct_atomic_file_write (file, "t", 1);
  ct_atomic_file_write (file, "wo", 2);
  assert_contents (fixture->path, "one");
  g_assert_cmpint (ct_atomic_file_commit (file), ==, CT_STATUS_OK);
  assert_contents (fixture->path, "two");
  g_assert_cmpint (mode_of (fixture->path), ==, 0604);
  umask (old_mask);
}

static void
test_abandon (Fixture *fixture, gconstpointer data)
{
  CtAtomicFile *file;

  g_assert_cmpint (save_text (fixture->path, "old"), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_atomic_file_open (fixture->path, &file), ==, CT_STATUS_OK);
  ct_atomic_file_write (file, "new", 3);
  g_assert_cmpuint (count_files (fixture->folder), ==, 2);
  ct_atomic_file_abandon (file);
  ct_atomic_file_abandon (NULL);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  assert_contents (fixture->path, "old");
}

/* The name's bytes mean nothing, and it may be as long as names get. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  char longest[256];
  const char *const names[] = { "with space", "two\nlines", "\xff\xfe not UTF-8", "-o", "percent %s", longest };

  memset (longest, 'x', 255);
  longest[255] = '\0';
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_assert_cmpint (save_text (path, names[i]), ==, CT_STATUS_OK);
      assert_contents (path, names[i]);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_chdir (fixture->folder), ==, 0);
  g_assert_cmpint (save_text ("target", "relative"), ==, CT_STATUS_OK);
  g_assert_cmpint (g_chdir ("/"), ==, 0);
  assert_contents (fixture->path, "relative");
}

/* Bytes arrive in their order, however many come at a time. */
static void
test_pieces (Fixture *fixture, gconstpointer data)
{
  static const gsize sizes[] = { 1, 0, 3, 70000, 65535, 1, 1, 65536, 2, 200000, 40000, 40000, 5 };
  g_autoptr (GString) expected = g_string_new (NULL);
  CtAtomicFile *file;

  g_assert_cmpint (ct_atomic_file_open (fixture->path, &file), ==, CT_STATUS_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *piece = g_strnfill (sizes[i], (char) ('a' + i));

      ct_atomic_file_write (file, piece, sizes[i]);
      g_string_append (expected, piece);
    }
  g_assert_cmpint (ct_atomic_file_commit (file), ==, CT_STATUS_OK);
  assert_contents (fixture->path, expected->str);
}

static guint64
n_writes (void)
{
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents ("/proc/self/io", &text, NULL, NULL))
    return 0;
  at = strstr (text, "syscw: ");
  return at ? g_ascii_strtoull (at + strlen ("syscw: "), NULL, 10) : 0;
}

/* What is written byte by byte takes few calls of the system. */
static void
test_bytes (Fixture *fixture, gconstpointer data)
{
  CtAtomicFile *file;
  guint64 before = n_writes ();

  g_assert_cmpint (ct_atomic_file_open (fixture->path, &file), ==, CT_STATUS_OK);
  for (int i = 0; i < 100000; i++)
    ct_atomic_file_write (file, "x", 1);
  g_assert_cmpint (ct_atomic_file_commit (file), ==, CT_STATUS_OK);
  g_assert_cmpuint (n_writes () - before, <, 10);
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);

  g_assert_cmpint (save_text (fixture->path, "old"), ==, CT_STATUS_OK);
  g_assert_cmpint (symlink ("target", link), ==, 0);
  g_assert_cmpint (save_text (link, "through the link"), ==, CT_STATUS_OK);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  assert_contents (fixture->path, "through the link");
  g_assert_cmpint (g_unlink (link), ==, 0);

  /* one that leads to what is not there yet stays, too */
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_cmpint (symlink ("target", link), ==, 0);
  g_assert_cmpint (save_text (link, "a file"), ==, CT_STATUS_OK);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  assert_contents (fixture->path, "a file");
  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_cmpint (symlink ("/nowhere/at/all", link), ==, 0);
  g_assert_cmpint (save_text (link, "lost"), ==, CT_STATUS_NOT_FOUND);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (g_unlink (link), ==, 0);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *with_slash = g_strconcat (fixture->folder, "/new/", NULL);
  g_autofree char *missing = g_build_filename (fixture->folder, "missing", "target", NULL);
  g_autofree char *below_file = g_build_filename (fixture->path, "target", NULL);

  g_assert_cmpint (save_text (fixture->path, "old"), ==, CT_STATUS_OK);
  g_assert_cmpint (save_text (fixture->folder, "x"), ==, CT_STATUS_NOT_A_FILE);
  g_assert_cmpint (save_text (with_slash, "x"), ==, CT_STATUS_NOT_A_FILE);
  g_assert_cmpint (save_text (missing, "x"), ==, CT_STATUS_NOT_FOUND);
  g_assert_cmpint (save_text (below_file, "x"), ==, CT_STATUS_NOT_FOUND);
  g_assert_cmpint (save_text ("", "x"), ==, CT_STATUS_NOT_FOUND);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_permission (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);
  gboolean is_root = geteuid () == 0;

  g_assert_cmpint (save_text (fixture->path, "old"), ==, CT_STATUS_OK);
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, is_root ? 0777 : 0755), ==, 0);
  g_assert_cmpint (is_root ? seteuid (NOBODY) : 0, ==, 0);
  g_assert_cmpint (save_text (fixture->path, "x"), ==, CT_STATUS_NO_PERMISSION);
  g_assert_cmpint (is_root ? seteuid (0) : 0, ==, 0);

  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  g_assert_cmpint (is_root ? seteuid (NOBODY) : 0, ==, 0);
  g_assert_cmpint (save_text (other, "x"), ==, CT_STATUS_NO_PERMISSION);
  g_assert_cmpint (is_root ? seteuid (0) : 0, ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  assert_contents (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

/* A disk that is full in the midst of it: here, a file that may not grow on. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_malloc0 (100000);
  struct rlimit old, limit;

  g_assert_cmpint (save_text (fixture->path, "old"), ==, CT_STATUS_OK);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  limit = (struct rlimit){ .rlim_cur = 50000, .rlim_max = old.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_cmpint (ct_atomic_file_save (fixture->path, large, 100000), ==, CT_STATUS_NO_SPACE);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  assert_contents (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

/* What cannot be replaced is written to, and a pipe without a reader is not waited for. */
static void
test_special (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL;
  char read_back[8] = "";
  int ends[2];

  g_assert_cmpint (save_text ("/dev/null", "x"), ==, CT_STATUS_OK);
  g_assert_cmpint (save_text ("/dev/full", "x"), ==, CT_STATUS_NO_SPACE);

  g_assert_cmpint (pipe (ends), ==, 0);
  name = g_strdup_printf ("/proc/self/fd/%d", ends[1]);
  g_assert_cmpint (save_text (name, "piped"), ==, CT_STATUS_OK);
  g_assert_cmpint (read (ends[0], read_back, sizeof read_back), ==, 5);
  g_assert_cmpstr (read_back, ==, "piped");

  signal (SIGPIPE, SIG_IGN);
  close (ends[0]);
  g_assert_cmpint (save_text (name, "nobody reads"), ==, CT_STATUS_WRITE_FAILED);
  close (ends[1]);

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_assert_cmpint (save_text (fixture->path, "nobody reads"), ==, CT_STATUS_WRITE_FAILED);
}

static CtStatus
save_to (void *data)
{
  return save_text (data, "new");
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  failing_allocator_try_all (save_to, fixture->path);
  assert_contents (fixture->path, "new");
}

/* Temporary files that nobody writes any more go at once; everything else stays. */
static void
test_clean (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { ".coloratura-1f-2a.tmp", ".coloratura-notes.txt", "song.tmp" };
  CtAtomicFile *file;

  g_assert_cmpint (save_text (fixture->path, "old"), ==, CT_STATUS_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_assert_true (g_file_set_contents (path, "", 0, NULL));
    }
  g_assert_cmpint (ct_atomic_file_open (fixture->path, &file), ==, CT_STATUS_OK);
  ct_atomic_file_write (file, "new", 3);
  ct_atomic_file_clean (fixture->path);
  ct_atomic_file_clean ("/nowhere/at/all");
  ct_atomic_file_clean ("-");
  /* the file, the one that is being written and the two that are somebody else's */
  g_assert_cmpuint (count_files (fixture->folder), ==, 4);
  g_assert_cmpint (ct_atomic_file_commit (file), ==, CT_STATUS_OK);
  assert_contents (fixture->path, "new");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_assert_cmpint (g_unlink (path), ==, i == 0 ? -1 : 0);
    }
}

#define ADD(name, func) g_test_add ("/atomic-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("replace", test_replace);
  ADD ("abandon", test_abandon);
  ADD ("names", test_names);
  ADD ("pieces", test_pieces);
  ADD ("bytes", test_bytes);
  ADD ("links", test_links);
  ADD ("refused", test_refused);
  ADD ("permission", test_permission);
  ADD ("full", test_full);
  ADD ("special", test_special);
  ADD ("clean", test_clean);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
