/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* What a hand does to keys and chords: each is a step that can be undone. What it does not set is found in the notes,
 * in the background. */

/* The key of the whole piece, without changes; NULL: as it is found. */
void ct_harmony_edits_set_key (CtSession *session, const CtKey *key);
/* From the bar at @time_s on, up to the next key that was set by hand; NULL: takes away the key that was set last
 * there or before. */
void ct_harmony_edits_set_key_from (CtSession *session, double time_s, const CtKey *key);
/* Where that bar begins; without bars, that second. */
double ct_harmony_edits_bar_start (CtSession *session, double time_s);

/* @chord (its kind, root and bass) sounds in @span, whatever was there; NULL: what is found. */
void ct_harmony_edits_set_chord (CtSession *session, const CtTimeSpan *span, const CtChord *chord);
/* All chords as they are found. */
void ct_harmony_edits_reset_chords (CtSession *session);

/* Inside of a step: keys and chords that were set by hand stay on their beats, which were at other times by the map
 * @before. */
void ct_harmony_edits_follow (CtDocument *document, const CtTempoMap *before);

G_END_DECLS
