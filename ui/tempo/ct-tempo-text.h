/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-tempo.h"

G_BEGIN_DECLS

/* The tempo at @time_s in what players count as beats: "♩ = 104", "♩. = 70". From one beat that was heard to the next
 * it varies: a map of steady tempos (ct_tempo_edit_simplify()) has what players mean. Free it with g_free(). */
char *ct_tempo_text_dup_tempo (const CtTempoMap *map, double time_s);
/* "3/4". Free it with g_free(). */
char *ct_tempo_text_dup_meter (const CtTempoMap *map, double time_s);
/* How sure beats and bars are, and how many beats a hand has set; one line or two, translated. Free it with g_free().
 */
char *ct_tempo_text_dup_confidence (const CtEditTempo *tempo);

G_END_DECLS
