/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"
#include "ui/document/ct-document.h"

G_BEGIN_DECLS

/* Keys and chords in words, translated, with notes in the names of a language. Returned strings are freed with
 * g_free().
 */

/* "B♭ major", and where there is no room for that, "B♭" or "Bm". */
char *ct_harmony_text_dup_key (CtNoteNames names, const CtKey *key);
char *ct_harmony_text_dup_short_key (CtNoteNames names, const CtKey *key);
/* How sure the key at @time_s is, or that a hand has set it; "": nothing is known. */
char *ct_harmony_text_dup_confidence (CtDocument *document, double time_s);
/* A chord in @key as a screen reader speaks it, with its place: "Chord D minor seventh, bar 5". */
char *
ct_harmony_text_dup_spoken (const CtChord *chord, const CtKey *key, const CtPitchNaming *naming, const CtTempoMap *map);

G_END_DECLS
