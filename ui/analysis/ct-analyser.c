/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-analyser.h"

#include <glib-object.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "ui/analysis/ct-analysis-job.h"
#include "ui/analysis/ct-engine.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-level-store.h"
#include "ui/document/ct-recording.h"
#include "ui/document/ct-timbre-book.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-worker.h"

struct _CtAnalyser
{
  GObject parent_instance;

  CtDocument *document; /* not owned, NULL once it is gone */
  CtAnalysisJob *job;   /* in progress, or NULL */
  gboolean attaching;
  CtRecording *recording_before;
  GTask *call; /* of the caller; NULL once there is a score */
  gulong call_handler;

  gboolean busy;
  double fraction;
  char *activity;
};

enum
{
  PROP_BUSY = 1,
  PROP_FRACTION,
  PROP_ACTIVITY,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtAnalyser, ct_analyser, G_TYPE_OBJECT)

static const char *
stage_words (CtAnalysisStage stage)
{
  switch (stage)
    {
    case CT_ANALYSIS_WAITING:
      return ct_engine_is_taken () ? _ ("Waiting for another recording…") : _ ("Reading the recording…");
    case CT_ANALYSIS_TRANSFORM:
      return _ ("Computing the spectrogram…");
    case CT_ANALYSIS_NOTES:
      return _ ("Detecting notes…");
    case CT_ANALYSIS_TIMBRES:
      return _ ("Separating timbres…");
    case CT_ANALYSIS_REST:
      /* Translators: the notes are there; candidates that only other settings would bring out follow */
      return _ ("Detecting fainter notes…");
    default:
      return NULL;
    }
}

static void
set_state (CtAnalyser *self, gboolean busy, double fraction, const char *activity)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->busy != busy)
    {
      self->busy = busy;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
    }
  if (self->fraction != fraction)
    {
      self->fraction = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
    }
  if (g_strcmp0 (self->activity, activity) != 0)
    {
      g_free (self->activity);
      self->activity = g_strdup (activity);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVITY]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* The file that was read, with what only the document knows of its recording. */
static void
take_recording (CtAnalyser *self)
{
  g_autoptr (CtRecording) found = ct_analysis_job_steal_recording (self->job);
  CtRecording *before = ct_document_get_recording (self->document);

  if (!found)
    return;
  if (before && before->hashed && !found->hashed && (self->attaching || g_strcmp0 (before->path, found->path) == 0))
    {
      g_autoptr (CtRecording) known = ct_recording_with_hash (found, before->sha256);

      known->n_bytes = before->n_bytes;
      ct_document_set_recording (self->document, known);
    }
  else
    ct_document_set_recording (self->document, found);
}

static void
take_levels (CtAnalyser *self)
{
  CtLevelStore *levels = ct_document_get_levels (self->document);
  GBytes *block;

  while ((block = ct_analysis_job_steal_levels (self->job)))
    {
      gsize size;
      const guint16 *data = g_bytes_get_data (block, &size);

      /* where memory does not suffice, this is noticed when the levels are completed */
      ct_level_store_append (levels, data, size / (CT_CQT_BINS * sizeof *data));
      g_bytes_unref (block);
    }
}

/* Notes drawn during the analysis stay: then the transcription is a step that joins them. */
static void
join_score (CtAnalyser *self)
{
  CtRescoreEvidence evidence = ct_evidence_for_rescore (ct_document_get_evidence (self->document));
  const CtEditScore *drawn = ct_document_get_score (self->document);
  g_autoptr (CtKnownTimbres) timbres = ct_timbre_book_dup_known (ct_timbre_book_get_default ());
  CtEditScore *joined;

  evidence.known = timbres;
  if (ct_rescore (&evidence, drawn, &drawn->options, &(CtRescoreScope){ .kind = CT_RESCORE_ALL }, &joined)
      != CT_STATUS_OK)
    return;
  /* Translators: the name of a step that can be undone */
  ct_document_begin (self->document, _ ("Transcribe"));
  ct_document_apply_score (self->document, joined);
  ct_document_commit (self->document);
  ct_edit_score_free (joined);
}

static void
take_result (CtAnalyser *self)
{
  g_autoptr (CtEvidence) evidence = ct_analysis_job_steal_evidence (self->job);
  CtEditScore *score = ct_analysis_job_steal_score (self->job);

  if (evidence)
    ct_document_set_evidence (self->document, evidence);
  if (!score)
    return;
  if (ct_document_get_score (self->document)->n_notes > 0 || ct_document_get_score (self->document)->n_tracks > 0)
    join_score (self);
  else
    ct_document_load_score (self->document, score);
  ct_edit_score_free (score);
}

