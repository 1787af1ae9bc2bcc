/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-transcriber.h"
#include "core/transcribe/ct-transcriber-options.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/audio/ct-audio-file.h"
#include "core/audio/ct-resampler.h"
#include "core/base/ct-clock-private.h"
#include "core/base/ct-note-overlaps.h"
#include "core/base/ct-workers.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/notes/ct-acoustic-stream.h"
#include "core/notes/ct-repetitions.h"
#include "core/percussion/ct-hit-finder.h"
#include "core/rhythm/ct-beats.h"
#include "core/rhythm/ct-onset-strength.h"
#include "core/timbre/ct-known-cluster.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-program-guess.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/timbre/ct-timbre-encoder.h"
#include "core/transcribe/ct-length-limit.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-transform-stream.h"

#define NOTES_A_JOB 32

struct _CtTranscriber
{
  CtSimdLevel level;
  CtWorkers *workers;
  CtWeights *own_weights; /* NULL where they are borrowed */
  const CtWeights *weights;
  CtCqt *cqt;
  CtAcousticModel *acoustic;
  CtTimbreEncoder *timbre;
  CtMemoryNetwork *memory; /* NULL where the weights have none */
  CtBeatNetwork *beats;
  CtHitFinder *hits;

  CtProgressFunc progress;
  void *progress_data;
  CtLevelsFunc levels;
  void *levels_data;
  const atomic_bool *cancelled;
  const CtKnownTimbres *known;
  int stream;
  double seconds[CT_N_STAGES];
};

static double
now_s (void)
{
  return 1e-9 * (double) ct_clock_now_ns ();
}

const char *
ct_stage_name (CtStage stage)
{
  static const char *const names[CT_N_STAGES] = {
    "transform", "network", "notes", "timbre", "tracks", "beats", "hits"
  };

  return names[stage];
}

static CtStatus
set_up (CtTranscriber *self, size_t n_threads)
{
  CtStatus status = ct_workers_new (n_threads, &self->workers);

  if (status == CT_STATUS_OK && !self->weights)
    {
      status = ct_weights_new_builtin (&self->own_weights);
      self->weights = self->own_weights;
    }
  if (status == CT_STATUS_OK)
    status = ct_cqt_new (&self->cqt);
  if (status == CT_STATUS_OK)
    status = ct_acoustic_model_new (self->weights, self->level, &self->acoustic);
  if (status == CT_STATUS_OK)
    status = ct_timbre_encoder_new (self->weights, self->level, &self->timbre);
  if (status == CT_STATUS_OK)
    status = ct_memory_network_new (self->weights, self->level, &self->memory);
  if (status == CT_STATUS_OK)
    status = ct_beat_network_new (self->weights, self->level, &self->beats);
  if (status == CT_STATUS_OK)
    status = ct_hit_finder_new (self->weights, self->level, &self->hits);
  return status;
}

