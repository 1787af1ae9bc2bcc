/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-track-edits.h"

G_BEGIN_DECLS

#define CT_N_TRACK_FLAGS (CT_TRACK_LOCKED + 1)

/* The buttons of a row that show, mute, solo and lock its track. */
typedef struct
{
  GtkWidget *buttons[CT_N_TRACK_FLAGS]; /* by CtTrackFlag, in this order; borrowed */
} CtTrackFlags;

/* Appends the buttons to @line, and binds them to the CtTrackSettings that is the source of @bindings. */
void ct_track_flags_make (CtTrackFlags *self, GtkBox *line, GBindingGroup *bindings);

/* Shows by icons and accessible labels what the buttons do to @track, whose name is @name. */
void ct_track_flags_show (CtTrackFlags *self, const CtEditTrack *track, const char *name);

G_END_DECLS
