/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/timbre/ct-timbre-count.h"
#include "ui/document/ct-document.h"

G_BEGIN_DECLS

#define CT_TYPE_TRACK_COUNTER (ct_track_counter_get_type ())
G_DECLARE_FINAL_TYPE (CtTrackCounter, ct_track_counter, CT, TRACK_COUNTER, GObject)

/* How many instruments finding tracks again would find in a document, and how sure that is: counted in a worker, again
 * whenever notes, options or evidence change, as long as somebody looks.
 *
 * Signal "counted": there is another count, or none any longer. */
CtTrackCounter *ct_track_counter_new (CtDocument *document);

/* Whether somebody looks; at first nobody does. */
void ct_track_counter_set_active (CtTrackCounter *self, gboolean active);
/* The last count; FALSE: there is none (yet). */
gboolean ct_track_counter_get (CtTrackCounter *self, CtTimbreCount *count);

G_END_DECLS
