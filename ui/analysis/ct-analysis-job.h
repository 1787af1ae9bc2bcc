/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transform/ct-spectrogram.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-recording.h"

G_BEGIN_DECLS

/* What an analyser has done in a worker: it knows of no document. Counted atomically. */
typedef struct _CtAnalysisJob CtAnalysisJob;

typedef enum
{
  CT_ANALYSIS_WAITING, /* for the engine */
  CT_ANALYSIS_TRANSFORM,
  CT_ANALYSIS_NOTES, /* the network is at work */
  CT_ANALYSIS_TIMBRES,
  CT_ANALYSIS_REST, /* whatever else a slider could bring out */
} CtAnalysisStage;

typedef enum
{
  CT_ANALYSIS_SCORE = 1 << 0, /* a first score is wanted */
  CT_ANALYSIS_HASH = 1 << 1,  /* the file's hash is wanted */
} CtAnalysisRequest;

/* Called on the main thread when there is something new to take. */
typedef void (*CtAnalysisNews) (CtAnalysisJob *job, gpointer data);

/* Of the file at @path. @known (or NULL): evidence whose posteriors are to be used: only the transform is
 * computed, and no score. @news is called until ct_analysis_job_silence(). */
CtAnalysisJob *ct_analysis_job_new (const char *path,
                                    CtEvidence *known,
                                    CtAnalysisRequest request,
                                    CtAnalysisNews news,
                                    gpointer data);
CtAnalysisJob *ct_analysis_job_ref (CtAnalysisJob *self);
void ct_analysis_job_unref (CtAnalysisJob *self);
void ct_analysis_job_cancel (CtAnalysisJob *self);
gboolean ct_analysis_job_is_cancelled (CtAnalysisJob *self);
void ct_analysis_job_silence (CtAnalysisJob *self);

/* The work, in a worker: until there is a score (if one was asked for), then the rest, whose failure is no error. */
gboolean ct_analysis_job_run (CtAnalysisJob *self, GError **error);
void ct_analysis_job_run_rest (CtAnalysisJob *self);

/* On the main thread, at any time. */
CtAnalysisStage ct_analysis_job_get_stage (CtAnalysisJob *self);
double ct_analysis_job_get_fraction (CtAnalysisJob *self);
/* What is new, or NULL; the caller owns it. Levels are [n_frames][CT_CQT_BINS], in order, guint16. */
CtRecording *ct_analysis_job_steal_recording (CtAnalysisJob *self);
GBytes *ct_analysis_job_steal_levels (CtAnalysisJob *self);
CtEvidence *ct_analysis_job_steal_evidence (CtAnalysisJob *self);
CtEditScore *ct_analysis_job_steal_score (CtAnalysisJob *self);
/* The levels' source once they are all there, borrowed; else NULL. */
const CtSpectrogram *ct_analysis_job_get_spectrogram (CtAnalysisJob *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtAnalysisJob, ct_analysis_job_unref)

G_END_DECLS
