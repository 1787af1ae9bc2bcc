/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-level-store.h"
#include "ui/widgets/ct-pixels.h"

G_BEGIN_DECLS

/* A picture of the whole song, [0, @duration_s], in @width x @height pixels: the energy of the sound as a silhouette,
 * and over it the visible notes at their pitches in the colors of their tracks. Transparent elsewhere. */
CtPixels *
ct_overview_picture_new (CtLevelStore *levels, const CtEditScore *score, double duration_s, guint width, guint height);

G_END_DECLS
