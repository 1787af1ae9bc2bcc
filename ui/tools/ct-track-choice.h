/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/document/ct-document.h"

G_BEGIN_DECLS

/* A drop-down with the tracks of a document. It always shows what it was last told to show, however the tracks change,
 * and reports only a track that the user picks. A helper of the widget that places the drop-down. */
typedef struct _CtTrackChoice CtTrackChoice;

typedef void (*CtTrackChosen) (guint32 track, gpointer data);

CtTrackChoice *ct_track_choice_new (CtTrackChosen chosen, gpointer data);
void ct_track_choice_free (CtTrackChoice *self);

/* The drop-down; borrowed. */
GtkWidget *ct_track_choice_get_widget (CtTrackChoice *self);

/* Shows @track of @document (or NULL: no tracks). Where it has no such track, one more item, @none, is shown. */
void ct_track_choice_show (CtTrackChoice *self, CtDocument *document, guint32 track, const char *none);

G_END_DECLS
