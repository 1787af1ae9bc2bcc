/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_SPLIT_BOX (ct_split_box_get_type ())
G_DECLARE_FINAL_TYPE (CtSplitBox, ct_split_box, CT, SPLIT_BOX, GtkWidget)

typedef enum
{
  CT_SPLIT_TIMBRE,
  CT_SPLIT_REGISTER,
  CT_SPLIT_SELECTION,
} CtSplitMode;

/* A box to try ways of splitting tracks or a selection. While it is open, the session's preview shows the result;
 * another preview closes it. Hidden until it is opened.
 *
 * Property "session" (CtSession or NULL). Signals "opened"; "closed" (applied: boolean). */
GtkWidget *ct_split_box_new (void);
void ct_split_box_set_session (CtSplitBox *self, CtSession *session);

/* Opens for the notes of @tracks ([n] ids), or with @selected for the selected notes of any track. */
void ct_split_box_open (CtSplitBox *self, CtSplitMode mode, const guint32 *tracks, guint n, gboolean selected);
gboolean ct_split_box_is_open (CtSplitBox *self);
/* FALSE while a split is being computed. */
gboolean ct_split_box_is_settled (CtSplitBox *self);
/* The number of tracks in the preview; 0: there is none. */
guint ct_split_box_get_n_groups (CtSplitBox *self);
/* 0: automatic. */
void ct_split_box_set_n_timbres (CtSplitBox *self, guint n_timbres);
/* 0: the best gap. */
void ct_split_box_set_boundary (CtSplitBox *self, guint midi);
/* Applies the preview, if there is one. */
void ct_split_box_apply (CtSplitBox *self);
void ct_split_box_cancel (CtSplitBox *self);

G_END_DECLS
