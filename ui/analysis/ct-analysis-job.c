/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-analysis-job.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-candidates.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-length-limit.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"
#include "ui/analysis/ct-engine.h"
#include "ui/document/ct-model.h"
#include "ui/document/ct-recording-finder.h"
#include "ui/document/ct-timbre-book.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-value-text.h"

/* The engine's share of the waiting time; the first tracks take the rest. */
#define ENGINE_SHARE 0.95
/* For so many faint notes the engine is kept from others. */
#define NOTES_A_TURN 256
/* Headers may be off by this. */
#define MIN_REST_S 2.0

struct _CtAnalysisJob
{
  char *path;
  CtEvidence *known;
  CtAnalysisRequest request;
  CtTimeSpan span;         /* what is read of the recording */
  int stream;              /* of its sound streams; 0: the first in which anything can be heard */
  CtKnownTimbres *timbres; /* to be recognised; NULL: none */
  GCancellable *cancellable;
  atomic_bool cancelled; /* the same for the engine */

  /* used by the worker only */
  CtEvidence *heard; /* results so far */
  CtRecording *file;
  CtSpectrogram *left_over; /* of a recording that the evidence does not fit */

  GMutex mutex; /* guards all fields below */
  CtAnalysisNews news;
  gpointer news_data;
  guint source;
  CtAnalysisStage stage;
  double fraction;
  GQueue levels; /* of GBytes */
  CtRecording *recording;
  CtEvidence *evidence;
  CtEditScore *score;
  const CtSpectrogram *spectrogram;
};

static void
set_cancelled (GCancellable *cancellable, CtAnalysisJob *self)
{
  atomic_store (&self->cancelled, true);
}

CtAnalysisJob *
ct_analysis_job_new (const char *path, CtEvidence *known, CtAnalysisRequest request, CtAnalysisNews news, gpointer data)
{
  CtAnalysisJob *self = g_atomic_rc_box_new0 (CtAnalysisJob);

  self->path = g_strdup (path);
  self->known = known ? ct_evidence_ref (known) : NULL;
  self->request = request;
  self->span = (CtTimeSpan){ 0, INFINITY };
  self->timbres = ct_timbre_book_dup_known (ct_timbre_book_get_default ());
  self->cancellable = g_cancellable_new ();
  g_signal_connect (self->cancellable, "cancelled", G_CALLBACK (set_cancelled), self);
  self->news = news;
  self->news_data = data;
  g_mutex_init (&self->mutex);
  g_queue_init (&self->levels);
  return self;
}

void
ct_analysis_job_set_part (CtAnalysisJob *self, const CtTimeSpan *span, int stream)
{
  self->span = *span;
  self->stream = stream;
}

CtAnalysisJob *
ct_analysis_job_ref (CtAnalysisJob *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_job (gpointer data)
{
  CtAnalysisJob *self = data;

  g_signal_handlers_disconnect_by_data (self->cancellable, self);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->known, ct_evidence_unref);
  g_clear_pointer (&self->timbres, ct_known_timbres_free);
  g_clear_pointer (&self->heard, ct_evidence_unref);
  g_clear_pointer (&self->file, ct_recording_unref);
  g_clear_pointer (&self->left_over, ct_spectrogram_free);
  g_clear_pointer (&self->recording, ct_recording_unref);
  g_clear_pointer (&self->evidence, ct_evidence_unref);
  g_clear_pointer (&self->score, ct_edit_score_free);
  g_queue_clear_full (&self->levels, (GDestroyNotify) g_bytes_unref);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
}

void
ct_analysis_job_unref (CtAnalysisJob *self)
{
  g_atomic_rc_box_release_full (self, clear_job);
}

void
ct_analysis_job_cancel (CtAnalysisJob *self)
{
  g_cancellable_cancel (self->cancellable);
}

