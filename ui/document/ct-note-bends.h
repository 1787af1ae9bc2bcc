/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-evidence.h"

G_BEGIN_DECLS

/* The pitch curves of notes, measured on demand. */
typedef struct _CtNoteBends CtNoteBends;

CtNoteBends *ct_note_bends_new (void);
void ct_note_bends_free (CtNoteBends *self);
/* Call it when notes or the evidence changed. */
void ct_note_bends_clear (CtNoteBends *self);

/* Cents relative to the pitch of @note, one value per frame from its onset on, NAN where it cannot be measured:
 * [*n], valid until the next clear. NULL if the user set the pitch or there is nothing to measure it in; @evidence
 * may be NULL. */
const float *ct_note_bends_get (CtNoteBends *self, const CtEvidence *evidence, const CtEditNote *note, gsize *n);

G_END_DECLS
