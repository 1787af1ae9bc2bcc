/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-percussion.h"
#include "core/base/ct-tempo-map.h"

G_BEGIN_DECLS

/* What a drum of General MIDI is called; static. */
const char *ct_hit_text_drum (guint drum);

/* What a group of hits is called: its name, or that of its drum. Valid as long as @group. */
const char *ct_hit_text_group (const CtHitGroup *group);

/* The same, told from others: of several groups without a name that are one drum, the second is "Snare Drum 2". Free it
 * with g_free(). */
char *ct_hit_text_dup_row (const CtPercussion *percussion, guint group);

/* What is said of a hit: "Snare Drum, bar 2, strength 80 %"; @map (or NULL): where bars are. Free it with g_free(). */
char *ct_hit_text_dup_spoken (const CtPercussion *percussion, const CtHit *hit, const CtTempoMap *map);

G_END_DECLS
