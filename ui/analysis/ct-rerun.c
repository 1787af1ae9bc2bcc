/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-rerun.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "core/base/ct-status.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-note-diff.h"
#include "ui/document/ct-timbre-book.h"
#include "ui/support/ct-worker.h"

/* The input and the result of a worker. */
typedef struct
{
  CtEvidence *evidence;
  CtKnownTimbres *timbres; /* to be recognised; NULL: none */
  CtEditScore *before;
  CtTranscriberOptions options;
  CtRescoreScope scope;
  guint state; /* of the document when it began */
  guint request;
  CtStatus status;
  CtTimbreCount count;
  CtEditScore *after;
} Run;

struct _CtRerun
{
  GObject parent_instance;

  CtSession *session;
  gboolean preview;

  gboolean wanted;
  CtTranscriberOptions options;
  CtRescoreScope scope;
  guint request; /* counts requests */
  guint state;   /* counts states of the document */
  Run *running;

  CtEditScore *result; /* NULL: none that fits the document */
  CtRerunChange change;
  guint answered; /* the request that the result, or the problem, answers */
  CtStatus problem;
  const CtEditScore *shown;    /* the session's preview, for comparison only */
  const CtEditScore *shown_of; /* the result of which it is a copy, likewise */
  gboolean applies;            /* to the document, as soon as it is computed */
  gboolean applying;
};

enum
{
  PROP_SESSION = 1,
  PROP_PREVIEW,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint updated_signal, withdrawn_signal;

G_DEFINE_FINAL_TYPE (CtRerun, ct_rerun, G_TYPE_OBJECT)

static CtDocument *
get_document (CtRerun *self)
{
  return ct_session_get_document (self->session);
}

static void
run_free (gpointer data)
{
  Run *run = data;

  ct_evidence_unref (run->evidence);
  ct_known_timbres_free (run->timbres);
  ct_edit_score_free (run->before);
  ct_edit_score_free (run->after);
  g_free (run);
}

void
ct_rerun_compare (const CtEditScore *before, const CtEditScore *after, CtRerunChange *change)
{
  g_autoptr (CtNoteDiff) diff = ct_note_diff_new (before, after);

  *change = (CtRerunChange){ .more = ct_note_diff_count (diff, CT_NOTE_DIFF_ADDED),
                             .fewer = ct_note_diff_count (diff, CT_NOTE_DIFF_REMOVED),
                             .moved = ct_note_diff_count (diff, CT_NOTE_DIFF_MOVED),
                             .changed = ct_note_diff_count (diff, CT_NOTE_DIFF_CHANGED) };
  for (gsize i = 0; i < before->n_tracks; i++)
    change->fewer_tracks += ct_edit_score_track_index (after, before->tracks[i].id) < 0;
  for (gsize i = 0; i < after->n_tracks; i++)
    change->more_tracks += ct_edit_score_track_index (before, after->tracks[i].id) < 0;
}

static gboolean
changes_nothing (const CtRerunChange *change)
{
  return !change->more && !change->fewer && !change->moved && !change->changed && !change->more_tracks
         && !change->fewer_tracks;
}

/* Shows the current result in the session, or withdraws an earlier one. A result like the document is not shown: the
 * notes can be edited beside it. */
static void
show (CtRerun *self)
{
  gboolean on_show = self->shown && self->shown == ct_session_get_preview (self->session);
  gboolean worth = self->result && self->preview && !changes_nothing (&self->change);
  CtEditScore *copy = NULL;

  if (on_show && worth && self->result == self->shown_of)
    return;
  if (worth && ct_edit_score_copy (self->result, &copy) != CT_STATUS_OK)
    copy = NULL;
  self->shown = copy; /* first: whoever listens for previews knows this one by it */
  self->shown_of = copy ? self->result : NULL;
  if (copy || on_show)
    ct_session_set_preview (self->session, copy);
}

/* The preview was ended, or replaced, by somebody else. */
static void
preview_changed (CtSession *session, CtRerun *self)
{
  if (!self->shown || self->shown == ct_session_get_preview (session))
    return;
  self->shown = NULL;
  ct_rerun_drop (self);
  g_signal_emit (self, withdrawn_signal, 0);
}

static void
update (CtRerun *self)
{
  show (self);
  g_signal_emit (self, updated_signal, 0);
}

static gboolean
run_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Run *run = data;
  CtRescoreEvidence evidence = ct_evidence_for_rescore (run->evidence);