gboolean
ct_analysis_job_is_cancelled (CtAnalysisJob *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

void
ct_analysis_job_silence (CtAnalysisJob *self)
{
  g_mutex_lock (&self->mutex);
  self->news = NULL;
  g_mutex_unlock (&self->mutex);
}

static gboolean
tell (gpointer data)
{
  CtAnalysisJob *self = data;
  CtAnalysisNews news;

  g_mutex_lock (&self->mutex);
  self->source = 0;
  news = self->news;
  g_mutex_unlock (&self->mutex);
  /* only the main thread silences a job, so the news are still wanted */
  if (news)
    news (self, self->news_data);
  return G_SOURCE_REMOVE;
}

/* Under the mutex: all news since the main thread last looked are reported at once. */
static void
have_news (CtAnalysisJob *self)
{
  if (self->news && self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_DEFAULT, tell, ct_analysis_job_ref (self),
                                    (GDestroyNotify) ct_analysis_job_unref);
}

static void
set_stage (CtAnalysisJob *self, CtAnalysisStage stage, double fraction)
{
  g_mutex_lock (&self->mutex);
  self->stage = stage;
  self->fraction = MAX (self->fraction, fraction);
  have_news (self);
  g_mutex_unlock (&self->mutex);
}

static void
engine_progress (double fraction, void *data)
{
  CtAnalysisJob *self = data;
  /* the transform is the first half of what the engine does, or all of it */
  gboolean network = !self->known && fraction > 0.5;

  set_stage (self, network ? CT_ANALYSIS_NOTES : CT_ANALYSIS_TRANSFORM, ENGINE_SHARE * fraction);
}

static void
engine_levels (const uint16_t *levels, size_t first_frame, size_t n_frames, void *data)
{
  CtAnalysisJob *self = data;
  GBytes *block = g_bytes_new (levels, n_frames * CT_CQT_BINS * sizeof *levels);

  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->levels, block);
  have_news (self);
  g_mutex_unlock (&self->mutex);
}

static void
publish_recording (CtAnalysisJob *self)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->recording, ct_recording_unref);
  self->recording = ct_recording_ref (self->file);
  have_news (self);
  g_mutex_unlock (&self->mutex);
}

/* Takes @score. */
static void
publish_evidence (CtAnalysisJob *self, CtEditScore *score)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->evidence, ct_evidence_unref);
  self->evidence = ct_evidence_ref (self->heard);
  if (score)
    {
      g_clear_pointer (&self->score, ct_edit_score_free);
      self->score = score;
    }
  if (self->heard->analysis->spectrogram)
    self->spectrogram = self->heard->analysis->spectrogram;
  have_news (self);
  g_mutex_unlock (&self->mutex);
}

/* Describes the file, which is @duration_s long. */
static void
set_file (CtAnalysisJob *self, double duration_s, int rate_hz, int channels, int n_streams)
{
  g_autoptr (CtRecording) before G_GNUC_UNUSED = self->file;
  g_autoptr (CtRecording) file = ct_recording_new (self->path, duration_s, rate_hz, channels);

  self->file = ct_recording_with_stream (file, self->stream, n_streams);
}

/* Examines the file before anything is computed. */
static CtStatus
look_at_file (CtAnalysisJob *self)
{
  CtAudioFile *file = NULL;
  const CtAudioInfo *info;
  CtStatus status = ct_audio_file_open_stream (self->path, self->stream, &self->cancelled, &file);

  /* where a recording was found again, it may be another copy that has lost some */
  if (status == CT_STATUS_NO_STREAM && self->known)
    status = ct_audio_file_open_stream (self->path, 0, &self->cancelled, &file);
  if (status != CT_STATUS_OK)
    return status;
  self->stream = ct_audio_file_stream (file);
  info = ct_audio_file_info (file);
  set_file (self, info->frames > 0 ? (double) info->frames / info->rate_hz : 0, info->rate_hz, info->channels,
            ct_audio_file_n_streams (file));
  ct_audio_file_close (file);
  publish_recording (self);
  return CT_STATUS_OK;
}

