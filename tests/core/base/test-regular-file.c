/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/base/ct-regular-file.h"
#include "core/base/ct-status.h"
#include "tests/support/failing-allocator.h"

static char *folder;

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
assert_refused (const char *path, CtStatus expected)
{
  uint8_t *data = NULL;
  size_t size;
  int64_t n_bytes;
  int fd = 99;

  g_assert_cmpint (ct_regular_file_open (path, &fd, &n_bytes), ==, expected);
  g_assert_cmpint (fd, ==, -1);
  g_assert_cmpint (ct_regular_file_read (path, 1000, &data, &size), ==, expected);
  g_assert_null (data);
}

static void
test_read (void)
{
  g_autofree char *path = in_folder ("text"), *link = in_folder ("link");
  const char text[] = "five\0bytes and more";
  uint8_t *data;
  size_t size;
  int64_t n_bytes;
  int fd;

  g_assert_true (g_file_set_contents (path, text, sizeof text, NULL));
  g_assert_cmpint (symlink (path, link), ==, 0);
  g_assert_cmpint (ct_regular_file_open (link, &fd, &n_bytes), ==, CT_STATUS_OK);
  g_assert_cmpint (n_bytes, ==, sizeof text);
  close (fd);
  g_assert_cmpint (ct_regular_file_read (path, sizeof text, &data, &size), ==, CT_STATUS_OK);
  g_assert_cmpmem (data, size, text, sizeof text);
  free (data);
  g_assert_cmpint (ct_regular_file_read (path, sizeof text - 1, &data, &size), ==, CT_STATUS_TOO_LARGE);
  g_unlink (link);
  g_unlink (path);
}

static void
test_empty (void)
{
  g_autofree char *path = in_folder ("empty");
  uint8_t *data;
  size_t size;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (ct_regular_file_read (path, 1000, &data, &size), ==, CT_STATUS_EMPTY);
  g_unlink (path);
}

/* A pipe has no writer: opening it as a file would wait for one for ever. */
static void
test_others (void)
{
  g_autofree char *pipe_path = in_folder ("pipe"), *socket_path = in_folder ("socket"),
                  *missing = in_folder ("missing");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  g_strlcpy (address.sun_path, socket_path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  assert_refused (pipe_path, CT_STATUS_NOT_A_FILE);
  assert_refused (socket_path, CT_STATUS_NOT_A_FILE);
  assert_refused (folder, CT_STATUS_NOT_A_FILE);
  assert_refused ("/dev/null", CT_STATUS_NOT_A_FILE);
  assert_refused (missing, CT_STATUS_NOT_FOUND);
  close (fd);
  g_unlink (socket_path);
  g_unlink (pipe_path);
}

static CtStatus
read_file (void *path)
{
  uint8_t *data = NULL;
  size_t size;
  CtStatus status = ct_regular_file_read (path, 1000, &data, &size);

  free (data);
  return status;
}

static void
test_no_memory (void)
{
  g_autofree char *path = in_folder ("text");

  g_assert_true (g_file_set_contents (path, "text", 4, NULL));
  failing_allocator_try_all (read_file, path);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("regular-file-XXXXXX", NULL);
  g_test_add_func ("/regular-file/read", test_read);
  g_test_add_func ("/regular-file/empty", test_empty);
  g_test_add_func ("/regular-file/others", test_others);
  g_test_add_func ("/regular-file/no-memory", test_no_memory);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}
