/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-percussion.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Steps that change the drum hits of a session's document. Hits and groups are named by their places in its score. */

/* Adds a hit to a group, where none is within some milliseconds; whether it did. */
gboolean ct_hit_edits_add (CtSession *session, double time_s, guint group, double strength);
void ct_hit_edits_remove (CtSession *session, guint hit);
/* Moves a hit in time and to another group; a hit that is there already gives way. */
void ct_hit_edits_move (CtSession *session, guint hit, double time_s, guint group);
/* How hard it is struck, in (0, 1]. */
void ct_hit_edits_set_strength (CtSession *session, guint hit, double strength);

/* What a group is played with; its name is that of the drum again. */
void ct_hit_edits_set_drum (CtSession *session, guint group, guint drum);
/* "": that of its drum. */
void ct_hit_edits_rename (CtSession *session, guint group, const char *name);
/* Puts the hits of @group into @into. */
void ct_hit_edits_merge (CtSession *session, guint group, guint into);
/* Puts hits of a group into a new one behind it: of its two sounds, those with the rarer one, and the guess of a drum
 * is that of this sound; where the recording is missing, or all sound the same, the softer ones, if some are. */
void ct_hit_edits_split (CtSession *session, guint group);
gboolean ct_hit_edits_can_split (CtSession *session, guint group);
/* Whether there is a recording that tells its hits apart. */
gboolean ct_hit_edits_can_compare (CtSession *session, guint group);
/* With its hits. */
void ct_hit_edits_remove_group (CtSession *session, guint group);
void ct_hit_edits_set_mute (CtSession *session, guint group, gboolean mute);
void ct_hit_edits_set_solo (CtSession *session, guint group, gboolean solo);

G_END_DECLS
