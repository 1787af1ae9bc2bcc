/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/exchange/ct-stem-export.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-object.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "core/base/ct-scratch-file.h"
#include "core/base/ct-status.h"
#include "core/base/ct-temporary-file.h"
#include "core/base/ct-write-status.h"
#include "ui/support/ct-file-error.h"

#define MAX_FOLDERS 1000 /* of one name */

static void
on_cancelled (GCancellable *cancellable, atomic_bool *cancelled)
{
  atomic_store (cancelled, true);
}

static void
on_progress (double share, void *permille)
{
  g_atomic_int_set ((int *) permille, (int) (share * 1000));
}

static gboolean
is_empty (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir && !g_dir_read_name (dir);
}

/* Whether a folder has nothing but what an export that was killed left there, which is removed. */
static gboolean
is_left_over (const char *path)
{
  int folder = is_empty (path) ? -1 : open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (folder < 0)
    return FALSE;
  ct_temporary_file_clean (folder);
  close (folder);
  return is_empty (path);
}

/* Creates a folder that did not exist, or takes one that was left over. */
static char *
make_folder (const char *parent, const char *name, GError **error)
{
  int reason = EEXIST;

  for (guint i = 1; i <= MAX_FOLDERS && reason == EEXIST; i++)
    {
      g_autofree char *numbered = i == 1 ? g_strdup (name) : g_strdup_printf ("%s %u", name, i);
      g_autofree char *path = g_build_filename (parent, numbered, NULL);

      if (g_mkdir (path, 0777) == 0)
        return g_steal_pointer (&path);
      reason = errno;
      if (reason == EEXIST && is_left_over (path))
        return g_steal_pointer (&path);
    }
  ct_file_error_set_write_status (error, ct_write_status (reason), name);
  return NULL;
}

/* The file or folder that a failure is about. */
static const char *
find_blamed (const CtStemFailure *failure, const char *recording, const char *folder)
{
  switch (failure->what)
    {
    case CT_STEM_FAILED_FOLDER:
      return folder;
    case CT_STEM_FAILED_FILE:
      return failure->name;
    case CT_STEM_FAILED_SCRATCH:
      return ct_scratch_file_system_folder ();
    case CT_STEM_FAILED_RECORDING:
    default:
      return recording;
    }
}

char *
ct_stem_export_write (const CtScore *score,
                      const CtRecording *recording,
                      const CtStemExportOptions *options,
                      GCancellable *cancellable,
                      GError **error)
{
  atomic_bool cancelled = false;
  CtStemFilesOptions how = { .format = options->format,
                             .stream = recording->stream,
                             /* Translators: the name of the sound file of what belongs to no track */
                             .rest_name = _ ("Rest"),
                             .drums_name = _ ("Percussion"),
                             .cancelled = &cancelled,
                             .progress = options->permille ? on_progress : NULL,
                             .progress_data = options->permille,
                             .gain = options->gain };
  CtStemFailure failure;
  g_autofree char *folder = NULL;
  CtStatus status;
  gulong handler;

  if (!recording->path)
    {
      ct_file_error_set (error, CT_FILE_ERROR_NOT_FOUND, recording->name, _ ("the recording cannot be found"));
      return NULL;
    }
  folder = make_folder (options->parent, options->name, error);
  if (!folder)
    return NULL;
  handler = cancellable ? g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), &cancelled, NULL) : 0;
  status = ct_stem_files_write (recording->path, score, folder, &how, &failure);
  g_cancellable_disconnect (cancellable, handler);
  if (status == CT_STATUS_OK)
    return g_steal_pointer (&folder);
  g_rmdir (folder);
  ct_file_error_set_status (error, status, find_blamed (&failure, recording->path, folder));
  return NULL;
}
