/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/support/ct-owner-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_TRIES 10
#define START_TIME_FIELD 22 /* of /proc/PID/stat: proc(5) */

struct _CtOwnerLock
{
  char *path;
  int fd;
};

/* When process @pid started, in clock ticks since boot; 0: there is no such process. */
static guint64
start_time_of (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  /* the program's name, in parentheses, may contain anything */
  at = strrchr (text, ')');
  for (int field = 2; at && field < START_TIME_FIELD; field++)
    at = strchr (at + 1, ' ');
  return at ? g_ascii_strtoull (at + 1, NULL, 10) : 0;
}

/* Whether the process named in the file is still running. */
static gboolean
owner_lives (int fd)
{
  char text[64] = { 0 };
  g_auto (GStrv) words = NULL;
  int pid;

  if (pread (fd, text, sizeof text - 1, 0) <= 0)
    return FALSE;
  words = g_strsplit (text, " ", 2);
  pid = words[0] ? atoi (words[0]) : 0;
  return pid > 0 && words[1] && start_time_of (pid) == g_ascii_strtoull (words[1], NULL, 10);
}

static void
write_owner (int fd)
{
  int pid = (int) getpid ();
  g_autofree char *text = g_strdup_printf ("%d %" G_GUINT64_FORMAT "\n", pid, start_time_of (pid));

  /* for file systems that cannot lock; a full disk does not prevent the lock */
  if (ftruncate (fd, 0) != 0 || pwrite (fd, text, strlen (text), 0) < 0)
    g_debug ("the owner of a lock could not be written: %s", g_strerror (errno));
}

typedef enum
{
  LOCKED,
  BUSY,
  GONE, /* its last owner has just removed the file: try again */
} Outcome;

static Outcome
lock (int fd, const char *path)
{
  struct stat held, there;

  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno == EWOULDBLOCK || owner_lives (fd))
        return BUSY;
    }
  if (fstat (fd, &held) != 0 || lstat (path, &there) != 0 || held.st_ino != there.st_ino || held.st_dev != there.st_dev)
    return GONE;
  write_owner (fd);
  return LOCKED;
}

CtOwnerLock *
ct_owner_lock_take (const char *path, gboolean *busy)
{
  *busy = FALSE;
  for (int i = 0; i < MAX_TRIES; i++)
    {
      int fd = g_open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
      Outcome outcome;

      if (fd < 0)
        return NULL;
      outcome = lock (fd, path);
      if (outcome == LOCKED)
        {
          CtOwnerLock *self = g_new0 (CtOwnerLock, 1);

          self->path = g_strdup (path);
          self->fd = fd;
          return self;
        }
      close (fd);
      if (outcome == BUSY)
        {
          *busy = TRUE;
          return NULL;
        }
    }
  return NULL;
}

void
ct_owner_lock_free (CtOwnerLock *self)
{
  if (!self)
    return;
  g_unlink (self->path);
  close (self->fd);
  g_free (self->path);
  g_free (self);
}

char *
ct_owner_lock_make_state_folder (const char *name)
{
  g_autofree char *path = g_build_filename (g_get_user_state_dir (), "coloratura", name, NULL);

  if (g_mkdir_with_parents (path, 0700) != 0)
    return NULL;
  return g_steal_pointer (&path);
}
