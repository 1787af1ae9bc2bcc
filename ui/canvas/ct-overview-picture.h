/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-level-store.h"
#include "ui/widgets/ct-pixels.h"

G_BEGIN_DECLS

/* The whole song as a picture of @width x @height pixels over [0, @duration_s]: the energy of the sound as a
 * silhouette, and the notes in their tracks' colours (those that are shown) at their pitches. Transparent elsewhere. */
CtPixels *
ct_overview_picture_new (CtLevelStore *levels, const CtEditScore *score, double duration_s, guint width, guint height);

G_END_DECLS