/* Without keeping whoever else wants the engine waiting. */
static CtStatus
encode_in_turns (CtAnalysisJob *self, const CtNotes *candidates, float *embeddings)
{
  CtStatus status = CT_STATUS_OK;

  for (gsize i = 0; i < candidates->n && status == CT_STATUS_OK; i += NOTES_A_TURN)
    {
      CtTranscriber *transcriber;

      status = ct_engine_acquire (self->cancellable, &transcriber);
      if (status != CT_STATUS_OK)
        break;
      ct_transcriber_set_cancelled (transcriber, &self->cancelled);
      status = ct_transcriber_encode (transcriber, self->heard->analysis, candidates->notes + i,
                                      MIN (NOTES_A_TURN, candidates->n - i), embeddings + i * CT_EMBEDDING_SIZE);
      ct_engine_release (transcriber);
    }
  return status;
}

/* Takes @candidates and computes their embeddings, by the engine that is at hand or, where @transcriber is NULL, in
 * turns with others that want it: they become the candidates of the evidence. */
static CtStatus
encode (CtAnalysisJob *self, CtTranscriber *transcriber, CtNotes *candidates)
{
  float *embeddings = malloc ((candidates->n + 1) * CT_EMBEDDING_SIZE * sizeof *embeddings);
  CtEvidence *less = self->heard;
  CtStatus status = CT_STATUS_NO_MEMORY;

  if (embeddings && transcriber)
    status = ct_transcriber_encode (transcriber, less->analysis, candidates->notes, candidates->n, embeddings);
  else if (embeddings)
    status = encode_in_turns (self, candidates, embeddings);
  if (status != CT_STATUS_OK)
    {
      free (embeddings);
      ct_notes_clear (candidates);
      return status;
    }
  self->heard = ct_evidence_with_candidates (less, candidates->notes, embeddings, candidates->n,
                                             ct_model_get_encoder ());
  ct_evidence_unref (less);
  return CT_STATUS_OK;
}

static CtStatus
make_first_score (CtAnalysisJob *self, CtTranscriber *transcriber)
{
  const CtAnalysis *analysis = self->heard->analysis;
  CtNotes notes = { 0 };
  CtEditScore *empty = NULL, *score = NULL;
  CtStatus status = ct_edit_score_new (&empty);

  set_stage (self, CT_ANALYSIS_TIMBRES, ENGINE_SHARE);
  if (status == CT_STATUS_OK)
    status = ct_note_decoder_decode (analysis->posteriors, analysis->spectrogram, &empty->options.notes,
                                     analysis->start_s, &notes);
  if (status == CT_STATUS_OK)
    status = encode (self, transcriber, &notes);
  if (status == CT_STATUS_OK)
    {
      CtRescoreEvidence evidence = ct_evidence_for_rescore (self->heard);

      evidence.known = self->timbres;
      status = ct_rescore (&evidence, empty, &empty->options, &(CtRescoreScope){ .kind = CT_RESCORE_ALL }, &score);
    }
  if (status == CT_STATUS_OK)
    {
      ct_percussion_clear (&score->percussion);
      status = ct_transcriber_find_hits (transcriber, analysis, &score->percussion);
      if (status != CT_STATUS_OK)
        g_clear_pointer (&score, ct_edit_score_free);
    }
  ct_edit_score_free (empty);
  if (status == CT_STATUS_OK)
    publish_evidence (self, score);
  return status;
}

