/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TRANSCRIBER_H
#define CT_TRANSCRIBER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#include <atomic>
using std::atomic_bool;
#else
#include <stdatomic.h>
#endif

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The façade of the engine: from a recording to a score, by stages that can be run again alone. One call at a time. */
typedef struct _CtTranscriber CtTranscriber;

typedef enum
{
  CT_STAGE_TRANSFORM, /**< decoding, resampling and the constant-Q transform, which overlap */
  CT_STAGE_NETWORK,
  CT_STAGE_NOTES,
  CT_STAGE_TIMBRE,
  CT_STAGE_TRACKS,
  CT_N_STAGES,
} CtStage;

/** Called on the thread that called the transcriber; @fraction of the whole in [0, 1], never decreasing in one call. */
typedef void (*CtProgressFunc) (double fraction, void *data);

/** Called with the levels (as CtSpectrogram keeps them, [n_frames][CT_CQT_BINS]) of every stretch of the transform as
 * soon as it is there, in order of time, so that they can be shown while it goes on: from any of the engine's threads,
 * one call at a time. They may be read during the call only. */
typedef void (*CtLevelsFunc) (const uint16_t *levels, size_t first_frame, size_t n_frames, void *data);

/** What was heard in a recording and does not depend on options: the caches of everything that is run again. */
typedef struct
{
  CtSpectrogram *spectrogram;  /**< NULL: the recording is missing */
  CtPosteriorgram *posteriors; /**< NULL: only transformed */
  double start_s;              /**< where in the recording frame 0 lies */
  double duration_s;           /**< of what was analysed */
} CtAnalysis;

/** @n_threads 0: as many as there are processors. @weights NULL: the built-in ones; else borrowed. @level: at most the
 * one that ct_simd_best_level() names. */
CtStatus
ct_transcriber_new (size_t n_threads, const CtWeights *weights, CtSimdLevel level, CtTranscriber **out) CT_MUST_USE;
void ct_transcriber_free (CtTranscriber *self);

/** Whom to tell of progress and to show levels, and the flag that cancels, which another thread or a signal handler may
 * set; each may be NULL. They hold for the calls that follow. */
void ct_transcriber_set_progress (CtTranscriber *self, CtProgressFunc func, void *data);
void ct_transcriber_set_levels (CtTranscriber *self, CtLevelsFunc func, void *data);
void ct_transcriber_set_cancelled (CtTranscriber *self, const atomic_bool *cancelled);

/** Transform and network over @span of the file at @path. The caller owns *@out. */
CtStatus
ct_transcriber_analyse (CtTranscriber *self, const char *path, const CtTimeSpan *span, CtAnalysis **out) CT_MUST_USE;
/** The transform alone, without the network: for a recording whose posteriors are known. The caller owns *@out. */
CtStatus
ct_transcriber_transform (CtTranscriber *self, const char *path, const CtTimeSpan *span, CtAnalysis **out) CT_MUST_USE;
void ct_analysis_free (CtAnalysis *self);

/** One embedding a note, @embeddings is [n][CT_EMBEDDING_SIZE]. */
CtStatus ct_transcriber_encode (CtTranscriber *self,
                                const CtAnalysis *analysis,
                                const CtNote *notes,
                                size_t n,
                                float *embeddings) CT_MUST_USE;

/** Everything after the analysis: notes, embeddings, tracks, names and programs. The caller owns *@out. */
CtStatus ct_transcriber_score (CtTranscriber *self,
                               const CtAnalysis *analysis,
                               const CtTranscriberOptions *options,
                               CtScore **out) CT_MUST_USE;

/** Seconds that each stage took since the transcriber was made. */
double ct_transcriber_stage_seconds (const CtTranscriber *self, CtStage stage);
const char *ct_stage_name (CtStage stage);
CtSimdLevel ct_transcriber_simd_level (const CtTranscriber *self);

#ifdef __cplusplus
}
#endif

#endif
