/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-beat-finder.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-beats.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-model.h"
#include "ui/support/ct-worker.h"

/* The input and the result of a worker. */
typedef struct
{
  CtEvidence *evidence;
  CtEditScore *score;
  CtEditTempo found;
  CtStatus status;
  gboolean again; /* on demand */
} Run;

struct _CtBeatFinder
{
  GObject parent_instance;

  CtDocument *document;
  gboolean wanted; /* on demand */
  gboolean stale;  /* notes or beats changed since the run began */
  gboolean busy;   /* a run in progress holds a reference */
  gboolean can_find;
};

enum
{
  PROP_DOCUMENT = 1,
  PROP_BUSY,
  PROP_CAN_FIND,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtBeatFinder, ct_beat_finder, G_TYPE_OBJECT)

static void
run_free (gpointer data)
{
  Run *run = data;

  ct_evidence_unref (run->evidence);
  ct_edit_score_free (run->score);
  ct_edit_tempo_clear (&run->found);
  g_free (run);
}

static gboolean
run_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Run *run = data;
  CtRescoreEvidence evidence = ct_evidence_for_rescore (run->evidence);

  /* beats do not depend on whose embeddings these are */
  evidence.weights = ct_model_get_weights ();
  run->status = evidence.weights ? ct_edit_beats_find (&evidence, run->score, &run->found) : CT_STATUS_BAD_WEIGHTS;
  return TRUE;
}

static const CtAnalysis *
get_analysis (CtBeatFinder *self)
{
  CtEvidence *evidence = ct_document_get_evidence (self->document);

  return evidence && evidence->analysis && evidence->analysis->posteriors ? evidence->analysis : NULL;
}

static void
set_busy (CtBeatFinder *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
update_can_find (CtBeatFinder *self)
{
  gboolean can_find = get_analysis (self) != NULL;

  if (self->can_find == can_find)
    return;
  self->can_find = can_find;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_FIND]);
}

static void
take_result (CtBeatFinder *self, const Run *run)
{
  if (run->status != CT_STATUS_OK)
    return;
  if (!run->again)
    {
      ct_document_take_beats (self->document, &run->found);
      return;
    }
  /* Translators: the name of a step that can be undone */
  ct_document_begin (self->document, _ ("Find Beats Again"));
  ct_document_set_tempo (self->document, &run->found);
  ct_document_commit (self->document);
}

static void run_next (CtBeatFinder *self);

static void
run_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CtBeatFinder) self = data;
  const Run *run = g_task_get_task_data (G_TASK (result));

  if (!self->document)
    return;
  set_busy (self, FALSE);
  if (!self->stale)
    {
      self->wanted = self->wanted && !run->again;
      take_result (self, run);
    }
  run_next (self);
}

/* Whether beats are to be found by themselves: without levels that would be guesswork. */
static gboolean
is_due (CtBeatFinder *self)
{
  const CtEditScore *score = ct_document_get_score (self->document);
  const CtAnalysis *analysis = get_analysis (self);

  return !score->tempo.sought && score->n_notes > 0 && analysis && analysis->spectrogram;
}

static void
run_next (CtBeatFinder *self)
{
  g_autoptr (GTask) task = NULL;
  Run *run;

  if (self->busy || !get_analysis (self) || !(self->wanted || is_due (self)))
    return;
  run = g_new0 (Run, 1);
  run->evidence = ct_evidence_ref (ct_document_get_evidence (self->document));
  run->score = ct_document_copy_score (self->document);
  run->again = self->wanted;
  self->stale = FALSE;
  task = g_task_new (NULL, NULL, run_done, g_object_ref (self));
  g_task_set_task_data (task, run, run_free);
  ct_worker_run (task, run_in_worker);
  set_busy (self, TRUE);
}

static void
evidence_changed (CtDocument *document, GParamSpec *pspec, CtBeatFinder *self)
{
  self->stale = TRUE;
  update_can_find (self);
  run_next (self);
}

static void
document_changed (CtDocument *document, guint changes, CtBeatFinder *self)
{
  if (changes & (CT_DOCUMENT_NOTES | CT_DOCUMENT_TEMPO))
    self->stale = TRUE;
  run_next (self);
}

void
ct_beat_finder_find_again (CtBeatFinder *self)
{
  g_return_if_fail (CT_IS_BEAT_FINDER (self));
  self->wanted = TRUE;
  run_next (self);
}

gboolean
ct_beat_finder_get_busy (CtBeatFinder *self)
{
  g_return_val_if_fail (CT_IS_BEAT_FINDER (self), FALSE);
  return self->busy;
}

gboolean
ct_beat_finder_get_can_find (CtBeatFinder *self)
{
  g_return_val_if_fail (CT_IS_BEAT_FINDER (self), FALSE);
  return self->can_find;
}

static void
ct_beat_finder_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DOCUMENT)
    CT_BEAT_FINDER (object)->document = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_beat_finder_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtBeatFinder *self = CT_BEAT_FINDER (object);

  if (id == PROP_BUSY)
    g_value_set_boolean (value, self->busy);
  else if (id == PROP_CAN_FIND)
    g_value_set_boolean (value, self->can_find);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_beat_finder_constructed (GObject *object)
{
  CtBeatFinder *self = CT_BEAT_FINDER (object);

  G_OBJECT_CLASS (ct_beat_finder_parent_class)->constructed (object);
  g_signal_connect_object (self->document, "changed", G_CALLBACK (document_changed), self, 0);
  g_signal_connect_object (self->document, "notify::evidence", G_CALLBACK (evidence_changed), self, 0);
  self->can_find = get_analysis (self) != NULL;
  run_next (self);
}

/* A run in progress holds a reference, so owners drop theirs with g_object_run_dispose(). */
static void
ct_beat_finder_dispose (GObject *object)
{
  CtBeatFinder *self = CT_BEAT_FINDER (object);

  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (ct_beat_finder_parent_class)->dispose (object);
}

static void
ct_beat_finder_class_init (CtBeatFinderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->constructed = ct_beat_finder_constructed;
  object_class->dispose = ct_beat_finder_dispose;
  object_class->set_property = ct_beat_finder_set_property;
  object_class->get_property = ct_beat_finder_get_property;
  props[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, CT_TYPE_DOCUMENT,
                                              G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | G_PARAM_CONSTRUCT_ONLY);
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  props[PROP_CAN_FIND] = g_param_spec_boolean ("can-find", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ct_beat_finder_init (CtBeatFinder *self)
{
}

CtBeatFinder *
ct_beat_finder_new (CtDocument *document)
{
  return g_object_new (CT_TYPE_BEAT_FINDER, "document", document, NULL);
}
