/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Scrolls the session's view, faster the farther out, as long as a drag keeps the pointer at an edge of the stage. */
typedef struct _CtEdgeScroll CtEdgeScroll;

typedef void (*CtEdgeScrolled) (gpointer data);

/* @session is borrowed and outlives it; @scrolled is called after each move of the view. */
CtEdgeScroll *ct_edge_scroll_new (GtkWidget *stage, CtSession *session, CtEdgeScrolled scrolled, gpointer data);
void ct_edge_scroll_free (CtEdgeScroll *self);

/* The pointer is at (@x, @y) of the stage. Until the first call nothing scrolls. */
void ct_edge_scroll_move (CtEdgeScroll *self, double x, double y);

G_END_DECLS