/* Joins the new spectrogram with the known posteriors. Takes @analysis. */
static CtStatus
join_known (CtAnalysisJob *self, CtAnalysis *analysis)
{
  CtSpectrogram *spectrogram = g_steal_pointer (&analysis->spectrogram);
  double duration_s = analysis->duration_s;
  CtStatus status = CT_STATUS_OK;

  ct_analysis_free (analysis);
  if (ct_spectrogram_n_frames (spectrogram) == self->known->analysis->posteriors->n_frames)
    {
      self->heard = ct_evidence_with_spectrogram (self->known, spectrogram, duration_s);
      status = self->heard ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
      if (status == CT_STATUS_OK)
        publish_evidence (self, NULL);
      return status;
    }
  /* not the recording of the evidence: it can be shown, but not measured */
  self->left_over = spectrogram;
  g_mutex_lock (&self->mutex);
  self->spectrogram = spectrogram;
  have_news (self);
  g_mutex_unlock (&self->mutex);
  return status;
}

/* The length of the recording: headers do not always say, and some are wrong. */
static double
measure (const CtAnalysisJob *self, const CtAnalysis *analysis)
{
  double end_s = analysis->start_s + analysis->duration_s;

  return isfinite (self->span.end_s) ? fmax (end_s, self->file->duration_s) : end_s;
}

static CtStatus
listen (CtAnalysisJob *self, CtTranscriber *transcriber)
{
  CtAnalysis *analysis = NULL;
  CtStatus status;

  ct_transcriber_set_cancelled (transcriber, &self->cancelled);
  ct_transcriber_set_progress (transcriber, engine_progress, self);
  ct_transcriber_set_levels (transcriber, engine_levels, self);
  ct_transcriber_set_stream (transcriber, self->stream);
  set_stage (self, CT_ANALYSIS_TRANSFORM, 0);
  if (self->known)
    status = ct_transcriber_transform (transcriber, self->path, &self->span, &analysis);
  else
    status = ct_transcriber_analyse (transcriber, self->path, &self->span, &analysis);
  if (status != CT_STATUS_OK)
    return status;
  if (self->file->duration_s != measure (self, analysis))
    {
      set_file (self, measure (self, analysis), self->file->rate_hz, self->file->channels, self->file->n_streams);
      publish_recording (self);
    }
  if (self->known)
    return join_known (self, analysis);
  self->heard = ct_evidence_new (analysis, NULL, NULL, 0);
  return self->request & CT_ANALYSIS_SCORE ? make_first_score (self, transcriber) : CT_STATUS_OK;
}

/* What is known was heard in a part of the recording. */
static void
limit_to_known (CtAnalysisJob *self)
{
  const CtAnalysis *known = self->known ? self->known->analysis : NULL;
  double end_s = known ? known->start_s + known->duration_s : 0;

  if (known && known->duration_s > 0 && (known->start_s > 0 || end_s + MIN_REST_S < self->file->duration_s))
    self->span = (CtTimeSpan){ known->start_s, end_s };
}

/* Says how long the recording is, and what of it there is room for. */
static void
set_too_long (CtAnalysisJob *self, GError **error)
{
  g_autofree char *longest = ct_value_text_dup_length (ct_length_limit_s (TRUE));
  g_autofree char *length = NULL, *text = NULL;

  if (self->file && self->file->duration_s > 0)
    {
      length = ct_value_text_dup_length (self->file->duration_s);
      /* Translators: both are lengths, such as 100:00:00 */
      text = g_strdup_printf (_ ("It lasts %s, and there is memory for %s."), length, longest);
    }
  else
    /* Translators: a length, such as 100:00:00 */
    text = g_strdup_printf (_ ("It lasts longer than the %s for which there is memory."), longest);
  ct_file_error_set (error, CT_FILE_ERROR_TOO_LARGE, self->path, text);
}

gboolean
ct_analysis_job_run (CtAnalysisJob *self, GError **error)
{
  CtTranscriber *transcriber;
  CtStatus status = look_at_file (self);

  if (status == CT_STATUS_OK)
    {
      limit_to_known (self);
      status = ct_engine_acquire (self->cancellable, &transcriber);
    }
  if (status == CT_STATUS_OK)
    {
      status = listen (self, transcriber);
      ct_engine_release (transcriber);
    }
  if (status == CT_STATUS_TOO_LARGE)
    set_too_long (self, error);
  else if (status != CT_STATUS_OK)
    ct_file_error_set_status (error, status, self->path);
  return status == CT_STATUS_OK;
}

