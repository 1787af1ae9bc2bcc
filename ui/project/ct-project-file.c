/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/project/ct-project-file.h"

#include <fcntl.h>
#include <glib.h>
#include <glib/gi18n.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ct-atomic-file.h"
#include "core/base/ct-regular-file.h"
#include "core/base/ct-status.h"
#include "ui/document/ct-recording-finder.h"
#include "ui/document/ct-recording.h"
#include "ui/project/ct-project-file-private.h"
#include "ui/project/ct-project-format.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-worker.h"

/* ---- blocking ---- */

CtProject *
ct_project_file_read (const char *path, GError **error)
{
  guint8 *data;
  gsize size;
  CtStatus status = ct_regular_file_read (path, CT_PROJECT_MAX_BYTES, &data, &size);
  g_autoptr (GBytes) bytes = NULL;

  if (status != CT_STATUS_OK)
    {
      ct_file_error_set_status (error, status, path);
      return NULL;
    }
  bytes = g_bytes_new_with_free_func (data, size, free, data);
  return ct_project_decode (bytes, path, error);
}

/* The version of the project at @path; 0: there is none. */
static guint32
version_at (const char *path)
{
  guint8 head[CT_PROJECT_HEADER_SIZE];
  int64_t n_bytes;
  ssize_t n;
  int fd;

  if (ct_regular_file_open (path, &fd, &n_bytes) != CT_STATUS_OK)
    return 0;
  n = read (fd, head, sizeof head);
  close (fd);
  return n > 0 ? ct_project_format_version (head, (gsize) n) : 0;
}

gboolean
ct_project_file_is_project (const char *path)
{
  return version_at (path) > 0;
}

gboolean
ct_project_file_write (const CtProject *project, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  struct stat st;
  CtStatus status;

  if (version_at (path) > CT_PROJECT_VERSION)
    {
      ct_file_error_set (error, CT_FILE_ERROR_NEWER, path,
                         _ ("a project from a newer version of Coloratura cannot be overwritten"));
      return FALSE;
    }
  if (stat (path, &st) == 0 && !S_ISREG (st.st_mode))
    {
      ct_file_error_set_status (error, CT_STATUS_NOT_A_FILE, path);
      return FALSE;
    }
  bytes = ct_project_encode (project, path, error);
  if (!bytes)
    return FALSE;
  status = ct_atomic_file_save (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (status != CT_STATUS_OK)
    ct_file_error_set_write_status (error, status, path);
  return status == CT_STATUS_OK;
}

/* ---- opening ---- */

typedef struct
{
  char *path;
  CtFileStamp stamp;
  CtFileClaim claim;
  CtProject *project; /* what was read */
} Reading;

static void
free_reading (gpointer data)
{
  Reading *self = data;

  ct_file_claim_drop (&self->claim);
  g_clear_pointer (&self->project, ct_project_free);
  g_free (self->path);
  g_free (self);
}

static gboolean
read_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *self = data;

  /* before reading: a change during the read counts as a change since */
  self->stamp = ct_file_stamp_of (self->path);
  self->project = ct_project_file_read (self->path, error);
  return self->project != NULL;
}

void
ct_project_file_open_async (CtDocument *document,
                            GFile *file,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;
  GError *error = NULL;

  g_return_if_fail (CT_IS_DOCUMENT (document));
  task = g_task_new (document, cancellable, callback, data);
  reading = g_new0 (Reading, 1);
  g_task_set_task_data (task, reading, free_reading);
  reading->path = ct_file_dup_local_path (file, &error);
  if (!reading->path || !ct_file_claim_try (document, reading->path, &reading->claim, &error))
    g_task_return_error (task, error);
  else
    ct_worker_run (task, read_in_worker);
}

