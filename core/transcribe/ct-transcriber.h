/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The facade of the engine: from a recording to a score. */
#ifndef CT_TRANSCRIBER_H
#define CT_TRANSCRIBER_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-atomic-bool.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/rhythm/ct-beat-tracker.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Runs the stages of a transcription, which can be run again alone. One call at a time. */
typedef struct _CtTranscriber CtTranscriber;

/** The stages. */
typedef enum
{
  CT_STAGE_TRANSFORM, /**< decoding, resampling and the constant-Q transform, which overlap */
  CT_STAGE_NETWORK,   /**< the acoustic model */
  CT_STAGE_NOTES,     /**< decoding of notes */
  CT_STAGE_TIMBRE,    /**< embeddings */
  CT_STAGE_TRACKS,    /**< clustering, corrections, programs */
  CT_STAGE_BEATS,     /**< beats and bars */
  CT_STAGE_HITS,      /**< drum hits */
  CT_N_STAGES,        /**< how many there are */
} CtStage;

/** Reports progress, on the thread that called the transcriber.
 *
 * @param fraction  of the whole, in [0, 1]; never decreases during a call
 * @param data      what ct_transcriber_set_progress() was given */
typedef void (*CtProgressFunc) (double fraction, void *data);

/** Passes on the levels of a stretch of the transform as soon as they are known, so that they can be shown while it
 * goes on: in order of time, from any of the engine's threads, one call at a time.
 *
 * @param levels       [n_frames][CT_CQT_BINS], as in a CtSpectrogram, valid during the call only
 * @param first_frame  the first of the frames
 * @param n_frames     how many
 * @param data         what ct_transcriber_set_levels() was given */
typedef void (*CtLevelsFunc) (const uint16_t *levels, size_t first_frame, size_t n_frames, void *data);

/** What was heard in a recording, whatever the options: everything that is run again starts from it. It owns what it
 * holds; free it with ct_analysis_free(). */
typedef struct
{
  CtSpectrogram *spectrogram;  /**< NULL: the recording is missing */
  CtPosteriorgram *posteriors; /**< NULL: only transformed */
  double start_s;              /**< where in the recording frame 0 lies */
  double duration_s;           /**< how much was analysed */
  unsigned warnings;           /**< CtAudioWarning, what is wrong with the recording all the same */
  int stream;                  /**< which sound stream of the recording this is, from 1 */
  int n_streams;               /**< how many sound streams there are */
} CtAnalysis;

/** Makes a transcriber.
 *
 * @param n_threads  1 to 256; 0: as many as there are processors
 * @param weights    the weights of the networks, which must outlive it; NULL: the built-in ones
 * @param level      the instructions to use, at most ct_simd_best_level()
 * @param[out] out   the transcriber; free it with ct_transcriber_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT, CT_STATUS_BAD_WEIGHTS, CT_STATUS_NO_THREAD or CT_STATUS_NO_MEMORY */
CtStatus
ct_transcriber_new (size_t n_threads, const CtWeights *weights, CtSimdLevel level, CtTranscriber **out) CT_MUST_USE;

/** Frees a transcriber.
 *
 * @param self  the transcriber, or NULL */
void ct_transcriber_free (CtTranscriber *self);

/** Sets what reports the progress of the calls that follow.
 *
 * @param self  the transcriber
 * @param func  reports progress, or NULL
 * @param data  passed to it */
void ct_transcriber_set_progress (CtTranscriber *self, CtProgressFunc func, void *data);

/** Sets what receives the levels of the calls that follow.
 *
 * @param self  the transcriber
 * @param func  receives levels, or NULL
 * @param data  passed to it */
void ct_transcriber_set_levels (CtTranscriber *self, CtLevelsFunc func, void *data);

/** Sets what cancels the calls that follow.
 *
 * @param self       the transcriber
 * @param cancelled  once it is set, calls return CT_STATUS_CANCELLED; any thread or a signal handler may set it; or
 * NULL */
void ct_transcriber_set_cancelled (CtTranscriber *self, const atomic_bool *cancelled);

/** Sets what is read of the recordings that follow.
 *
 * @param self    the transcriber
 * @param stream  which sound stream, as for ct_audio_file_open_stream() */
void ct_transcriber_set_stream (CtTranscriber *self, int stream);

