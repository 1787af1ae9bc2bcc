/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-track-counter.h"

#include <gio/gio.h>

#include "core/base/ct-status.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-timbre-book.h"
#include "ui/support/ct-worker.h"

/* The input and the result of a worker. */
typedef struct
{
  CtEvidence *evidence;
  CtEditScore *score;
  CtKnownTimbres *timbres; /* that may play; NULL: none */
  CtTimbreCount count;
} Run;

struct _CtTrackCounter
{
  GObject parent_instance;

  CtDocument *document;
  gboolean active;
  gboolean stale;   /* since the last run began */
  gboolean running; /* a run in progress holds a reference */
  CtTimbreCount count;
};

enum
{
  PROP_DOCUMENT = 1,
};

static guint counted_signal;

G_DEFINE_FINAL_TYPE (CtTrackCounter, ct_track_counter, G_TYPE_OBJECT)

static void
run_free (gpointer data)
{
  Run *run = data;

  ct_evidence_unref (run->evidence);
  ct_edit_score_free (run->score);
  ct_known_timbres_free (run->timbres);
  g_free (run);
}

static gboolean
run_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Run *run = data;
  CtRescoreEvidence evidence = ct_evidence_for_rescore (run->evidence);
  CtTranscriberOptions options = run->score->options;
  CtEditScore *found = NULL;

  evidence.known = run->timbres;
  options.tracks.n_tracks = 0;
  if (ct_rescore_counting (&evidence, run->score, &options, &(CtRescoreScope){ .kind = CT_RESCORE_FIND_TRACKS },
                           &run->count, &found)
      != CT_STATUS_OK)
    run->count = (CtTimbreCount){ 0 };
  ct_edit_score_free (found);
  return TRUE;
}

static void run_next (CtTrackCounter *self);

static void
take_count (CtTrackCounter *self, const CtTimbreCount *count)
{
  self->count = *count;
  g_signal_emit (self, counted_signal, 0);
}

static void
run_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CtTrackCounter) self = data;
  Run *run = g_task_get_task_data (G_TASK (result));

  self->running = FALSE;
  if (!self->document)
    return;
  if (!self->stale)
    take_count (self, &run->count);
  run_next (self);
}

static void
run_next (CtTrackCounter *self)
{
  CtEvidence *evidence = ct_document_get_evidence (self->document);
  g_autoptr (GTask) task = NULL;
  Run *run;

  if (!self->active || !self->stale || self->running)
    return;
  self->stale = FALSE;
  if (!evidence || evidence->n_candidates == 0 || ct_document_get_score (self->document)->n_notes == 0)
    {
      take_count (self, &(CtTimbreCount){ 0 });
      return;
    }
  run = g_new0 (Run, 1);
  run->evidence = ct_evidence_ref (evidence);
  run->score = ct_document_copy_score (self->document);
  run->timbres = ct_timbre_book_dup_known (ct_timbre_book_get_default ());
  self->running = TRUE;
  task = g_task_new (NULL, NULL, run_done, g_object_ref (self));
  g_task_set_task_data (task, run, run_free);
  ct_worker_run (task, run_in_worker);
}

/* What was counted is counted again: there is other evidence, or other timbres are known. */
static void
count_again (CtTrackCounter *self)
{
  self->stale = TRUE;
  run_next (self);
}

static void
document_changed (CtDocument *document, guint changes, CtTrackCounter *self)
{
  if (changes & (CT_DOCUMENT_NOTES | CT_DOCUMENT_OPTIONS))
    self->stale = TRUE;
  run_next (self);
}

void
ct_track_counter_set_active (CtTrackCounter *self, gboolean active)
{
  g_return_if_fail (CT_IS_TRACK_COUNTER (self));
  self->active = active;
  run_next (self);
}

gboolean
ct_track_counter_get (CtTrackCounter *self, CtTimbreCount *count)
{
  g_return_val_if_fail (CT_IS_TRACK_COUNTER (self), FALSE);
  *count = self->count;
  return count->n > 0;
}

static void
ct_track_counter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DOCUMENT)
    CT_TRACK_COUNTER (object)->document = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_track_counter_constructed (GObject *object)
{
  CtTrackCounter *self = CT_TRACK_COUNTER (object);
  CtTimbreBook *book = ct_timbre_book_get_default ();

  G_OBJECT_CLASS (ct_track_counter_parent_class)->constructed (object);
  g_signal_connect_object (self->document, "changed", G_CALLBACK (document_changed), self, 0);
  g_signal_connect_object (self->document, "notify::evidence", G_CALLBACK (count_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (book, "changed", G_CALLBACK (count_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (book, "notify::enabled", G_CALLBACK (count_again), self, G_CONNECT_SWAPPED);
}

/* A run in progress holds a reference, so owners drop theirs with g_object_run_dispose(). */
static void
ct_track_counter_dispose (GObject *object)
{
  CtTrackCounter *self = CT_TRACK_COUNTER (object);

  self->active = FALSE;
  g_signal_handlers_disconnect_by_data (ct_timbre_book_get_default (), self);
  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (ct_track_counter_parent_class)->dispose (object);
}

static void
ct_track_counter_class_init (CtTrackCounterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = ct_track_counter_constructed;
  object_class->dispose = ct_track_counter_dispose;
  object_class->set_property = ct_track_counter_set_property;
  g_object_class_install_property (object_class, PROP_DOCUMENT,
                                   g_param_spec_object ("document", NULL, NULL, CT_TYPE_DOCUMENT,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS
                                                            | G_PARAM_CONSTRUCT_ONLY));
  counted_signal = g_signal_new ("counted", CT_TYPE_TRACK_COUNTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 0);
}

static void
ct_track_counter_init (CtTrackCounter *self)
{
  self->stale = TRUE;
}

CtTrackCounter *
ct_track_counter_new (CtDocument *document)
{
  return g_object_new (CT_TYPE_TRACK_COUNTER, "document", document, NULL);
}
