/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-note.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transform/ct-spectrogram.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-recording.h"

G_BEGIN_DECLS

/* The work of an analyser, for a worker; independent of the document. Atomic reference count. */
typedef struct _CtAnalysisJob CtAnalysisJob;

typedef enum
{
  CT_ANALYSIS_WAITING, /* for the engine */
  CT_ANALYSIS_TRANSFORM,
  CT_ANALYSIS_NOTES, /* the network is running */
  CT_ANALYSIS_TIMBRES,
  CT_ANALYSIS_REST, /* candidates that only other settings would bring out */
} CtAnalysisStage;

typedef enum
{
  CT_ANALYSIS_SCORE = 1 << 0, /* make a first score */
  CT_ANALYSIS_HASH = 1 << 1,  /* hash the file */
} CtAnalysisRequest;

/* Called on the main thread when there are new results. */
typedef void (*CtAnalysisNews) (CtAnalysisJob *job, gpointer data);

/* A job for the file at @path. @known (or NULL): evidence whose posteriors are used: only the transform is computed,
 * and no score. @news is called until ct_analysis_job_silence(). */
CtAnalysisJob *ct_analysis_job_new (const char *path,
                                    CtEvidence *known,
                                    CtAnalysisRequest request,
                                    CtAnalysisNews news,
                                    gpointer data);
/* Lets it read only a part, of one of the sound streams (from 1; 0: the first in which anything can be heard). Before
 * it runs. */
void ct_analysis_job_set_part (CtAnalysisJob *self, const CtTimeSpan *span, int stream);
CtAnalysisJob *ct_analysis_job_ref (CtAnalysisJob *self);
void ct_analysis_job_unref (CtAnalysisJob *self);
void ct_analysis_job_cancel (CtAnalysisJob *self);
gboolean ct_analysis_job_is_cancelled (CtAnalysisJob *self);
void ct_analysis_job_silence (CtAnalysisJob *self);

/* Does the work, in a worker: until there is a score (if requested), then the rest, whose failure is not an error. */
gboolean ct_analysis_job_run (CtAnalysisJob *self, GError **error);
void ct_analysis_job_run_rest (CtAnalysisJob *self);

/* From the main thread, at any time. The path is borrowed. */
const char *ct_analysis_job_get_path (CtAnalysisJob *self);
CtAnalysisStage ct_analysis_job_get_stage (CtAnalysisJob *self);
double ct_analysis_job_get_fraction (CtAnalysisJob *self);
/* New results, or NULL; the caller owns them. Levels are [n_frames][CT_CQT_BINS], in order, guint16. */
CtRecording *ct_analysis_job_steal_recording (CtAnalysisJob *self);
GBytes *ct_analysis_job_steal_levels (CtAnalysisJob *self);
CtEvidence *ct_analysis_job_steal_evidence (CtAnalysisJob *self);
CtEditScore *ct_analysis_job_steal_score (CtAnalysisJob *self);
/* The source of the levels once all of them are there, borrowed; else NULL. */
const CtSpectrogram *ct_analysis_job_get_spectrogram (CtAnalysisJob *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtAnalysisJob, ct_analysis_job_unref)

G_END_DECLS
