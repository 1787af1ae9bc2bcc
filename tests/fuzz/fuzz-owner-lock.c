/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file that names the owner of a lock, where the file system has no locks and it is believed. */
#include <errno.h>
#include <glib.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>

#include "tests/fuzz/fuzz-folder.h"
#include "tests/fuzz/fuzz-target.h"
#include "ui/support/ct-owner-lock.h"

#define NAME "owner"

/* This process has no other file system. */
int
flock (int fd, int operation)
{
  errno = ENOLCK;
  return -1;
}

/* Whether another holder is said to be there; if not, the file then names this process, until the lock is released. */
static gboolean
take (void)
{
  g_autofree char *path = g_build_filename (fuzz_folder (), NAME, NULL);
  gboolean busy, busy_again;
  CtOwnerLock *lock = ct_owner_lock_take (path, &busy);

  FUZZ_REQUIRE ((lock == NULL) == busy);
  if (busy)
    return TRUE;
  FUZZ_REQUIRE (!ct_owner_lock_take (path, &busy_again) && busy_again);
  ct_owner_lock_free (lock);
  FUZZ_REQUIRE (!g_file_test (path, G_FILE_TEST_EXISTS));
  return FALSE;
}

/* What this process writes to say that it is the owner; free with g_free(). */
static char *
dup_own_text (void)
{
  g_autofree char *path = g_build_filename (fuzz_folder (), NAME, NULL);
  gboolean busy;
  CtOwnerLock *lock = ct_owner_lock_take (path, &busy);
  char *text;

  FUZZ_REQUIRE (lock && g_file_get_contents (path, &text, NULL, NULL));
  ct_owner_lock_free (lock);
  return text;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static char *own;
  g_autoptr (GString) text = NULL;

  if (!own)
    own = dup_own_text ();
  fuzz_folder_write (NAME, data, size);
  if (take ())
    fuzz_folder_empty ();

  /* whatever stands in the lines after the owner, that one lives */
  text = g_string_new (own);
  g_string_append_len (text, (const char *) data, (gssize) size);
  fuzz_folder_write (NAME, text->str, text->len);
  FUZZ_REQUIRE (take ());
  fuzz_folder_empty ();
  return 0;
}
