/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/transform/ct-spectrogram.h"

G_BEGIN_DECLS

#define CT_TYPE_LEVEL_STORE (ct_level_store_get_type ())
G_DECLARE_FINAL_TYPE (CtLevelStore, ct_level_store, CT, LEVEL_STORE, GObject)

/* The levels of a recording's constant-Q transform for display, 8 bits per cell, with mip levels that are coarser
 * and coarser in time (each the maximum of two frames). Grows from the left during the analysis. Main thread only.
 * Level v stands for v / 2 - 120 dB (0 dB: a full-scale sine), clamped.
 *
 * Signal "grown" (first frame, number of frames: uint, uint). */

#define CT_LEVEL_STORE_STEPS_PER_DB 2
#define CT_LEVEL_STORE_MIN_DB -120

CtLevelStore *ct_level_store_new (void);

/* Appends @levels, [n_frames][CT_CQT_BINS] as CtSpectrogram keeps them. FALSE, with only the first of them there, if
 * there is no memory. */
gboolean ct_level_store_append (CtLevelStore *self, const guint16 *levels, gsize n_frames);
/* Appends what is missing from @spectrogram. FALSE as above. */
gboolean ct_level_store_complete (CtLevelStore *self, const CtSpectrogram *spectrogram);
void ct_level_store_clear (CtLevelStore *self);
/* Clears it, and lets the frames begin at frame @first or a little earlier; those before and until then are silent. */
void ct_level_store_begin_at (CtLevelStore *self, gsize first);

gsize ct_level_store_get_n_frames (CtLevelStore *self);
guint ct_level_store_get_n_mips (CtLevelStore *self);
/* Frame @index of mip level @mip (each covers 2^mip frames): [CT_CQT_BINS], or NULL beyond the end. */
const guint8 *ct_level_store_get_frame (CtLevelStore *self, guint mip, gsize index);
/* The level in dB below which @share of all cells so far lie: where the dark end of the colors begins. */
double ct_level_store_get_quantile_db (CtLevelStore *self, double share);

G_END_DECLS
