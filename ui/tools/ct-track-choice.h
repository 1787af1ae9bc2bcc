/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/document/ct-document.h"

G_BEGIN_DECLS

/* A drop-down with the tracks of a document. Whatever happens to the tracks, it reports a track only when the user
 * chooses it. A helper of the widget that contains the drop-down. */
typedef struct _CtTrackChoice CtTrackChoice;

typedef void (*CtTrackChosen) (guint32 track, gpointer data);

CtTrackChoice *ct_track_choice_new (CtTrackChosen chosen, gpointer data);
void ct_track_choice_free (CtTrackChoice *self);

/* The drop-down; borrowed. */
GtkWidget *ct_track_choice_get_widget (CtTrackChoice *self);

/* Lists the tracks of @document (or NULL) and shows @track; if that is not among them, an additional item, @none. */
void ct_track_choice_show (CtTrackChoice *self, CtDocument *document, guint32 track, const char *none);

G_END_DECLS
