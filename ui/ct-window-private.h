/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ct-display-popover.h"
#include "ct-start-page.h"
#include "ct-window.h"

G_BEGIN_DECLS

struct _CtWindow
{
  AdwApplicationWindow parent;
  CtSession *session;
  GSettings *settings;
  GtkFileChooserNative *chooser; /* while it is open */
  gboolean closing;              /* unsaved work was asked about */

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkWidget *undo_button, *redo_button, *display_button;
  CtDisplayPopover *display_popover;
  GtkStack *pages;
  CtStartPage *start_page;
  AdwFlap *flap;
  GtkBox *canvas_box;
  AdwViewStack *sidebar;
};

/* ct-window-actions.c */
void ct_window_add_actions (CtWindow *self);
/* Enables and disables what depends on the document and its history. */
void ct_window_update_actions (CtWindow *self);

/* ct-window-open.c */
void ct_window_choose_file (CtWindow *self);
void ct_window_open_demo (CtWindow *self);
void ct_window_accept_drops (CtWindow *self);

G_END_DECLS