/* Takes over the results of the job so far. */
static void
take_news (CtAnalysisJob *job, gpointer data)
{
  CtAnalyser *self = data;

  if (!self->document || ct_analysis_job_is_cancelled (job))
    return;
  take_recording (self);
  take_levels (self);
  if (!self->call) /* until then the result waits for the end of the call */
    take_result (self);
  set_state (self, TRUE, ct_analysis_job_get_fraction (job), stage_words (ct_analysis_job_get_stage (job)));
}

/* Nobody waits for the job any longer. */
static void
let_go (CtAnalyser *self)
{
  if (!self->job)
    return;
  ct_analysis_job_silence (self->job);
  g_clear_pointer (&self->job, ct_analysis_job_unref);
  g_clear_pointer (&self->recording_before, ct_recording_unref);
}

/* Restores the document as it was before the call. */
static void
take_back (CtAnalyser *self)
{
  if (!self->document)
    return;
  ct_level_store_clear (ct_document_get_levels (self->document));
  ct_document_set_recording (self->document, self->recording_before);
}

static GTask *
end_call (CtAnalyser *self)
{
  GTask *call = g_steal_pointer (&self->call);

  if (self->call_handler)
    g_cancellable_disconnect (g_task_get_cancellable (call), self->call_handler);
  self->call_handler = 0;
  return call;
}

static gboolean
rest_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  ct_analysis_job_run_rest (data);
  return TRUE;
}

static void
rest_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CtAnalyser) self = data;

  if (self->job != g_task_get_task_data (G_TASK (result)))
    return;
  take_news (self->job, self);
  let_go (self);
  set_state (self, FALSE, 1, NULL);
}

static gboolean
run_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  return ct_analysis_job_run (data, error);
}

static void
start (CtAnalyser *self, CtWorkerFunc func, GAsyncReadyCallback done)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, done, g_object_ref (self));

  g_task_set_task_data (task, ct_analysis_job_ref (self->job), (GDestroyNotify) ct_analysis_job_unref);
  ct_worker_run (task, func);
}

/* Takes @error. */
static void
fail (CtAnalyser *self, GError *error)
{
  g_autoptr (GTask) call = end_call (self);

  take_back (self);
  let_go (self);
  set_state (self, FALSE, 0, NULL);
  g_task_return_error (call, error);
}

/* The levels in which no news came. */
static gboolean
complete_levels (CtAnalyser *self, GError **error)
{
  const CtSpectrogram *spectrogram = ct_analysis_job_get_spectrogram (self->job);

  take_news (self->job, self);
  if (!spectrogram || ct_level_store_complete (ct_document_get_levels (self->document), spectrogram))
    return TRUE;
  ct_file_error_set_status (error, CT_STATUS_NO_MEMORY, ct_analysis_job_get_path (self->job));
  return FALSE;
}

static void
run_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CtAnalyser) self = data;
  GError *error = NULL;
  gboolean heard = g_task_propagate_boolean (G_TASK (result), &error);
  g_autoptr (GTask) call = NULL;

  /* a call that was cancelled at the last moment still counts as cancelled */
  if (!self->document || ct_analysis_job_is_cancelled (self->job))
    {
      g_clear_error (&error);
      heard = FALSE;
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
    }
  else if (heard && !complete_levels (self, &error))
    heard = FALSE;
  if (!heard)
    {
      fail (self, error);
      return;
    }
  call = end_call (self);
  take_news (self->job, self);
  set_state (self, TRUE, 1, stage_words (CT_ANALYSIS_REST));
  start (self, rest_in_worker, rest_done);
  g_task_return_boolean (call, TRUE);
}

static void
call_cancelled (GCancellable *cancellable, gpointer data)
{
  ct_analysis_job_cancel (data);
}

/* Begins a call; the job reports to the main thread. */
static void
begin (CtAnalyser *self,
       const char *path,
       CtEvidence *known,
       const CtTimeSpan *span,
       int stream,
       CtAnalysisRequest request,
       GTask *call)
{
  GCancellable *cancellable = g_task_get_cancellable (call);
  CtRecording *before = ct_document_get_recording (self->document);

  ct_analyser_cancel (self); /* the rest of an earlier call */
  self->recording_before = before ? ct_recording_ref (before) : NULL;
  self->job = ct_analysis_job_new (path, known, request, take_news, self);
  self->call = g_object_ref (call);
  ct_analysis_job_set_part (self->job, span, stream);
  ct_level_store_begin_at (ct_document_get_levels (self->document),
                           (gsize) llround ((known ? known->analysis->start_s : span->start_s) * CT_CQT_FRAME_RATE_HZ));
  if (cancellable)
    self->call_handler = g_cancellable_connect (cancellable, G_CALLBACK (call_cancelled),
                                                ct_analysis_job_ref (self->job),
                                                (GDestroyNotify) ct_analysis_job_unref);
  set_state (self, TRUE, 0, stage_words (CT_ANALYSIS_WAITING));
  start (self, run_in_worker, run_done);
}

