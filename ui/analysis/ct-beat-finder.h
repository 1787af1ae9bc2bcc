/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ui/document/ct-document.h"

G_BEGIN_DECLS

#define CT_TYPE_BEAT_FINDER (ct_beat_finder_get_type ())
G_DECLARE_FINAL_TYPE (CtBeatFinder, ct_beat_finder, CT, BEAT_FINDER, GObject)

/* Finds the beats of a document in a worker: by itself, once there are notes and levels and as long as nobody sought
 * them, which is no edit; and again on demand, which is.
 *
 * Properties (read-only, notify): busy (boolean); can-find (boolean: whether there is anything to find beats in). */
CtBeatFinder *ct_beat_finder_new (CtDocument *document);

gboolean ct_beat_finder_get_busy (CtBeatFinder *self);
gboolean ct_beat_finder_get_can_find (CtBeatFinder *self);

/* Finds beats again between those that a hand fixed, as a step that can be undone. If notes or beats change meanwhile,
 * it finds them again. */
void ct_beat_finder_find_again (CtBeatFinder *self);

G_END_DECLS
