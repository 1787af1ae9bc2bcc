/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-recording-finder.h"

#include <glib.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/ct-regular-file.h"
#include "core/base/ct-status.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-worker.h"

#define PIECE (1 << 18)
#define MAX_BYTES (G_GINT64_CONSTANT (1) << 36) /* no sound file is as large, and /proc/kcore is larger */
#define MAX_LOOKED_AT 10000                     /* files of a folder */

typedef struct
{
  CtRecording *wanted;
  char *chosen;  /* by a person; else NULL */
  char *project; /* its path, or NULL */
  CtRecordingOutcome outcome;
  CtRecording *found;
} Search;

static void
free_search (gpointer data)
{
  Search *self = data;

  ct_recording_unref (self->wanted);
  g_clear_pointer (&self->found, ct_recording_unref);
  g_free (self->chosen);
  g_free (self->project);
  g_free (self);
}

/* Hashes only the @n_bytes that the file had when it was opened: some files never end. */
static CtStatus
hash_contents (int fd, gint64 n_bytes, GCancellable *cancellable, guint8 *sha256)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (PIECE);
  gsize size = 32;

  if (n_bytes <= 0)
    return CT_STATUS_EMPTY;
  if (n_bytes > MAX_BYTES)
    return CT_STATUS_TOO_LARGE;
  while (n_bytes > 0)
    {
      ssize_t n = read (fd, piece, (gsize) MIN (n_bytes, PIECE));

      if (g_cancellable_is_cancelled (cancellable))
        return CT_STATUS_CANCELLED;
      if (n <= 0)
        return n < 0 ? CT_STATUS_READ_FAILED : CT_STATUS_DAMAGED;
      g_checksum_update (checksum, piece, n);
      n_bytes -= n;
    }
  g_checksum_get_digest (checksum, sha256, &size);
  return CT_STATUS_OK;
}

/* @recording at @path, with the size and hash of the file there. */
static CtStatus
hash_file (const CtRecording *recording, const char *path, GCancellable *cancellable, CtRecording **out)
{
  g_autoptr (CtRecording) found = NULL;
  guint8 sha256[32];
  int64_t n_bytes;
  int fd;
  CtStatus status = ct_regular_file_open (path, &fd, &n_bytes);

  if (status != CT_STATUS_OK)
    return status;
  status = hash_contents (fd, n_bytes, cancellable, sha256);
  close (fd);
  if (status != CT_STATUS_OK)
    return status;
  found = ct_recording_with_path (recording, path);
  *out = ct_recording_with_hash (found, sha256);
  (*out)->n_bytes = (guint64) n_bytes;
  return CT_STATUS_OK;
}

CtRecording *
ct_recording_finder_hash (CtRecording *recording, GCancellable *cancellable, GError **error)
{
  CtRecording *hashed = NULL;
  CtStatus status = recording->path ? hash_file (recording, recording->path, cancellable, &hashed)
                                    : CT_STATUS_NOT_FOUND;

  if (status != CT_STATUS_OK)
    ct_file_error_set_status (error, status, recording->path ? recording->path : recording->name);
  return hashed;
}

/* The size of the regular file at @path, or -1. */
static gint64
size_of (const char *path)
{
  int64_t n_bytes;
  int fd;

  if (ct_regular_file_open (path, &fd, &n_bytes) != CT_STATUS_OK)
    return -1;
  close (fd);
  return n_bytes;
}

/* Whether the file at @path holds what is looked for; a file of another size is not read. A recording that was never
 * hashed is taken for the one at its path. */
static gboolean
is_wanted (const Search *self, const char *path, GCancellable *cancellable, CtRecording **found)
{
  g_autoptr (CtRecording) hashed = NULL;

  if (self->wanted->hashed && size_of (path) != (gint64) self->wanted->n_bytes)
    return FALSE;
  if (hash_file (self->wanted, path, cancellable, &hashed) != CT_STATUS_OK)
    return FALSE;
  if (self->wanted->hashed && memcmp (hashed->sha256, self->wanted->sha256, sizeof hashed->sha256) != 0)
    return FALSE;
  *found = g_steal_pointer (&hashed);
  return TRUE;
}

/* Where it was last, or NULL. */
static const char *
last_place (const Search *self)
{
  return self->wanted->path ? self->wanted->path : self->wanted->sought;
}