CtProject *
ct_project_file_open_finish (CtDocument *document, GAsyncResult *result, GError **error)
{
  Reading *reading = g_task_get_task_data (G_TASK (result));
  CtFileState *state = ct_file_state_get (document);
  g_autoptr (CtProject) project = NULL;
  g_autoptr (GFile) file = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  project = g_steal_pointer (&reading->project);
  ct_file_claim_keep (&reading->claim, document);
  g_free (state->path);
  state->path = g_strdup (reading->path);
  state->stamp = reading->stamp;
  file = g_file_new_for_path (reading->path);
  ct_project_load (project, document);
  ct_document_set_file (document, file);
  ct_document_mark_saved (document);
  return g_steal_pointer (&project);
}

/* ---- saving ---- */

typedef struct
{
  CtProject *project;
  char *path;
  CtFileClaim claim;
  gboolean compares; /* the file must still match .stamp */
  CtFileStamp stamp; /* before; after: what was written */
  guint64 n_changes; /* changes of the document so far */
} Saving;

static void
free_saving (gpointer data)
{
  Saving *self = data;

  ct_file_claim_drop (&self->claim);
  g_clear_pointer (&self->project, ct_project_free);
  g_free (self->path);
  g_free (self);
}

/* A recording whose contents are not known yet is read now: without its hash it could not be found again. Where it
 * cannot be read, the project is saved all the same. */
static void
hash_recording (CtProject *project, GCancellable *cancellable)
{
  CtRecording *hashed;

  if (!project->recording || project->recording->hashed || !project->recording->path)
    return;
  hashed = ct_recording_finder_hash (project->recording, cancellable, NULL);
  if (hashed)
    {
      ct_recording_unref (project->recording);
      project->recording = hashed;
    }
}

static gboolean
save_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Saving *saving = data;
  CtFileStamp now = ct_file_stamp_of (saving->path);

  if (saving->compares && now.inode && !ct_file_stamp_equal (&now, &saving->stamp))
    {
      ct_file_error_set (error, CT_FILE_ERROR_CHANGED_ON_DISK, saving->path,
                         _ ("the project has been changed by another program since it was opened"));
      return FALSE;
    }
  hash_recording (saving->project, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !ct_project_file_write (saving->project, saving->path, error))
    return FALSE;
  saving->stamp = ct_file_stamp_of (saving->path);
  ct_atomic_file_clean (saving->path);
  return TRUE;
}

void
ct_project_file_save_async (CtDocument *document,
                            CtSession *session,
                            GFile *file,
                            CtProjectSaveFlags flags,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_autoptr (GTask) task = NULL;
  CtFileState *state;
  Saving *saving;
  GError *error = NULL;

  g_return_if_fail (CT_IS_DOCUMENT (document));
  task = g_task_new (document, cancellable, callback, data);
  state = ct_file_state_get (document);
  saving = g_new0 (Saving, 1);
  g_task_set_task_data (task, saving, free_saving);
  saving->path = ct_file_dup_local_path (file, &error);
  if (!saving->path || !ct_file_claim_try (document, saving->path, &saving->claim, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  saving->project = ct_project_copy_document (document, session);
  ct_file_state_use_known_hash (state, saving->project);
  saving->compares = !(flags & CT_PROJECT_SAVE_OVERWRITE) && g_strcmp0 (saving->path, state->path) == 0;
  saving->stamp = state->stamp;
  saving->n_changes = state->n_changes;
  /* once the file is in place the save is no longer cancelled */
  g_task_set_check_cancellable (task, FALSE);
  ct_worker_run (task, save_in_worker);
}

gboolean
ct_project_file_save_finish (CtDocument *document, GAsyncResult *result, GError **error)
{
  Saving *saving = g_task_get_task_data (G_TASK (result));
  CtFileState *state = ct_file_state_get (document);
  g_autoptr (GFile) file = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  ct_file_claim_keep (&saving->claim, document);
  g_free (state->path);
  state->path = g_strdup (saving->path);
  state->stamp = saving->stamp;
  if (saving->project->recording && saving->project->recording->hashed)
    {
      g_clear_pointer (&state->hashed, ct_recording_unref);
      state->hashed = ct_recording_ref (saving->project->recording);
    }
  file = g_file_new_for_path (saving->path);
  ct_document_set_file (document, file);
  if (saving->n_changes == state->n_changes)
    ct_document_mark_saved (document);
  return TRUE;
}