/* The path of @file if a call can begin; else the call fails. */
static char *
path_for_call (CtAnalyser *self, GFile *file, GTask *call)
{
  GError *error = NULL;
  char *path = NULL;

  if (self->call)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PENDING, _ ("Another recording is being opened"));
  else if (!self->document)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
  else
    path = ct_file_dup_local_path (file, &error);
  if (!path)
    g_task_return_error (call, error);
  return path;
}

void
ct_analyser_open_part_async (CtAnalyser *self,
                             GFile *file,
                             const CtTimeSpan *span,
                             int stream,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) call = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (CT_IS_ANALYSER (self));
  g_return_if_fail (G_IS_FILE (file));
  call = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (call, ct_analyser_open_part_async);
  path = path_for_call (self, file, call);
  if (!path)
    return;
  self->attaching = FALSE;
  begin (self, path, NULL, span, stream, CT_ANALYSIS_SCORE | CT_ANALYSIS_HASH, call);
}

void
ct_analyser_open_async (CtAnalyser *self,
                        GFile *file,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  ct_analyser_open_part_async (self, file, &(CtTimeSpan){ 0, INFINITY }, 0, cancellable, callback, user_data);
}

gboolean
ct_analyser_open_finish (CtAnalyser *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ct_analyser_attach_async (CtAnalyser *self,
                          GFile *file,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) call = NULL;
  CtEvidence *evidence;
  CtRecording *recording;
  g_autofree char *path = NULL;

  g_return_if_fail (CT_IS_ANALYSER (self));
  g_return_if_fail (G_IS_FILE (file));
  call = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (call, ct_analyser_attach_async);
  path = path_for_call (self, file, call);
  if (!path)
    return;
  self->attaching = TRUE;
  evidence = ct_document_get_evidence (self->document);
  recording = ct_document_get_recording (self->document);
  begin (self, path, evidence && evidence->analysis && evidence->analysis->posteriors ? evidence : NULL,
         &(CtTimeSpan){ 0, INFINITY }, recording ? recording->stream : 0,
         recording && recording->hashed ? 0 : CT_ANALYSIS_HASH, call);
}

gboolean
ct_analyser_attach_finish (CtAnalyser *self, GAsyncResult *result, GError **error)
{
  return ct_analyser_open_finish (self, result, error);
}

void
ct_analyser_cancel (CtAnalyser *self)
{
  g_return_if_fail (CT_IS_ANALYSER (self));
  if (!self->job)
    return;
  ct_analysis_job_cancel (self->job);
  if (self->call)
    return; /* it finishes when the worker does */
  let_go (self);
  set_state (self, FALSE, 1, NULL);
}

gboolean
ct_analyser_get_busy (CtAnalyser *self)
{
  g_return_val_if_fail (CT_IS_ANALYSER (self), FALSE);
  return self->busy;
}

double
ct_analyser_get_fraction (CtAnalyser *self)
{
  g_return_val_if_fail (CT_IS_ANALYSER (self), 0);
  return self->fraction;
}

const char *
ct_analyser_get_activity (CtAnalyser *self)
{
  g_return_val_if_fail (CT_IS_ANALYSER (self), NULL);
  return self->activity;
}

static void
document_gone (gpointer data, GObject *document)
{
  CtAnalyser *self = data;

  self->document = NULL;
  ct_analyser_cancel (self);
}

static void
ct_analyser_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtAnalyser *self = CT_ANALYSER (object);

  switch (id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_ACTIVITY:
      g_value_set_string (value, self->activity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_analyser_dispose (GObject *object)
{
  CtAnalyser *self = CT_ANALYSER (object);

  let_go (self);
  if (self->document)
    g_object_weak_unref (G_OBJECT (self->document), document_gone, self);
  self->document = NULL;
  G_OBJECT_CLASS (ct_analyser_parent_class)->dispose (object);
}

static void
ct_analyser_finalize (GObject *object)
{
  CtAnalyser *self = CT_ANALYSER (object);

  g_free (self->activity);
  G_OBJECT_CLASS (ct_analyser_parent_class)->finalize (object);
}

static void
ct_analyser_class_init (CtAnalyserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ct_analyser_get_property;
  object_class->dispose = ct_analyser_dispose;
  object_class->finalize = ct_analyser_finalize;
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  props[PROP_ACTIVITY] = g_param_spec_string ("activity", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ct_analyser_init (CtAnalyser *self)
{
}

CtAnalyser *
ct_analyser_new (CtDocument *document)
{
  CtAnalyser *self = g_object_new (CT_TYPE_ANALYSER, NULL);

  self->document = document;
  g_object_weak_ref (G_OBJECT (document), document_gone, self);
  return self;
}