/* Looks through a folder: first at the file of the same name, then at those of the same size. */
static gboolean
search_folder (const Search *self, const char *folder, GCancellable *cancellable, CtRecording **found)
{
  const char *path = last_place (self);
  g_autofree char *name = path ? g_path_get_basename (path) : NULL;
  g_autofree char *beside = name ? g_build_filename (folder, name, NULL) : NULL;
  g_autoptr (GDir) dir = NULL;
  const char *entry;
  int n = 0;

  /* without a hash neither name nor size proves anything */
  if (!self->wanted->hashed)
    return FALSE;
  if (beside && is_wanted (self, beside, cancellable, found))
    return TRUE;
  dir = g_dir_open (folder, 0, NULL);
  while (dir && n++ < MAX_LOOKED_AT && !g_cancellable_is_cancelled (cancellable) && (entry = g_dir_read_name (dir)))
    {
      g_autofree char *other = g_build_filename (folder, entry, NULL);

      if (is_wanted (self, other, cancellable, found))
        return TRUE;
    }
  return FALSE;
}

/* Looks beside the project and, where links lead to it, beside the file itself. */
static gboolean
search_beside (const Search *self, GCancellable *cancellable, CtRecording **found)
{
  g_autofree char *folder = g_path_get_dirname (self->project), *beyond = NULL;
  char *resolved = realpath (self->project, NULL);

  if (resolved)
    beyond = g_path_get_dirname (resolved);
  free (resolved);
  return search_folder (self, folder, cancellable, found)
         || (beyond && !g_str_equal (beyond, folder) && search_folder (self, beyond, cancellable, found));
}

static CtRecordingOutcome
find (const Search *self, GCancellable *cancellable, CtRecording **found)
{
  const char *path = last_place (self);

  /* a project that somebody sends may name a file by where it lies for them: beside the project it is looked for, too
   */
  if (path && g_path_is_absolute (path) && is_wanted (self, path, cancellable, found))
    return CT_RECORDING_FOUND;
  if (self->project && search_beside (self, cancellable, found))
    return CT_RECORDING_MOVED;
  if (path && g_path_is_absolute (path) && hash_file (self->wanted, path, cancellable, found) == CT_STATUS_OK)
    return CT_RECORDING_CHANGED;
  *found = ct_recording_with_path (self->wanted, NULL);
  return CT_RECORDING_MISSING;
}

static gboolean
find_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Search *self = data;

  self->outcome = find (self, cancellable, &self->found);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
check_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Search *self = data;
  CtStatus status = hash_file (self->wanted, self->chosen, cancellable, &self->found);

  if (status != CT_STATUS_OK)
    {
      ct_file_error_set_status (error, status, self->chosen);
      return FALSE;
    }
  if (self->wanted->hashed && memcmp (self->found->sha256, self->wanted->sha256, sizeof self->found->sha256) != 0)
    self->outcome = CT_RECORDING_CHANGED;
  else
    self->outcome = g_strcmp0 (self->chosen, self->wanted->path) == 0 ? CT_RECORDING_FOUND : CT_RECORDING_MOVED;
  return TRUE;
}

static GTask *
new_task (CtRecording *wanted, Search **out, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Search *self = g_new0 (Search, 1);

  self->wanted = ct_recording_ref (wanted);
  g_task_set_task_data (task, self, free_search);
  *out = self;
  return task;
}

void
ct_recording_finder_find_async (CtRecording *wanted,
                                GFile *project,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  Search *self;
  g_autoptr (GTask) task = new_task (wanted, &self, cancellable, callback, data);

  self->project = project ? g_file_get_path (project) : NULL;
  ct_worker_run (task, find_in_worker);
}

void
ct_recording_finder_check_async (CtRecording *wanted,
                                 GFile *chosen,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  Search *self;
  g_autoptr (GTask) task = new_task (wanted, &self, cancellable, callback, data);
  GError *error = NULL;

  self->chosen = ct_file_dup_local_path (chosen, &error);
  if (self->chosen)
    ct_worker_run (task, check_in_worker);
  else
    g_task_return_error (task, error);
}

gboolean
ct_recording_finder_finish (GAsyncResult *result, CtRecordingOutcome *outcome, CtRecording **recording, GError **error)
{
  Search *self = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *outcome = self->outcome;
  *recording = g_steal_pointer (&self->found);
  return TRUE;
}
