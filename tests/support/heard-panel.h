/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HEARD_PANEL_H
#define HEARD_PANEL_H

#include <gtk/gtk.h>

#include "tests/support/heard-song.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

/* A panel of the sidebar, in a window of its own, with the session of a song of 160 notes on three tracks. */
typedef struct
{
  HeardSong *song;
  CtDocument *document;
  CtSession *session;
  GtkWidget *window, *panel;
} HeardPanel;

/* Shows @panel, which gets the session; @child, @panel or what holds it, is that of the window, @height pixels high. */
void heard_panel_set_up (HeardPanel *self, GtkWidget *panel, GtkWidget *child, int height);
void heard_panel_tear_down (HeardPanel *self, gconstpointer data);

/* The button with this label or tooltip, which there must be. */
GtkWidget *heard_panel_button (HeardPanel *self, const char *label);
void heard_panel_click (HeardPanel *self, const char *label);

/* What is said of the result; "": nothing is shown. */
const char *heard_panel_status (HeardPanel *self);
void heard_panel_wait_for_status (HeardPanel *self, const char *text);

#endif
