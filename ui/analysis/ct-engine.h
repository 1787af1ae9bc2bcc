/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/transcribe/ct-transcriber.h"

G_BEGIN_DECLS

/* The engine of the whole program: one transcriber that all documents share, since it uses all processors,
 * and its weights. Made when first needed, kept until the end. */

/* In a worker: waits for its turn, first come, first served. On CT_STATUS_OK *@out is the caller's alone
 * until ct_engine_release(); its hooks are unset. CT_STATUS_CANCELLED where @cancellable was before that. */
CtStatus ct_engine_acquire (GCancellable *cancellable, CtTranscriber **out) CT_MUST_USE;
void ct_engine_release (CtTranscriber *transcriber);

/* Whether one that asked now would have to wait. */
gboolean ct_engine_is_taken (void);

/* From any thread. NULL where there is no memory for them. */
const CtWeights *ct_engine_get_weights (void);

G_END_DECLS
