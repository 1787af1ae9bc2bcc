/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has a project open, and what was in its file when it was opened or saved. */
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/project/ct-project-file-private.h"
#include "ui/project/ct-project-file.h"
#include "ui/project/ct-project.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-owner-lock.h"

static void
free_state (gpointer data)
{
  CtFileState *self = data;

  ct_owner_lock_free (self->lock);
  g_clear_pointer (&self->hashed, ct_recording_unref);
  g_free (self->claimed);
  g_free (self->path);
  g_free (self);
}

static void
on_changed (CtDocument *document, guint changes, CtFileState *self)
{
  self->n_changes++;
}

CtFileState *
ct_file_state_get (CtDocument *document)
{
  static const char key[] = "ct-file-state";
  CtFileState *self = g_object_get_data (G_OBJECT (document), key);

  if (!self)
    {
      self = g_new0 (CtFileState, 1);
      g_object_set_data_full (G_OBJECT (document), key, self, free_state);
      g_signal_connect (document, "changed", G_CALLBACK (on_changed), self);
    }
  return self;
}

void
ct_file_state_use_known_hash (const CtFileState *self, CtProject *project)
{
  if (!project->recording || project->recording->hashed || !self->hashed
      || g_strcmp0 (project->recording->path, self->hashed->path) != 0)
    return;
  ct_recording_unref (project->recording);
  project->recording = ct_recording_ref (self->hashed);
}

/* The one path of a file whatever links lead to it; it need not exist yet. */
static char *
canonical_path (const char *path)
{
  char *resolved = realpath (path, NULL);
  g_autofree char *folder = NULL, *name = NULL, *copy = NULL;

  if (resolved)
    {
      copy = g_strdup (resolved);
      free (resolved);
      return g_steal_pointer (&copy);
    }
  folder = g_path_get_dirname (path);
  name = g_path_get_basename (path);
  resolved = realpath (folder, NULL);
  copy = g_build_filename (resolved ? resolved : folder, name, NULL);
  free (resolved);
  return g_steal_pointer (&copy);
}

gboolean
ct_file_claim_try (CtDocument *document, const char *path, CtFileClaim *claim, GError **error)
{
  CtFileState *state = ct_file_state_get (document);
  g_autofree char *claimed = canonical_path (path);
  g_autofree char *folder = NULL, *hash = NULL, *name = NULL, *file = NULL;
  gboolean busy = FALSE;

  *claim = (CtFileClaim){ 0 };
  if (g_strcmp0 (claimed, state->claimed) == 0)
    return TRUE;
  folder = ct_owner_lock_make_state_folder ("open");
  if (folder)
    {
      hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, claimed, -1);
      name = g_strconcat (hash, ".lock", NULL);
      file = g_build_filename (folder, name, NULL);
      claim->lock = ct_owner_lock_take (file, &busy);
    }
  if (busy)
    {
      ct_file_error_set (error, CT_FILE_ERROR_IN_USE, path, _ ("the project is open in another window"));
      return FALSE;
    }
  claim->claimed = g_steal_pointer (&claimed);
  return TRUE;
}

void
ct_file_claim_keep (CtFileClaim *claim, CtDocument *document)
{
  CtFileState *state = ct_file_state_get (document);

  if (!claim->claimed)
    return;
  ct_owner_lock_free (state->lock);
  g_free (state->claimed);
  state->lock = g_steal_pointer (&claim->lock);
  state->claimed = g_steal_pointer (&claim->claimed);
}

void
ct_file_claim_drop (CtFileClaim *claim)
{
  g_clear_pointer (&claim->lock, ct_owner_lock_free);
  g_clear_pointer (&claim->claimed, g_free);
}

gboolean
ct_project_file_claim (CtDocument *document, GFile *file, GError **error)
{
  g_autofree char *path = ct_file_dup_local_path (file, error);
  CtFileClaim claim;

  if (!path || !ct_file_claim_try (document, path, &claim, error))
    return FALSE;
  ct_file_claim_keep (&claim, document);
  return TRUE;
}

void
ct_project_file_give_up (CtDocument *document)
{
  CtFileState *state = ct_file_state_get (document);

  g_clear_pointer (&state->lock, ct_owner_lock_free);
  g_clear_pointer (&state->claimed, g_free);
}

CtFileStamp
ct_file_stamp_of (const char *path)
{
  struct stat st;

  if (stat (path, &st) != 0)
    return (CtFileStamp){ 0 };
  return (CtFileStamp){ .device = st.st_dev,
                        .inode = st.st_ino,
                        .size = st.st_size,
                        .modified_ns = (gint64) st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec };
}

gboolean
ct_file_stamp_equal (const CtFileStamp *a, const CtFileStamp *b)
{
  return a->device == b->device && a->inode == b->inode && a->size == b->size && a->modified_ns == b->modified_ns;
}
