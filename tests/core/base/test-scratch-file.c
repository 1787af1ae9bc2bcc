/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/base/ct-scratch-file.h"
#include "core/base/ct-status.h"
#include "tests/support/failing-allocator.h"

static char *folder;

static CtScratchFile *
open_here (void)
{
  CtScratchFile *file;

  g_assert_cmpint (ct_scratch_file_open (&(CtScratchPlaces){ { folder } }, 0, &file), ==, CT_STATUS_OK);
  return file;
}

/* It can be written and read, only by its user, and the folder stays empty. */
static void
test_unnamed (void)
{
  CtScratchFile *file = open_here ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  char back[4];
  struct stat st;

  g_assert_cmpint (ct_scratch_file_append (file, "ab", 2), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_scratch_file_append (file, "cd", 2), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_scratch_file_read (file, back, 3, 1), ==, CT_STATUS_OK);
  g_assert_cmpmem (back, 3, "bcd", 3);
  g_assert_cmpint (ct_scratch_file_patch (file, "C", 1, 2), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_scratch_file_read (file, back, 3, 1), ==, CT_STATUS_OK);
  g_assert_cmpmem (back, 3, "bCd", 3);
  g_assert_cmpint (fstat (ct_scratch_file_share (file), &st), ==, 0);
  g_assert_cmpint (st.st_mode & 077, ==, 0);
  g_assert_cmpint (st.st_nlink, ==, 0);
  g_assert_cmpint (st.st_size, ==, 4);
  g_assert_null (g_dir_read_name (dir));
  ct_scratch_file_close (file);
  ct_scratch_file_close (NULL);
}

/* Silence is read as it was written, and costs nothing. */
static void
test_zeros (void)
{
  enum
  {
    BLOCK = 1 << 16
  };
  CtScratchFile *file = open_here ();
  g_autofree char *zeros = g_malloc0 (BLOCK), *back = g_malloc (BLOCK);
  struct stat st;

  g_assert_cmpint (ct_scratch_file_append (file, "x", 1), ==, CT_STATUS_OK);
  for (int i = 0; i < 1000; i++)
    g_assert_cmpint (ct_scratch_file_append (file, zeros, BLOCK), ==, CT_STATUS_OK);
  /* at the end, and then in the middle */
  memset (back, 1, BLOCK);
  g_assert_cmpint (ct_scratch_file_read (file, back, BLOCK, INT64_C (999) * BLOCK), ==, CT_STATUS_OK);
  g_assert_cmpmem (back, BLOCK, zeros, BLOCK);
  g_assert_cmpint (ct_scratch_file_append (file, "y", 1), ==, CT_STATUS_OK);
  memset (back, 1, BLOCK);
  g_assert_cmpint (ct_scratch_file_read (file, back, BLOCK, INT64_C (500) * BLOCK), ==, CT_STATUS_OK);
  g_assert_cmpmem (back, BLOCK, zeros, BLOCK);
  g_assert_cmpint (ct_scratch_file_read (file, back, 1, INT64_C (1000) * BLOCK + 1), ==, CT_STATUS_OK);
  g_assert_cmpint (back[0], ==, 'y');
  g_assert_cmpint (ct_scratch_file_append (file, zeros, BLOCK), ==, CT_STATUS_OK);
  g_assert_cmpint (fstat (ct_scratch_file_share (file), &st), ==, 0);
  g_assert_cmpint (st.st_size, ==, INT64_C (1001) * BLOCK + 2);
  g_assert_cmpint (st.st_blocks * 512, <, 1 << 20);
  ct_scratch_file_close (file);
}

/* A file that may not grow stands for a full disk; and nothing grows for ever. */
static void
test_full (void)
{
  CtScratchFile *file = open_here ();
  g_autofree char *large = g_malloc (100000);
  struct rlimit limit, small;
  CtStatus status;

  memset (large, 7, 100000);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 65536;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  status = ct_scratch_file_append (file, large, 100000);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_cmpint (status, ==, CT_STATUS_NO_SPACE);
  g_assert_cmpint (ct_scratch_file_append (file, large, SIZE_MAX / 2), ==, CT_STATUS_NO_SPACE);
  ct_scratch_file_close (file);
}

/* Where a file of a certain size goes. */
static gboolean
goes_to (const char *first, const char *second, int64_t need, const char *expected)
{
  CtScratchFile *file;
  struct stat own, there;

  g_assert_cmpint (ct_scratch_file_open (&(CtScratchPlaces){ { first, second } }, need, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (fstat (ct_scratch_file_share (file), &own), ==, 0);
  g_assert_cmpint (stat (expected, &there), ==, 0);
  ct_scratch_file_close (file);
  return own.st_dev == there.st_dev;
}

static void
test_places (void)
{
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  CtScratchFile *file;

  g_assert_true (goes_to (missing, folder, 0, folder));
  g_assert_true (goes_to (NULL, missing, 0, folder));
  g_assert_true (goes_to (folder, "/dev/shm", 0, folder));
  g_assert_true (goes_to ("/dev/shm", folder, 0, "/dev/shm"));
  g_assert_cmpint (ct_scratch_file_open (&(CtScratchPlaces){ { missing, missing } }, 0, &file), ==, CT_STATUS_NO_SPACE);
  g_assert_null (file);
  g_assert_cmpstr (ct_scratch_file_system_folder (), ==, folder);
}

/* What fits in neither goes where there is the most room. */
static void
test_room (void)
{
  struct statvfs here, there;
  int64_t room_here, room_there;

  g_assert_cmpint (statvfs (folder, &here), ==, 0);
  if (statvfs ("/dev/shm", &there) != 0 || here.f_fsid == there.f_fsid)
    {
      g_test_skip ("there is one file system only");
      return;
    }
  room_here = (int64_t) (here.f_bavail * here.f_frsize);
  room_there = (int64_t) (there.f_bavail * there.f_frsize);
  g_assert_true (goes_to ("/dev/shm", folder, INT64_MAX, room_there >= room_here ? "/dev/shm" : folder));
  g_assert_true (goes_to (folder, "/dev/shm", INT64_MAX, room_here >= room_there ? folder : "/dev/shm"));
}

static CtStatus
open_and_append (void *data)
{
  CtScratchFile *file;
  CtStatus status = ct_scratch_file_open (data, 0, &file);

  if (status == CT_STATUS_OK)
    status = ct_scratch_file_append (file, "abc", 3);
  ct_scratch_file_close (file);
  return status;
}

static void
test_no_memory (void)
{
  failing_allocator_try_all (open_and_append, &(CtScratchPlaces){ { folder } });
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("coloratura-test-XXXXXX", NULL);
  g_setenv ("TMPDIR", folder, TRUE);
  g_test_add_func ("/scratch-file/unnamed", test_unnamed);
  g_test_add_func ("/scratch-file/zeros", test_zeros);
  g_test_add_func ("/scratch-file/full", test_full);
  g_test_add_func ("/scratch-file/places", test_places);
  g_test_add_func ("/scratch-file/room", test_room);
  g_test_add_func ("/scratch-file/no-memory", test_no_memory);
  result = g_test_run ();
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
  return result;
}
