/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/project/ct-recoverable-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "ui/document/ct-document.h"
#include "ui/project/ct-autosave-folder.h"
#include "ui/project/ct-autosave.h"
#include "ui/project/ct-project-file-private.h"
#include "ui/project/ct-project.h"
#include "ui/support/ct-worker.h"

struct _CtRecoverable
{
  GObject parent_instance;

  CtAutosaveFolder *folder;
  CtProject *project;
};

G_DEFINE_FINAL_TYPE (CtRecoverable, ct_recoverable, G_TYPE_OBJECT)

static void
ct_recoverable_finalize (GObject *object)
{
  CtRecoverable *self = CT_RECOVERABLE (object);

  g_clear_pointer (&self->project, ct_project_free);
  g_clear_pointer (&self->folder, ct_autosave_folder_unref);
  G_OBJECT_CLASS (ct_recoverable_parent_class)->finalize (object);
}

static void
ct_recoverable_class_init (CtRecoverableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ct_recoverable_finalize;
}

static void
ct_recoverable_init (CtRecoverable *self)
{
}

CtAutosaveFolder *
ct_recoverable_get_folder (CtRecoverable *self)
{
  return self->folder;
}

const char *
ct_recoverable_get_title (CtRecoverable *self)
{
  g_return_val_if_fail (CT_IS_RECOVERABLE (self), NULL);
  return self->project->title ? self->project->title : _ ("Untitled");
}

GDateTime *
ct_recoverable_dup_time (CtRecoverable *self)
{
  g_autoptr (GDateTime) time = NULL;

  g_return_val_if_fail (CT_IS_RECOVERABLE (self), NULL);
  time = g_date_time_new_from_unix_local (self->project->saved_us / G_USEC_PER_SEC);
  return time ? g_steal_pointer (&time) : g_date_time_new_from_unix_local (0);
}

GFile *
ct_recoverable_dup_original (CtRecoverable *self)
{
  g_return_val_if_fail (CT_IS_RECOVERABLE (self), NULL);
  return self->project->original ? g_file_new_for_path (self->project->original) : NULL;
}

gboolean
ct_recoverable_get_crashed (CtRecoverable *self)
{
  g_return_val_if_fail (CT_IS_RECOVERABLE (self), TRUE);
  return !self->project->left;
}

/* Gives the document its original file again, unless another window has opened it meanwhile. */
static void
take_original (CtRecoverable *self, CtDocument *document)
{
  CtFileState *state = ct_file_state_get (document);
  g_autoptr (GFile) file = ct_recoverable_dup_original (self);
  CtFileClaim claim;

  if (!file || !ct_file_claim_try (document, self->project->original, &claim, NULL))
    return;
  ct_file_claim_keep (&claim, document);
  g_free (state->path);
  state->path = g_strdup (self->project->original);
  state->stamp = self->project->stamp;
  ct_document_set_file (document, file);
}

const CtProject *
ct_recoverable_recover (CtRecoverable *self, CtDocument *document)
{
  g_return_val_if_fail (CT_IS_RECOVERABLE (self), NULL);
  g_return_val_if_fail (CT_IS_DOCUMENT (document), NULL);

  ct_project_load (self->project, document);
  ct_document_set_name (document, self->project->title);
  take_original (self, document);
  ct_document_mark_modified (document);
  return self->project;
}

void
ct_recoverable_discard (CtRecoverable *self)
{
  g_return_if_fail (CT_IS_RECOVERABLE (self));
  ct_autosave_folder_remove (self->folder);
}

/* ---- listing ---- */

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const CtRecoverable *x = *(CtRecoverable *const *) a, *y = *(CtRecoverable *const *) b;

  return (x->project->saved_us < y->project->saved_us) - (x->project->saved_us > y->project->saved_us);
}

typedef struct
{
  GPtrArray *found; /* CtRecoverable */
  char *aside;      /* the folder of those that could not be read, or NULL */
} Listing;

static void
free_listing (gpointer data)
{
  Listing *self = data;

  g_ptr_array_unref (self->found);
  g_free (self->aside);
  g_free (self);
}

static gboolean
list_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Listing *listing = data;
  g_autofree char *parent = ct_autosave_folder_dup_parent ();
  g_autoptr (GDir) dir = parent ? g_dir_open (parent, 0, NULL) : NULL;
  const char *name;

  while (dir && !g_cancellable_is_cancelled (cancellable) && (name = g_dir_read_name (dir)))
    {
      CtProject *project = NULL;
      gboolean is_aside;
      CtAutosaveFolder *folder = ct_autosave_folder_open (name, &project, &is_aside);
      CtRecoverable *self;

      if (is_aside && !listing->aside)
        listing->aside = ct_autosave_folder_dup_aside ();
      if (!folder)
        continue;
      self = g_object_new (CT_TYPE_RECOVERABLE, NULL);
      self->folder = folder;
      self->project = project;
      g_ptr_array_add (listing->found, self);
    }
  g_ptr_array_sort (listing->found, compare_times);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

void
ct_autosave_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Listing *listing = g_new0 (Listing, 1);

  listing->found = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_task_data (task, listing, free_listing);
  ct_worker_run (task, list_in_worker);
}

GPtrArray *
ct_autosave_list_finish (GAsyncResult *result, GError **error)
{
  GTask *task = G_TASK (result);
  const Listing *listing = g_task_get_task_data (task);

  return g_task_propagate_boolean (task, error) ? g_ptr_array_ref (listing->found) : NULL;
}

const char *
ct_autosave_list_get_aside (GAsyncResult *result)
{
  const Listing *listing = g_task_get_task_data (G_TASK (result));

  return listing->aside;
}
