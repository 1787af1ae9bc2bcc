/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/tools/ct-quantise-box.h"
#include "ui/window/ct-file-chooser.h"
#include "ui/window/ct-saver.h"
#include "ui/window/ct-sidebar.h"
#include "ui/window/ct-tour-guide.h"
#include "ui/window/ct-window.h"
#include "ui/window/ct-workspace.h"

G_BEGIN_DECLS

/* ct-window.c: the parts of a window, borrowed */
CtWorkspace *ct_window_get_workspace (CtWindow *self);
CtFileChooser *ct_window_get_chooser (CtWindow *self);
CtSaver *ct_window_get_saver (CtWindow *self);
CtSidebar *ct_window_get_sidebar (CtWindow *self);
CtQuantiseBox *ct_window_get_quantise_box (CtWindow *self);
CtTourGuide *ct_window_get_guide (CtWindow *self);
GSettings *ct_window_get_settings (CtWindow *self);

/* ct-window-actions.c: call it when the parts are there. */
void ct_window_add_actions (CtWindow *self);

/* ct-window-open.c */
void ct_window_choose_file (CtWindow *self);
void ct_window_open_demo (CtWindow *self);
/* Opens the demo, or shows it where it is open, and leads the guided tour through it. */
void ct_window_start_tour (CtWindow *self);
/* @self if it shows the start page and is opening nothing, else a new window. */
CtWindow *ct_window_get_free (CtWindow *self);

/* Says what is wrong with a recording that could be opened all the same, and which of its sound streams is. */
void ct_window_warn (CtWindow *self);
/* Lets another sound stream of the recording be opened, in a window of its own. */
void ct_window_choose_stream (CtWindow *self);
/* Offers to open a part of @file, which is too long as a whole, as @message says. */
void ct_window_offer_part (CtWorkspace *workspace, GFile *file, const char *message, CtWindow *self);

/* ct-window-exchange.c: MIDI files, imported onto tracks */
void ct_window_choose_import (CtWindow *self);

G_END_DECLS