/** Sets which timbres may play in the recordings that follow: where a known band does, there are as many tracks as it
 * has players.
 *
 * @param self   the transcriber
 * @param known  what is known, which must outlive the calls; NULL: nothing */
void ct_transcriber_set_known (CtTranscriber *self, const CtKnownTimbres *known);

/** Transforms a recording and runs the acoustic model.
 *
 * @param self      the transcriber
 * @param path      the file
 * @param span      what to analyse of it; its end may be INFINITY
 * @param[out] out  what was heard; free it with ct_analysis_free()
 * @return CT_STATUS_OK, CT_STATUS_CANCELLED, CT_STATUS_EMPTY, CT_STATUS_NO_MEMORY, or why the file could not be read */
CtStatus
ct_transcriber_analyse (CtTranscriber *self, const char *path, const CtTimeSpan *span, CtAnalysis **out) CT_MUST_USE;

/** Transforms a recording whose posteriors are already known.
 *
 * @param self      the transcriber
 * @param path      the file
 * @param span      what to transform of it; its end may be INFINITY
 * @param[out] out  the levels; free it with ct_analysis_free()
 * @return as ct_transcriber_analyse() */
CtStatus
ct_transcriber_transform (CtTranscriber *self, const char *path, const CtTimeSpan *span, CtAnalysis **out) CT_MUST_USE;

/** Frees an analysis.
 *
 * @param self  the analysis, or NULL */
void ct_analysis_free (CtAnalysis *self);

/** Computes the embeddings of notes.
 *
 * @param self             the transcriber
 * @param analysis         what was heard, with levels and posteriors
 * @param notes            [n]
 * @param n                how many notes
 * @param[out] embeddings  [n][CT_EMBEDDING_SIZE]
 * @return CT_STATUS_OK, CT_STATUS_CANCELLED or CT_STATUS_NO_MEMORY */
CtStatus ct_transcriber_encode (CtTranscriber *self,
                                const CtAnalysis *analysis,
                                const CtNote *notes,
                                size_t n,
                                float *embeddings) CT_MUST_USE;

/** Does everything after the analysis: notes, embeddings, tracks, names and programs.
 *
 * @param self      the transcriber
 * @param analysis  what was heard, with levels and posteriors
 * @param options   how
 * @param[out] out  the score; free it with ct_score_free()
 * @return CT_STATUS_OK, CT_STATUS_CANCELLED, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_transcriber_score (CtTranscriber *self,
                               const CtAnalysis *analysis,
                               const CtTranscriberOptions *options,
                               CtScore **out) CT_MUST_USE;

/** Finds the beats and bars of a score: sets its tempo map, or takes it away where there is no rhythm.
 *
 * @param self      the transcriber
 * @param analysis  what was heard, with levels and posteriors
 * @param options   what is known of the beats; NULL: nothing
 * @param score     the score
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_transcriber_find_beats (CtTranscriber *self,
                                    const CtAnalysis *analysis,
                                    const CtBeatOptions *options,
                                    CtScore *score) CT_MUST_USE;

/** Finds drum hits, or that there are none.
 *
 * @param self      the transcriber
 * @param analysis  what was heard, with levels and posteriors
 * @param[out] out  the hits; clear it with ct_percussion_clear()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_transcriber_find_hits (CtTranscriber *self, const CtAnalysis *analysis, CtPercussion *out) CT_MUST_USE;

/** How long a stage took.
 *
 * @param self   the transcriber
 * @param stage  a stage
 * @return seconds since the transcriber was made */
double ct_transcriber_stage_seconds (const CtTranscriber *self, CtStage stage);

/** Names a stage.
 *
 * @param stage  a stage
 * @return its name in English; static */
const char *ct_stage_name (CtStage stage);

/** The weights of the networks.
 *
 * @param self  the transcriber
 * @return what it was given, or the built-in ones; valid as long as it */
const CtWeights *ct_transcriber_weights (const CtTranscriber *self);

/** Marks the encoder that embeddings are computed with.
 *
 * @param self  the transcriber
 * @return ct_weights_fingerprint() of it */
uint64_t ct_transcriber_encoder (const CtTranscriber *self);

/** The instructions that are used.
 *
 * @param self  the transcriber
 * @return the level */
CtSimdLevel ct_transcriber_simd_level (const CtTranscriber *self);

#ifdef __cplusplus
}
#endif

#endif
