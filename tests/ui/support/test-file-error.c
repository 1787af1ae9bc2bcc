/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/support/ct-file-error.h"

#include <gio/gio.h>
#include <string.h>

#include "core/base/ct-status.h"

static void
assert_shown (const char *path, const char *expected)
{
  g_autofree char *name = ct_file_display_name (path);

  g_assert_cmpstr (name, ==, expected);
}

static void
test_names (void)
{
  assert_shown ("/music/song.flac", "song.flac");
  assert_shown ("song.flac", "song.flac");
  assert_shown ("/music/folder/", "folder");
  assert_shown ("/music/folder///", "folder");
  assert_shown ("/", "/");
  assert_shown ("", "");
  assert_shown ("/a/\xe9\x9f\xb3\xe4\xb9\x90.mp3", "\xe9\x9f\xb3\xe4\xb9\x90.mp3");
}

/* What would break a line, turn its direction or pose as another ending is left out. */
static void
test_hostile_names (void)
{
  assert_shown ("/a/two\nlines\t.wav", "twolines.wav");
  assert_shown ("/a/song\xe2\x80\xae"
                "gpj.exe",
                "songgpj.exe");
  assert_shown ("/a/\xe2\x81\xa6x\xe2\x81\xa9\xe2\x80\x8f.wav", "x.wav");
  assert_shown ("/a/\x1b[31mred.wav", "[31mred.wav");
  {
    g_autofree char *name = ct_file_display_name ("/a/\xff\xfe\xfd.wav");

    g_assert_true (g_utf8_validate (name, -1, NULL));
    g_assert_true (g_str_has_suffix (name, ".wav"));
  }
}

/* A name of any length becomes one of at most 61 characters that keeps both its ends. */
static void
test_long_names (void)
{
  for (gsize length = 55; length < 300000; length = length * 3 / 2)
    {
      g_autofree char *path = g_malloc (length + 20);
      g_autofree char *name = NULL;

      for (gsize i = 0; i + 2 < length; i += 3)
        memcpy (path + i, "\xe9\x9f\xb3", 3);
      memcpy (path, "start", 5);
      memset (path + 5, 'x', 1); /* characters are cut in the middle */
      strcpy (path + length / 3 * 3, "-end.flac");
      name = ct_file_display_name (path);
      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (name, -1), <=, 61);
      g_assert_true (g_str_has_prefix (name, "start"));
      g_assert_true (g_str_has_suffix (name, "-end.flac"));
      g_assert_cmpint (strstr (name, "…") != NULL, ==, length > 150);
    }
}

static void
test_statuses (void)
{
  static const struct
  {
    CtStatus status;
    CtFileError code;
  } expected[] = {
    { CT_STATUS_NOT_FOUND, CT_FILE_ERROR_NOT_FOUND },
    { CT_STATUS_NOT_A_FILE, CT_FILE_ERROR_NOT_A_FILE },
    { CT_STATUS_UNKNOWN_FORMAT, CT_FILE_ERROR_UNKNOWN_FORMAT },
    { CT_STATUS_NOT_MIDI, CT_FILE_ERROR_UNKNOWN_FORMAT },
    { CT_STATUS_DAMAGED, CT_FILE_ERROR_DAMAGED },
    { CT_STATUS_EMPTY, CT_FILE_ERROR_DAMAGED },
    { CT_STATUS_TOO_LARGE, CT_FILE_ERROR_TOO_LARGE },
    { CT_STATUS_NO_SPACE, CT_FILE_ERROR_FAILED },
  };
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      ct_file_error_set_status (&error, expected[i].status, "/music/so\nng.flac");
      g_assert_error (error, CT_FILE_ERROR, (int) expected[i].code);
      /* one line that names the file and says why */
      g_assert_true (g_str_has_prefix (error->message, "“song.flac”: "));
      g_assert_nonnull (strstr (error->message, ct_status_string (expected[i].status)));
      g_assert_null (strchr (error->message, '\n'));
      g_clear_error (&error);
    }
  ct_file_error_set_status (&error, CT_STATUS_CANCELLED, "/music/song.flac");
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  ct_file_error_set_status (NULL, CT_STATUS_DAMAGED, "/music/song.flac");
}

/* A file that cannot be written because it is not there has no folder; the rest is as for any other. */
static void
test_writing (void)
{
  GError *error = NULL;

  ct_file_error_set_write_status (&error, CT_STATUS_NOT_FOUND, "/music/song.mid");
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "“song.mid”: its folder does not exist");
  g_clear_error (&error);
  ct_file_error_set_write_status (&error, CT_STATUS_NAME_TOO_LONG, "/music/song.mid");
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, "“song.mid”: the name is too long");
  g_clear_error (&error);
  ct_file_error_set_write_status (&error, CT_STATUS_CANCELLED, "/music/song.mid");
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
}

static void
test_local_path (void)
{
  g_autoptr (GFile) here = g_file_new_for_path ("/music/song.flac"),
                    there = g_file_new_for_uri ("https://a.b/song.flac");
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  path = ct_file_dup_local_path (here, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, "/music/song.flac");
  g_assert_null (ct_file_dup_local_path (there, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOT_LOCAL);
  g_assert_nonnull (strstr (error->message, "song.flac"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-error/names", test_names);
  g_test_add_func ("/file-error/hostile-names", test_hostile_names);
  g_test_add_func ("/file-error/long-names", test_long_names);
  g_test_add_func ("/file-error/statuses", test_statuses);
  g_test_add_func ("/file-error/writing", test_writing);
  g_test_add_func ("/file-error/local-path", test_local_path);
  return g_test_run ();
}
