/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-status.h"
#include "core/transcribe/ct-transcriber.h"

G_BEGIN_DECLS

/* The engine of the program: one transcriber that all documents share because it uses all processors. Created on
 * demand, kept until the program ends. */

/* For workers: waits for its turn, first come, first served. On CT_STATUS_OK *@out belongs to the caller until
 * ct_engine_release(), with no hooks set. CT_STATUS_CANCELLED if @cancellable was cancelled before. */
CtStatus ct_engine_acquire (GCancellable *cancellable, CtTranscriber **out) CT_MUST_USE;
void ct_engine_release (CtTranscriber *transcriber);

/* Whether a caller would have to wait now. */
gboolean ct_engine_is_taken (void);

G_END_DECLS
