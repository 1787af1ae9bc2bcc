/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-evidence.h"

G_BEGIN_DECLS

/* The measured pitches of notes, measured when first asked for. */
typedef struct _CtNoteBends CtNoteBends;

CtNoteBends *ct_note_bends_new (void);
void ct_note_bends_free (CtNoteBends *self);
/* When notes or the evidence changed. */
void ct_note_bends_clear (CtNoteBends *self);

/* Cents relative to the pitch of @note, one a frame from its onset on, NAN where it cannot be measured: [*n], valid
 * until the next clear. NULL where the pitch was given by hand or there is nothing to measure it in; @evidence may be
 * NULL. */
const float *ct_note_bends_get (CtNoteBends *self, const CtEvidence *evidence, const CtEditNote *note, gsize *n);

G_END_DECLS
