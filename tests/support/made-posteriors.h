/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MADE_POSTERIORS_H
#define MADE_POSTERIORS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-cqt.h"

/* Posteriors as a network might give them, made by hand. */

#define MADE_POSTERIORS_FRAME_S (1 / CT_CQT_FRAME_RATE_HZ)

/* Thresholds for them: the shipped ones are calibrated anew with every model. */
CtNoteDecoderOptions made_posteriors_options (void);

/* All zero; free them with ct_posteriorgram_free(). */
CtPosteriorgram *made_posteriors_new (size_t n_frames);

/* These raise posteriors of a pitch: of its frames, of an onset, and of both as a note has them. */
void made_posteriors_put_frames (CtPosteriorgram *posteriors, int midi, size_t first, size_t end, double posterior);
void made_posteriors_put_onset (CtPosteriorgram *posteriors, int midi, size_t frame, double posterior);
void
made_posteriors_put_note (CtPosteriorgram *posteriors, int midi, size_t first, size_t end, double onset, double frame);

/* Random values everywhere up to @highest, the same for the same @seed. */
void made_posteriors_fill_with_noise (CtPosteriorgram *posteriors, guint32 seed, double highest);

/* The note is of this pitch and from frame @first to @end, on no track yet. */
void made_posteriors_assert_note (const CtNote *note, int midi, double first, double end, bool uncertain);

#endif