  evidence.known = run->timbres;
  run->status = ct_rescore_counting (&evidence, run->before, &run->options, &run->scope, &run->count, &run->after);
  return TRUE;
}

static void run_done (GObject *source, GAsyncResult *result, gpointer data);

/* Starts on the newest request, unless a run is in progress: its end starts the next. */
static void
run_next (CtRerun *self)
{
  CtEvidence *evidence = ct_document_get_evidence (get_document (self));
  g_autoptr (GTask) task = NULL;

  if (self->running || !self->wanted || self->answered == self->request || !evidence || !evidence->analysis
      || !evidence->analysis->posteriors)
    return;
  self->running = g_new0 (Run, 1);
  *self->running = (Run){ .evidence = ct_evidence_ref (evidence),
                          .timbres = ct_timbre_book_dup_known (ct_timbre_book_get_default ()),
                          .before = ct_document_copy_score (get_document (self)),
                          .options = self->options,
                          .scope = self->scope,
                          .state = self->state,
                          .request = self->request };
  task = g_task_new (NULL, NULL, run_done, g_object_ref (self));
  g_task_set_task_data (task, self->running, run_free);
  ct_worker_run (task, run_in_worker);
}

static void
forget_result (CtRerun *self)
{
  g_clear_pointer (&self->result, ct_edit_score_free);
  self->shown_of = NULL;
}

static void
apply_result (CtRerun *self)
{
  CtDocument *document = get_document (self);
  CtEditScore *result = g_steal_pointer (&self->result);
  gboolean finds_tracks = self->scope.kind == CT_RESCORE_FIND_TRACKS;

  ct_rerun_drop (self);
  self->applying = TRUE;
  /* Translators: names of steps that can be undone */
  ct_document_begin (document, finds_tracks ? _ ("Find Tracks Again") : _ ("Transcribe Again"));
  ct_document_apply_score (document, result);
  ct_document_commit (document);
  self->applying = FALSE;
  ct_edit_score_free (result);
}

/* Whether applying the result would leave the document as it is. */
static gboolean
is_idle (CtRerun *self)
{
  return self->result && changes_nothing (&self->change)
         && ct_transcriber_options_equal (&self->result->options,
                                          &ct_document_get_score (get_document (self))->options);
}

static void
take_result (CtRerun *self, Run *run)
{
  self->answered = run->request;
  self->problem = run->status;
  forget_result (self);
  if (run->status == CT_STATUS_OK)
    {
      self->result = g_steal_pointer (&run->after);
      ct_rerun_compare (run->before, self->result, &self->change);
      self->change.timbres = run->count;
    }
}

static void
run_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CtRerun) self = data;
  Run *run = g_task_get_task_data (G_TASK (result));

  self->running = NULL;
  if (!self->session || !self->wanted)
    return;
  if (run->state == self->state)
    take_result (self, run);
  if (self->applies && self->answered == self->request)
    {
      self->applies = FALSE;
      if (self->result)
        {
          apply_result (self);
          return;
        }
    }
  if (self->answered == self->request && is_idle (self))
    {
      ct_rerun_drop (self);
      return;
    }
  run_next (self);
  update (self);
}

void
ct_rerun_want (CtRerun *self, const CtTranscriberOptions *options, const CtRescoreScope *scope)
{
  g_return_if_fail (CT_IS_RERUN (self));
  self->wanted = TRUE;
  self->applies = FALSE;
  self->options = *options;
  self->scope = *scope;
  self->request++;
  run_next (self);
  update (self);
}

void
ct_rerun_drop (CtRerun *self)
{
  g_return_if_fail (CT_IS_RERUN (self));
  self->wanted = FALSE;
  self->applies = FALSE;
  self->problem = CT_STATUS_OK;
  self->answered = ++self->request;
  forget_result (self);
  update (self);
}