CtStatus
ct_transcriber_new (size_t n_threads, const CtWeights *weights, CtSimdLevel level, CtTranscriber **out)
{
  CtTranscriber *self = calloc (1, sizeof *self);
  CtStatus status;

  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->weights = weights;
  self->level = level;
  status = set_up (self, n_threads ? n_threads : ct_workers_default_threads ());
  if (status != CT_STATUS_OK)
    {
      ct_transcriber_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_transcriber_free (CtTranscriber *self)
{
  if (!self)
    return;
  ct_hit_finder_free (self->hits);
  ct_beat_network_free (self->beats);
  ct_memory_network_free (self->memory);
  ct_timbre_encoder_free (self->timbre);
  ct_acoustic_model_free (self->acoustic);
  ct_cqt_free (self->cqt);
  ct_weights_free (self->own_weights);
  ct_workers_free (self->workers);
  free (self);
}

void
ct_transcriber_set_progress (CtTranscriber *self, CtProgressFunc func, void *data)
{
  self->progress = func;
  self->progress_data = data;
}

void
ct_transcriber_set_levels (CtTranscriber *self, CtLevelsFunc func, void *data)
{
  self->levels = func;
  self->levels_data = data;
}

void
ct_transcriber_set_cancelled (CtTranscriber *self, const atomic_bool *cancelled)
{
  self->cancelled = cancelled;
}

void
ct_transcriber_set_stream (CtTranscriber *self, int stream)
{
  self->stream = stream;
}

void
ct_transcriber_set_known (CtTranscriber *self, const CtKnownTimbres *known)
{
  self->known = known;
}

double
ct_transcriber_stage_seconds (const CtTranscriber *self, CtStage stage)
{
  return self->seconds[stage];
}

const CtWeights *
ct_transcriber_weights (const CtTranscriber *self)
{
  return self->weights;
}

uint64_t
ct_transcriber_encoder (const CtTranscriber *self)
{
  return ct_weights_fingerprint (self->weights, "timbre.");
}

CtSimdLevel
ct_transcriber_simd_level (const CtTranscriber *self)
{
  return self->level;
}

void
ct_analysis_free (CtAnalysis *self)
{
  if (!self)
    return;
  ct_spectrogram_free (self->spectrogram);
  ct_posteriorgram_free (self->posteriors);
  free (self);
}

/* The transform takes about half of an analysis. */
#define TRANSFORM_SHARE 0.5

typedef struct
{
  CtTranscriber *transcriber;
  double share;    /* of the whole that is done */
  double expected; /* samples at the rate of analysis; 0: the file does not say */
} TransformProgress;

static void
report_transform (double n_samples, void *data)
{
  const TransformProgress *self = data;
  CtTranscriber *transcriber = self->transcriber;

  if (transcriber->progress && self->expected > 0.0)
    transcriber->progress (self->share * fmin (n_samples / self->expected, 1.0), transcriber->progress_data);
}

static double
expected_samples (const CtAudioInfo *info, const CtTimeSpan *span)
{
  double seconds = info->frames < 0 ? 0.0 : (double) info->frames / info->rate_hz;

  return fmax (0.0, fmin (seconds, span->end_s) - span->start_s) * CT_ANALYSIS_RATE_HZ;
}

/* @share: of the call's progress that this is. */
static CtStatus
transform (CtTranscriber *self, const char *path, const CtTimeSpan *span, double share, CtAnalysis *analysis)
{
  TransformProgress progress = { self, share, 0.0 };
  double longest_s = ct_length_limit_s (self->levels != NULL);
  CtTimeSpan within = { span->start_s, fmin (span->end_s, span->start_s + longest_s + 1) };
  CtStreamHooks hooks = { self->cancelled, report_transform, &progress, self->levels, self->levels_data };
  CtAudioFile *file = NULL;
  CtResampler *resampler = NULL;
  size_t n_samples = 0;
  double start = now_s ();
  CtStatus status = ct_audio_file_open_stream (path, self->stream, self->cancelled, &file);

  if (status == CT_STATUS_OK)
    {
      analysis->stream = ct_audio_file_stream (file);
      analysis->n_streams = ct_audio_file_n_streams (file);
      progress.expected = expected_samples (ct_audio_file_info (file), span);
      if (progress.expected > longest_s * CT_ANALYSIS_RATE_HZ)
        status = CT_STATUS_TOO_LARGE;
    }
  /* of a file that does not say its length, no more is read than can be kept */
  if (status == CT_STATUS_OK)
    status = ct_resampler_new_with_side (file, &within, &resampler);
  if (status == CT_STATUS_OK)
    status = ct_spectrogram_new (&analysis->spectrogram);
  if (status == CT_STATUS_OK)
    status = ct_transform_stream_run (self->cqt, self->workers, resampler, &hooks, analysis->spectrogram, &n_samples);
  if (status == CT_STATUS_OK && (double) n_samples > longest_s * CT_ANALYSIS_RATE_HZ)
    status = CT_STATUS_TOO_LARGE;
  if (status == CT_STATUS_OK)
    report_transform (progress.expected, &progress); /* a short recording may be over before anybody looked */
  analysis->start_s = span->start_s;
  analysis->duration_s = (double) n_samples / CT_ANALYSIS_RATE_HZ;
  analysis->warnings = file ? ct_audio_file_warnings (file) : 0;
  ct_resampler_free (resampler);
  ct_audio_file_close (file);
  self->seconds[CT_STAGE_TRANSFORM] += now_s () - start;
  return status;
}

static void
report_network (double fraction, void *data)
{
  CtTranscriber *self = data;

  if (self->progress)
    self->progress (TRANSFORM_SHARE + (1.0 - TRANSFORM_SHARE) * fraction, self->progress_data);
}

static CtStatus
run_network (CtTranscriber *self, CtAnalysis *analysis)
{
  CtAcousticHooks hooks = { self->cancelled, report_network, self };
  double start = now_s ();
  CtStatus status = ct_acoustic_stream_run (self->acoustic, self->workers, analysis->spectrogram, &hooks,
                                            &analysis->posteriors);

  if (status == CT_STATUS_OK)
    status = ct_repetitions_judge (self->weights, analysis->posteriors);
  self->seconds[CT_STAGE_NETWORK] += now_s () - start;
  return status;
}

static bool
span_is_valid (const CtTimeSpan *span)
{
  return span->start_s >= 0.0 && isfinite (span->start_s) && span->end_s > span->start_s;
}

/* The transform, and the network where it is asked for. */
static CtStatus
analyse (CtTranscriber *self, const char *path, const CtTimeSpan *span, bool with_network, CtAnalysis **out)
{
  CtAnalysis *analysis;
  CtStatus status;

  if (!span_is_valid (span))
    return CT_STATUS_BAD_ARGUMENT;
  analysis = calloc (1, sizeof *analysis);
  if (!analysis)
    return CT_STATUS_NO_MEMORY;
  status = transform (self, path, span, with_network ? TRANSFORM_SHARE : 1.0, analysis);
  if (status == CT_STATUS_OK && with_network)
    status = run_network (self, analysis);
  if (status != CT_STATUS_OK)
    {
      ct_analysis_free (analysis);
      return status;
    }
  *out = analysis;
  return CT_STATUS_OK;
}

CtStatus
ct_transcriber_analyse (CtTranscriber *self, const char *path, const CtTimeSpan *span, CtAnalysis **out)
{
  return analyse (self, path, span, true, out);
}

CtStatus
ct_transcriber_transform (CtTranscriber *self, const char *path, const CtTimeSpan *span, CtAnalysis **out)
{
  return analyse (self, path, span, false, out);
}

typedef struct
{
  const CtTranscriber *transcriber;
  const CtAnalysis *analysis;
  const CtNote *notes; /* [n] */
  size_t n;
  float *embeddings;    /* [n][CT_EMBEDDING_SIZE] */
  CtTimbreWork **works; /* [n_threads] */
} EncodeRun;

static size_t
onset_frame (const CtAnalysis *analysis, const CtNote *note)
{
  double frame = round ((note->onset_s - analysis->start_s) * CT_CQT_FRAME_RATE_HZ);
  double last = (double) ct_spectrogram_n_frames (analysis->spectrogram) - 1.0;

  return (size_t) fmin (fmax (frame, 0.0), fmax (last, 0.0));
}

static CtStatus
encode_job (void *data, size_t job, size_t worker)
{
  const EncodeRun *run = data;
  const CtTranscriber *self = run->transcriber;
  size_t end = (job + 1) * NOTES_A_JOB;

  for (size_t i = job * NOTES_A_JOB; i < end && i < run->n; i++)
    {
      float input[CT_TIMBRE_INPUT_SIZE];

      ct_timbre_encoder_input (self->timbre, run->analysis->spectrogram, run->analysis->posteriors,
                               onset_frame (run->analysis, &run->notes[i]), run->notes[i].midi, input);
      ct_timbre_encoder_execute (run->works[worker], input, run->embeddings + i * CT_EMBEDDING_SIZE);
    }
  return CT_STATUS_OK;
}

CtStatus
ct_transcriber_encode (CtTranscriber *self,
                       const CtAnalysis *analysis,
                       const CtNote *notes,
                       size_t n,
                       float *embeddings)
{
  double start = now_s ();
  size_t n_threads = ct_workers_n_threads (self->workers);
  EncodeRun run = { self, analysis, notes, n, embeddings, calloc (n_threads, sizeof *run.works) };
  CtStatus status = run.works ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;

  for (size_t i = 0; status == CT_STATUS_OK && i < n_threads; i++)
    status = ct_timbre_work_new (self->timbre, &run.works[i]);
  if (status == CT_STATUS_OK)
    status = ct_workers_run (self->workers, (n + NOTES_A_JOB - 1) / NOTES_A_JOB, encode_job, &run, self->cancelled);
  for (size_t i = 0; run.works && i < n_threads; i++)
    ct_timbre_work_free (run.works[i]);
  free (run.works);
  self->seconds[CT_STAGE_TIMBRE] += now_s () - start;
  return status;
}

/* Puts the notes on tracks; on success they are in @out and @notes is empty. */
static CtStatus
make_tracks (CtTranscriber *self,
             const CtAnalysis *analysis,
             const CtTranscriberOptions *options,
             const float *embeddings,
             CtNotes *notes,
             CtScore **out)
{
  double start = now_s ();
  CtKnownPlayers players = { .known = self->known, .weights = self->weights, .encoder = ct_transcriber_encoder (self) };
  CtTimbreClusterResult found;
  CtScore *score = NULL;
  CtStatus status = ct_known_cluster (&players, self->memory, embeddings, NULL, &options->tracks, notes->notes,
                                      notes->n, &found);

  if (status == CT_STATUS_OK)
    status = ct_track_postprocess (embeddings, NULL, &options->postprocess, notes->notes, notes->n, found.n_tracks);
  if (status == CT_STATUS_OK)
    status = ct_score_new (found.n_tracks, &score);
  if (status == CT_STATUS_OK)
    {
      score->notes = *notes;
      *notes = (CtNotes){ 0 };
      status = ct_program_guess (self->weights, embeddings, analysis->spectrogram, analysis->start_s, score);
      ct_note_overlaps_cut (&score->notes);
      if (status == CT_STATUS_OK)
        *out = score;
      else
        ct_score_free (score);
    }
  self->seconds[CT_STAGE_TRACKS] += now_s () - start;
  return status;
}

CtStatus
ct_transcriber_score (CtTranscriber *self,
                      const CtAnalysis *analysis,
                      const CtTranscriberOptions *options,
                      CtScore **out)
{
  double start = now_s ();
  CtNotes notes = { 0 };
  float *embeddings = NULL;
  CtStatus status = ct_note_decoder_decode (analysis->posteriors, analysis->spectrogram, &options->notes,
                                            analysis->start_s, &notes);

  self->seconds[CT_STAGE_NOTES] += now_s () - start;
  if (status == CT_STATUS_OK)
    {
      embeddings = malloc ((notes.n + 1) * CT_EMBEDDING_SIZE * sizeof *embeddings);
      status = embeddings ? ct_transcriber_encode (self, analysis, notes.notes, notes.n, embeddings)
                          : CT_STATUS_NO_MEMORY;
    }
  if (status == CT_STATUS_OK)
    status = make_tracks (self, analysis, options, embeddings, &notes, out);
  free (embeddings);
  ct_notes_clear (&notes);
  return status;
}

CtStatus
ct_transcriber_find_beats (CtTranscriber *self,
                           const CtAnalysis *analysis,
                           const CtBeatOptions *options,
                           CtScore *score)
{
  double start = now_s ();
  CtBeats beats = { 0 };
  CtTempoMap *map = NULL;
  CtRhythmEvidence evidence = { .posteriors = analysis->posteriors,
                                .spectrogram = analysis->spectrogram,
                                .notes = score->notes.notes,
                                .n_notes = score->notes.n,
                                .percussion = &score->percussion,
                                .start_s = analysis->start_s };
  CtStatus status = ct_beat_tracker_find (self->beats, &evidence, options, &beats);

  if (status == CT_STATUS_OK && beats.n > 1)
    status = ct_beats_to_map (&beats, &map);
  if (status == CT_STATUS_OK)
    {
      ct_tempo_map_free (score->tempo_map);
      score->tempo_map = map;
    }
  ct_beats_clear (&beats);
  self->seconds[CT_STAGE_BEATS] += now_s () - start;
  return status;
}

CtStatus
ct_transcriber_find_hits (CtTranscriber *self, const CtAnalysis *analysis, CtPercussion *out)
{
  double start = now_s ();
  CtStatus status = ct_hit_finder_find (self->hits, analysis->spectrogram, analysis->posteriors, analysis->start_s,
                                        out);

  self->seconds[CT_STAGE_HITS] += now_s () - start;
  return status;
}
