/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"

G_BEGIN_DECLS

/* The name to show for the track at @place: its own; or what its program says it is, "Woodwinds", and "Woodwinds 2" for
 * the next one; or "Track 3" by its place. Free with g_free(). */
char *ct_track_names_dup (const CtEditScore *score, gsize place);

G_END_DECLS