static void
hash (CtAnalysisJob *self)
{
  CtRecording *hashed = ct_recording_finder_hash (self->file, self->cancellable, NULL);

  if (!hashed)
    return;
  ct_recording_unref (self->file);
  self->file = hashed;
  publish_recording (self);
}

/* Whether a candidate has no timbre yet, or all have those of another encoder. */
static gboolean
lacks_any (const CtEvidence *evidence, const CtNotes *candidates)
{
  if (evidence->encoder != ct_model_get_encoder ())
    return TRUE;
  for (gsize i = 0; i < candidates->n; i++)
    if (ct_candidates_nearest (evidence->candidates, evidence->n_candidates, evidence->analysis->start_s,
                               ct_candidates_frame (candidates->notes[i].onset_s, evidence->analysis->start_s),
                               candidates->notes[i].midi)
        < 0)
      return TRUE;
  return FALSE;
}

void
ct_analysis_job_run_rest (CtAnalysisJob *self)
{
  CtTranscriberOptions options;
  CtNotes candidates = { 0 };
  CtStatus status;

  set_stage (self, CT_ANALYSIS_REST, 1);
  if (self->request & CT_ANALYSIS_HASH)
    hash (self);
  if (!self->heard)
    return;
  ct_transcriber_options_init (&options);
  status = ct_candidates_find (self->heard->analysis->posteriors, self->heard->analysis->spectrogram, &options.notes,
                               self->heard->analysis->start_s, &candidates);
  if (status != CT_STATUS_OK || !lacks_any (self->heard, &candidates))
    ct_notes_clear (&candidates);
  else if (encode (self, NULL, &candidates) == CT_STATUS_OK)
    publish_evidence (self, NULL);
}

const char *
ct_analysis_job_get_path (CtAnalysisJob *self)
{
  return self->path;
}

CtAnalysisStage
ct_analysis_job_get_stage (CtAnalysisJob *self)
{
  CtAnalysisStage stage;

  g_mutex_lock (&self->mutex);
  stage = self->stage;
  g_mutex_unlock (&self->mutex);
  return stage;
}

double
ct_analysis_job_get_fraction (CtAnalysisJob *self)
{
  double fraction;

  g_mutex_lock (&self->mutex);
  fraction = self->fraction;
  g_mutex_unlock (&self->mutex);
  return fraction;
}

/* *@place, which becomes NULL. */
static gpointer
steal (CtAnalysisJob *self, gpointer place)
{
  gpointer *pointer = place, value;

  g_mutex_lock (&self->mutex);
  value = g_steal_pointer (pointer);
  g_mutex_unlock (&self->mutex);
  return value;
}

CtRecording *
ct_analysis_job_steal_recording (CtAnalysisJob *self)
{
  return steal (self, &self->recording);
}

GBytes *
ct_analysis_job_steal_levels (CtAnalysisJob *self)
{
  GBytes *levels;

  g_mutex_lock (&self->mutex);
  levels = g_queue_pop_head (&self->levels);
  g_mutex_unlock (&self->mutex);
  return levels;
}

CtEvidence *
ct_analysis_job_steal_evidence (CtAnalysisJob *self)
{
  return steal (self, &self->evidence);
}

CtEditScore *
ct_analysis_job_steal_score (CtAnalysisJob *self)
{
  return steal (self, &self->score);
}

const CtSpectrogram *
ct_analysis_job_get_spectrogram (CtAnalysisJob *self)
{
  const CtSpectrogram *spectrogram;

  g_mutex_lock (&self->mutex);
  spectrogram = self->spectrogram;
  g_mutex_unlock (&self->mutex);
  return spectrogram;
}
