/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-track-split.h"
#include "ui/session/ct-session.h"
#include "ui/tracks/ct-split-box.h"

G_BEGIN_DECLS

struct _CtSplitBox
{
  GtkWidget parent_instance;

  CtSession *session;
  gboolean open;
  guint32 *tracks; /* [n_tracks] */
  guint n_tracks;
  CtTrackSplit *split;      /* the split in the preview, or NULL */
  const CtEditScore *shown; /* this box's preview, for comparison only */
  GCancellable *computing;  /* the computation under way, or NULL */

  GtkWidget *revealer;
  GtkWidget *modes[CT_SPLIT_SELECTION + 1];
  GtkWidget *pages;
  GtkWidget *n_timbres;
  GtkWidget *boundary;
  GtkWidget *best_gap;
  GtkWidget *selected;
  GtkWidget *result;
  GtkWidget *apply;
};

/* The user chose another mode, option or boundary. */
void ct_split_box_mode_changed (CtSplitBox *self, GtkToggleButton *button);
void ct_split_box_option_changed (CtSplitBox *self);
void ct_split_box_boundary_changed (CtSplitBox *self);

/* ct-split-box-layout.c: makes the widgets. */
void ct_split_box_build (CtSplitBox *self);

G_END_DECLS
