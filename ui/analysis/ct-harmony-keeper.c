/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-harmony-keeper.h"

#include <gio/gio.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-harmony.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/support/ct-worker.h"

/* The input and the result of a worker. */
typedef struct
{
  CtEditScore *score;
  CtHarmony found;
  CtStatus status;
} Run;

struct _CtHarmonyKeeper
{
  GObject parent_instance;

  CtDocument *document;
  gboolean stale; /* the score changed since the run began */
  gboolean busy;  /* a run in progress holds a reference */
};

enum
{
  PROP_DOCUMENT = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtHarmonyKeeper, ct_harmony_keeper, G_TYPE_OBJECT)

static void
run_free (gpointer data)
{
  Run *run = data;

  ct_edit_score_free (run->score);
  ct_harmony_clear (&run->found);
  g_free (run);
}

static gboolean
run_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Run *run = data;

  run->status = ct_edit_harmony_find (run->score, &run->found);
  return TRUE;
}

static void run_next (CtHarmonyKeeper *self);

static void
run_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CtHarmonyKeeper) self = data;
  const Run *run = g_task_get_task_data (G_TASK (result));

  self->busy = FALSE;
  if (!self->document)
    return;
  if (!self->stale && run->status == CT_STATUS_OK)
    ct_document_take_harmony (self->document, &run->found);
  run_next (self);
}

static void
run_next (CtHarmonyKeeper *self)
{
  g_autoptr (GTask) task = NULL;
  Run *run;

  if (self->busy || !self->stale)
    return;
  run = g_new0 (Run, 1);
  run->score = ct_document_copy_score (self->document);
  self->stale = FALSE;
  self->busy = TRUE;
  task = g_task_new (NULL, NULL, run_done, g_object_ref (self));
  g_task_set_task_data (task, run, run_free);
  ct_worker_run (task, run_in_worker);
}

static void
document_changed (CtDocument *document, guint changes, CtHarmonyKeeper *self)
{
  if (changes & (CT_DOCUMENT_NOTES | CT_DOCUMENT_TEMPO | CT_DOCUMENT_HARMONY))
    self->stale = TRUE;
  run_next (self);
}

gboolean
ct_harmony_keeper_get_busy (CtHarmonyKeeper *self)
{
  g_return_val_if_fail (CT_IS_HARMONY_KEEPER (self), FALSE);
  return self->busy;
}

static void
ct_harmony_keeper_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DOCUMENT)
    CT_HARMONY_KEEPER (object)->document = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_harmony_keeper_constructed (GObject *object)
{
  CtHarmonyKeeper *self = CT_HARMONY_KEEPER (object);

  G_OBJECT_CLASS (ct_harmony_keeper_parent_class)->constructed (object);
  g_signal_connect_object (self->document, "changed", G_CALLBACK (document_changed), self, 0);
  self->stale = !ct_document_get_harmony_is_current (self->document);
  run_next (self);
}

/* A run in progress holds a reference, so owners drop theirs with g_object_run_dispose(). */
static void
ct_harmony_keeper_dispose (GObject *object)
{
  CtHarmonyKeeper *self = CT_HARMONY_KEEPER (object);

  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (ct_harmony_keeper_parent_class)->dispose (object);
}

static void
ct_harmony_keeper_class_init (CtHarmonyKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = ct_harmony_keeper_constructed;
  object_class->dispose = ct_harmony_keeper_dispose;
  object_class->set_property = ct_harmony_keeper_set_property;
  props[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, CT_TYPE_DOCUMENT,
                                              G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | G_PARAM_CONSTRUCT_ONLY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ct_harmony_keeper_init (CtHarmonyKeeper *self)
{
}

CtHarmonyKeeper *
ct_harmony_keeper_new (CtDocument *document)
{
  return g_object_new (CT_TYPE_HARMONY_KEEPER, "document", document, NULL);
}
