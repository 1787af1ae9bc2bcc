/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/project/ct-autosave.h"

#include <glib-object.h>
#include <glib/gi18n.h>

#include "ui/project/ct-autosave-folder.h"
#include "ui/project/ct-project-file-private.h"
#include "ui/project/ct-recoverable-private.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-worker.h"

#define DELAY_MS 3000

struct _CtAutosave
{
  GObject parent_instance;

  CtDocument *document;
  CtSession *session;       /* or NULL */
  CtAutosaveFolder *folder; /* NULL: none could be created so far */
  GError *error;
  guint delay_ms;
  guint timer;
  guint64 number; /* the state last written or being written */
  gboolean dirty; /* changed since then */
  gboolean writing;
  gboolean left; /* the program ends */
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (CtAutosave, ct_autosave, G_TYPE_OBJECT)

enum
{
  PROP_ERROR = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void schedule (CtAutosave *self);

typedef struct
{
  CtAutosaveFolder *folder;
  CtProject *project;
  guint64 number;
} Job;

static void
free_job (gpointer data)
{
  Job *self = data;

  g_clear_pointer (&self->folder, ct_autosave_folder_unref);
  g_clear_pointer (&self->project, ct_project_free);
  g_free (self);
}

static void
set_error (CtAutosave *self, GError *error)
{
  if (!error && !self->error)
    return;
  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

/* The state to write now, or NULL and an error. */
static Job *
new_job (CtAutosave *self)
{
  const CtFileState *state = ct_file_state_get (self->document);
  GFile *file = ct_document_get_file (self->document);
  CtProject *project;
  Job *job;

  if (!self->folder)
    self->folder = ct_autosave_folder_new ();
  if (!self->folder)
    {
      set_error (self, g_error_new_literal (CT_FILE_ERROR, CT_FILE_ERROR_FAILED,
                                            _ ("There is no folder for backups of unsaved work")));
      return NULL;
    }
  project = ct_project_copy_document (self->document, self->session);
  ct_file_state_use_known_hash (state, project);
  project->saved_us = g_get_real_time ();
  project->left = self->left;
  project->original = file ? g_file_get_path (file) : NULL;
  if (g_strcmp0 (project->original, state->path) == 0)
    project->stamp = state->stamp;
  job = g_new0 (Job, 1);
  job->folder = ct_autosave_folder_ref (self->folder);
  job->project = project;
  job->number = ++self->number;
  self->dirty = FALSE;
  return job;
}

static gboolean
write_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  const Job *job = data;

  return ct_autosave_folder_write (job->folder, job->project, job->number, error);
}

static void
written (GObject *source, GAsyncResult *result, gpointer data)
{
  GWeakRef *reference = data;
  g_autoptr (CtAutosave) self = g_weak_ref_get (reference);
  GError *error = NULL;

  g_weak_ref_clear (reference);
  g_free (reference);
  if (!g_task_propagate_boolean (G_TASK (result), &error) && !self)
    g_clear_error (&error);
  if (!self)
    return;
  self->writing = FALSE;
  set_error (self, error);
  if (self->dirty)
    schedule (self);
}

static gboolean
on_timer (gpointer data)
{
  CtAutosave *self = data;
  g_autoptr (GTask) task = NULL;
  GWeakRef *reference;
  Job *job;

  self->timer = 0;
  if (self->writing || !self->dirty || self->closed)
    return G_SOURCE_REMOVE;
  job = new_job (self);
  if (!job)
    return G_SOURCE_REMOVE;
  self->writing = TRUE;
  reference = g_new0 (GWeakRef, 1);
  g_weak_ref_init (reference, self);
  task = g_task_new (NULL, NULL, written, reference);
  g_task_set_task_data (task, job, free_job);
  ct_worker_run (task, write_in_worker);
  return G_SOURCE_REMOVE;
}

/* Further changes do not postpone it, so that no more than the delay is ever lost. */
static void
schedule (CtAutosave *self)
{
  if (!self->timer && !self->writing && !self->closed)
    self->timer = g_timeout_add (self->delay_ms, on_timer, self);
}

static void
on_changed (CtAutosave *self)
{
  if (!ct_document_get_modified (self->document))
    return;
  self->dirty = TRUE;
  schedule (self);
}

static void
on_modified (CtAutosave *self)
{
  if (ct_document_get_modified (self->document))
    {
      on_changed (self);
      return;
    }
  self->dirty = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->folder)
    ct_autosave_folder_forget (self->folder, self->number);
  set_error (self, NULL);
}

static void
watch (CtAutosave *self, CtDocument *document, CtSession *session)
{
  self->document = g_object_ref (document);
  self->session = session ? g_object_ref (session) : NULL;
  g_signal_connect_object (document, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::evidence", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::recording", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::modified", G_CALLBACK (on_modified), self, G_CONNECT_SWAPPED);
}

CtAutosave *
ct_autosave_new (CtDocument *document, CtSession *session)
{
  CtAutosave *self;

  g_return_val_if_fail (CT_IS_DOCUMENT (document), NULL);
  self = g_object_new (CT_TYPE_AUTOSAVE, NULL);
  watch (self, document, session);
  on_changed (self);
  return self;
}

CtAutosave *
ct_autosave_new_recovered (CtRecoverable *recovered, CtDocument *document, CtSession *session)
{
  CtAutosave *self;

  g_return_val_if_fail (CT_IS_RECOVERABLE (recovered), NULL);
  g_return_val_if_fail (CT_IS_DOCUMENT (document), NULL);
  self = g_object_new (CT_TYPE_AUTOSAVE, NULL);
  self->folder = ct_autosave_folder_ref (ct_recoverable_get_folder (recovered));
  self->number = 1; /* the existing state */
  watch (self, document, session);
  return self;
}

void
ct_autosave_set_delay_ms (CtAutosave *self, guint delay_ms)
{
  g_return_if_fail (CT_IS_AUTOSAVE (self));
  self->delay_ms = delay_ms;
}

static void
stop (CtAutosave *self)
{
  self->closed = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->document, self);
}

void
ct_autosave_close (CtAutosave *self)
{
  g_return_if_fail (CT_IS_AUTOSAVE (self));
  if (self->closed)
    return;
  stop (self);
  if (self->folder)
    ct_autosave_folder_remove (self->folder);
}

void
ct_autosave_flush (CtAutosave *self)
{
  Job *job;
  GError *error = NULL;

  g_return_if_fail (CT_IS_AUTOSAVE (self));
  if (self->closed || (!self->dirty && !self->writing))
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  job = new_job (self);
  if (!job)
    return;
  /* waits for the worker, which then has nothing newer to write */
  ct_autosave_folder_write (job->folder, job->project, job->number, &error);
  set_error (self, error);
  free_job (job);
}

void
ct_autosave_leave (CtAutosave *self)
{
  g_return_if_fail (CT_IS_AUTOSAVE (self));
  if (!ct_document_get_modified (self->document))
    {
      ct_autosave_close (self);
      return;
    }
  self->dirty = TRUE;
  self->left = TRUE;
  ct_autosave_flush (self);
  stop (self);
}

const GError *
ct_autosave_get_error (CtAutosave *self)
{
  g_return_val_if_fail (CT_IS_AUTOSAVE (self), NULL);
  return self->error;
}

static void
ct_autosave_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtAutosave *self = CT_AUTOSAVE (object);

  if (id == PROP_ERROR)
    g_value_set_boxed (value, self->error);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_autosave_finalize (GObject *object)
{
  CtAutosave *self = CT_AUTOSAVE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->document);
  g_clear_pointer (&self->folder, ct_autosave_folder_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (ct_autosave_parent_class)->finalize (object);
}

static void
ct_autosave_class_init (CtAutosaveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_autosave_get_property;
  object_class->finalize = ct_autosave_finalize;
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ct_autosave_init (CtAutosave *self)
{
  self->delay_ms = DELAY_MS;
}