gboolean
ct_rerun_get_wanted (CtRerun *self)
{
  g_return_val_if_fail (CT_IS_RERUN (self), FALSE);
  return self->wanted;
}

gboolean
ct_rerun_get_busy (CtRerun *self)
{
  g_return_val_if_fail (CT_IS_RERUN (self), FALSE);
  return self->wanted && self->answered != self->request && self->running;
}

void
ct_rerun_set_preview (CtRerun *self, gboolean preview)
{
  g_return_if_fail (CT_IS_RERUN (self));
  if (self->preview == !!preview)
    return;
  self->preview = !!preview;
  show (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PREVIEW]);
}

gboolean
ct_rerun_get_change (CtRerun *self, CtRerunChange *change)
{
  g_return_val_if_fail (CT_IS_RERUN (self), FALSE);
  *change = self->change;
  return self->result != NULL;
}

const char *
ct_rerun_get_problem (CtRerun *self)
{
  g_return_val_if_fail (CT_IS_RERUN (self), NULL);
  return self->problem == CT_STATUS_OK ? NULL : _ (ct_status_string (self->problem));
}

void
ct_rerun_apply (CtRerun *self)
{
  g_return_if_fail (CT_IS_RERUN (self));
  if (!self->wanted)
    return;
  if (self->result && self->answered == self->request)
    apply_result (self);
  else
    self->applies = TRUE;
}

/* The result, or the run in progress, belongs to another score. */
static void
start_again (CtRerun *self)
{
  self->state++;
  if (!self->wanted || self->applying)
    return;
  forget_result (self);
  self->request++;
  run_next (self);
  update (self);
}

static void
document_changed (CtDocument *document, guint changes, CtRerun *self)
{
  if (changes & ~(guint) CT_DOCUMENT_TEMPO)
    start_again (self);
}

static void
evidence_changed (CtDocument *document, GParamSpec *pspec, CtRerun *self)
{
  start_again (self);
}

static void
ct_rerun_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtRerun *self = CT_RERUN (object);

  switch (id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_PREVIEW:
      ct_rerun_set_preview (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_rerun_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtRerun *self = CT_RERUN (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_PREVIEW:
      g_value_set_boolean (value, self->preview);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_rerun_constructed (GObject *object)
{
  CtRerun *self = CT_RERUN (object);

  G_OBJECT_CLASS (ct_rerun_parent_class)->constructed (object);
  g_signal_connect_object (get_document (self), "changed", G_CALLBACK (document_changed), self, 0);
  g_signal_connect_object (get_document (self), "notify::evidence", G_CALLBACK (evidence_changed), self, 0);
  g_signal_connect_object (self->session, "preview-changed", G_CALLBACK (preview_changed), self, 0);
}

/* A run in progress holds a reference, so owners drop theirs with g_object_run_dispose(). */
static void
ct_rerun_dispose (GObject *object)
{
  CtRerun *self = CT_RERUN (object);

  if (self->session)
    {
      self->wanted = FALSE;
      forget_result (self);
      show (self);
      g_signal_handlers_disconnect_by_data (get_document (self), self);
      g_signal_handlers_disconnect_by_data (self->session, self);
    }
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ct_rerun_parent_class)->dispose (object);
}

static void
ct_rerun_class_init (CtRerunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->constructed = ct_rerun_constructed;
  object_class->dispose = ct_rerun_dispose;
  object_class->get_property = ct_rerun_get_property;
  object_class->set_property = ct_rerun_set_property;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION, flags | G_PARAM_CONSTRUCT_ONLY);
  props[PROP_PREVIEW] = g_param_spec_boolean ("preview", NULL, NULL, TRUE, flags | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  updated_signal = g_signal_new ("updated", CT_TYPE_RERUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  withdrawn_signal = g_signal_new ("withdrawn", CT_TYPE_RERUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ct_rerun_init (CtRerun *self)
{
  self->preview = TRUE;
}

CtRerun *
ct_rerun_new (CtSession *session)
{
  return g_object_new (CT_TYPE_RERUN, "session", session, NULL);
}
